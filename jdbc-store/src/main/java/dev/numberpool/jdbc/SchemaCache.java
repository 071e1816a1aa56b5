package dev.numberpool.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads the schema's facts on the first connection that there is, and keeps them. */
final class SchemaCache {
    private final TableNames names;
    private final ClosedStatuses closed;
    private final Duration lockTimeout;
    private volatile @Nullable SchemaInfo known;

    SchemaCache(TableNames names, ClosedStatuses closed, Duration lockTimeout) {
        this.names = names;
        this.closed = closed;
        this.lockTimeout = lockTimeout;
    }

    /** Two threads may both read it at first; they read the same. */
    SchemaInfo of(Connection connection) throws SQLException {
        SchemaInfo schema = known;
        if (schema == null) {
            schema = SchemaInfo.read(connection, names, closed, lockTimeout);
            known = schema;
        }
        return schema;
    }

    boolean isKnown() {
        return known != null;
    }
}
