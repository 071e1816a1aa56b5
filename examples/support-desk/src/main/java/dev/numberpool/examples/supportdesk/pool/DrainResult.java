package dev.numberpool.examples.supportdesk.pool;

import java.util.List;

/**
 * What moving the conversations of a number did.
 *
 * @param widget the widget whose page it was asked on
 * @param number the number
 * @param outcomes what became of each conversation
 * @param reasons why some had to stay, in the library's words
 */
public record DrainResult(String widget, String number, List<Outcome> outcomes, List<String> reasons) {
    /**
     * What became of a conversation.
     *
     * @param conversation the conversation, with the number that it has now
     * @param hasMoved whether it has another number now
     * @param hasEnded whether it ended meanwhile
     */
    public record Outcome(NumberView.Conversation conversation, boolean hasMoved, boolean hasEnded) {}

    /** One sentence. */
    public String summary() {
        long moved = outcomes.stream().filter(Outcome::hasMoved).count();
        long stayed = outcomes.stream()
                .filter(outcome -> !outcome.hasMoved() && !outcome.hasEnded())
                .count();
        String text = moved == 1 ? "1 conversation has moved." : moved + " conversations have moved.";
        return stayed == 0 ? text : text + (stayed == 1 ? " 1 had to stay." : " " + stayed + " had to stay.");
    }

    /** The number left out. */
    @Override
    public String toString() {
        return "DrainResult[" + summary() + "]";
    }
}
