package dev.numberpool.examples.supportdesk.site;

/** Texts that are too long for their place. A character that is made of two is never cut in half. */
public final class Texts {
    private Texts() {}

    /** As much of the beginning as there is room for, and a sign that there is more. */
    public static String beginning(String text, int length) {
        int end = text.offsetByCodePoints(0, Math.min(length, text.codePointCount(0, text.length())));
        return end == text.length() ? text : text.substring(0, end) + "…";
    }

    /** The same on one line. */
    public static String oneLine(String text, int length) {
        return beginning(text.replaceAll("\\s+", " ").strip(), length);
    }
}
