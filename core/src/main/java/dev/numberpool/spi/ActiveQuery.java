package dev.numberpool.spi;

import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.WidgetId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which active assignments are asked for: those that meet every condition that is set.
 *
 * @param widget only this widget's, or null
 * @param number only those on this number, or null
 * @param agent only those of exactly this agent, or null
 * @param idleBefore only those that were assigned, and on whose thread the last message came in, before this time; null
 *     for any
 * @param limit at most so many, the oldest first
 */
public record ActiveQuery(
        @Nullable WidgetId widget,
        @Nullable PhoneNumber number,
        @Nullable Participant agent,
        @Nullable Instant idleBefore,
        int limit) {

    /** Checks the limit. */
    public ActiveQuery {
        if (limit < 1) {
            throw new IllegalArgumentException("limit is " + limit + "; it must be at least 1");
        }
    }

    /** The conditions with addresses masked. */
    @Override
    public String toString() {
        return "ActiveQuery[widget=" + widget + ", number=" + (number == null ? "any" : number.masked()) + ", agent="
                + (agent == null ? "any" : agent.masked()) + ", idleBefore=" + idleBefore + ", limit=" + limit + "]";
    }

    /** All active assignments of a widget. */
    public static ActiveQuery of(WidgetId widget) {
        return new ActiveQuery(widget, null, null, null, Integer.MAX_VALUE);
    }

    /** All active assignments on a number, of any widget. */
    public static ActiveQuery on(PhoneNumber number) {
        return new ActiveQuery(null, number, null, null, Integer.MAX_VALUE);
    }

    /** All active assignments on a thread, of any widget. */
    public static ActiveQuery on(SenderThread thread) {
        return new ActiveQuery(null, thread.number(), thread.participant(), null, Integer.MAX_VALUE);
    }

    /**
     * Active assignments of any widget whose number was chosen before this time, and on whose thread the agent has not
     * written since. What was sent to the agent does not count.
     */
    public static ActiveQuery idleSince(Instant before, int limit) {
        return new ActiveQuery(null, null, null, before, limit);
    }
}
