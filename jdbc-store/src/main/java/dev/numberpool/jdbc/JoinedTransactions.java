package dev.numberpool.jdbc;

import dev.numberpool.StoreException;
import java.sql.Connection;
import java.sql.SQLException;

/** The host's transaction: its connection is used and otherwise left alone. */
record JoinedTransactions(ConnectionSource source, SchemaCache schemas) implements Transactions {
    @Override
    public <T> T write(Work<T> work) {
        try {
            Connection connection = source.get();
            if (connection.getAutoCommit()) {
                throw new StoreException("joining(…) works inside the caller's transaction, but the connection is in"
                        + " auto-commit mode; begin a transaction first (@Transactional, setAutoCommit(false)), or use"
                        + " JdbcNumberStore.create(dataSource), or JdbcMessageLog.create(dataSource)");
            }
            return work.run(new Session(connection, schemas.of(connection), false));
        } catch (SQLException e) {
            throw SqlFailures.storeException(e);
        }
    }

    @Override
    public <T> T read(Work<T> work) {
        return write(work);
    }
}
