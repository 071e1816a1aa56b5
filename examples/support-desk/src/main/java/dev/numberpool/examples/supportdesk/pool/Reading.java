package dev.numberpool.examples.supportdesk.pool;

import dev.numberpool.InvalidPoolException;
import dev.numberpool.PhoneNumber;
import dev.numberpool.PooledNumber;
import dev.numberpool.Widget;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes a widget of a draft. A field that was not touched keeps its stored value exactly, and an entry the properties that
 * the form does not show.
 */
final class Reading {
    /** Stands in for a number that cannot be read while the other fields are looked at. */
    private static final PhoneNumber ANY = PhoneNumber.of("+1000000");

    private static final String BLANKS_AND_MARKS = "[\\p{Cf}\\p{Z}\\s().-]";

    private final Draft draft;
    private final List<Complaint> complaints = new ArrayList<>();
    private final List<String> keys = new ArrayList<>();
    private final Widget widget;

    Reading(Draft draft) {
        this.draft = draft;
        this.widget = read();
    }

    /** The edited widget; to be saved only if there are no complaints. */
    Widget widget() {
        return widget;
    }

    /** What cannot be read. */
    List<Complaint> complaints() {
        return complaints;
    }

    /** What the library refuses, at the entries of the draft. */
    List<Complaint> complaints(InvalidPoolException refusal) {
        return refusal.problems().stream()
                .map(problem -> problem.index() < 0 || problem.index() >= keys.size()
                        ? new Complaint(Complaint.WHOLE, "", problem.message())
                        : new Complaint(keys.get(problem.index()), "number", problem.message()))
                .toList();
    }

    private Widget read() {
        List<PooledNumber> pool = new ArrayList<>();
        for (DraftEntry entry : draft.entries()) {
            if (!entry.isRemoved()) {
                pool.add(entry(entry));
                keys.add(entry.key());
            }
        }
        Widget edited = draft.base().withPool(pool).withHandoverNumber(defaultNumber());
        for (int index : draft.dropped()) {
            edited = edited.withoutEntry(index);
        }
        if (!pool.isEmpty() && edited.unreadable().containsKey(Widget.WHOLE)) {
            complain(
                    Complaint.WHOLE,
                    "",
                    "What is stored is no list, and a list would replace it. Throw it away first, if you mean to.");
        }
        return edited;
    }

    private PooledNumber entry(DraftEntry entry) {
        PooledNumber stored = entry.stored();
        return stored == null ? added(entry) : edited(entry, stored);
    }

    private PooledNumber added(DraftEntry entry) {
        Fields typed = entry.fields();
        PhoneNumber number = number(entry.key(), "number", typed.number());
        return new PooledNumber(
                number,
                text(entry.key(), "id", typed.id(), number),
                text(entry.key(), "name", typed.name(), number),
                typed.active(),
                weight(entry),
                notes(entry),
                Map.of());
    }

    private PooledNumber edited(DraftEntry entry, PooledNumber stored) {
        Fields typed = entry.fields();
        Fields before = Fields.of(stored);
        PhoneNumber number = stored.number();
        return new PooledNumber(
                number,
                typed.id().equals(before.id()) ? stored.id() : text(entry.key(), "id", typed.id(), number),
                typed.name().equals(before.name())
                        ? stored.displayName()
                        : text(entry.key(), "name", typed.name(), number),
                typed.active(),
                typed.weight().equals(before.weight()) ? stored.weight() : weight(entry),
                typed.notes().equals(before.notes()) ? stored.notes() : notes(entry),
                stored.properties());
    }

    private PhoneNumber number(String key, String field, String typed) {
        String text = typed.replaceAll(BLANKS_AND_MARKS, "");
        try {
            return PhoneNumber.of(text);
        } catch (IllegalArgumentException e) {
            complain(
                    key,
                    field,
                    text.isEmpty()
                            ? "The number is missing. It looks like +15558986359."
                            : "This is no number that WhatsApp could know: + and 6 to 15 digits, like +15558986359.");
            return ANY;
        }
    }

    /** An id or a name; the number stands in for none. */
    private String text(String key, String field, String typed, PhoneNumber number) {
        String text = typed.strip();
        if (text.isEmpty()) {
            return number.e164();
        }
        try {
            return PooledNumber.of(ANY).withDisplayName(text).displayName();
        } catch (IllegalArgumentException e) {
            complain(
                    key,
                    field,
                    text.length() > 255
                            ? "At most 255 characters are possible; these are " + text.length() + "."
                            : "There is a character in it that cannot be stored. Type it anew.");
            return number.e164();
        }
    }

    private double weight(DraftEntry entry) {
        String typed = entry.fields().weight().strip().replace(',', '.');
        double weight = typed.matches("[0-9]{1,15}(\\.[0-9]{1,15})?") ? Double.parseDouble(typed) : 0;
        if (weight > 0) {
            return weight;
        }
        complain(entry.key(), "weight", "The weight is a number above 0, such as 1, 2 or 0.5.");
        return 1;
    }

    private @Nullable String notes(DraftEntry entry) {
        String typed = entry.fields().notes();
        if (typed.indexOf('\0') >= 0) {
            complain(entry.key(), "notes", "There is a character in it that cannot be stored. Type it anew.");
        }
        return typed.isBlank() ? null : typed;
    }

    private @Nullable PhoneNumber defaultNumber() {
        String typed = draft.defaultNumber();
        PhoneNumber stored = draft.base().handoverNumber();
        if (typed.isBlank() || Objects.equals(typed, Draft.text(stored))) {
            return typed.isBlank() ? null : stored;
        }
        return number(Complaint.WHOLE, Complaint.DEFAULT_NUMBER, typed);
    }

    private void complain(String key, String field, String message) {
        complaints.add(new Complaint(key, field, message));
    }
}
