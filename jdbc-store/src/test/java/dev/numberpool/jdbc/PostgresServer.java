package dev.numberpool.jdbc;

import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL of a test's own that writes through to the disk, can be killed, started again, and followed. */
final class PostgresServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path programs;
    private final Path folder;
    private final int port;
    private @Nullable Process postmaster;

    private PostgresServer(Path programs, Path folder, int port) {
        this.programs = programs;
        this.folder = folder;
        this.port = port;
        Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
    }

    /** A new server, not started yet. */
    static PostgresServer make() throws Exception {
        PostgresServer server =
                new PostgresServer(TestDatabase.postgresPrograms(), newFolder().resolve("data"), freePort());
        server.run("initdb", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync", "-D", server.data());
        return server;
    }

    /** A copy of this server, which must be stopped, that will follow it under that name. */
    PostgresServer standby(String name) throws Exception {
        PostgresServer standby = new PostgresServer(programs, newFolder().resolve("data"), freePort());
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(
                        file,
                        standby.folder.resolve(folder.relativize(file).toString()),
                        StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        Files.createFile(standby.folder.resolve("standby.signal"));
        Files.writeString(
                standby.folder.resolve("postgresql.auto.conf"),
                "primary_conninfo = 'host=127.0.0.1 port=" + port + " user=postgres application_name=" + name + "'\n");
        return standby;
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    String url(String database) {
        return "jdbc:postgresql://" + address() + "/" + database + "?user=postgres";
    }

    private String data() {
        return folder.toString();
    }

    /** Starts it and returns when it answers; what a killed one has left in memory may take a moment to go. */
    void start(String... settings) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        postmaster = launch(settings);
        while (!answers()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("PostgreSQL did not start: " + Files.readString(log()));
            }
            if (postmaster.waitFor(50, TimeUnit.MILLISECONDS)) {
                postmaster = launch(settings);
            }
        }
    }

    private Process launch(String... settings) throws IOException {
        List<String> command = command("postgres");
        command.addAll(List.of("-D", data(), "-p", String.valueOf(port)));
        Stream.concat(
                        Stream.of("fsync=on", "unix_socket_directories=", "max_connections=150", "shared_buffers=16MB"),
                        Stream.of(settings))
                .forEach(setting -> command.addAll(List.of("-c", setting)));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
    }

    private boolean answers() {
        try (Connection connection = DriverManager.getConnection(url("postgres"))) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    /** SIGKILL for the postmaster and then for all that it has started. */
    void kill() {
        if (postmaster == null) {
            return;
        }
        List<ProcessHandle> children = postmaster.descendants().toList();
        postmaster.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        children.forEach(child -> child.onExit().join());
        postmaster.onExit().join();
        postmaster = null;
    }

    void stop() throws Exception {
        run("pg_ctl", "stop", "-D", data(), "-m", "fast", "-w");
        postmaster = null;
    }

    /** Makes a standby the primary. */
    void promote() throws Exception {
        run("pg_ctl", "promote", "-D", data(), "-w");
    }

    void sql(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url("postgres"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void run(String program, String... arguments) throws Exception {
        List<String> command = command(program);
        command.addAll(List.of(arguments));
        int status = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start()
                .waitFor();
        if (status != 0) {
            throw new IllegalStateException(program + " failed: " + Files.readString(log()));
        }
    }

    /** PostgreSQL refuses to be run by root, who is somebody else in a user namespace of their own. */
    private List<String> command(String program) {
        List<String> command = new ArrayList<>();
        if (LinuxUtils.isUnshareAvailable()) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(programs.resolve(program).toString());
        return command;
    }

    private Path log() {
        return folder.resolveSibling("log");
    }

    private static Path newFolder() throws IOException {
        return Files.createTempDirectory("numberpool-postgres-");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        kill();
        try (Stream<Path> files = Files.walk(folder.getParent())) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
