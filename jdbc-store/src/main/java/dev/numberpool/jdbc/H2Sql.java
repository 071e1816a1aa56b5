package dev.numberpool.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** H2: a generated column in place of a partial index; its lock time-out is the one of the JDBC URL. */
final class H2Sql extends SqlDialect {
    /** The columns of our tables that hold numbers. */
    private static final Set<String> NUMBERS =
            Set.of("sequence", "last_sequence", "part", "parts", "attempt", "failure_code", "held_count");

    @Override
    Dialect dialect() {
        return Dialect.H2;
    }

    @Override
    Map<String, String> words(ClosedStatuses closed) {
        return Map.ofEntries(
                Map.entry("text", "CAST(%s AS VARCHAR)"),
                Map.entry("no_text", "CAST(NULL AS VARCHAR)"),
                Map.entry("no_number", "CAST(NULL AS BIGINT)"),
                Map.entry("no_time", "CAST(NULL AS TIMESTAMP(6) WITH TIME ZONE)"),
                Map.entry("unsettled", "m.is_unsettled = 1"),
                Map.entry("same", "IS NOT DISTINCT FROM"),
                Map.entry(
                        "open",
                        "(c.{.status} IS NULL OR CAST(c.{.status} AS VARCHAR) NOT IN (" + closed.literals() + "))"),
                Map.entry("on_number", "c.{.active_number}"),
                Map.entry("left_number", "c.{.left_number}"),
                Map.entry("active", "c.{.active_number} IS NOT NULL"),
                Map.entry("unnoticed", "c.{.left_number} IS NOT NULL"));
    }

    @Override
    String isOneOf(String column, int count) {
        return column + " " + inList(count);
    }

    @Override
    int bindNumbers(PreparedStatement statement, int index, List<String> numbers) throws SQLException {
        return bindPadded(statement, index, numbers);
    }

    @Override
    String insertConversation() {
        return "INSERT INTO {widget_conversations} ({.id}, {.widget_id}) VALUES (?, ?)";
    }

    @Override
    String upsert(Upsert upsert) {
        Stream<String> latest = upsert.latest().stream()
                .map("t.%1$s = GREATEST(COALESCE(t.%1$s, s.%1$s), COALESCE(s.%1$s, t.%1$s))"::formatted);
        Stream<String> replaced = upsert.replaced().stream().map("t.%1$s = s.%1$s"::formatted);
        return merge(
                upsert,
                " WHEN MATCHED THEN UPDATE SET "
                        + Stream.concat(latest, replaced).collect(Collectors.joining(", ")));
    }

    @Override
    String insertIfAbsent(Upsert row) {
        return merge(row, "");
    }

    private static String merge(Upsert row, String whenMatched) {
        String source = row.all()
                .map(column -> "CAST(? AS " + typeOf(column) + ") AS " + column)
                .collect(Collectors.joining(", "));
        String match = row.keys().stream().map("t.%1$s = s.%1$s"::formatted).collect(Collectors.joining(" AND "));
        return "MERGE INTO {" + row.table() + "} t USING (SELECT " + source + ") s ON " + match + whenMatched
                + " WHEN NOT MATCHED THEN INSERT (" + row.columns() + ") VALUES ("
                + row.all().map(column -> "s." + column).collect(Collectors.joining(", ")) + ")";
    }

    private static String typeOf(String column) {
        if (column.endsWith("_at") || column.endsWith("_until") || column.equals("not_before")) {
            return "TIMESTAMP(6) WITH TIME ZONE";
        }
        return NUMBERS.contains(column) ? "BIGINT" : "VARCHAR";
    }

    @Override
    String impatient(String sql, Duration lockTimeout) {
        return sql;
    }

    @Override
    String first(String sql, Duration lockTimeout) {
        return sql;
    }

    @Override
    void begin(Connection connection) throws SQLException {
        if (connection.getTransactionIsolation() != Connection.TRANSACTION_READ_COMMITTED) {
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        }
    }

    @Override
    boolean hidesStaleSnapshots() {
        return true;
    }

    @Override
    String forEdit() {
        return " FOR UPDATE";
    }

    @Override
    String jsonParameter(String columnType) {
        return columnType.equals("json") ? "? FORMAT JSON" : "?";
    }
}
