package dev.numberpool.jdbc;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A row of one of our own tables that is inserted or brought up to date.
 *
 * @param table its placeholder
 * @param keys the key columns
 * @param latest columns of which the larger value wins, null being the smallest
 * @param replaced columns of which the new value wins
 */
record Upsert(String table, List<String> keys, List<String> latest, List<String> replaced) {
    String columns() {
        return all().collect(Collectors.joining(", "));
    }

    String parameters() {
        return all().map(column -> "?").collect(Collectors.joining(", "));
    }

    Stream<String> all() {
        return Stream.of(keys, latest, replaced).flatMap(List::stream);
    }
}
