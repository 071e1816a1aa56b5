package dev.numberpool.examples.quickstart;

import dev.numberpool.jdbc.Dialect;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Locale;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;

/** A database that lives as long as the tour. */
record TourDatabase(Dialect dialect, DataSource dataSource, Stop stop) implements AutoCloseable {

    /** How the database is stopped. */
    interface Stop {
        void run() throws IOException;
    }

    /** A PostgreSQL server of its own, unpacked into the folder for temporary files. */
    static TourDatabase postgresql() throws IOException {
        EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setErrorRedirector(Redirect.DISCARD)
                .setOutputRedirector(Redirect.DISCARD)
                .start();
        return new TourDatabase(Dialect.POSTGRESQL, server.getPostgresDatabase(), server::close);
    }

    /** H2 in memory. */
    static TourDatabase h2() {
        String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000";
        JdbcConnectionPool pool = JdbcConnectionPool.create(url, "", "");
        pool.setMaxConnections(20);
        return new TourDatabase(Dialect.H2, pool, pool::dispose);
    }

    boolean isPostgresql() {
        return dialect == Dialect.POSTGRESQL;
    }

    /** The example's file of this name for this database. */
    String file(String name) {
        return HostSql.file(dialect.name().toLowerCase(Locale.ROOT) + "/" + name);
    }

    /** Product and version, as the driver tells them. */
    String label() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            DatabaseMetaData metaData = connection.getMetaData();
            return metaData.getDatabaseProductName() + " "
                    + metaData.getDatabaseProductVersion().replaceFirst(" .*", "");
        }
    }

    @Override
    public void close() throws IOException {
        stop.run();
    }
}
