package dev.numberpool.diagnose;

import java.util.regex.Pattern;

/** Paragraphs of a plain text, broken between words, or inside one that is longer than a line. */
final class Lines {
    private static final int WIDTH = 100;
    private static final Pattern NO_TEXT = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\s]+");

    private final StringBuilder text = new StringBuilder();

    /**
     * Adds a paragraph.
     *
     * @param first what the first line begins with; the others are as far to the right
     */
    void add(String first, String words) {
        String indent = " ".repeat(first.length());
        StringBuilder line = new StringBuilder(first);
        for (String word : NO_TEXT.matcher(words).replaceAll(" ").strip().split(" ", -1)) {
            String rest = word;
            if (line.length() > first.length() && line.length() + 1 + rest.length() > WIDTH) {
                end(line);
                line = new StringBuilder(indent);
            }
            line.append(line.length() > first.length() ? " " : "");
            while (line.length() + rest.length() > WIDTH) {
                int room = rest.offsetByCodePoints(0, rest.codePointCount(0, WIDTH - line.length()));
                end(line.append(rest, 0, room));
                line = new StringBuilder(indent);
                rest = rest.substring(room);
            }
            line.append(rest);
        }
        end(line);
    }

    void addBlank() {
        text.append('\n');
    }

    String text() {
        return text.toString();
    }

    private void end(CharSequence line) {
        text.append(line.toString().stripTrailing()).append('\n');
    }
}
