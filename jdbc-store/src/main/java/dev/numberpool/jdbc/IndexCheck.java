package dev.numberpool.jdbc;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares the indexes of a database with those that the script makes. */
final class IndexCheck {
    /** What CREATE INDEX CONCURRENTLY leaves when it fails; JDBC's metadata shows it like any other index. */
    private static final String INVALID = "SELECT c.relname FROM pg_catalog.pg_index i"
            + " JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid"
            + " WHERE i.indrelid = CAST(? AS regclass) AND NOT i.indisvalid";

    private final Dialect dialect;
    private final TableNames names;
    private final ClosedStatuses closed;

    IndexCheck(Dialect dialect, TableNames names, ClosedStatuses closed) {
        this.dialect = dialect;
        this.names = names;
        this.closed = closed;
    }

    /** What has to be mended, and how. */
    List<String> findings(Connection connection) throws SQLException {
        List<String> findings = new ArrayList<>();
        Map<String, List<String>> expected = new SchemaScript(dialect, names, closed).indexes();
        for (Map.Entry<String, List<String>> table : expected.entrySet()) {
            Map<String, String> conditions = conditions(connection, table.getKey());
            Set<String> invalid = invalid(connection, table.getKey());
            for (String index : table.getValue()) {
                String name = index.toLowerCase(Locale.ROOT);
                problem(table.getKey(), conditions.get(name), invalid.contains(name))
                        .ifPresent(problem -> findings.add("the index " + index + " " + problem));
            }
        }
        return findings;
    }

    private Optional<String> problem(String table, @Nullable String condition, boolean isInvalid) {
        if (condition == null) {
            return Optional.of("is missing: what needs it reads all of " + table
                    + "; the statement that makes it is in JdbcSchema.adoptionScript(Dialect." + dialect + ")");
        }
        if (isInvalid) {
            return Optional.of("is not valid, so nothing uses it: CREATE INDEX CONCURRENTLY is still at it, or has"
                    + " failed; if it has, drop the index and make it anew");
        }
        boolean hasStatuses = dialect == Dialect.POSTGRESQL && table.equals(names.of("widget_conversations"));
        return hasStatuses ? closed.differenceTo(condition) : Optional.empty();
    }

    /** Index name in lower case to its condition, empty if it has none. */
    private Map<String, String> conditions(Connection connection, String table) throws SQLException {
        DatabaseMetaData metaData = connection.getMetaData();
        int dot = table.lastIndexOf('.');
        String qualifier = dot < 0 ? null : stored(metaData, table.substring(0, dot));
        // What MySQL and MariaDB call a schema, JDBC calls a catalog.
        boolean isCatalog = qualifier != null && (dialect == Dialect.MARIADB || dialect == Dialect.MYSQL);
        String catalog = isCatalog ? qualifier : connection.getCatalog();
        String schema = qualifier == null || isCatalog ? connection.getSchema() : qualifier;
        String name = stored(metaData, table.substring(dot + 1));
        Map<String, String> conditions = new HashMap<>();
        try (ResultSet rows = metaData.getIndexInfo(catalog, schema, name, false, true)) {
            while (rows.next()) {
                String index = rows.getString("INDEX_NAME");
                String condition = rows.getString("FILTER_CONDITION");
                if (index != null) {
                    conditions.put(index.toLowerCase(Locale.ROOT), condition == null ? "" : condition);
                }
            }
        }
        return conditions;
    }

    private static String stored(DatabaseMetaData metaData, String name) throws SQLException {
        if (metaData.storesUpperCaseIdentifiers()) {
            return name.toUpperCase(Locale.ROOT);
        }
        return metaData.storesLowerCaseIdentifiers() ? name.toLowerCase(Locale.ROOT) : name;
    }

    private Set<String> invalid(Connection connection, String table) throws SQLException {
        if (dialect != Dialect.POSTGRESQL) {
            return Set.of();
        }
        Set<String> invalid = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(INVALID)) {
            statement.setString(1, table);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    invalid.add(rows.getString(1).toLowerCase(Locale.ROOT));
                }
            }
        }
        return invalid;
    }
}
