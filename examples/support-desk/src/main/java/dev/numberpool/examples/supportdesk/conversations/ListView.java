package dev.numberpool.examples.supportdesk.conversations;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The list of conversations, ready to print.
 *
 * @param statuses how far chats are
 * @param numbers the numbers that they are on
 * @param agents the agents, as values of a field
 * @param hidden what else the form of the filters keeps, by field
 * @param text what was searched for
 * @param grouping leads to the list grouped by customer, or back
 * @param groups the chats; one group without a name if they are not grouped
 * @param found how many chats fit
 * @param previous the address of the page before, or null
 * @param next the address of the next page, or null
 * @param empty what is said if there are none, or null
 */
public record ListView(
        List<Choice> statuses,
        List<Choice> numbers,
        List<Option> agents,
        List<Option> hidden,
        String text,
        Choice grouping,
        List<Group> groups,
        int found,
        @Nullable String previous,
        @Nullable String next,
        @Nullable Empty empty) {
    /** A value of a field. */
    public record Option(String value, String label, boolean isChosen) {}

    /** What is said instead of a list, and where to go from there. */
    public record Empty(String headline, String advice, String href, String link) {}

    /**
     * The chats of one customer.
     *
     * @param id stays the same from one version of the page to the next
     * @param customer who, or empty
     * @param note how the customer is known, and how many chats there are
     */
    public record Group(String id, String customer, String note, List<Row> rows) {}

    /**
     * One chat.
     *
     * @param lastBy who wrote the last line, or empty
     * @param last its beginning
     * @param when how long ago that was
     * @param numberName how the number is called; null if there is none
     * @param number the number
     * @param source where it came from, in words
     * @param agent the agent's name
     * @param badges thread, window and messages that need a look
     */
    public record Row(
            long id,
            String visitor,
            boolean isOpen,
            String lastBy,
            String last,
            String when,
            @Nullable String numberName,
            String number,
            String source,
            String agent,
            List<Badge> badges) {}
}
