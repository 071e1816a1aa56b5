package dev.numberpool;

/**
 * One of <em>our</em> WhatsApp numbers, a sender number: {@code +} and 6 to 15 digits (ITU-T E.164 allows 15). A number
 * whose first digit is 0 is no E.164 number; it is accepted, because some accounts have such senders, and reported by
 * {@link Widget#problems()}.
 *
 * @param e164 the number, for example {@code +15558986359}
 */
public record PhoneNumber(String e164) {
    private static final int MIN_DIGITS = 6;
    private static final int MAX_DIGITS = 15;

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if it is anything but {@code +} and 6 to 15 ASCII digits; the message does not
     *     repeat the value
     */
    public PhoneNumber {
        if (!isValid(e164)) {
            throw new IllegalArgumentException(whatIsWrongWith(e164));
        }
    }

    /** The number, for example {@code PhoneNumber.of("+15558986359")}. */
    public static PhoneNumber of(String e164) {
        return new PhoneNumber(e164);
    }

    /** True if the text is {@code +} and 6 to 15 ASCII digits. */
    public static boolean isValid(String text) {
        int digits = text.length() - 1;
        return digits >= MIN_DIGITS
                && digits <= MAX_DIGITS
                && text.charAt(0) == '+'
                && text.chars().skip(1).allMatch(c -> c >= '0' && c <= '9');
    }

    /** True unless the first digit is 0, which no country code has. */
    public boolean isE164() {
        return e164.charAt(1) != '0';
    }

    /** The number for logs and messages: {@code +1555•••6359}. */
    public String masked() {
        return Mask.number(e164);
    }

    /** The whole number, so that it can be joined to a text; use {@link #masked()} in logs. */
    @Override
    public String toString() {
        return e164;
    }

    private static String whatIsWrongWith(String value) {
        String hint = "";
        if (value.startsWith("whatsapp:")) {
            hint = "; leave out 'whatsapp:'";
        } else if (!value.startsWith("+")) {
            hint = "; it must begin with '+'";
        } else if (value.chars().anyMatch(c -> c == ' ' || c == '-' || c == '(' || c == ')' || c == '.')) {
            hint = "; leave out blanks, dashes, dots and brackets";
        }
        return "not a sender number: " + Mask.unknown(value) + "; expected '+' and 6 to 15 digits, like +15558986359"
                + hint;
    }
}
