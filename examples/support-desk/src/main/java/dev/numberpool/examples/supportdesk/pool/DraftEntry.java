package dev.numberpool.examples.supportdesk.pool;

import dev.numberpool.PooledNumber;
import org.jspecify.annotations.Nullable;

/**
 * An entry while it is edited.
 *
 * @param key what the form calls it
 * @param stored the entry as it was read, with the properties that the form does not show; null for a new one
 * @param fields what is typed
 * @param isRemoved whether saving takes it out
 * @param note what its editor should know of it, or null
 */
public record DraftEntry(
        String key,
        @Nullable PooledNumber stored,
        Fields fields,
        boolean isRemoved,
        @Nullable String note) {

    DraftEntry with(Fields typed) {
        return new DraftEntry(key, stored, typed, isRemoved, note);
    }

    DraftEntry removed(boolean isRemoved) {
        return new DraftEntry(key, stored, fields, isRemoved, note);
    }

    /** Whether it differs from what was read. */
    public boolean isChanged() {
        return stored == null || isRemoved || !fields.equals(Fields.of(stored));
    }
}
