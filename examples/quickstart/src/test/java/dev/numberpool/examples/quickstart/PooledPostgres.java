package dev.numberpool.examples.quickstart;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.postgresql.ds.PGConnectionPoolDataSource;

/** The tour's PostgreSQL with a pool of connections: a story of hundreds of calls would wait for new ones most of the time. */
record PooledPostgres(TourDatabase database, JdbcConnectionPool pool) implements AutoCloseable {
    static PooledPostgres start() throws IOException, SQLException {
        TourDatabase database = TourDatabase.postgresql();
        PGConnectionPoolDataSource connections = new PGConnectionPoolDataSource();
        try (Connection connection = database.dataSource().getConnection()) {
            connections.setUrl(connection.getMetaData().getURL());
            connections.setUser(connection.getMetaData().getUserName());
        }
        return new PooledPostgres(database, JdbcConnectionPool.create(connections));
    }

    DataSource dataSource() {
        return pool;
    }

    @Override
    public void close() throws IOException {
        pool.dispose();
        database.close();
    }
}
