package dev.numberpool.desk;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/**
 * Cuts a text that is too long for one message. The parts joined are the text again, blanks and all. A part ends, as far
 * as its length allows, with a paragraph, else with a sentence, else with a word, else with a grapheme. Only a grapheme
 * longer than a whole part is cut, and then between code points. No part is blank if the text can be cut so at all, for
 * WhatsApp refuses blank messages. Takes time in proportion to the text's length.
 */
final class TextSplitter {
    /** WhatsApp's longest text through Twilio, in UTF-16 units (error 21617). */
    static final int LIMIT = 1_600;

    private final String text;
    private final int limit;
    private final BitSet visible = new BitSet();
    private final BitSet places;
    private final BitSet wordEdges = new BitSet();
    private final BitSet paragraphs = new BitSet();
    private final BitSet sentences;
    private final BitSet words;
    private final BitSet ends;

    private TextSplitter(String text, int limit) {
        this.text = text;
        this.limit = limit;
        places = places();
        look();
        ends = ends();
        sentences = ends(BreakIterator.getSentenceInstance(Locale.ROOT));
        words = ends(BreakIterator.getLineInstance(Locale.ROOT));
        paragraphs.and(ends);
        wordEdges.and(ends);
        wordEdges.or(words);
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
            int end = end(start);
            parts.add(text.substring(start, end));
            start = end;
        }
        parts.add(text.substring(start));
        return List.copyOf(parts);
    }

    /** Where the part that starts here ends. */
    private int end(int start) {
        int last = start + limit;
        int firstVisible = visible.nextSetBit(start);
        // A part that ends early may cost a message more, so it is more than half full if it can be.
        int half = Math.max(firstVisible, start + limit / 2);
        for (BitSet choice : List.of(paragraphs, sentences, words)) {
            if (choice.previousSetBit(last) > half) {
                return choice.previousSetBit(last);
            }
        }
        int least = Math.max(firstVisible, start);
        int edge = wordEdges.previousSetBit(last);
        int end = edge > least ? edge : ends.previousSetBit(last);
        return end > least ? end : places.previousSetBit(last);
    }

    /** Where the text may be cut at all: between graphemes, and within those that no part can hold. */
    private BitSet places() {
        BitSet found = Graphemes.boundaries(text);
        int start = 0;
        for (int end = found.nextSetBit(0); end >= 0; end = found.nextSetBit(end + 1)) {
            if (end - start > limit) {
                setCodePoints(found, start, end);
            }
            start = end;
        }
        return found;
    }

    private void setCodePoints(BitSet found, int start, int end) {
        for (int place = start; place < end; place += Character.charCount(text.codePointAt(place))) {
            found.set(place);
        }
    }

    /**
     * The places behind which the rest of the text can be cut without a blank part, found from its end; all places if the
     * whole text cannot.
     */
    private BitSet ends() {
        BitSet found = new BitSet(text.length());
        int firstVisible = text.length();
        int nearest = text.length();
        for (int place = text.length() - 1; place >= 0; place--) {
            firstVisible = visible.get(place) ? place : firstVisible;
            boolean isLast = text.length() - place <= limit && firstVisible < text.length();
            boolean isPossible =
                    isLast || (nearest - place <= limit && found.previousSetBit(place + limit) > firstVisible);
            if (isPossible && (place == 0 || places.get(place))) {
                found.set(place);
                nearest = place;
            }
        }
        return found.get(0) ? found : places;
    }

    private BitSet ends(BreakIterator iterator) {
        BitSet found = new BitSet(text.length());
        iterator.setText(text);
        for (int place = iterator.next(); place != BreakIterator.DONE; place = iterator.next()) {
            found.set(place);
        }
        found.and(ends);
        return found;
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
            wordEdges.set(place, isEmpty || wasEmpty);
            paragraphs.set(place, wasLineBreak && !isLineBreak);
            wasEmpty = isEmpty;
            wasLineBreak = isLineBreak;
        }
    }
}
