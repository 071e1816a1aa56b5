package dev.numberpool.jdbc;

import dev.numberpool.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Compares a database with what the store needs. */
final class SchemaCheck {
    private final TableNames names;
    private final ClosedStatuses closed;
    private final List<String> findings = new ArrayList<>();
    private final List<String> statuses = new ArrayList<>();

    SchemaCheck(TableNames names, ClosedStatuses closed) {
        this.names = names;
        this.closed = closed;
    }

    JdbcSchema.Report run(DataSource dataSource) {
        try (Connection connection = dataSource.getConnection()) {
            check(connection);
        } catch (SQLException e) {
            throw SqlFailures.storeException(e);
        }
        return new JdbcSchema.Report(findings, statuses);
    }

    private void check(Connection connection) throws SQLException {
        Dialect dialect = Dialect.of(connection);
        checkColumns(connection, dialect);
        if (!findings.isEmpty()) {
            return;
        }
        checkMarkersAndIds(connection);
        findings.addAll(new IndexCheck(dialect, names, closed).findings(connection));
        if (dialect != Dialect.POSTGRESQL) {
            checkGenerated(connection, dialect, "active_number");
            checkGenerated(connection, dialect, "left_number");
        }
        countStatuses(connection, dialect);
    }

    private void checkColumns(Connection connection, Dialect dialect) throws SQLException {
        Set<String> missingTables = new TreeSet<>();
        for (String name : TableNames.known()) {
            int dot = name.indexOf('.');
            boolean isGenerated = name.endsWith(".active_number") || name.endsWith(".left_number");
            if (isGenerated && dialect == Dialect.POSTGRESQL) {
                continue;
            }
            if (dot < 0 && !exists(connection, "1", names.of(name))) {
                missingTables.add(name);
                findings.add("the table " + names.of(name) + " is missing or not readable");
            } else if (dot > 0 && !missingTables.contains(name.substring(0, dot))) {
                checkColumn(connection, names.of(name), names.of(name.substring(0, dot)));
            }
        }
        if (missingTables.contains("widget_configs") || missingTables.contains("widget_conversations")) {
            findings.add("JdbcSchema.create(dataSource) makes all tables; if yours have other names, give TableNames");
        } else if (!findings.isEmpty()) {
            findings.add("JdbcSchema.adoptionScript(Dialect." + dialect + ") makes what is missing");
        }
    }

    private void checkColumn(Connection connection, String column, String table) throws SQLException {
        if (!exists(connection, column, table)) {
            findings.add("the column " + table + "." + column + " is missing or not readable");
        }
    }

    /** A missing table fails its own statement only, also in a transaction, which may be the caller's. */
    private static boolean exists(Connection connection, String column, String table) throws SQLException {
        Savepoint before = connection.getAutoCommit() ? null : connection.setSavepoint();
        try (Statement statement = connection.createStatement();
                ResultSet none = statement.executeQuery("SELECT " + column + " FROM " + table + " WHERE 1 = 0")) {
            return !none.next();
        } catch (SQLException e) {
            if (SqlFailures.isConnectionLost(e)) {
                throw e;
            }
            if (before != null) {
                connection.rollback(before);
            }
            return false;
        }
    }

    /** What the store itself checks when it starts. */
    private void checkMarkersAndIds(Connection connection) throws SQLException {
        try {
            SchemaInfo.read(connection, names, closed, Duration.ofSeconds(1));
        } catch (StoreException e) {
            findings.add(e.getMessage());
        }
    }

    /** Where there are no partial indexes, the closed statuses stand in a generated column. */
    private void checkGenerated(Connection connection, Dialect dialect, String column) throws SQLException {
        String table = names.of("widget_conversations");
        int dot = table.lastIndexOf('.');
        String present = dialect == Dialect.H2 ? connection.getSchema() : connection.getCatalog();
        String name = names.of("widget_conversations." + column);
        String sql = "SELECT GENERATION_EXPRESSION FROM INFORMATION_SCHEMA.COLUMNS WHERE LOWER(TABLE_SCHEMA) = LOWER(?)"
                + " AND LOWER(TABLE_NAME) = LOWER(?) AND LOWER(COLUMN_NAME) = LOWER(?)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, dot < 0 ? present : table.substring(0, dot));
            statement.setString(2, names.unqualified("widget_conversations"));
            statement.setString(3, name);
            try (ResultSet rows = statement.executeQuery()) {
                String expression = rows.next() ? rows.getString(1) : null;
                closed.differenceTo(expression == null ? "" : expression)
                        .ifPresent(problem -> findings.add("the column " + table + "." + name + " " + problem));
            }
        }
    }

    /** The database itself says what is open, as it does in every decision. */
    private void countStatuses(Connection connection, Dialect dialect) throws SQLException {
        String text = dialect == Dialect.POSTGRESQL ? "CAST(c.{.status} AS TEXT)" : "c.{.status}";
        String group = dialect == Dialect.POSTGRESQL
                ? text
                : dialect == Dialect.H2 ? "CAST(c.{.status} AS VARCHAR)" : "CAST(c.{.status} AS BINARY)";
        String open = SqlDialect.of(dialect).words(closed).getOrDefault("open", "");
        String sql = names.render(
                "SELECT MIN(" + text + "), COUNT(*), MIN(CASE WHEN " + open + " THEN 1 ELSE 0 END)"
                        + " FROM {widget_conversations} c GROUP BY " + group + " ORDER BY 2 DESC",
                Map.of());
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                statuses.add(describe(rows.getString(1), rows.getLong(2), rows.getInt(3) == 1));
            }
        }
    }

    private String describe(@Nullable String status, long count, boolean isOpen) {
        if (status == null) {
            return "status NULL: " + conversations(count) + ", open";
        }
        boolean looksClosed = closed.values().stream().anyMatch(status.strip()::equalsIgnoreCase);
        String hint = isOpen && looksClosed ? " (written unlike the closed status: check)" : "";
        return "status '" + status + "': " + conversations(count) + ", " + (isOpen ? "open" : "closed") + hint;
    }

    private static String conversations(long count) {
        return count == 1 ? "1 conversation" : count + " conversations";
    }
}
