package dev.numberpool.desk;

import dev.numberpool.ConversationId;
import java.util.Optional;

/**
 * Reads the code in front of a text, as people and keyboards write it. Looks at every character at most a few times,
 * whatever the text is. Safe for use by many threads.
 */
final class CodeReader {
    private final CodeScheme scheme;

    CodeReader(CodeScheme scheme) {
        this.scheme = scheme;
    }

    /** The code that the text begins with, or empty if it begins with none that the scheme knows. */
    Optional<ReadCode> read(String text) {
        Scan scan = new Scan(text, 0);
        if (!scan.skipHash()) {
            return Optional.empty();
        }
        String code = scan.code();
        int end = scan.position;
        if (code.isEmpty() || code.length() > CodeWriter.LONGEST) {
            return Optional.empty();
        }
        Optional<ReadCode> read =
                scan.isEndOfCode() ? scheme.read(code).map(found -> readCode(found, code, scan)) : Optional.empty();
        return read.isPresent() ? read : beforeHyphen(new Scan(text, end), code);
    }

    /** The hyphen of {@code #282- hello} may belong to a code, so it is a separator only if no code ends with it. */
    private Optional<ReadCode> beforeHyphen(Scan scan, String code) {
        if (code.length() == 1 || !code.endsWith("-") || !scan.isAtGap()) {
            return Optional.empty();
        }
        String shorter = code.substring(0, code.length() - 1);
        return scheme.read(shorter).map(found -> readCode(found, shorter, scan));
    }

    private static ReadCode readCode(ConversationId conversation, String code, Scan scan) {
        return new ReadCode(conversation, code, scan.hasColon, scan.rest());
    }

    /** A place in a text that only moves forward. */
    private static final class Scan {
        private final String text;
        private int position;
        private boolean hasColon;

        private Scan(String text, int position) {
            this.text = text;
            this.position = position;
        }

        private boolean isAtEnd() {
            return position == text.length();
        }

        private int peek() {
            return text.codePointAt(position);
        }

        private void step() {
            position += Character.charCount(peek());
        }

        private void skipIf(int c) {
            if (!isAtEnd() && peek() == c) {
                step();
            }
        }

        private boolean skipHash() {
            skipEmpty();
            if (isAtEnd() || !Characters.isHash(peek())) {
                return false;
            }
            step();
            skipIf(Characters.EMOJI_SELECTOR);
            skipIf(Characters.KEYCAP);
            skipGap();
            return true;
        }

        /** What may be a code. Stops as soon as it has become too long for one. */
        private String code() {
            StringBuilder code = new StringBuilder();
            while (!isAtEnd() && code.length() <= CodeWriter.LONGEST) {
                int c = peek();
                if (Characters.isOfCode(c)) {
                    code.appendCodePoint(Characters.withPlainDigit(c));
                } else if (!Characters.isMark(c)) {
                    break;
                }
                step();
            }
            return code.toString();
        }

        /** Steps over what ends a code, or says that it does not end here. */
        private boolean isEndOfCode() {
            boolean hasBlank = skipGap();
            if (isAtEnd() || Characters.isLineBreak(peek())) {
                return true;
            }
            if (Characters.isColon(peek())) {
                step();
                hasColon = true;
                return true;
            }
            return skipSeparator() || hasBlank;
        }

        /** A dot or a comma separates only if a blank follows it: {@code #1.5} is no code. */
        private boolean skipSeparator() {
            Scan behind = new Scan(text, position);
            behind.step();
            if (",;.-–—)،؛".indexOf(peek()) < 0 || !behind.isAtGap()) {
                return false;
            }
            position = behind.position;
            return true;
        }

        private boolean isAtGap() {
            return skipGap() || isAtEnd() || Characters.isLineBreak(peek());
        }

        /** Steps over blanks and marks; true if there was a blank. */
        private boolean skipGap() {
            boolean hasBlank = false;
            while (!isAtEnd() && (Characters.isBlank(peek()) || Characters.isMark(peek()))) {
                hasBlank |= Characters.isBlank(peek());
                step();
            }
            return hasBlank;
        }

        private void skipEmpty() {
            while (!isAtEnd() && Characters.isEmpty(peek())) {
                step();
            }
        }

        private String rest() {
            skipEmpty();
            return text.substring(position);
        }
    }
}
