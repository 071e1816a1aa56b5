package dev.numberpool.memory;

import dev.numberpool.PhoneNumber;
import dev.numberpool.PooledNumber;
import dev.numberpool.Widget;
import dev.numberpool.WidgetId;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The widgets, each in a version that no other state of it ever has. */
final class Widgets {
    private final NavigableMap<String, Widget> rows = new TreeMap<>();
    private long versions;

    Optional<Widget> find(WidgetId id) {
        return Optional.ofNullable(rows.get(id.value()));
    }

    Widget put(Widget widget) {
        Widget stored = widget.withVersion(Long.toString(++versions));
        rows.put(stored.id().value(), stored);
        return stored;
    }

    List<WidgetId> ids(@Nullable WidgetId after, int limit) {
        return (after == null ? rows : rows.tailMap(after.value(), false))
                .values().stream().limit(limit).map(Widget::id).toList();
    }

    /** Every number in a pool, active or not, and every default number. */
    Stream<PhoneNumber> numbers() {
        return rows.values().stream()
                .flatMap(widget -> Stream.concat(
                        Stream.ofNullable(widget.handoverNumber()),
                        widget.pool().stream().map(PooledNumber::number)));
    }
}
