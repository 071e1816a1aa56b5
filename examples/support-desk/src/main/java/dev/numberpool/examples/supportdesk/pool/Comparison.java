package dev.numberpool.examples.supportdesk.pool;

import dev.numberpool.PhoneNumber;
import dev.numberpool.PooledNumber;
import dev.numberpool.Widget;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A draft beside what somebody else has stored.
 *
 * @param parts entries and other parts that differ
 * @param same titles of entries that are the same in both
 */
public record Comparison(List<Part> parts, List<String> same) {
    /**
     * One part of both versions.
     *
     * @param title what it is
     * @param isMine whether my version has it
     * @param isTheirs whether theirs has it
     * @param cells its fields, those that differ and those that do not
     */
    public record Part(String title, boolean isMine, boolean isTheirs, List<Cell> cells) {
        boolean isDifferent() {
            return isMine != isTheirs || cells.stream().anyMatch(Cell::isDifferent);
        }
    }

    /**
     * One field.
     *
     * @param label its name
     * @param mine in my version
     * @param theirs in theirs
     * @param who whose change it is, in words; empty if both are the same
     */
    public record Cell(String label, String mine, String theirs, String who) {
        /** Whether both differ. */
        public boolean isDifferent() {
            return !mine.equals(theirs);
        }
    }

    static Comparison of(Draft draft, Widget stored) {
        return new Maker(draft, stored).make();
    }

    private static final class Maker {
        private final Draft draft;
        private final Widget stored;
        private final Map<PhoneNumber, PooledNumber> base;

        Maker(Draft draft, Widget stored) {
            this.draft = draft;
            this.stored = stored;
            this.base = Merge.byNumber(draft.base());
        }

        Comparison make() {
            List<Part> entries = entries();
            List<Part> parts = new ArrayList<>();
            parts.add(defaultNumber());
            parts.addAll(entries);
            parts.addAll(unreadable());
            return new Comparison(
                    parts.stream().filter(Part::isDifferent).toList(),
                    entries.stream()
                            .filter(part -> !part.isDifferent())
                            .map(Part::title)
                            .toList());
        }

        private Part defaultNumber() {
            String before = Draft.text(draft.base().handoverNumber());
            String theirs = Draft.text(stored.handoverNumber());
            return new Part(
                    "Default number", true, true, List.of(cell("number", draft.defaultNumber(), theirs, before)));
        }

        private List<Part> entries() {
            List<DraftEntry> mine =
                    draft.entries().stream().filter(entry -> !entry.isRemoved()).toList();
            List<String> myOrder =
                    mine.stream().map(entry -> entry.fields().number()).toList();
            List<String> theirOrder = order(stored);
            Set<String> numbers = new LinkedHashSet<>(theirOrder);
            numbers.addAll(myOrder);
            List<Part> parts = new ArrayList<>();
            for (String number : numbers) {
                int my = myOrder.indexOf(number);
                int their = theirOrder.indexOf(number);
                parts.add(entry(
                        my < 0 ? null : mine.get(my),
                        my,
                        their < 0 ? null : stored.pool().get(their),
                        their));
            }
            return parts;
        }

        private static List<String> order(Widget widget) {
            return widget.pool().stream().map(entry -> entry.number().e164()).toList();
        }

        private Part entry(@Nullable DraftEntry my, int myPlace, @Nullable PooledNumber their, int theirPlace) {
            Fields mine = my == null ? null : my.fields();
            Fields theirs = their == null ? null : Fields.of(their);
            Fields any = mine != null ? mine : Objects.requireNonNull(theirs);
            PooledNumber before = their != null
                    ? base.get(their.number())
                    : Objects.requireNonNull(my).stored();
            Fields old = before == null ? null : Fields.of(before);
            List<Cell> cells = new ArrayList<>();
            cells.add(cell("place", place(myPlace), place(theirPlace), old == null ? "" : oldPlace(old)));
            cells.add(cell("name", name(mine), name(theirs), name(old)));
            cells.add(cell("new conversations", active(mine), active(theirs), active(old)));
            cells.add(cell("weight", weight(mine), weight(theirs), weight(old)));
            cells.add(cell("id", id(mine), id(theirs), id(old)));
            cells.add(cell("notes", notes(mine), notes(theirs), notes(old)));
            PooledNumber mineStored = my == null ? null : my.stored();
            cells.add(cell("other properties", others(mineStored), others(their), others(before)));
            String title = any.name().isBlank() ? any.number() : any.name() + " " + any.number();
            return new Part(title.isBlank() ? "New entry" : title, mine != null, theirs != null, cells);
        }

        private static String place(int index) {
            return index < 0 ? "" : Integer.toString(index + 1);
        }

        private String oldPlace(Fields old) {
            return place(order(draft.base()).indexOf(old.number()));
        }

        private static String name(@Nullable Fields fields) {
            return fields == null ? "" : fields.name();
        }

        private static String active(@Nullable Fields fields) {
            return fields == null ? "" : fields.active() ? "on" : "off";
        }

        private static String weight(@Nullable Fields fields) {
            return fields == null ? "" : fields.weight();
        }

        private static String id(@Nullable Fields fields) {
            return fields == null ? "" : fields.id();
        }

        private static String notes(@Nullable Fields fields) {
            return fields == null ? "" : fields.notes();
        }

        private static String others(@Nullable PooledNumber entry) {
            return entry == null || entry.properties().isEmpty()
                    ? ""
                    : entry.properties().toString();
        }

        private List<Part> unreadable() {
            Set<Integer> indexes = new TreeSet<>(draft.base().unreadable().keySet());
            indexes.addAll(stored.unreadable().keySet());
            List<Part> parts = new ArrayList<>();
            for (int index : indexes) {
                String old = text(draft.base(), index);
                String mine = draft.dropped().contains(index) ? "" : old;
                String theirs = text(stored, index);
                String title = index < 0 ? "The pool, which is no list" : "Entry [" + index + "], which cannot be read";
                parts.add(new Part(
                        title,
                        !mine.isEmpty(),
                        !theirs.isEmpty(),
                        List.of(cell("as it is stored", mine, theirs, old))));
            }
            return parts;
        }

        private static String text(Widget widget, int index) {
            return widget.unreadable().getOrDefault(index, "");
        }

        private static Cell cell(String label, String mine, String theirs, String before) {
            return new Cell(label, mine, theirs, mine.equals(theirs) ? "" : who(mine, theirs, before));
        }

        private static String who(String mine, String theirs, String before) {
            if (mine.equals(before)) {
                return "changed by them";
            }
            return theirs.equals(before) ? "changed by you" : "changed by both";
        }
    }
}
