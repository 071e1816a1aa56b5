package dev.numberpool;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A widget's numbers as they are stored, and what is wrong with them.
 *
 * <p>To edit, read the widget, change it with the {@code with…} methods and give it to {@link NumberPool#save}. What
 * could not be read is neither lost nor in the way: it keeps its place in the stored list until {@link #withoutEntry}
 * drops it.
 *
 * @param id the widget
 * @param pool the entries that could be read, in stored order, without duplicates
 * @param handoverNumber the default number ({@code handover_whatsapp_number}), or null if none or an unusable one is set
 * @param credentials the credentials as stored, opaque to us, or null; never changed by {@link NumberPool#save}
 * @param version a hash of what is stored: two reads with the same version saw the same numbers. Opaque; made by the
 *     store
 * @param unreadable the stored text of entries that could not be used, by their index in the stored list; index -1 is a
 *     pool that is no list at all
 * @param problems what an operator should mend, in stored order
 */
public record Widget(
        WidgetId id,
        List<PooledNumber> pool,
        @Nullable PhoneNumber handoverNumber,
        @Nullable String credentials,
        String version,
        SortedMap<Integer, String> unreadable,
        List<Problem> problems) {

    /** The largest number of entries in a pool. */
    public static final int MAX_ENTRIES = 10_000;

    /** The longest stored pool, in characters of JSON (2 MB of ASCII). */
    public static final int MAX_POOL_LENGTH = 2_000_000;

    /** The index of a problem that concerns the whole pool or the widget's default number. */
    public static final int WHOLE = -1;

    /**
     * Something in the stored numbers that an operator should mend.
     *
     * @param index the entry's index in the stored list, from 0; {@link Widget#WHOLE} for the widget as a whole
     * @param kind what sort of problem it is
     * @param message what is wrong and what to do; numbers are masked
     */
    public record Problem(int index, Kind kind, String message) {
        /** The sorts of problems. */
        public enum Kind {
            /** The pool as a whole cannot be read, so there is none. */
            POOL_UNREADABLE,
            /** There is a default number, but it is no number. */
            HANDOVER_NUMBER_UNUSABLE,
            /** The entry has no number that could be used, so it is skipped. */
            ENTRY_UNUSABLE,
            /** The entry's number stands in the pool already: skipped where it is read, refused where it is saved. */
            DUPLICATE,
            /** The number begins with 0, which no E.164 number does. It is used all the same. */
            NUMBER_NOT_E164,
            /** The entry does not say whether the number is active, so it counts as switched off. */
            SWITCH_UNCLEAR,
            /** The entry's weight cannot be used, so the number counts as switched off. */
            WEIGHT_UNUSABLE,
            /** The entry's id, name or notes cannot be used. The number is. */
            PROPERTY_UNUSABLE,
            /** Anything else. */
            OTHER
        }

        /** A problem of no particular kind. */
        public Problem(int index, String message) {
            this(index, Kind.OTHER, message);
        }

        @Override
        public String toString() {
            return (index == WHOLE ? "" : "entry " + index + ": ") + message;
        }
    }

    /** Copies the lists. */
    public Widget {
        pool = List.copyOf(pool);
        unreadable = Collections.unmodifiableSortedMap(new TreeMap<>(unreadable));
        problems = List.copyOf(problems);
    }

    /** A widget without numbers, as a start for a store or a test. */
    public static Widget of(WidgetId id) {
        return new Widget(id, List.of(), null, null, "", new TreeMap<>(), List.of());
    }

    /** The same widget with these readable entries, in this order. */
    public Widget withPool(List<PooledNumber> pool) {
        return new Widget(id, pool, handoverNumber, credentials, version, unreadable, problems);
    }

    /** The same widget with this default number; null for none. */
    public Widget withHandoverNumber(@Nullable PhoneNumber number) {
        return new Widget(id, pool, number, credentials, version, unreadable, problems);
    }

    /** The same widget with these stored credentials. For stores and tests: {@link NumberPool#save} ignores them. */
    public Widget withCredentials(@Nullable String credentials) {
        return new Widget(id, pool, handoverNumber, credentials, version, unreadable, problems);
    }

    /** The same widget with what could not be read of it, and why. For stores. */
    public Widget withFindings(Map<Integer, String> unreadable, List<Problem> problems) {
        return new Widget(id, pool, handoverNumber, credentials, version, new TreeMap<>(unreadable), problems);
    }

    /** The same widget in this version. For stores. */
    public Widget withVersion(String version) {
        return new Widget(id, pool, handoverNumber, credentials, version, unreadable, problems);
    }

    /** The same widget without the unreadable entry at this index; {@link #WHOLE} drops a pool that is no list. */
    public Widget withoutEntry(int index) {
        SortedMap<Integer, String> rest = new TreeMap<>(unreadable);
        rest.remove(index);
        return new Widget(id, pool, handoverNumber, credentials, version, rest, problems);
    }

    /** Counts only: no number, no credentials. */
    @Override
    public String toString() {
        return "Widget[id=" + id + ", pool=" + pool.size() + " entries, handoverNumber="
                + (handoverNumber == null ? "none" : handoverNumber.masked()) + ", problems=" + problems.size()
                + ", version=" + version + "]";
    }
}
