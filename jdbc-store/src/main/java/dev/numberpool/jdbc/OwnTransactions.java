package dev.numberpool.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Transactions of our own on connections of a {@code DataSource}; conflicts with others are solved by repetition. */
record OwnTransactions(DataSource dataSource, SchemaCache schemas) implements Transactions {
    private static final Logger LOG = LoggerFactory.getLogger(OwnTransactions.class);

    /** A conflict means that somebody else got on, so a few repetitions are enough even in a storm. */
    private static final int MAX_ATTEMPTS = 10;

    /** A lost connection is tried again at once; a database that stays away is the caller's to wait for. */
    private static final int MAX_RECONNECTS = 3;

    @Override
    public <T> T write(Work<T> work) {
        int conflicts = 0;
        int losses = 0;
        while (true) {
            try {
                return attempt(work);
            } catch (SQLException e) {
                boolean isWorthRepeating = SqlFailures.isConflict(e)
                        ? ++conflicts < MAX_ATTEMPTS
                        : SqlFailures.isConnectionLost(e) && ++losses < MAX_RECONNECTS;
                if (!isWorthRepeating) {
                    throw SqlFailures.storeException(e);
                }
                LOG.debug("Repeating a transaction after SQLState {}", e.getSQLState());
            }
        }
    }

    /** Closing the connection ends the read; nothing is rolled back that might be somebody else's. */
    @Override
    public <T> T read(Work<T> work) {
        try (Connection connection = dataSource.getConnection()) {
            return work.run(new Session(connection, schemas.of(connection), true));
        } catch (SQLException e) {
            throw SqlFailures.storeException(e);
        }
    }

    private <T> T attempt(Work<T> work) throws SQLException {
        if (!schemas.isKnown()) {
            // On a connection of its own: the first statement of the transaction has to be ours.
            read(Session::schema);
        }
        try (Connection connection = dataSource.getConnection()) {
            boolean autoCommit = connection.getAutoCommit();
            if (autoCommit) {
                connection.setAutoCommit(false);
            }
            try {
                T result = inTransaction(connection, work);
                restore(connection, autoCommit);
                return result;
            } catch (Throwable failure) {
                undo(connection, autoCommit, failure);
                throw failure;
            }
        }
    }

    private <T> T inTransaction(Connection connection, Work<T> work) throws SQLException {
        SchemaInfo schema = schemas.of(connection);
        schema.dialect().begin(connection);
        Session session = new Session(connection, schema, true);
        T result = work.run(session);
        if (session.isDiscarded()) {
            connection.rollback();
        } else {
            connection.commit();
        }
        return result;
    }

    private static void undo(Connection connection, boolean autoCommit, Throwable failure) {
        if (failure instanceof SQLException e && SqlFailures.isInTransaction(e)) {
            // The connection came with somebody's transaction: that is not ours to end.
            return;
        }
        try {
            connection.rollback();
            restore(connection, autoCommit);
        } catch (SQLException second) {
            failure.addSuppressed(second);
        }
    }

    private static void restore(Connection connection, boolean autoCommit) throws SQLException {
        if (autoCommit) {
            connection.setAutoCommit(true);
        }
    }
}
