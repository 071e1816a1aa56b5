package dev.numberpool.examples.customstore;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.h2.mvstore.tx.TransactionMap;
import org.jspecify.annotations.Nullable;

/** The documents of one kind, in the order of their keys, as one transaction sees and changes them. */
final class Documents<D> {
    private final TransactionMap<String, String> texts;
    private final Class<D> type;

    Documents(TransactionMap<String, String> texts, Class<D> type) {
        this.texts = texts;
        this.type = type;
    }

    /** Ends each part with a character that no id or address may have, so that a key is no prefix of its neighbour. */
    static String key(@Nullable Object... parts) {
        return Arrays.stream(parts)
                .map(part -> part == null ? "\n" : part + "\n")
                .collect(Collectors.joining());
    }

    @Nullable
    D get(String key) {
        String text = texts.get(key);
        return text == null ? null : Json.read(text, type);
    }

    void put(String key, D document) {
        texts.put(key, Json.write(document));
    }

    void remove(String key) {
        texts.remove(key);
    }

    Stream<D> all() {
        return under("");
    }

    /** Those whose keys begin with this one. */
    Stream<D> under(String key) {
        Stream.Builder<String> found = Stream.builder();
        texts.entryIterator(key, key + Character.MAX_VALUE).forEachRemaining(entry -> found.add(value(entry)));
        return found.build().map(text -> Json.read(text, type));
    }

    private static String value(Map.Entry<String, String> entry) {
        return entry.getValue();
    }
}
