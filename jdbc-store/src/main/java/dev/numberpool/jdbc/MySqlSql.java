package dev.numberpool.jdbc;

import dev.numberpool.PhoneNumber;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** MySQL: a generated column in place of a partial index; text is compared as bytes; times are UTC. */
sealed class MySqlSql extends SqlDialect permits MariaDbSql {
    @Override
    Dialect dialect() {
        return Dialect.MYSQL;
    }

    /** A collation without padding or folding: two keys are equal only if they are the same. */
    String collation() {
        return "utf8mb4_0900_bin";
    }

    @Override
    final Map<String, String> words(ClosedStatuses closed) {
        return Map.ofEntries(
                Map.entry("text", "CONVERT(%s USING utf8mb4) COLLATE " + collation()),
                Map.entry("no_text", "CONVERT(NULL USING utf8mb4) COLLATE " + collation()),
                Map.entry("no_number", "CAST(NULL AS SIGNED)"),
                Map.entry("no_time", "CAST(NULL AS DATETIME(6))"),
                Map.entry("unsettled", "m.is_unsettled = 1"),
                Map.entry("same", "<=>"),
                Map.entry(
                        "open",
                        "(c.{.status} IS NULL OR CAST(c.{.status} AS BINARY) NOT IN (" + closed.literals() + "))"),
                Map.entry("on_number", "c.{.active_number}"),
                Map.entry("left_number", "c.{.left_number}"),
                Map.entry("active", "c.{.active_number} IS NOT NULL"),
                Map.entry("unnoticed", "c.{.left_number} IS NOT NULL"));
    }

    @Override
    final String isOneOf(String column, int count) {
        return column + " " + inList(count);
    }

    @Override
    final int bindNumbers(PreparedStatement statement, int index, List<String> numbers) throws SQLException {
        return bindPadded(statement, index, numbers);
    }

    @Override
    final String insertConversation() {
        return "INSERT INTO {widget_conversations} ({.id}, {.widget_id}) VALUES (?, ?)"
                + " ON DUPLICATE KEY UPDATE {.widget_id} = {.widget_id}";
    }

    @Override
    final String upsert(Upsert upsert) {
        Stream<String> latest = upsert.latest().stream()
                .map(c -> "%1$s = GREATEST(COALESCE(%1$s, VALUES(%1$s)), COALESCE(VALUES(%1$s), %1$s))".formatted(c));
        Stream<String> replaced = upsert.replaced().stream().map("%1$s = VALUES(%1$s)"::formatted);
        return "INSERT INTO {" + upsert.table() + "} (" + upsert.columns() + ") VALUES (" + upsert.parameters()
                + ") ON DUPLICATE KEY UPDATE " + Stream.concat(latest, replaced).collect(Collectors.joining(", "));
    }

    @Override
    final String insertIfAbsent(Upsert row) {
        return "INSERT INTO {" + row.table() + "} (" + row.columns() + ") VALUES (" + row.parameters()
                + ") ON DUPLICATE KEY UPDATE %1$s = %1$s".formatted(row.keys().get(0));
    }

    /** MySQL has no way to say it for one statement: the server's {@code innodb_lock_wait_timeout} holds. */
    @Override
    String impatient(String sql, Duration lockTimeout) {
        return sql;
    }

    @Override
    final String first(String sql, Duration lockTimeout) {
        return impatient(sql, lockTimeout);
    }

    /** Holds for the next transaction only, and fails in a transaction that has begun, so none is ever taken over. */
    @Override
    final void begin(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED");
        }
    }

    @Override
    final boolean hidesStaleSnapshots() {
        return true;
    }

    /** Bytes are found many times as fast as characters. */
    @Override
    final String mentions(String pool, String columnType) {
        return "INSTR(CONVERT(" + pool + " USING utf8mb4), CAST(? AS BINARY)) > 0";
    }

    @Override
    final String mention(PhoneNumber number, String columnType) {
        return digits(number);
    }

    @Override
    final String forEdit() {
        return " FOR UPDATE";
    }

    @Override
    final void bindTime(PreparedStatement statement, int index, @Nullable Instant time) throws SQLException {
        statement.setObject(index, time == null ? null : LocalDateTime.ofInstant(time, ZoneOffset.UTC));
    }

    @Override
    final @Nullable Instant time(ResultSet row, String column) throws SQLException {
        LocalDateTime time = row.getObject(column, LocalDateTime.class);
        return time == null ? null : time.toInstant(ZoneOffset.UTC);
    }
}
