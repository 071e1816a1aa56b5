package dev.numberpool.jdbc;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.numberpool.InvalidPoolException;
import dev.numberpool.PhoneNumber;
import dev.numberpool.PooledNumber;
import dev.numberpool.Widget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
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
                    List.of(new Widget.Problem(
                            Widget.WHOLE, Widget.Problem.Kind.POOL_UNREADABLE, "whatsapp_number_pool " + why)));
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
        } catch (StreamConstraintsException e) {
            return Pool.unreadable(
                    stored, "is nested too deeply or has a number or name that is too long; the pool is not used");
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
        return readEntries((ArrayNode) node, stored);
    }

    private Pool readEntries(ArrayNode array, String stored) {
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
                        Widget.Problem.Kind.DUPLICATE,
                        "number " + entry.number().masked() + " stands in the pool already; this entry is not used"));
                entry = null;
            }
            if (entry == null) {
                unreadable.put(index, "");
            }
            entries.add(entry);
            raw.add(node);
        }
        if (!unreadable.isEmpty()) {
            List<String> texts = texts(stored);
            unreadable.replaceAll((index, none) -> texts.get(index));
        }
        return new Pool(entries, raw, unreadable, problems);
    }

    /** The text of each entry of a list, character by character as it is stored. */
    private List<String> texts(String stored) {
        List<String> texts = new ArrayList<>();
        try (JsonParser parser = mapper.createParser(stored)) {
            parser.nextToken();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                int begin = (int) parser.currentTokenLocation().getCharOffset();
                parser.skipChildren();
                parser.finishToken();
                texts.add(stored.substring(begin, (int) parser.currentLocation().getCharOffset())
                        .strip());
            }
            return texts;
        } catch (IOException e) {
            throw new UncheckedIOException("a list that was read a moment ago is no list", e);
        }
    }

    /**
     * The JSON of an edited widget. Entries that were not changed are written as they were stored, character by
     * character, unreadable ones at their old index.
     *
     * @param storedText what {@code stored} was read from
     * @throws InvalidPoolException if it is too long, or holds unreadable text that is no JSON
     */
    String write(Widget edited, Pool stored, @Nullable String storedText) {
        List<String> readable = readable(edited, stored, storedText);
        List<String> written = new ArrayList<>();
        int next = 0;
        int size = readable.size() + edited.unreadable().size();
        for (int index = 0; index < size; index++) {
            String kept = edited.unreadable().get(index);
            if (kept != null) {
                parse(edited, index, kept);
                written.add(kept);
            } else if (next < readable.size()) {
                written.add(readable.get(next++));
            }
        }
        // An unreadable entry whose old index is beyond the end of the new list.
        edited.unreadable().tailMap(size).forEach((index, kept) -> {
            parse(edited, index, kept);
            written.add(kept);
        });
        if (written.size() > Widget.MAX_ENTRIES) {
            throw invalid(
                    edited,
                    Widget.WHOLE,
                    "the pool has " + written.size() + " entries; at most " + Widget.MAX_ENTRIES + " are possible");
        }
        String json = "[" + String.join(", ", written) + "]";
        // A name with half a surrogate pair can be written, but not read again.
        parse(edited, Widget.WHOLE, json);
        if (json.length() > Widget.MAX_POOL_LENGTH) {
            throw invalid(
                    edited,
                    Widget.WHOLE,
                    "the pool has " + json.length() + " characters of JSON; at most " + Widget.MAX_POOL_LENGTH
                            + " are possible");
        }
        return json;
    }

    /** The texts of the edited pool's readable entries. */
    private List<String> readable(Widget edited, Pool stored, @Nullable String storedText) {
        Map<PhoneNumber, Integer> places = new HashMap<>();
        for (int index = 0; index < stored.entries().size(); index++) {
            PooledNumber entry = stored.entries().get(index);
            if (entry != null) {
                places.put(entry.number(), index);
            }
        }
        List<String> texts = places.isEmpty() || storedText == null ? List.of() : texts(storedText);
        List<String> readable = new ArrayList<>();
        for (PooledNumber entry : edited.pool()) {
            Integer place = places.get(entry.number());
            PooledNumber before = place == null ? null : stored.entries().get(place);
            if (place != null && entry.equals(before)) {
                readable.add(texts.get(place));
            } else {
                ObjectNode node = place == null
                        ? mapper.createObjectNode().put("number", entry.number().e164())
                        : stored.raw().get(place).deepCopy();
                readable.add(escaped(change(edited, entry, before, node).toString()));
            }
        }
        return readable;
    }

    /** Brings an entry up to date; what the edit did not touch stays, also what could not be used. */
    private ObjectNode change(Widget edited, PooledNumber entry, @Nullable PooledNumber before, ObjectNode node) {
        PooledNumber was = before == null ? PooledNumber.of(entry.number()) : before;
        String none = entry.number().e164();
        if (!entry.id().equals(was.id())) {
            set(node, "id", entry.id().equals(none) ? null : TextNode.valueOf(entry.id()));
        }
        if (!entry.displayName().equals(was.displayName())) {
            set(node, "display_name", entry.displayName().equals(none) ? null : TextNode.valueOf(entry.displayName()));
        }
        if (before == null || entry.active() != was.active()) {
            node.put("is_active", entry.active());
        }
        // An unusable weight had switched the entry off.
        boolean isSwitchedOn = entry.active() && !was.active();
        if (entry.weight() != was.weight() || (isSwitchedOn && !PoolEntryReader.isWeightUsable(node))) {
            set(node, "weight", entry.weight() == 1 ? null : DoubleNode.valueOf(entry.weight()));
        }
        if (!Objects.equals(entry.notes(), was.notes())) {
            set(node, "notes", entry.notes() == null ? null : TextNode.valueOf(entry.notes()));
        }
        was.properties().keySet().stream()
                .filter(name -> !entry.properties().containsKey(name))
                .forEach(node::remove);
        entry.properties().forEach((name, json) -> {
            if (!json.equals(was.properties().get(name))) {
                node.set(name, parse(edited, Widget.WHOLE, json));
            }
        });
        return node;
    }

    private static void set(ObjectNode node, String name, @Nullable JsonNode value) {
        if (value == null) {
            node.remove(name);
        } else {
            node.set(name, value);
        }
    }

    /** Half a surrogate pair, which no database can keep, as an escape. */
    static String escaped(String json) {
        StringBuilder escaped = new StringBuilder(json.length());
        json.codePoints().forEach(c -> {
            if (c <= Character.MAX_VALUE && Character.isSurrogate((char) c)) {
                escaped.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                escaped.appendCodePoint(c);
            }
        });
        return escaped.toString();
    }

    private JsonNode parse(Widget edited, int index, String json) {
        try {
            return mapper.readTree(json);
        } catch (JsonProcessingException e) {
            throw invalid(edited, index, "a text in it is not valid JSON");
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
