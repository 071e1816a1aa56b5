package dev.numberpool.jdbc;

import dev.numberpool.PhoneNumber;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** PostgreSQL: partial indexes, arrays as parameters, several statements in one round trip. */
final class PostgresSql extends SqlDialect {
    /** For how many lock time-outs a transaction may be idle. */
    private static final int IDLE_LOCK_TIMEOUTS = 6;

    @Override
    Dialect dialect() {
        return Dialect.POSTGRESQL;
    }

    @Override
    Map<String, String> words(ClosedStatuses closed) {
        String open = "(c.{.status} IS NULL OR c.{.status} NOT IN (" + closed.literals() + "))";
        return Map.ofEntries(
                Map.entry("text", "CAST(%s AS TEXT)"),
                Map.entry("no_text", "CAST(NULL AS TEXT)"),
                Map.entry("no_number", "CAST(NULL AS BIGINT)"),
                Map.entry("no_time", "CAST(NULL AS TIMESTAMPTZ)"),
                Map.entry("unsettled", "m.state IN (" + MessageSql.UNSETTLED + ")"),
                Map.entry("same", "IS NOT DISTINCT FROM"),
                Map.entry("open", open),
                Map.entry("on_number", "c.{.assigned_whatsapp_number}"),
                Map.entry("left_number", "c.{.assigned_whatsapp_number}"),
                Map.entry(
                        "active", "c.{.assigned_whatsapp_number} IS NOT NULL AND c.{.released_at} IS NULL AND " + open),
                Map.entry(
                        "unnoticed",
                        "c.{.assigned_at} IS NOT NULL AND c.{.assigned_whatsapp_number} IS NOT NULL"
                                + " AND c.{.released_at} IS NULL AND c.{.left_at} IS NULL AND c.{.status} IN ("
                                + closed.literals() + ")"));
    }

    @Override
    String isOneOf(String column, int count) {
        return column + " = ANY(?)";
    }

    @Override
    int bindNumbers(PreparedStatement statement, int index, List<String> numbers) throws SQLException {
        statement.setArray(index, statement.getConnection().createArrayOf("text", numbers.toArray()));
        return index + 1;
    }

    @Override
    String insertConversation() {
        return "INSERT INTO {widget_conversations} ({.id}, {.widget_id}) VALUES (?, ?) ON CONFLICT DO NOTHING";
    }

    @Override
    String upsert(Upsert upsert) {
        return upsert(upsert, "VALUES (" + upsert.parameters() + ")");
    }

    @Override
    String upsertAll(Upsert upsert) {
        return upsert(upsert, "SELECT * FROM unnest(" + upsert.parameters() + ")");
    }

    private static String upsert(Upsert upsert, String rows) {
        String table = "t";
        Stream<String> latest = upsert.latest().stream()
                .map(column -> column + " = GREATEST(" + table + "." + column + ", EXCLUDED." + column + ")");
        Stream<String> replaced = upsert.replaced().stream().map(column -> column + " = EXCLUDED." + column);
        return "INSERT INTO {" + upsert.table() + "} AS " + table + " (" + upsert.columns() + ") " + rows
                + " ON CONFLICT (" + String.join(", ", upsert.keys()) + ") DO UPDATE SET "
                + Stream.concat(latest, replaced).collect(Collectors.joining(", "));
    }

    @Override
    String insertIfAbsent(Upsert row) {
        return "INSERT INTO {" + row.table() + "} (" + row.columns() + ") VALUES (" + row.parameters()
                + ") ON CONFLICT (" + String.join(", ", row.keys()) + ") DO NOTHING";
    }

    @Override
    String impatient(String sql, Duration lockTimeout) {
        return sql;
    }

    /** All of them travel together. */
    @Override
    String first(String sql, Duration lockTimeout) {
        return opening(lockTimeout) + "; " + sql;
    }

    /**
     * Every statement touches a few rows by index, so neither workers nor compiled code nor a plan for these very
     * parameters can pay: making the plan of the facts takes longer than running it. A node that vanishes with its network
     * would keep its locks until the server notices, which takes hours: what is idle for much longer than others wait is
     * given up. NOT DEFERRABLE, the default, is named because it fails in a transaction that has run a query, so that none
     * is ever taken over; setting an isolation level that holds already does not fail.
     */
    @Override
    String opening(Duration lockTimeout) {
        return "SET TRANSACTION ISOLATION LEVEL READ COMMITTED, NOT DEFERRABLE; SET LOCAL jit = off;"
                + " SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL plan_cache_mode = force_generic_plan;"
                + " SET LOCAL idle_in_transaction_session_timeout = "
                + lockTimeout.multipliedBy(IDLE_LOCK_TIMEOUTS).toMillis()
                + "; SET LOCAL lock_timeout = "
                + lockTimeout.toMillis();
    }

    @Override
    boolean takesArrays() {
        return true;
    }

    @Override
    boolean takesSeveral() {
        return true;
    }

    @Override
    void begin(Connection connection) {
        // The first statement does it.
    }

    @Override
    boolean hidesStaleSnapshots() {
        return false;
    }

    @Override
    String forEdit() {
        return " FOR NO KEY UPDATE";
    }

    /** Several times as fast as the text, which has to be made of JSONB first; and a host may have an index that serves. */
    @Override
    String mentions(String pool, String columnType) {
        return columnType.equals("jsonb") ? pool + " @> (SELECT CAST(? AS JSONB))" : super.mentions(pool, columnType);
    }

    @Override
    String mention(PhoneNumber number, String columnType) {
        return columnType.equals("jsonb")
                ? "[{\"number\":\"" + number.e164() + "\"}]"
                : super.mention(number, columnType);
    }

    @Override
    String jsonParameter(String columnType) {
        return columnType.equals("json") || columnType.equals("jsonb") ? "CAST(? AS " + columnType + ")" : "?";
    }
}
