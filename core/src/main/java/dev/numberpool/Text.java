package dev.numberpool;

/** What may stand in an id, an address or a name: text that every database and log can hold unchanged. */
final class Text {
    /** Longest id or address in UTF-16 units: what a key column of the common databases holds. */
    static final int MAX_LENGTH = 255;

    private Text() {}

    /** Returns the id if it is usable, or says what is wrong with it. */
    static String checkedId(String what, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(what + " is empty");
        }
        if (value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    what + " has " + value.length() + " characters; at most " + MAX_LENGTH + " are possible");
        }
        if (!isClean(value)) {
            throw new IllegalArgumentException(what + " contains a control character or half a surrogate pair");
        }
        return value;
    }

    /** True if there is neither a control character nor half a surrogate pair in the text. */
    static boolean isClean(String value) {
        return value.codePoints()
                .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    }
}
