package dev.numberpool.desk;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/**
 * Cuts a text that is too long for one message. The parts joined are the text again, blanks and all. A part ends, as far
 * as its length allows, with a paragraph, else with a sentence, else with a word, else with a grapheme. Only a grapheme
 * longer than a whole part is cut, and then between code points. No part is blank unless a stretch of blanks is longer
 * than a part, for WhatsApp refuses blank messages.
 */
final class TextSplitter {
    /** WhatsApp's longest text through Twilio, in UTF-16 units (error 21617). */
    static final int LIMIT = 1_600;

    private final String text;
    private final int limit;
    private final BitSet visible = new BitSet();
    private final BitSet graphemes;
    private final BitSet paragraphs = new BitSet();
    private final BitSet sentences;
    private final BitSet words;
    private final BitSet wordEdges = new BitSet();

    private TextSplitter(String text, int limit) {
        this.text = text;
        this.limit = limit;
        graphemes = Graphemes.boundaries(text);
        sentences = boundaries(BreakIterator.getSentenceInstance(Locale.ROOT));
        words = boundaries(BreakIterator.getLineInstance(Locale.ROOT));
        look();
    }

    /**
     * The parts of a text, in order; the text itself if it is short enough.
     *
     * @param limit the longest part in UTF-16 units, at least 2
     */
    static List<String> split(String text, int limit) {
        if (limit < 2) {
            throw new IllegalArgumentException(
                    "a part of " + limit + " characters is too short; at least 2 are needed");
        }
        return text.length() <= limit ? List.of(text) : new TextSplitter(text, limit).parts();
    }

    private List<String> parts() {
        List<String> parts = new ArrayList<>();
        int start = 0;
        while (text.length() - start > limit) {
            int cut = cut(start);
            parts.add(text.substring(start, cut));
            start = cut;
        }
        parts.add(text.substring(start));
        return List.copyOf(parts);
    }

    private int cut(int start) {
        // A part that ends early may cost a message more, so it is at least half full if it can be.
        int half = start + limit / 2;
        Range range = range(start);
        int cut = range.last(paragraphs, half);
        cut = cut >= 0 ? cut : range.last(sentences, half);
        cut = cut >= 0 ? cut : range.last(words, half);
        cut = cut >= 0 ? cut : range.last(wordEdges, start);
        cut = cut >= 0 ? cut : range.last(graphemes, start);
        return cut >= 0 ? cut : hardCut(start);
    }

    /** Where neither this part nor the next can be helped to anything visible, or one grapheme fills the part. */
    private int hardCut(int start) {
        int cut = graphemes.previousSetBit(start + limit);
        return cut > start ? cut : Graphemes.codePointFloor(text, start + limit);
    }

    private Range range(int start) {
        int end = start + limit;
        int next = visible.nextSetBit(end);
        return new Range(
                visible.nextSetBit(start), visible.previousSetBit(end - 1), next < 0 ? end : next - limit, end);
    }

    /**
     * Where the part may end: behind the first visible character, so that the part is not blank; and so that the next
     * part is not blank either, not behind the last visible one unless the one after that is within the next part's reach.
     */
    private record Range(int firstVisible, int lastVisible, int outOfReach, int end) {
        /** The last possible end among these places and behind the floor, or -1. */
        private int last(BitSet places, int floor) {
            if (firstVisible < 0 || firstVisible >= end) {
                return -1;
            }
            int place = places.previousSetBit(end);
            if (place > lastVisible && place <= outOfReach) {
                place = places.previousSetBit(lastVisible);
            }
            return place > Math.max(firstVisible, floor) ? place : -1;
        }
    }

    private BitSet boundaries(BreakIterator iterator) {
        BitSet boundaries = new BitSet(text.length() + 1);
        iterator.setText(text);
        for (int place = iterator.next(); place != BreakIterator.DONE; place = iterator.next()) {
            if (graphemes.get(place)) {
                boundaries.set(place);
            }
        }
        return boundaries;
    }

    /** Goes over the text once: what can be seen, where lines end, where blanks begin and end. */
    private void look() {
        boolean wasEmpty = false;
        boolean wasLineBreak = false;
        int c;
        for (int place = 0; place < text.length(); place += Character.charCount(c)) {
            c = text.codePointAt(place);
            boolean isEmpty = Characters.isEmpty(c);
            boolean isLineBreak = Characters.isLineBreak(c);
            visible.set(place, !isEmpty);
            wordEdges.set(place, (isEmpty || wasEmpty) && graphemes.get(place));
            paragraphs.set(place, wasLineBreak && !isLineBreak && graphemes.get(place));
            wasEmpty = isEmpty;
            wasLineBreak = isLineBreak;
        }
        wordEdges.or(words);
    }
}
