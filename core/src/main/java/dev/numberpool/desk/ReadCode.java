package dev.numberpool.desk;

import dev.numberpool.ConversationId;

/**
 * A code in front of a text.
 *
 * @param conversation the conversation that the code names
 * @param code the code as it was read, digits as {@code 0} to {@code 9}
 * @param hasColon whether a colon stands behind the code; if not, it may be a sentence that begins with a hash sign
 * @param rest the text behind the code, without leading blanks and invisible marks
 */
record ReadCode(ConversationId conversation, String code, boolean hasColon, String rest) {
    /** Without the rest, which is somebody's message. */
    @Override
    public String toString() {
        return "ReadCode[" + conversation + ", code=" + code + ", hasColon=" + hasColon + ", rest of " + rest.length()
                + " characters]";
    }
}
