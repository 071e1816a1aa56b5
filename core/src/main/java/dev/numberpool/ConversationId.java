package dev.numberpool;

import java.util.UUID;

/**
 * The host's own id of a conversation, as text. Whether it is a number, a UUID or text in the host's table is the store's
 * business; ids are compared character by character.
 *
 * @param value 1 to 255 characters, no control characters
 */
public record ConversationId(String value) {
    /**
     * Checks the id.
     *
     * @throws IllegalArgumentException if the id is blank, too long or holds control characters
     */
    public ConversationId {
        Text.checkedId("conversation id", value);
    }

    /** The id as text. */
    public static ConversationId of(String value) {
        return new ConversationId(value);
    }

    /** The id of a table with a numeric key. */
    public static ConversationId of(long value) {
        return new ConversationId(Long.toString(value));
    }

    /** The id of a table with a UUID key. */
    public static ConversationId of(UUID value) {
        return new ConversationId(value.toString());
    }

    /** The id itself. */
    @Override
    public String toString() {
        return value;
    }
}
