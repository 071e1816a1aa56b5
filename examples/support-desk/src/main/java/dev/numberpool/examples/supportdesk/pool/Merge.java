package dev.numberpool.examples.supportdesk.pool;

import dev.numberpool.PhoneNumber;
import dev.numberpool.PooledNumber;
import dev.numberpool.Widget;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Repeats what was changed in a draft on what somebody else has stored meanwhile: field by field, and nothing that was
 * typed is lost. Where both changed the same field, the draft's is kept and its editor told.
 */
final class Merge {
    private final Draft mine;
    private final Map<PhoneNumber, PooledNumber> base;
    private final Draft theirs;
    private final Map<String, DraftEntry> mineByNumber = new HashMap<>();

    private Merge(Draft mine, Widget stored) {
        this.mine = mine;
        this.base = byNumber(mine.base());
        this.theirs = Draft.of(mine.id(), stored, mine.begun());
        mine.entries().forEach(entry -> mineByNumber.putIfAbsent(entry.fields().number(), entry));
    }

    /** The draft, made anew from what is stored now. */
    static Draft onto(Widget stored, Draft mine) {
        return new Merge(mine, stored).result();
    }

    static Map<PhoneNumber, PooledNumber> byNumber(Widget widget) {
        return widget.pool().stream().collect(Collectors.toMap(PooledNumber::number, Function.identity()));
    }

    private Draft result() {
        List<DraftEntry> entries = new ArrayList<>(
                theirs.entries().stream().map(this::withMyChanges).toList());
        entries.addAll(entriesOfMineOnly());
        if (isReordered()) {
            entries.sort(Comparator.comparingInt(this::myPlace));
        }
        String oldDefault = Draft.text(mine.base().handoverNumber());
        String defaultNumber = mine.defaultNumber().equals(oldDefault) ? theirs.defaultNumber() : mine.defaultNumber();
        return new Draft(
                mine.id(),
                theirs.base(),
                entries,
                defaultNumber,
                stillDropped(),
                List.of(),
                false,
                mine.begun(),
                mine.next());
    }

    private DraftEntry withMyChanges(DraftEntry their) {
        DraftEntry my = mineByNumber.get(their.fields().number());
        PooledNumber now = Objects.requireNonNull(their.stored());
        if (my == null) {
            return their;
        }
        PooledNumber before = base.get(now.number());
        Fields old = before == null ? Fields.EMPTY : Fields.of(before);
        DraftEntry merged = their.with(merged(old, my.fields(), their.fields()));
        if (before == null) {
            return noted(merged, "They have added this number, too. What you typed stands here.");
        }
        if (my.isRemoved() && !now.equals(before)) {
            return noted(merged, "You took this entry out, and they have changed it since. Decide again.");
        }
        return merged.removed(my.isRemoved());
    }

    private static Fields merged(Fields old, Fields mine, Fields theirs) {
        return new Fields(
                theirs.number(),
                either(old.name(), mine.name(), theirs.name()),
                either(old.id(), mine.id(), theirs.id()),
                either(old.weight(), mine.weight(), theirs.weight()),
                either(old.notes(), mine.notes(), theirs.notes()),
                mine.active() == old.active() ? theirs.active() : mine.active());
    }

    private static String either(String old, String mine, String theirs) {
        return mine.equals(old) ? theirs : mine;
    }

    private static DraftEntry noted(DraftEntry entry, String note) {
        return new DraftEntry(entry.key(), entry.stored(), entry.fields(), entry.isRemoved(), note);
    }

    /** What I added, and what I changed and they took out. */
    private List<DraftEntry> entriesOfMineOnly() {
        Set<String> numbers =
                theirs.entries().stream().map(entry -> entry.fields().number()).collect(Collectors.toSet());
        List<DraftEntry> entries = new ArrayList<>();
        for (DraftEntry my : mine.entries()) {
            boolean isTheirs = numbers.contains(my.fields().number());
            if (my.stored() == null && !isTheirs) {
                entries.add(my);
            } else if (!isTheirs && my.isChanged() && !my.isRemoved()) {
                entries.add(
                        new DraftEntry(
                                my.key(),
                                my.stored(),
                                my.fields(),
                                false,
                                "They have taken this entry out; you had changed it. Saving puts it back, unless you remove it."));
            }
        }
        return entries;
    }

    private boolean isReordered() {
        List<String> before =
                mine.base().pool().stream().map(entry -> entry.number().e164()).toList();
        List<String> now = mine.entries().stream()
                .filter(entry -> entry.stored() != null)
                .map(entry -> entry.fields().number())
                .toList();
        return !now.equals(before);
    }

    private int myPlace(DraftEntry entry) {
        DraftEntry my = mineByNumber.get(entry.fields().number());
        int place = my == null ? -1 : mine.entries().indexOf(my);
        return place < 0 ? Integer.MAX_VALUE : place;
    }

    private Set<Integer> stillDropped() {
        Map<Integer, String> before = mine.base().unreadable();
        Map<Integer, String> now = theirs.base().unreadable();
        return mine.dropped().stream()
                .filter(index -> now.containsKey(index) && now.get(index).equals(before.get(index)))
                .collect(Collectors.toSet());
    }
}
