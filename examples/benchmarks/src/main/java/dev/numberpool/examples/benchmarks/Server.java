package dev.numberpool.examples.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A PostgreSQL of our own with durable commits; its files are under {@code target} and go with it. */
final class Server implements AutoCloseable {
    private static final List<String> SHOWN = List.of(
            "fsync",
            "synchronous_commit",
            "full_page_writes",
            "shared_buffers",
            "max_connections",
            "max_wal_size",
            "checkpoint_timeout",
            "autovacuum");

    private final Path folder;
    private final EmbeddedPostgres postgres;
    private int databases;

    private Server(Path folder, EmbeddedPostgres postgres) {
        this.folder = folder;
        this.postgres = postgres;
    }

    static Server start() throws IOException {
        Path folder =
                Path.of("target", "benchmark-data-" + ProcessHandle.current().pid());
        return new Server(
                folder,
                EmbeddedPostgres.builder()
                        .setDataDirectory(folder)
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("full_page_writes", "on")
                        .setServerConfig("shared_buffers", "256MB")
                        .setServerConfig("max_connections", "200")
                        // A checkpoint in the middle of a round would hit one way and not the other.
                        .setServerConfig("max_wal_size", "4GB")
                        .setServerConfig("checkpoint_timeout", "30min")
                        .start());
    }

    /** The version and the settings that matter, as the server itself names them. */
    List<String> settings() throws SQLException {
        List<String> settings = new ArrayList<>();
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            settings.add("PostgreSQL " + connection.getMetaData().getDatabaseProductVersion());
            for (String name : SHOWN) {
                try (ResultSet row = statement.executeQuery("SHOW " + name)) {
                    row.next();
                    settings.add(name + " " + row.getString(1));
                }
            }
        }
        return settings;
    }

    /** Connections to a new database. */
    HikariDataSource newDatabase(int connections) throws SQLException {
        String name = "bench_" + ++databases;
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(postgres.getJdbcUrl("postgres", name));
        config.setMaximumPoolSize(connections);
        return new HikariDataSource(config);
    }

    /** What is still to be written is written first: the server is given five seconds to stop. */
    @Override
    public void close() throws IOException, SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CHECKPOINT");
        } finally {
            stop();
        }
    }

    private void stop() throws IOException {
        postgres.close();
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder()).forEach(Server::delete);
            }
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
