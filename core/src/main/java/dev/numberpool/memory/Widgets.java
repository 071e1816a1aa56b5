package dev.numberpool.memory;

import dev.numberpool.PhoneNumber;
import dev.numberpool.Widget;
import dev.numberpool.WidgetId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The widgets, each in a version that no other state of it ever has. */
final class Widgets {
    private final Map<WidgetId, Widget> rows = new HashMap<>();
    private long versions;

    Optional<Widget> find(WidgetId id) {
        return Optional.ofNullable(rows.get(id));
    }

    Widget put(Widget widget) {
        Widget stored = widget.withVersion(Long.toString(++versions));
        rows.put(stored.id(), stored);
        return stored;
    }

    /** Whether the number stands in any pool, active or not, or is a default number. */
    boolean have(PhoneNumber number) {
        return rows.values().stream()
                .anyMatch(widget -> number.equals(widget.handoverNumber())
                        || widget.pool().stream()
                                .anyMatch(entry -> entry.number().equals(number)));
    }
}
