package dev.numberpool.desk;

/** Writes codes in front of texts, so that {@link CodeReader} reads them back. */
final class CodeWriter {
    /** The longest code in UTF-16 units. */
    static final int LONGEST = 64;

    private CodeWriter() {}

    /** Stands in front of a text: {@code "#282: "}. */
    static String prefix(String code) {
        return "#" + code + ": ";
    }

    /** Says which part of a text this is, the first is 1: {@code "(1/3) "}; empty for an only part. */
    static String marker(int part, int parts) {
        return parts == 1 ? "" : "(" + part + "/" + parts + ") ";
    }

    /**
     * The code itself, if it can be read back.
     *
     * @throws IllegalArgumentException if it is not made of 1 to 64 letters, digits 0 to 9, {@code -} and {@code _}
     */
    static String checked(String code) {
        boolean isReadable = !code.isEmpty()
                && code.length() <= LONGEST
                && code.codePoints().allMatch(c -> Characters.isOfCode(c) && Characters.withPlainDigit(c) == c);
        if (!isReadable) {
            throw new IllegalArgumentException("the code scheme wrote a code of " + code.length()
                    + " characters that cannot be read back; a code is made of 1 to " + LONGEST
                    + " letters, digits 0 to 9, '-' and '_'");
        }
        return code;
    }
}
