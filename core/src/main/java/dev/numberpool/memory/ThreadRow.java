package dev.numberpool.memory;

import dev.numberpool.ConversationId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What happened last on a thread, and who left it of late. */
final class ThreadRow {
    /** For how long it is remembered who left, counted back from the last one: more than any cool-down. */
    private static final Duration MEMORY = Duration.ofDays(1);

    private final Map<ConversationId, Instant> departures = new HashMap<>();

    @Nullable
    Instant lastAssigned;

    @Nullable
    Instant lastLeft;

    @Nullable
    Instant lastInbound;

    @Nullable
    Instant windowClosed;

    void noteAssigned(Instant at) {
        lastAssigned = later(lastAssigned, at);
    }

    void noteLeft(ConversationId conversation, Instant at) {
        lastLeft = later(lastLeft, at);
        departures.merge(conversation, at, ThreadRow::later);
        Instant forgotten = Collections.max(departures.values()).minus(MEMORY);
        departures.values().removeIf(left -> left.isBefore(forgotten));
    }

    Set<ConversationId> leftSince(Instant since) {
        return departures.entrySet().stream()
                .filter(departure -> !departure.getValue().isBefore(since))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    void noteInbound(Instant at) {
        lastInbound = later(lastInbound, at);
    }

    void noteWindowClosed(Instant at) {
        windowClosed = later(windowClosed, at);
    }

    static Instant later(@Nullable Instant known, Instant at) {
        return known == null || known.isBefore(at) ? at : known;
    }
}
