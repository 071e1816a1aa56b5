package dev.numberpool.examples.quickstart;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.postgresql.ds.PGConnectionPoolDataSource;

/**
 * A database with a pool of connections: a story of hundreds of calls would wait for new ones most of the time. All are on
 * one server, which ends with the JVM.
 */
record PooledPostgres(JdbcConnectionPool pool) implements AutoCloseable {
    private static final AtomicInteger NAMES = new AtomicInteger();

    /** An empty database. */
    static PooledPostgres start() throws IOException, SQLException {
        String name = "handbook_" + NAMES.incrementAndGet();
        EmbeddedPostgres server = Server.get();
        new HostSql(server.getPostgresDatabase()).run("CREATE DATABASE " + name);
        PGConnectionPoolDataSource connections = new PGConnectionPoolDataSource();
        connections.setUrl(server.getJdbcUrl("postgres", name));
        return new PooledPostgres(JdbcConnectionPool.create(connections));
    }

    DataSource dataSource() {
        return pool;
    }

    @Override
    public void close() {
        pool.dispose();
    }

    /** Started by the first test that needs it. */
    private static final class Server {
        private static EmbeddedPostgres server;

        static synchronized EmbeddedPostgres get() throws IOException {
            if (server == null) {
                server = EmbeddedPostgres.builder()
                        .setErrorRedirector(Redirect.DISCARD)
                        .setOutputRedirector(Redirect.DISCARD)
                        .start();
            }
            return server;
        }
    }
}
