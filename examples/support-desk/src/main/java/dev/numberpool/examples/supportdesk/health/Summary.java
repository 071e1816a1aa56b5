package dev.numberpool.examples.supportdesk.health;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether somebody has to do something.
 *
 * @param headline that in a sentence
 * @param tone the class of the strip
 * @param items what there is to look at
 */
public record Summary(String headline, String tone, List<Item> items) {
    /**
     * Something to look at.
     *
     * @param text in a few words
     * @param tone the class of its badge
     * @param anchor where it is on the page
     */
    public record Item(String text, String tone, String anchor) {}

    static Summary of(Findings findings, Messages messages, Windows windows, Routine routine) {
        List<Item> items = new ArrayList<>();
        add(items, findings.count("bad"), "error", "bad", "diagnosis");
        add(items, findings.count("warn"), "warning", "warn", "diagnosis");
        messages.sections()
                .forEach(section ->
                        items.add(new Item(section.total() + " " + section.brief(), section.tone(), section.id())));
        add(items, windows.closedWithVisitors(), "visitor chat behind a closed window", "bad", "windows");
        add(items, routine.failing(), "failing job", "bad", "jobs");
        if (!routine.reconciliation().isClean()) {
            items.add(new Item("reconciliation incomplete", "warn", "reconciliation"));
        }
        return of(items, findings.madeAt() != null);
    }

    private static void add(List<Item> items, int number, String what, String tone, String anchor) {
        if (number > 0) {
            items.add(new Item(Words.count(number, what), tone, anchor));
        }
    }

    private static Summary of(List<Item> items, boolean isChecked) {
        boolean isBad = items.stream().anyMatch(item -> item.tone().equals("bad"));
        int toDo =
                (int) items.stream().filter(item -> !item.tone().equals("info")).count();
        if (toDo > 0) {
            String headline = toDo == 1 ? "One thing to look at" : toDo + " things to look at";
            return new Summary(headline, isBad ? "bad" : "warn", items);
        }
        return isChecked ? new Summary("All is well", "good", items) : new Summary("Not checked yet", "info", items);
    }
}
