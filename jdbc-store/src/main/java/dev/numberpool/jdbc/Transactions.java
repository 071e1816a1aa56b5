package dev.numberpool.jdbc;

import java.sql.SQLException;

/** Where the store's statements run: in transactions of our own, or in the host's. */
sealed interface Transactions permits OwnTransactions, JoinedTransactions {
    /** Something to do with a connection. It may run again, so it must not keep anything outside the database. */
    @FunctionalInterface
    interface Work<T> {
        T run(Session session) throws SQLException;
    }

    /** Runs the work in one transaction: all of it is kept or nothing. */
    <T> T write(Work<T> work);

    /** Runs plain reads. */
    <T> T read(Work<T> work);
}
