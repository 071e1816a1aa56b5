package dev.numberpool.desk;

import dev.numberpool.ConversationId;
import java.util.Optional;

/** The conversation's id as it is, if it is a whole number. */
final class NumericCodes implements CodeScheme {
    /** What fits into a BIGINT whatever its digits are. */
    private static final int MAX_DIGITS = 18;

    @Override
    public String write(ConversationId conversation) {
        if (!isNumber(conversation.value())) {
            throw new IllegalArgumentException("conversation '" + conversation
                    + "' has no numeric code; give the desk a" + " CodeScheme for such ids");
        }
        return conversation.value();
    }

    @Override
    public Optional<ConversationId> read(String code) {
        return isNumber(code) ? Optional.of(ConversationId.of(code)) : Optional.empty();
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_DIGITS
                && (text.charAt(0) != '0' || text.length() == 1)
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
