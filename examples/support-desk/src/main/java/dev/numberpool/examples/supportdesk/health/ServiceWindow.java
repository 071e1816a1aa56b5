package dev.numberpool.examples.supportdesk.health;

import dev.numberpool.Candidate.Window;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether free text may be sent to an agent from a number.
 *
 * @param state whether it is open
 * @param edge until when it is open, or since when it is closed; null if nothing is on record
 */
record ServiceWindow(Window state, @Nullable Instant edge) {
    private static final Duration LENGTH = Duration.ofHours(24);

    /**
     * As the desk sees it.
     *
     * @param lastInboundAt when the agent last wrote to the number, or null
     * @param refusedAt when WhatsApp last refused free text there, or null: counts until the agent writes again
     */
    static ServiceWindow of(@Nullable Instant lastInboundAt, @Nullable Instant refusedAt, Instant now) {
        if (lastInboundAt == null) {
            return refusedAt == null
                    ? new ServiceWindow(Window.UNKNOWN, null)
                    : new ServiceWindow(Window.CLOSED, refusedAt);
        }
        Instant end = lastInboundAt.plus(LENGTH);
        if (refusedAt != null && !lastInboundAt.isAfter(refusedAt)) {
            return new ServiceWindow(Window.CLOSED, refusedAt.isBefore(end) ? refusedAt : end);
        }
        return new ServiceWindow(Window.of(lastInboundAt, now), end);
    }

    boolean isClosed() {
        return state == Window.CLOSED;
    }
}
