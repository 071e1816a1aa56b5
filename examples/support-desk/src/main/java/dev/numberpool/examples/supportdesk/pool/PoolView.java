package dev.numberpool.examples.supportdesk.pool;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The page of a widget's pool, as it is read.
 *
 * @param head what both pages of a pool show
 * @param lines the stored list, with what cannot be read in it
 * @param fallback the default number
 * @param left numbers in use that left the pool
 * @param unsaved edits that were begun in this session
 * @param chart the use over time
 * @param balance the use now, in a sentence
 */
public record PoolView(
        Head head,
        List<Line> lines,
        Fallback fallback,
        List<NumberUse> left,
        List<Unsaved> unsaved,
        UsageChart chart,
        String balance) {
    /**
     * What both pages of a pool show.
     *
     * @param widget the widget
     * @param widgets all widgets
     * @param problems what is wrong with the pool as a whole
     * @param isNoList whether the stored pool is no list
     * @param webhook where Twilio must send what comes to the numbers
     */
    public record Head(String widget, List<String> widgets, List<Found> problems, boolean isNoList, String webhook) {}

    /**
     * One entry of the stored list.
     *
     * @param index its index in the list, from 0
     * @param entry what it says, or null if it cannot be read
     * @param use how much its number is used, or null if it cannot be read
     * @param raw the text of what cannot be read, or null
     * @param others properties that the desk does not know
     * @param problems what is wrong with it
     * @param isUnknownSender whether the simulated account lacks the number
     */
    public record Line(
            int index,
            @Nullable Fields entry,
            @Nullable NumberUse use,
            @Nullable String raw,
            String others,
            List<Found> problems,
            boolean isUnknownSender) {
        /** Whether it is what somebody looks for; what cannot be read always is. */
        public boolean matches(String wanted) {
            if (entry == null || wanted.isEmpty()) {
                return true;
            }
            String text = String.join("\n", entry.number(), entry.name(), entry.id(), entry.notes());
            return text.toLowerCase(Locale.ROOT).contains(wanted.toLowerCase(Locale.ROOT));
        }
    }

    /**
     * The default number.
     *
     * @param number the number, or empty
     * @param use how much it is used; null if it carries nothing
     * @param isUnknownSender whether the simulated account lacks it
     */
    public record Fallback(String number, @Nullable NumberUse use, boolean isUnknownSender) {}

    /**
     * An edit that waits.
     *
     * @param draft its id
     * @param begun when it was begun
     */
    public record Unsaved(String draft, String begun) {}

    /** How many numbers could be given to new conversations. */
    public long enabled() {
        return lines.stream()
                .filter(line -> line.entry() != null && line.entry().active())
                .count();
    }

    /** Whether the simulated account lacks numbers. */
    public boolean isMissingSenders() {
        return fallback.isUnknownSender() || lines.stream().anyMatch(Line::isUnknownSender);
    }
}
