package dev.numberpool.examples.supportdesk.phones;

import dev.numberpool.Assignment;
import dev.numberpool.ServiceWindow;
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
 * @param left the visitors who have left it a few minutes ago
 */
record Situation(Instant now, Agent agent, String number, String name, ThreadRecord thread, List<String> left) {
    /** For how long the desk holds a message until the agent says for whom it is. */
    private static final Duration HOLD = Duration.ofMinutes(15);

    /** The chats on the thread, the oldest first. */
    List<Assignment> active() {
        return thread.active();
    }

    boolean isWindowClosed() {
        return ServiceWindow.of(thread.lastInboundAt(), thread.windowClosedAt(), now) == ServiceWindow.CLOSED;
    }

    /** About the service window, in words. */
    String window() {
        Instant inbound = thread.lastInboundAt();
        if (isWindowClosed()) {
            return agent.name() + " has not written on this number for 24 hours: only a template gets through.";
        }
        return inbound == null
                ? agent.name() + " has never written on this number."
                : "We can write here freely until " + Prints.dayAndTime(inbound.plus(ServiceWindow.LENGTH)) + ".";
    }

    /** The last of these messages that is held still, or null. */
    @Nullable
    String lastHeld(List<String> sids, Map<String, Undelivered> undelivered) {
        return sids.stream()
                .filter(sid -> undelivered.containsKey(sid) && isHeld(undelivered.get(sid)))
                .reduce((one, later) -> later)
                .orElse(null);
    }

    /** Whether the agent can still say for whom a message is. */
    boolean isHeld(Undelivered message) {
        return message.outcome().startsWith("held")
                && message.writtenAt().plus(HOLD).isAfter(now);
    }
}
