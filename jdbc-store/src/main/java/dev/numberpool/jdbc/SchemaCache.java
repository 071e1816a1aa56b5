package dev.numberpool.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads the schema's facts on the first connection that there is, and keeps them. */
final class SchemaCache {
    /** How the facts are read. */
    @FunctionalInterface
    interface Reader {
        SchemaInfo read(Connection connection) throws SQLException;
    }

    private final Reader reader;
    private volatile @Nullable SchemaInfo known;

    SchemaCache(TableNames names, ClosedStatuses closed, Duration lockTimeout) {
        this(connection -> SchemaInfo.read(connection, names, closed, lockTimeout));
    }

    SchemaCache(Reader reader) {
        this.reader = reader;
    }

    /** Two threads may both read it at first; they read the same. */
    SchemaInfo of(Connection connection) throws SQLException {
        SchemaInfo schema = known;
        if (schema == null) {
            schema = reader.read(connection);
            known = schema;
        }
        return schema;
    }

    boolean isKnown() {
        return known != null;
    }
}
