package dev.numberpool.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** H2: a generated column in place of a partial index; its lock time-out is the one of the JDBC URL. */
final class H2Sql extends SqlDialect {
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
                Map.entry("same", "IS NOT DISTINCT FROM"),
                Map.entry(
                        "open",
                        "(c.{.status} IS NULL OR CAST(c.{.status} AS VARCHAR) NOT IN (" + closed.literals() + "))"),
                Map.entry("on_number", "c.{.active_number}"),
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
        String source = Stream.of(upsert.keys(), upsert.latest(), upsert.replaced())
                .flatMap(List::stream)
                .map(column -> "CAST(? AS " + typeOf(column) + ") AS " + column)
                .collect(Collectors.joining(", "));
        String match = upsert.keys().stream().map("t.%1$s = s.%1$s"::formatted).collect(Collectors.joining(" AND "));
        Stream<String> latest = upsert.latest().stream()
                .map("t.%1$s = GREATEST(COALESCE(t.%1$s, s.%1$s), COALESCE(s.%1$s, t.%1$s))"::formatted);
        Stream<String> replaced = upsert.replaced().stream().map("t.%1$s = s.%1$s"::formatted);
        return "MERGE INTO {" + upsert.table() + "} t USING (SELECT " + source + ") s ON " + match
                + " WHEN MATCHED THEN UPDATE SET "
                + Stream.concat(latest, replaced).collect(Collectors.joining(", "))
                + " WHEN NOT MATCHED THEN INSERT (" + upsert.columns() + ") VALUES ("
                + Stream.of(upsert.keys(), upsert.latest(), upsert.replaced())
                        .flatMap(List::stream)
                        .map(column -> "s." + column)
                        .collect(Collectors.joining(", "))
                + ")";
    }

    private static String typeOf(String column) {
        if (column.endsWith("_at")) {
            return "TIMESTAMP(6) WITH TIME ZONE";
        }
        return column.endsWith("sequence") ? "BIGINT" : "VARCHAR";
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
