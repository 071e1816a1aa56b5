package dev.numberpool.twilio;

import dev.numberpool.ConversationId;
import dev.numberpool.PhoneNumber;
import dev.numberpool.PooledNumber;
import dev.numberpool.StoreException;
import dev.numberpool.Widget;
import dev.numberpool.WidgetId;
import dev.numberpool.spi.NumberFacts;
import dev.numberpool.spi.WidgetStore;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Widgets of which only the credentials' column matters; counts what it is asked, and fails on demand. */
final class WidgetColumns implements WidgetStore {
    private final NavigableMap<String, String> columns = new ConcurrentSkipListMap<>();
    private final Map<String, List<PooledNumber>> pools = new ConcurrentHashMap<>();
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicInteger scans = new AtomicInteger();
    private volatile boolean isAway;

    WidgetColumns set(WidgetId widget, String column) {
        columns.put(widget.value(), column);
        return this;
    }

    WidgetColumns pool(WidgetId widget, PhoneNumber... numbers) {
        pools.put(widget.value(), Stream.of(numbers).map(PooledNumber::of).toList());
        return this;
    }

    void remove(WidgetId widget) {
        columns.remove(widget.value());
    }

    void away(boolean away) {
        isAway = away;
    }

    /** Questions of any kind. */
    int asked() {
        return reads.get() + scans.get();
    }

    /** How often somebody began to list all widgets. */
    int scans() {
        return scans.get();
    }

    @Override
    public List<WidgetId> widgets(@Nullable WidgetId after, int limit) {
        if (after == null) {
            scans.incrementAndGet();
        }
        checkThere();
        return (after == null ? columns : columns.tailMap(after.value(), false))
                .keySet().stream().limit(limit).map(WidgetId::of).toList();
    }

    @Override
    public Optional<Widget> widget(WidgetId id) {
        reads.incrementAndGet();
        checkThere();
        return Optional.ofNullable(columns.get(id.value()))
                .map(column ->
                        Widget.of(id).withCredentials(column).withPool(pools.getOrDefault(id.value(), List.of())));
    }

    private void checkThere() {
        if (isAway) {
            throw new StoreException("the database is away", true, new IllegalStateException());
        }
    }

    @Override
    public Widget save(Widget edited) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<NumberFacts> usage(WidgetId id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<ConversationId> withoutNumber(WidgetId id, Set<String> statuses) {
        throw new UnsupportedOperationException();
    }
}
