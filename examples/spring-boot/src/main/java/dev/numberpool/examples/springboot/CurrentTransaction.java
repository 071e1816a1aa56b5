package dev.numberpool.examples.springboot;

import dev.numberpool.jdbc.ConnectionSource;
import java.sql.Connection;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The connection of the caller's {@code @Transactional} method. Outside a transaction {@link DataSourceUtils} would take a
 * connection out of the pool that nobody gives back, so that is refused before.
 */
record CurrentTransaction(DataSource dataSource) implements ConnectionSource {
    @Override
    public Connection get() {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalTransactionStateException(
                    "numberPool works in the caller's transaction, and there is none: make the method @Transactional");
        }
        return DataSourceUtils.getConnection(dataSource);
    }
}
