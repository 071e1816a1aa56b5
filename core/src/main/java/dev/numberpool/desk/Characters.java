package dev.numberpool.desk;

/** What a code point means where people and keyboards are tolerated: one table for reading, cleaning and cutting. */
final class Characters {
    /** Turns the character before it into an emoji; stands between the hash and the frame of a keycap. */
    static final int EMOJI_SELECTOR = 0xFE0F;

    /** Draws a key around what stands before it. */
    static final int KEYCAP = 0x20E3;

    private Characters() {}

    /** A hash sign: the plain one, the full-width one of Chinese and Japanese keyboards, the small one. */
    static boolean isHash(int c) {
        return c == '#' || c == 0xFF03 || c == 0xFE5F;
    }

    /** A colon, or what looks like one: full-width, small, the ratio, two letters' modifiers. */
    static boolean isColon(int c) {
        return c == ':' || c == 0xFF1A || c == 0xFE55 || c == 0x2236 || c == 0xA789 || c == 0x02D0;
    }

    /** A blank within a line. */
    static boolean isBlank(int c) {
        return c == '\t' || Character.getType(c) == Character.SPACE_SEPARATOR;
    }

    /** Ends a line, or is one of the old separators that nobody sees. */
    static boolean isLineBreak(int c) {
        return c == 0x85 || (Character.isWhitespace(c) && !isBlank(c));
    }

    /** Is not seen and has no meaning of its own: directions, zero-width blank and joiner of words, byte order mark. */
    static boolean isMark(int c) {
        return c == 0x200B || c == 0x2060 || c == 0xFEFF || isDirection(c) || isDirectionMark(c);
    }

    /** Opens or closes a stretch of the other direction: what follows it is shown in another order. */
    static boolean isDirection(int c) {
        return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    }

    /** Nothing to see: a text of these alone counts as empty. */
    static boolean isEmpty(int c) {
        return isBlank(c) || isLineBreak(c) || isMark(c);
    }

    /** May stand in a code. Digits of every script count; some colons count as letters in Unicode, but not here. */
    static boolean isOfCode(int c) {
        return c == '-' || c == '_' || (Character.isLetterOrDigit(c) && !isColon(c));
    }

    /** A digit of any script as {@code 0} to {@code 9}, anything else as it is. */
    static int withPlainDigit(int c) {
        return Character.isDigit(c) ? '0' + Character.digit(c, 10) : c;
    }

    private static boolean isDirectionMark(int c) {
        return c == 0x200E || c == 0x200F || c == 0x061C;
    }
}
