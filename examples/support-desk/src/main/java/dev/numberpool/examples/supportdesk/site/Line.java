package dev.numberpool.examples.supportdesk.site;

import dev.numberpool.ConversationId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of a visitor's chat.
 *
 * @param id its number
 * @param conversationId the chat
 * @param fromVisitor whether the visitor wrote it
 * @param text what was written
 * @param state what became of a visitor's line, in words; null until it was given to the desk
 * @param writtenAt when
 */
public record Line(
        long id,
        long conversationId,
        boolean fromVisitor,
        String text,
        @Nullable String state,
        Instant writtenAt) {
    /** The conversation as numberpool knows it. */
    public ConversationId conversation() {
        return ConversationId.of(conversationId);
    }

    /** The id under which the desk knows the line. */
    public String messageId() {
        return "line-" + id;
    }

    /** Without the text. */
    @Override
    public String toString() {
        return "line " + id + " of chat " + conversationId;
    }
}
