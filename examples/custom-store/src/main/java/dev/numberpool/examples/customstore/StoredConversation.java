package dev.numberpool.examples.customstore;

import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import dev.numberpool.Participant;
import dev.numberpool.WidgetId;
import org.jspecify.annotations.Nullable;

/**
 * A conversation's document.
 *
 * @param status the host's own word for how it stands; null is open
 * @param assignment the number that it has or had last, or null
 * @param released whether the assignment was ended on request, whatever the status says
 * @param left whether the conversation was seen closed since the number was chosen
 */
record StoredConversation(
        ConversationId id,
        WidgetId widget,
        @Nullable String status,
        @Nullable Assignment assignment,
        boolean released,
        boolean left) {

    static StoredConversation open(WidgetId widget, ConversationId id) {
        return new StoredConversation(id, widget, null, null, false, false);
    }

    StoredConversation withStatus(@Nullable String status) {
        return new StoredConversation(id, widget, status, assignment, released, left);
    }

    /** Neither released nor left any more. */
    StoredConversation withAssignment(Assignment assignment) {
        return new StoredConversation(id, widget, status, assignment.asNew(false), false, false);
    }

    StoredConversation withAgent(Participant agent) {
        if (assignment == null) {
            throw new IllegalArgumentException("there is no assignment to attach an agent to");
        }
        return new StoredConversation(id, widget, status, assignment.withAgent(agent), released, left);
    }

    StoredConversation asReleased() {
        return new StoredConversation(id, widget, status, assignment, true, left);
    }

    StoredConversation asLeft() {
        return new StoredConversation(id, widget, status, assignment, released, true);
    }
}
