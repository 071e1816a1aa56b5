package dev.numberpool.desk;

import dev.numberpool.ConversationId;
import java.util.Optional;

/**
 * How a conversation is named in front of a message on a shared thread: {@code 282} in {@code #282: hello}. Pure
 * functions of their arguments, each the inverse of the other. Safe for use by many threads.
 */
public interface CodeScheme {
    /** The conversation's id, which must be a whole number of at most 18 digits. The default. */
    static CodeScheme numeric() {
        return new NumericCodes();
    }

    /**
     * The code of a conversation: 1 to 64 letters, digits, {@code -} and {@code _}.
     *
     * @throws IllegalArgumentException if the conversation can have none
     */
    String write(ConversationId conversation);

    /**
     * The conversation that a code names.
     *
     * @param code what stood behind the {@code #}, digits of any script already as {@code 0} to {@code 9}
     * @return empty if this is no code at all, so that the message is read as plain text
     */
    Optional<ConversationId> read(String code);
}
