package dev.numberpool.jdbc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.numberpool.InvalidPoolException;
import dev.numberpool.PhoneNumber;
import dev.numberpool.PooledNumber;
import dev.numberpool.Widget;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The pool's JSON as entries, and edited entries as JSON. Thread-safe. */
final class PoolJson {
    private final ObjectMapper mapper = JsonMapper.builder()
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * A pool as it was read.
     *
     * @param entries the usable entry at each index of the stored list, or null where it is unreadable
     * @param raw the stored entries
     */
    record Pool(
            List<@Nullable PooledNumber> entries,
            List<JsonNode> raw,
            SortedMap<Integer, String> unreadable,
            List<Widget.Problem> problems) {

        static Pool empty() {
            return new Pool(List.of(), List.of(), new TreeMap<>(), List.of());
        }

        /** A pool that cannot be read as a list. */
        static Pool unreadable(String stored, String why) {
            return new Pool(
                    List.of(),
                    List.of(),
                    new TreeMap<>(Map.of(Widget.WHOLE, stored)),
                    List.of(new Widget.Problem(Widget.WHOLE, "whatsapp_number_pool " + why)));
        }

        List<PooledNumber> usable() {
            List<PooledNumber> usable = new ArrayList<>();
            for (PooledNumber entry : entries) {
                if (entry != null) {
                    usable.add(entry);
                }
            }
            return usable;
        }
    }

    /** Reads a stored pool; SQL NULL, an empty text and JSON null are no pool. Never throws. */
    Pool read(@Nullable String stored) {
        if (stored == null || stored.isBlank()) {
            return Pool.empty();
        }
        if (stored.length() > Widget.MAX_POOL_LENGTH) {
            return Pool.unreadable(
                    stored, "has " + stored.length() + " characters; at most " + Widget.MAX_POOL_LENGTH + " are read");
        }
        JsonNode node;
        try {
            node = mapper.readTree(stored);
        } catch (JsonProcessingException e) {
            // The parser's message quotes the text: numbers must not get into it.
            return Pool.unreadable(stored, "is not valid JSON; the pool is not used until it is mended");
        }
        if (node.isNull() || node.isMissingNode()) {
            return Pool.empty();
        }
        if (!node.isArray()) {
            return Pool.unreadable(stored, "is no JSON array but " + kind(node) + "; the pool is not used");
        }
        if (node.size() > Widget.MAX_ENTRIES) {
            return Pool.unreadable(
                    stored, "has " + node.size() + " entries; at most " + Widget.MAX_ENTRIES + " are read");
        }
        return readEntries((ArrayNode) node);
    }

    private static Pool readEntries(ArrayNode array) {
        List<@Nullable PooledNumber> entries = new ArrayList<>();
        List<JsonNode> raw = new ArrayList<>();
        SortedMap<Integer, String> unreadable = new TreeMap<>();
        List<Widget.Problem> problems = new ArrayList<>();
        Set<PhoneNumber> seen = new HashSet<>();
        for (int index = 0; index < array.size(); index++) {
            JsonNode node = array.get(index);
            PoolEntryReader reader = new PoolEntryReader(index, node, problems);
            PooledNumber entry = reader.read();
            if (entry != null && !seen.add(entry.number())) {
                problems.add(new Widget.Problem(
                        index,
                        "number " + entry.number().masked() + " stands in the pool already; this entry is not used"));
                entry = null;
            }
            if (entry == null) {
                unreadable.put(index, node.toString());
            }
            entries.add(entry);
            raw.add(node);
        }
        return new Pool(entries, raw, unreadable, problems);
    }

    /**
     * The JSON of an edited widget. Entries that were not changed are written as they were stored, unreadable ones at
     * their old index.
     *
     * @throws InvalidPoolException if it is too long, or holds unreadable text that is no JSON
     */
    String write(Widget edited, Pool stored) {
        ArrayNode array = mapper.createArrayNode();
        List<PooledNumber> pool = edited.pool();
        int next = 0;
        int size = pool.size() + edited.unreadable().size();
        for (int index = 0; index < size; index++) {
            String kept = edited.unreadable().get(index);
            if (kept != null) {
                array.add(parse(edited, index, kept));
            } else if (next < pool.size()) {
                array.add(node(edited, pool.get(next++), stored));
            }
        }
        // An unreadable entry whose old index is beyond the end of the new list.
        edited.unreadable().tailMap(size).forEach((index, kept) -> array.add(parse(edited, index, kept)));
        if (array.size() > Widget.MAX_ENTRIES) {
            throw invalid(
                    edited,
                    Widget.WHOLE,
                    "the pool has " + array.size() + " entries; at most " + Widget.MAX_ENTRIES + " are possible");
        }
        String json = array.toString();
        if (json.length() > Widget.MAX_POOL_LENGTH) {
            throw invalid(
                    edited,
                    Widget.WHOLE,
                    "the pool has " + json.length() + " characters of JSON; at most " + Widget.MAX_POOL_LENGTH
                            + " are possible");
        }
        return json;
    }

    private JsonNode node(Widget edited, PooledNumber entry, Pool stored) {
        int known = stored.entries().indexOf(entry);
        if (known >= 0) {
            return stored.raw().get(known);
        }
        ObjectNode node = mapper.createObjectNode();
        node.put("number", entry.number().e164());
        if (!entry.id().equals(entry.number().e164())) {
            node.put("id", entry.id());
        }
        if (!entry.displayName().equals(entry.number().e164())) {
            node.put("display_name", entry.displayName());
        }
        node.put("is_active", entry.active());
        if (entry.weight() != 1) {
            node.put("weight", entry.weight());
        }
        if (entry.notes() != null) {
            node.put("notes", entry.notes());
        }
        entry.properties().forEach((name, json) -> node.set(name, parse(edited, Widget.WHOLE, json)));
        return node;
    }

    private JsonNode parse(Widget edited, int index, String json) {
        try {
            return mapper.readTree(json);
        } catch (JsonProcessingException e) {
            throw invalid(edited, index, "text that was kept from the stored pool is not valid JSON");
        }
    }

    private static InvalidPoolException invalid(Widget edited, int index, String message) {
        return new InvalidPoolException(edited.id(), List.of(new Widget.Problem(index, message)));
    }

    static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> "a JSON object";
            case ARRAY -> "a JSON array";
            case STRING -> "a JSON string";
            case NUMBER -> "a JSON number";
            case BOOLEAN -> "a JSON boolean";
            case NULL -> "JSON null";
            default -> "something else";
        };
    }
}
