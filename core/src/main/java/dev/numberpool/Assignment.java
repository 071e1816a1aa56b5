package dev.numberpool;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The number that a conversation has, with the facts as they were when it was chosen.
 *
 * @param widget the widget whose pool or fallback gave the number
 * @param conversation the conversation
 * @param number the number that every message of the conversation leaves from and arrives at
 * @param displayName the number's name in the pool; the number itself if it has none
 * @param source where the number came from
 * @param agent the agent, or null while none is known
 * @param assignedAt when it was chosen
 * @param isNew true for the one call that chose it, false whenever it is only looked up
 */
public record Assignment(
        WidgetId widget,
        ConversationId conversation,
        PhoneNumber number,
        String displayName,
        Source source,
        @Nullable Participant agent,
        Instant assignedAt,
        boolean isNew) {

    /** Where a number came from. */
    public enum Source {
        /** The widget's pool. */
        POOL,
        /** The widget's {@code handover_whatsapp_number}. */
        HANDOVER_DEFAULT,
        /** The number in the widget's credentials. */
        CREDENTIALS,
        /** A step that the host added with {@link FallbackResolver#then}. */
        HOST
    }

    /** True if the number did not come from the pool: agents answer by code. */
    public boolean isFallback() {
        return source != Source.POOL;
    }

    /** The same assignment with this agent. */
    public Assignment withAgent(Participant agent) {
        return new Assignment(widget, conversation, number, displayName, source, agent, assignedAt, isNew);
    }

    /** The same assignment, marked as chosen by this call or only looked up. */
    public Assignment asNew(boolean isNew) {
        return new Assignment(widget, conversation, number, displayName, source, agent, assignedAt, isNew);
    }

    /** Ids in full, addresses masked, no display name. */
    @Override
    public String toString() {
        return "Assignment[widget=" + widget + ", conversation=" + conversation + ", number=" + number.masked()
                + ", source=" + source + (agent == null ? "" : ", agent=" + agent.masked())
                + ", assignedAt=" + assignedAt + ", isNew=" + isNew + "]";
    }
}
