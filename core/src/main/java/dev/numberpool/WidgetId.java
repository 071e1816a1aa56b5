package dev.numberpool;

import java.util.UUID;

/**
 * The host's own id of a widget, as text. Whether it is a number, a UUID or text in the host's table is the store's
 * business; ids are compared character by character.
 *
 * @param value 1 to 255 characters, no control characters
 */
public record WidgetId(String value) {
    /**
     * Checks the id.
     *
     * @throws IllegalArgumentException if the id is blank, too long or holds control characters
     */
    public WidgetId {
        Text.checkedId("widget id", value);
    }

    /** The id as text. */
    public static WidgetId of(String value) {
        return new WidgetId(value);
    }

    /** The id of a table with a numeric key. */
    public static WidgetId of(long value) {
        return new WidgetId(Long.toString(value));
    }

    /** The id of a table with a UUID key. */
    public static WidgetId of(UUID value) {
        return new WidgetId(value.toString());
    }

    /** The id itself. */
    @Override
    public String toString() {
        return value;
    }
}
