package dev.numberpool.examples.supportdesk.phones;

import dev.numberpool.Assignment;
import dev.numberpool.Candidate.Window;
import dev.numberpool.examples.supportdesk.site.Agent;
import dev.numberpool.examples.supportdesk.site.Undelivered;
import dev.numberpool.spi.ThreadRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How things are on the thread that is open.
 *
 * @param agent whose phone it is on
 * @param number our number
 * @param name how our number is called
 * @param thread what numberpool knows of it
 */
record Situation(Instant now, Agent agent, String number, String name, ThreadRecord thread) {
    /** The chats on the thread, the oldest first. */
    List<Assignment> active() {
        return thread.active();
    }

    /** Whether more than one visitor is on it, or somebody has just left it. */
    boolean hasCodes() {
        return active().size() > 1 || (!active().isEmpty() && !thread.left().isEmpty());
    }

    boolean isWindowClosed() {
        Instant refused = thread.windowClosedAt();
        Instant inbound = thread.lastInboundAt();
        boolean isRefused = refused != null && (inbound == null || !inbound.isAfter(refused));
        return isRefused || Window.of(inbound, now) == Window.CLOSED;
    }

    /** About the service window, in words. */
    String window() {
        Instant inbound = thread.lastInboundAt();
        if (isWindowClosed()) {
            return agent.name() + " has not written on this number for 24 hours: only a template gets through.";
        }
        return inbound == null
                ? agent.name() + " has never written on this number."
                : "Open until " + Prints.dayAndTime(inbound.plus(Duration.ofHours(24))) + ".";
    }

    /** The last of these messages that is held still, or null. */
    @Nullable
    String lastHeld(List<String> sids, Map<String, Undelivered> undelivered, Duration hold) {
        return sids.stream()
                .filter(sid -> isHeld(undelivered.get(sid), hold))
                .reduce((one, later) -> later)
                .orElse(null);
    }

    private boolean isHeld(@Nullable Undelivered message, Duration hold) {
        return message != null
                && message.outcome().startsWith("held")
                && message.writtenAt().plus(hold).isAfter(now);
    }
}
