package dev.numberpool.examples.supportdesk.pool;

import dev.numberpool.PhoneNumber;
import dev.numberpool.PooledNumber;
import dev.numberpool.Widget;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A pool while somebody edits it. It lives in the session, so that nothing that was typed is lost while the page is
 * refreshed, refused or compared.
 *
 * @param id what the address of the page calls it
 * @param base the widget as it was read; its version goes with the draft, so that a save on top of a newer one is refused
 * @param entries the entries in their new order
 * @param defaultNumber what is typed as the default number
 * @param dropped indexes of unreadable entries that saving takes out
 * @param complaints why it could not be saved
 * @param isComparing whether it is shown beside what is stored now
 * @param begun when it was begun
 * @param next for the key of the next new entry
 */
record Draft(
        String id,
        Widget base,
        List<DraftEntry> entries,
        String defaultNumber,
        Set<Integer> dropped,
        List<Complaint> complaints,
        boolean isComparing,
        Instant begun,
        int next) {

    Draft {
        entries = List.copyOf(entries);
        dropped = Set.copyOf(dropped);
        complaints = List.copyOf(complaints);
    }

    static Draft of(String id, Widget base, Instant now) {
        List<DraftEntry> entries = new ArrayList<>();
        for (PooledNumber entry : base.pool()) {
            // Named by its number: what is typed on a page never reaches another entry, whatever happens to the order.
            String key = "e" + entry.number().e164().substring(1);
            entries.add(new DraftEntry(key, entry, Fields.of(entry), false, null));
        }
        return new Draft(id, base, entries, text(base.handoverNumber()), Set.of(), List.of(), false, now, 0);
    }

    static String text(@Nullable PhoneNumber number) {
        return number == null ? "" : number.e164();
    }

    Draft withEntries(List<DraftEntry> entries) {
        return new Draft(id, base, entries, defaultNumber, dropped, complaints, isComparing, begun, next);
    }

    Draft withDefaultNumber(String typed) {
        return new Draft(id, base, entries, typed, dropped, complaints, isComparing, begun, next);
    }

    Draft comparing(boolean isComparing) {
        return new Draft(id, base, entries, defaultNumber, dropped, complaints, isComparing, begun, next);
    }

    Draft refused(List<Complaint> complaints) {
        return new Draft(id, base, entries, defaultNumber, dropped, complaints, isComparing, begun, next);
    }

    /** An empty entry at the end; or one with this number. */
    Draft added(String number) {
        Fields fields = new Fields(number, "", "", "1", "", true);
        List<DraftEntry> more = new ArrayList<>(entries);
        more.add(new DraftEntry("n" + next, null, fields, false, null));
        return new Draft(id, base, more, defaultNumber, dropped, complaints, isComparing, begun, next + 1);
    }

    /** Takes an entry out. One that is stored only gets a mark until the draft is saved. */
    Draft removed(String key) {
        return withEntries(entries.stream()
                .filter(entry -> !entry.key().equals(key) || entry.stored() != null)
                .map(entry -> entry.key().equals(key) ? entry.removed(true) : entry)
                .toList());
    }

    Draft kept(String key) {
        return mapped(entry -> entry.key().equals(key) ? entry.removed(false) : entry);
    }

    Draft mapped(UnaryOperator<DraftEntry> change) {
        return withEntries(entries.stream().map(change).toList());
    }

    /** Moves an entry to this place, from 0; beyond the ends is the end. */
    Draft placed(String key, int place) {
        List<DraftEntry> others = new ArrayList<>(entries);
        int from = indexOf(key);
        if (from < 0) {
            return this;
        }
        DraftEntry moved = others.remove(from);
        others.add(Math.max(0, Math.min(place, others.size())), moved);
        return withEntries(others);
    }

    /** Moves an entry up (-1) or down (1). */
    Draft moved(String key, int by) {
        return placed(key, indexOf(key) + by);
    }

    private int indexOf(String key) {
        return entries.stream().map(DraftEntry::key).toList().indexOf(key);
    }

    Draft dropping(int index, boolean isDropped) {
        Set<Integer> indexes = new TreeSet<>(dropped);
        if (isDropped) {
            indexes.add(index);
        } else {
            indexes.remove(index);
        }
        return new Draft(id, base, entries, defaultNumber, indexes, complaints, isComparing, begun, next);
    }

    /** Whether saving would change anything, as far as fields and order tell. */
    boolean isChanged() {
        List<PooledNumber> order = new ArrayList<>();
        for (DraftEntry entry : entries) {
            if (entry.isChanged()) {
                return true;
            }
            order.add(Objects.requireNonNull(entry.stored()));
        }
        return !order.equals(base.pool()) || !dropped.isEmpty() || !defaultNumber.equals(text(base.handoverNumber()));
    }

    /** Ids only: what is typed may hold numbers. */
    @Override
    public String toString() {
        return "Draft[" + id + ", widget=" + base.id() + ", entries=" + entries.size() + "]";
    }
}
