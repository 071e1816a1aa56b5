package dev.numberpool.spi;

import dev.numberpool.ConversationId;
import dev.numberpool.SenderThread;
import dev.numberpool.WidgetId;
import dev.numberpool.desk.Content;
import dev.numberpool.desk.DeliveryState;
import dev.numberpool.desk.Failure;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message, or a part of one, in the log. The key is (conversation or none, message id, part).
 *
 * @param id our id, unique in the log: letters, digits and dashes, at most 40
 * @param kind what it is for
 * @param conversation the conversation, or null
 * @param widget its widget, or null
 * @param messageId the host's id of the message, or one made for its kind; at most 255 characters
 * @param part which part it is, from 1
 * @param parts how many there are
 * @param thread from which number to whom
 * @param content what it says, without code, header and part number. A log may forget it in a final state
 * @param heading what is put in front because it is the first message of its assignment, or null
 * @param assignedAt when the assignment was made that it was written under, or null
 * @param state how far it has come
 * @param attempt which attempt at sending it this is, from 1
 * @param providerId the provider's id, or null while there is none
 * @param failure why it failed or waits, or null
 * @param since when the state was reached
 * @param notBefore when it may be tried at the earliest, or null
 * @param position its place in the thread's queue, given by the log; 0 until it is logged
 */
public record OutboundRecord(
        String id,
        Kind kind,
        @Nullable ConversationId conversation,
        @Nullable WidgetId widget,
        String messageId,
        int part,
        int parts,
        SenderThread thread,
        Content content,
        @Nullable String heading,
        @Nullable Instant assignedAt,
        DeliveryState state,
        int attempt,
        @Nullable String providerId,
        @Nullable Failure failure,
        Instant since,
        @Nullable Instant notBefore,
        long position) {

    /** What a message is for. */
    public enum Kind {
        /** What the visitor wrote. */
        MESSAGE,
        /** The template that asks the agent to open the service window. */
        WAKE_UP,
        /** Tells the agent that the conversation has ended. */
        FOOTER,
        /** Answers the agent when a message could not be routed. */
        ANSWER
    }

    /** Names this attempt: a report of an earlier one is no news. */
    public String reference() {
        return id + "." + attempt;
    }

    /** The same message with this in front. */
    public OutboundRecord headed(@Nullable String heading) {
        return on(thread, heading, assignedAt);
    }

    /** The same message on another thread. */
    public OutboundRecord on(SenderThread thread, @Nullable String heading, @Nullable Instant assignedAt) {
        return new OutboundRecord(
                id,
                kind,
                conversation,
                widget,
                messageId,
                part,
                parts,
                thread,
                content,
                heading,
                assignedAt,
                state,
                attempt,
                providerId,
                failure,
                since,
                notBefore,
                position);
    }

    /** No content, addresses masked. */
    @Override
    public String toString() {
        return "OutboundRecord[" + reference() + ", " + kind + ", conversation=" + conversation + ", message="
                + messageId + ", part=" + part + "/" + parts + ", " + thread + ", " + state
                + (failure == null ? "" : ", " + failure) + "]";
    }
}
