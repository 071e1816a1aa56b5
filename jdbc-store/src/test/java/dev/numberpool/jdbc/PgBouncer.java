package dev.numberpool.jdbc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Debian's PgBouncer in transaction mode in front of a PostgreSQL, with fewer connections to it than callers. */
final class PgBouncer implements AutoCloseable {
    static final int CONNECTIONS = 4;
    /** As whom it comes to PostgreSQL, whoever comes to it. */
    static final String USER = "bouncer";

    private static final Path PROGRAM = Path.of("/usr/sbin/pgbouncer");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Process process;
    private final Path folder;
    private final int port;

    private PgBouncer(Process process, Path folder, int port) {
        this.process = process;
        this.folder = folder;
        this.port = port;
    }

    /** Starts it, or skips the test if it is not here. */
    static PgBouncer start(int postgresPort) throws Exception {
        if (Files.notExists(PROGRAM)) {
            String why = "NO PGBOUNCER: this test needs " + PROGRAM + " (Debian: apt-get install pgbouncer).";
            System.err.println(why);
            if (Boolean.getBoolean("galera.required")) {
                throw new IllegalStateException(why);
            }
            Assumptions.abort(why);
        }
        Path folder = Files.createTempDirectory("pgbouncer");
        int port = MariaServer.freePort();
        Path settings = Files.writeString(
                folder.resolve("pgbouncer.ini"), """
                        [databases]
                        * = host=127.0.0.1 port=%d user=%s
                        [pgbouncer]
                        listen_addr = 127.0.0.1
                        listen_port = %d
                        unix_socket_dir =
                        auth_type = any
                        pool_mode = transaction
                        default_pool_size = %d
                        max_client_conn = 200
                        ignore_startup_parameters = extra_float_digits
                        """.formatted(postgresPort, USER, port, CONNECTIONS));
        boolean isRoot = System.getProperty("user.name").equals("root");
        ProcessBuilder command = isRoot
                ? new ProcessBuilder(PROGRAM.toString(), "-u", "nobody", settings.toString())
                : new ProcessBuilder(PROGRAM.toString(), settings.toString());
        Process process = command.redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        PgBouncer bouncer = new PgBouncer(process, folder, port);
        bouncer.awaitUp();
        return bouncer;
    }

    private void awaitUp() throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try (Connection connection = DriverManager.getConnection(url("postgres"))) {
                return;
            } catch (SQLException e) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    throw new IllegalStateException("PgBouncer: " + Files.readString(folder.resolve("log")), e);
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
    }

    /** As a host has to write it: without statements that the server is to remember. */
    String url(String database) {
        return urlAsByDefault(database) + "&prepareThreshold=0";
    }

    String urlAsByDefault(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=postgres";
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        Files.deleteIfExists(folder.resolve("pgbouncer.ini"));
        Files.deleteIfExists(folder.resolve("log"));
        Files.deleteIfExists(folder);
    }
}
