package dev.numberpool.spi;

import java.util.regex.Pattern;

/** Makes a provider's words fit for logs and reports: one line, no phone number, no escape codes, not without end. */
final class ProviderWords {
    private static final int MOST_CHARACTERS = 200;
    private static final Pattern NO_TEXT = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\s]+");
    /** Six digits in a row, or more with the usual separators after a plus. Error codes have five. */
    private static final Pattern PHONE = Pattern.compile("\\+?\\d{6,}|\\+\\d[\\d ().-]{4,}\\d");

    private ProviderWords() {}

    static String clean(String words) {
        String line = NO_TEXT.matcher(words).replaceAll(" ").strip();
        String quiet = PHONE.matcher(line).replaceAll("•••");
        int length = quiet.codePointCount(0, quiet.length());
        return length <= MOST_CHARACTERS
                ? quiet
                : quiet.substring(0, quiet.offsetByCodePoints(0, MOST_CHARACTERS - 1)) + "…";
    }
}
