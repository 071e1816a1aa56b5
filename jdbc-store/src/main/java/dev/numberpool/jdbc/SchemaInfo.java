package dev.numberpool.jdbc;

import dev.numberpool.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What the store has to know of the database before its first statement: the dialect, how ids are kept, whose tables
 * they are, and that the schema was made for the configured statuses.
 *
 * @param mayInsert whether conversations that are not known may be made
 * @param countsBatches whether the driver counts what each write of a batch has changed, as far as is known
 */
record SchemaInfo(
        SqlDialect dialect,
        Sql sql,
        IdType widgetId,
        IdType conversationId,
        IdType widgetReference,
        String poolType,
        boolean mayInsert,
        AtomicBoolean countsBatches) {

    /** The version of the schema that this code works on. */
    static final String VERSION = "2";

    static final String OWN = "own";
    static final String ADOPTED = "adopted";

    static SchemaInfo read(Connection connection, TableNames names, ClosedStatuses closed, Duration lockTimeout)
            throws SQLException {
        SqlDialect dialect = SqlDialect.of(Dialect.of(connection));
        Sql sql = new Sql(dialect, names, closed, lockTimeout);
        Map<String, String> markers = markers(connection, sql);
        check(markers, "version", VERSION, "use the release of numberpool that made it, or migrate it");
        check(
                markers,
                "closed_statuses",
                closed.marker(),
                "configure the same closed statuses, or make the script anew");
        return ofColumns(connection, sql, OWN.equals(markers.get("conversations")));
    }

    /** What the host's own columns tell; the schema need not have been adopted. */
    static SchemaInfo readHostTables(Connection connection, TableNames names, Duration lockTimeout)
            throws SQLException {
        SqlDialect dialect = SqlDialect.of(Dialect.of(connection));
        ClosedStatuses any = ClosedStatuses.of(ClosedStatuses.STANDARD);
        return ofColumns(connection, new Sql(dialect, names, any, lockTimeout), false);
    }

    private static SchemaInfo ofColumns(Connection connection, Sql sql, boolean mayInsert) throws SQLException {
        SqlDialect dialect = sql.dialect();
        try (PreparedStatement statement = connection.prepareStatement(sql.columnTypes);
                ResultSet none = statement.executeQuery()) {
            ResultSetMetaData columns = none.getMetaData();
            return new SchemaInfo(
                    dialect,
                    sql,
                    IdType.of(columns, 1, dialect.dialect()),
                    IdType.of(columns, 3, dialect.dialect()),
                    IdType.of(columns, 4, dialect.dialect()),
                    columns.getColumnTypeName(2).toLowerCase(Locale.ROOT),
                    mayInsert,
                    new AtomicBoolean(true));
        }
    }

    private static Map<String, String> markers(Connection connection, Sql sql) throws SQLException {
        Map<String, String> markers = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(sql.schemaMarkers);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                markers.put(rows.getString("name"), rows.getString("content"));
            }
        }
        return markers;
    }

    private static void check(Map<String, String> markers, String name, String expected, String advice) {
        String found = markers.get(name);
        if (!expected.equals(found)) {
            throw new StoreException("the schema was made for " + name + " '" + found + "', but the store is for '"
                    + expected + "'; " + advice);
        }
    }
}
