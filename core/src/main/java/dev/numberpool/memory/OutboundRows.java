package dev.numberpool.memory;

import dev.numberpool.ConversationId;
import dev.numberpool.SenderThread;
import dev.numberpool.desk.DeliveryReport;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The outbound messages by their position, with the ways to find them. Every access is under the log's lock. */
final class OutboundRows {
    private final NavigableMap<Long, OutboundRow> all = new TreeMap<>();
    private final Map<SenderThread, NavigableMap<Long, OutboundRow>> byThread = new HashMap<>();
    private final Map<ConversationId, NavigableMap<Long, OutboundRow>> byConversation = new HashMap<>();
    private final Map<String, OutboundRow> byId = new HashMap<>();
    private final Map<String, OutboundRow> byProviderId = new HashMap<>();
    private long lastPosition;

    long nextPosition() {
        return ++lastPosition;
    }

    void add(OutboundRow row) {
        long position = row.record.position();
        all.put(position, row);
        byThread.computeIfAbsent(row.record.thread(), thread -> new TreeMap<>()).put(position, row);
        if (row.record.conversation() != null) {
            byConversation
                    .computeIfAbsent(row.record.conversation(), conversation -> new TreeMap<>())
                    .put(position, row);
        }
        byId.put(row.record.id(), row);
        if (row.record.providerId() != null) {
            byProviderId.put(row.record.providerId(), row);
        }
    }

    /** Changes a row, and how it is found with it. */
    void change(OutboundRow row, Consumer<OutboundRow> change) {
        remove(row);
        change.accept(row);
        add(row);
    }

    int removeIf(Predicate<OutboundRow> condition) {
        List<OutboundRow> doomed = all.values().stream().filter(condition).toList();
        doomed.forEach(this::remove);
        return doomed.size();
    }

    Collection<OutboundRow> all() {
        return all.values();
    }

    Collection<OutboundRow> after(long position) {
        return all.tailMap(position, false).values();
    }

    Collection<OutboundRow> on(SenderThread thread) {
        return byThread.getOrDefault(thread, new TreeMap<>()).values();
    }

    Collection<OutboundRow> of(ConversationId conversation) {
        return byConversation.getOrDefault(conversation, new TreeMap<>()).values();
    }

    Optional<OutboundRow> withId(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    Optional<OutboundRow> withProviderId(String providerId) {
        return Optional.ofNullable(byProviderId.get(providerId));
    }

    /** The message that a report names, in the attempt that it names. */
    Optional<OutboundRow> named(DeliveryReport report) {
        String reference = report.reference();
        if (reference == null) {
            return Optional.ofNullable(report.providerId()).flatMap(this::withProviderId);
        }
        int dot = reference.lastIndexOf('.');
        return withId(dot < 0 ? reference : reference.substring(0, dot))
                .filter(row -> row.record.reference().equals(reference));
    }

    private void remove(OutboundRow row) {
        long position = row.record.position();
        all.remove(position);
        drop(byThread, row.record.thread(), position);
        drop(byConversation, row.record.conversation(), position);
        byId.remove(row.record.id());
        if (row.record.providerId() != null) {
            byProviderId.remove(row.record.providerId(), row);
        }
    }

    private static <K> void drop(Map<K, NavigableMap<Long, OutboundRow>> index, @Nullable K key, long position) {
        if (key == null) {
            return;
        }
        index.computeIfPresent(key, (k, rows) -> {
            rows.remove(position);
            return rows.isEmpty() ? null : rows;
        });
    }
}
