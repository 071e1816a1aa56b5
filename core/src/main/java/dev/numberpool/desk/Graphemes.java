package dev.numberpool.desk;

import java.util.BitSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a text may be cut so that nobody sees half a character: between the extended grapheme clusters of Unicode (UAX
 * 29), which keep flags, families, skin tones, keycaps, combining marks, Hangul and line ends whole.
 */
final class Graphemes {
    /** BreakIterator's characters are cut within emoji on JDK 17; the regular expressions' are not. */
    private static final Pattern CLUSTER = Pattern.compile("\\X");

    private static final String VIRAMAS = "\u094D\u09CD\u0ACD\u0B4D\u0C4D\u0D4D";

    private Graphemes() {}

    /** All places where the text may be cut, without its beginning but with its end. */
    static BitSet boundaries(String text) {
        BitSet boundaries = new BitSet(text.length() + 1);
        Matcher clusters = CLUSTER.matcher(text);
        while (clusters.find()) {
            if (!isWithinConjunct(text, clusters.end())) {
                boundaries.set(clusters.end());
            }
        }
        return boundaries;
    }

    /**
     * The last place up to a limit where the text may be cut. If its first grapheme is longer than that (a letter under
     * thousands of marks), the last one between two code points, never within a surrogate pair.
     *
     * @param limit where to cut at the latest; shorter than the text
     */
    static int floor(String text, int limit) {
        Matcher clusters = CLUSTER.matcher(text);
        int floor = 0;
        while (clusters.find() && clusters.end() <= limit) {
            if (!isWithinConjunct(text, clusters.end())) {
                floor = clusters.end();
            }
        }
        return floor > 0 ? floor : codePointFloor(text, limit);
    }

    /** The place itself, or the one before it if it is within a surrogate pair. */
    static int codePointFloor(String text, int place) {
        boolean isWithinPair = place > 0
                && place < text.length()
                && Character.isSurrogatePair(text.charAt(place - 1), text.charAt(place));
        return isWithinPair ? place - 1 : place;
    }

    /** Indian letters joined by a virama are one to the reader; Unicode 15.1 (JDK 22) says so, JDK 17 does not yet. */
    private static boolean isWithinConjunct(String text, int place) {
        return place < text.length()
                && VIRAMAS.indexOf(text.charAt(place - 1)) >= 0
                && Character.isLetter(text.charAt(place));
    }
}
