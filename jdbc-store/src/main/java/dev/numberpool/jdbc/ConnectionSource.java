package dev.numberpool.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Gives the connection of the caller's present transaction. In Spring:
 *
 * <pre>{@code
 * ConnectionSource source = () -> DataSourceUtils.getConnection(dataSource);
 * }</pre>
 */
@FunctionalInterface
public interface ConnectionSource {
    /** The connection that the caller's transaction runs on, with auto-commit off. It is borrowed, never closed by us. */
    Connection get() throws SQLException;
}
