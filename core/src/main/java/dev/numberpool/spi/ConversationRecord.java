package dev.numberpool.spi;

import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import dev.numberpool.WidgetId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a store knows of a conversation.
 *
 * @param conversation its id
 * @param widget the widget that it belongs to
 * @param open whether the host's status is anything but one of the closed ones; no status at all is open
 * @param assignment the number that it has or had last, or null if it never had one; never marked as new
 * @param released whether {@link NumberStore#release} has ended the assignment
 * @param left whether a decision has seen the conversation closed since the number was chosen: others may have got the
 *     thread meanwhile
 */
public record ConversationRecord(
        ConversationId conversation,
        WidgetId widget,
        boolean open,
        @Nullable Assignment assignment,
        boolean released,
        boolean left) {

    /** A conversation that has never had a number. */
    public static ConversationRecord open(WidgetId widget, ConversationId conversation) {
        return new ConversationRecord(conversation, widget, true, null, false, false);
    }

    /** The active assignment: number set, not released, conversation open. Null if there is none. */
    public @Nullable Assignment active() {
        return open && !released ? assignment : null;
    }

    /** The active assignment, unless the conversation was closed and re-opened meanwhile. Null if there is none. */
    public @Nullable Assignment settled() {
        return left ? null : active();
    }

    /**
     * When a conversation that was closed without a word to us left its thread: with the last message that came in on
     * the thread since the number was chosen, or now.
     *
     * @param lastInbound the thread's last inbound message, or null
     * @param at the time of the decision that sees the conversation closed
     */
    public static Instant leftAt(Assignment assignment, @Nullable Instant lastInbound, Instant at) {
        return lastInbound != null && lastInbound.isAfter(assignment.assignedAt()) ? lastInbound : at;
    }
}
