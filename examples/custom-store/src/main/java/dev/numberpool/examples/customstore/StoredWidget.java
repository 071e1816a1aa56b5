package dev.numberpool.examples.customstore;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.numberpool.PhoneNumber;
import dev.numberpool.PooledNumber;
import dev.numberpool.Widget;
import dev.numberpool.Widget.Problem;
import dev.numberpool.WidgetId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A widget's document. Its pool is a list of whatever somebody put there: one bad entry must not take the widget down. */
record StoredWidget(
        WidgetId id,
        List<JsonNode> pool,
        @Nullable PhoneNumber handoverNumber,
        @Nullable String credentials) {
    private static final Set<String> KNOWN = Set.of("number", "id", "display_name", "is_active", "weight", "notes");

    /** The document of an edited widget: unreadable entries at their old places, between the readable ones. */
    static StoredWidget of(Widget widget, @Nullable String credentials) {
        List<JsonNode> pool = new ArrayList<>();
        widget.pool().forEach(entry -> pool.add(written(entry)));
        widget.unreadable().forEach((index, text) -> pool.add(Math.min(index, pool.size()), Json.tree(text)));
        return new StoredWidget(widget.id(), pool, widget.handoverNumber(), credentials);
    }

    Widget widget() {
        Map<PhoneNumber, PooledNumber> usable = new LinkedHashMap<>();
        Map<Integer, String> unreadable = new TreeMap<>();
        List<Problem> problems = new ArrayList<>();
        for (int index = 0; index < pool.size(); index++) {
            try {
                PooledNumber entry = read(pool.get(index));
                if (usable.putIfAbsent(entry.number(), entry) != null) {
                    throw new IllegalArgumentException("stands in the pool already");
                }
            } catch (IllegalArgumentException e) {
                unreadable.put(index, pool.get(index).toString());
                problems.add(new Problem(index, Problem.Kind.ENTRY_UNUSABLE, e.getMessage() + "; it is not used"));
            }
        }
        return new Widget(
                id,
                List.copyOf(usable.values()),
                handoverNumber,
                credentials,
                version(),
                new TreeMap<>(unreadable),
                problems);
    }

    /** A hash of what is stored: it needs nobody who counts, and an edit by any other means changes it too. */
    private String version() {
        return UUID.nameUUIDFromBytes(Json.write(this).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /** Fails closed: whatever is not {@code true} is switched off, and what makes no sense is not used. */
    private static PooledNumber read(JsonNode entry) {
        PhoneNumber number = PhoneNumber.of(entry.path("number").asText());
        Map<String, String> others = new LinkedHashMap<>();
        entry.properties()
                .forEach(property ->
                        others.put(property.getKey(), property.getValue().toString()));
        others.keySet().removeAll(KNOWN);
        return new PooledNumber(
                number,
                entry.path("id").asText(number.e164()),
                entry.path("display_name").asText(number.e164()),
                entry.path("is_active").booleanValue(),
                weight(entry.path("weight")),
                entry.path("notes").textValue(),
                others);
    }

    private static double weight(JsonNode weight) {
        return weight.isMissingNode() || weight.isNull() ? 1 : weight.doubleValue();
    }

    private static JsonNode written(PooledNumber entry) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("number", entry.number().e164());
        node.put("id", entry.id());
        node.put("display_name", entry.displayName());
        node.put("is_active", entry.active());
        node.put("weight", entry.weight());
        node.put("notes", entry.notes());
        entry.properties().forEach((name, json) -> node.set(name, Json.tree(json)));
        return node;
    }
}
