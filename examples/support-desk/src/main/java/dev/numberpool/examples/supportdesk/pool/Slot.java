package dev.numberpool.examples.supportdesk.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A place in the stored list.
 *
 * @param index its index
 * @param entry which of the readable entries stands there; -1 if none
 * @param raw the text of an entry that cannot be read, or null
 */
record Slot(int index, int entry, @Nullable String raw) {
    /** Readable entries in their order, unreadable ones at their old index: as the store writes them. */
    static List<Slot> of(int readable, SortedMap<Integer, String> unreadable) {
        List<Slot> slots = new ArrayList<>();
        SortedMap<Integer, String> kept = unreadable.tailMap(0);
        int next = 0;
        for (int index = 0; index < readable + kept.size(); index++) {
            String raw = kept.get(index);
            if (raw != null) {
                slots.add(new Slot(index, -1, raw));
            } else if (next < readable) {
                slots.add(new Slot(index, next++, null));
            }
        }
        kept.tailMap(readable + kept.size()).forEach((index, raw) -> slots.add(new Slot(index, -1, raw)));
        return slots;
    }
}
