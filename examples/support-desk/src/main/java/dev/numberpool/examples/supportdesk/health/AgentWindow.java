package dev.numberpool.examples.supportdesk.health;

import dev.numberpool.ServiceWindow;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether free text may be sent to an agent from a number.
 *
 * @param state whether it is open
 * @param edge until when it is open, or since when it is closed; null if nothing is on record
 */
record AgentWindow(ServiceWindow state, @Nullable Instant edge) {
    /**
     * As the desk sees it.
     *
     * @param lastInboundAt when the agent last wrote to the number, or null
     * @param refusedAt when WhatsApp last refused free text there, or null
     */
    static AgentWindow of(@Nullable Instant lastInboundAt, @Nullable Instant refusedAt, Instant now) {
        Instant end = lastInboundAt == null ? null : lastInboundAt.plus(ServiceWindow.LENGTH);
        boolean endedByRefusal = refusedAt != null
                && ServiceWindow.of(lastInboundAt, refusedAt, refusedAt) == ServiceWindow.CLOSED
                && (end == null || refusedAt.isBefore(end));
        return new AgentWindow(ServiceWindow.of(lastInboundAt, refusedAt, now), endedByRefusal ? refusedAt : end);
    }

    boolean isClosed() {
        return state == ServiceWindow.CLOSED;
    }
}
