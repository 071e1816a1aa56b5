package dev.numberpool.examples.supportdesk.pool;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page that says what would be done with a number before it is done, or what was done.
 *
 * @param widget the widget that the page belongs to
 * @param number the number
 * @param name its name, or the number
 * @param unhealthy why it does not work, or null
 * @param until for how much longer
 * @param conversations its conversations, at most 200
 * @param more how many more there are
 * @param going where they would go, with how many go there
 * @param staying how many would have to stay
 * @param agents the agents whom it concerns, with the number of their conversations
 * @param pools widgets whose pools have the number and give it to new conversations
 * @param outlook what becomes of new conversations meanwhile
 * @param reason what is typed as the reason
 * @param complaint why it was refused, or null
 */
public record NumberView(
        String widget,
        String number,
        String name,
        @Nullable String unhealthy,
        String until,
        List<Conversation> conversations,
        int more,
        List<Count> going,
        int staying,
        List<Count> agents,
        List<String> pools,
        String outlook,
        String reason,
        @Nullable String complaint) {
    /**
     * One of its conversations.
     *
     * @param id the conversation
     * @param visitor who writes
     * @param agent who answers
     * @param widget the widget that it came through
     * @param to where it goes, or empty
     * @param remark what that means, or why it stays
     */
    public record Conversation(String id, String visitor, String agent, String widget, String to, String remark) {}

    /**
     * Somebody or something, and how many conversations.
     *
     * @param name who or what
     * @param count how many
     */
    public record Count(String name, long count) {}

    /** How many conversations it has. */
    public int total() {
        return conversations.size() + more;
    }

    /** The number masked. */
    @Override
    public String toString() {
        return "NumberView[widget=" + widget + ", conversations=" + total() + "]";
    }
}
