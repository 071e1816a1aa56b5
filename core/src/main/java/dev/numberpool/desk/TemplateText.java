package dev.numberpool.desk;

/**
 * Makes a visitor's name fit for a template's variable and for a header. Twilio refuses variables with line breaks, tabs
 * or more than four blanks in a row (error 21656); and a name must neither turn the text around it nor look like a code.
 */
final class TemplateText {
    private static final String ELLIPSIS = "…";

    private TemplateText() {}

    /**
     * The value on one line; empty if nothing of it can be seen.
     *
     * @param max the longest result in UTF-16 units, at least 1; what is longer is cut and ends with {@code …}
     */
    static String clean(String value, int max) {
        if (max < 1) {
            throw new IllegalArgumentException("a text of " + max + " characters is too short; at least 1 is needed");
        }
        String line = withoutHash(onOneLine(value));
        if (line.length() <= max) {
            return line;
        }
        int room = max - ELLIPSIS.length();
        return line.substring(0, Graphemes.floor(line, room)).strip() + ELLIPSIS;
    }

    private static String onOneLine(String value) {
        StringBuilder line = new StringBuilder(value.length());
        value.codePoints().forEach(c -> {
            boolean isBehindText = !line.isEmpty() && line.charAt(line.length() - 1) != ' ';
            if (isText(c)) {
                line.appendCodePoint(c);
            } else if (isBehindText && !isDropped(c)) {
                line.append(' ');
            }
        });
        return line.toString().strip();
    }

    /** Half a surrogate pair is no text that a provider takes. */
    private static boolean isText(int c) {
        return !Characters.isEmpty(c) && !Character.isISOControl(c) && Character.getType(c) != Character.SURROGATE;
    }

    /** Marks within a word divide nothing, but those in front would hide a hash. */
    private static boolean isDropped(int c) {
        return Characters.isMark(c) && !Characters.isDirection(c);
    }

    private static String withoutHash(String line) {
        int start = 0;
        while (start < line.length() && isInFrontOfName(line.charAt(start))) {
            start++;
        }
        return line.substring(start);
    }

    private static boolean isInFrontOfName(char c) {
        return c == ' ' || c == Characters.EMOJI_SELECTOR || c == Characters.KEYCAP || Characters.isHash(c);
    }
}
