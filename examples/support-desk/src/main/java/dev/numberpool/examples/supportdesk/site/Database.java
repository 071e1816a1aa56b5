package dev.numberpool.examples.supportdesk.site;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.numberpool.jdbc.JdbcSchema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The database: a PostgreSQL of its own in a folder, or one that is there already. */
public final class Database implements AutoCloseable {
    private final @Nullable EmbeddedServer server;
    private final HikariDataSource dataSource;
    private final HikariDataSource libraryConnections;

    private Database(@Nullable EmbeddedServer server, String jdbcUrl) {
        this.server = server;
        this.dataSource = connections(jdbcUrl);
        this.libraryConnections = connections(jdbcUrl);
    }

    private static HikariDataSource connections(String jdbcUrl) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(jdbcUrl);
        config.setMaximumPoolSize(10);
        return new HikariDataSource(config);
    }

    /** The PostgreSQL of this folder; it is made if it is not there. */
    public static Database embedded(Path folder) throws IOException {
        EmbeddedServer server = EmbeddedServer.start(folder);
        return prepared(new Database(server, server.jdbcUrl()));
    }

    /** The database with this address. */
    public static Database at(String jdbcUrl) {
        if (!jdbcUrl.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException("the database must be a PostgreSQL: jdbc:postgresql://HOST/NAME");
        }
        return prepared(new Database(null, jdbcUrl));
    }

    private static Database prepared(Database database) {
        try {
            if (!database.hasTables()) {
                JdbcSchema.create(database.dataSource);
                database.jdbi()
                        .useHandle(handle -> handle.createScript(script()).execute());
            }
            return database;
        } catch (SQLException | RuntimeException e) {
            database.close();
            throw new IllegalStateException("the tables of the desk could not be made: " + e.getMessage(), e);
        }
    }

    private boolean hasTables() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                ResultSet tables =
                        connection.getMetaData().getTables(null, connection.getSchema(), "desk_clock", null)) {
            return tables.next();
        }
    }

    private static String script() {
        try (InputStream in = Objects.requireNonNull(Database.class.getResourceAsStream("/site.sql"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The desk's own SQL, and the transactions in which it receives messages. */
    public Jdbi jdbi() {
        return Jdbi.create(dataSource);
    }

    /**
     * The connections of numberpool, apart from those of {@link #jdbi}: in the transaction of a webhook the message log
     * needs a second one, and if all came from one pool, as many webhooks as it has connections would wait for each other.
     */
    public DataSource libraryConnections() {
        return libraryConnections;
    }

    @Override
    public void close() {
        libraryConnections.close();
        dataSource.close();
        if (server != null) {
            server.close();
        }
    }
}
