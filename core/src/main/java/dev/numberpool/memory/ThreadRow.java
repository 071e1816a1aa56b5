package dev.numberpool.memory;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What happened last on a thread. */
final class ThreadRow {
    @Nullable
    Instant lastAssigned;

    @Nullable
    Instant lastLeft;

    @Nullable
    Instant lastInbound;

    void noteAssigned(Instant at) {
        lastAssigned = later(lastAssigned, at);
    }

    void noteLeft(Instant at) {
        lastLeft = later(lastLeft, at);
    }

    void noteInbound(Instant at) {
        lastInbound = later(lastInbound, at);
    }

    static Instant later(@Nullable Instant known, Instant at) {
        return known == null || known.isBefore(at) ? at : known;
    }
}
