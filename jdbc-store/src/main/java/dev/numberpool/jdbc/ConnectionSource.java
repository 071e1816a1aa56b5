package dev.numberpool.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Gives the connection of the caller's present transaction, and throws if there is none. In Spring:
 *
 * <pre>{@code
 * ConnectionSource source = () -> {
 *     if (!TransactionSynchronizationManager.isActualTransactionActive()) {
 *         throw new IllegalTransactionStateException("make the method @Transactional");
 *     }
 *     return DataSourceUtils.getConnection(dataSource);
 * };
 * }</pre>
 *
 * Without the question, Spring would take a connection out of the pool that nobody gives back.
 */
@FunctionalInterface
public interface ConnectionSource {
    /** The connection that the caller's transaction runs on, with auto-commit off. It is borrowed, never closed by us. */
    Connection get() throws SQLException;
}
