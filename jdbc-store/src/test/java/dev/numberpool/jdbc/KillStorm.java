package dev.numberpool.jdbc;

import static dev.numberpool.jdbc.HostDatabase.WIDGET;

import com.zaxxer.hikari.HikariDataSource;
import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import dev.numberpool.NumberPool;
import dev.numberpool.StoreException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A process of its own that assigns from four threads until it is killed: {@code KillStorm <url> <coalescing> <clock>}.
 * It says {@code ready}, waits for a line, and then prints each answer before it asks for the next. All processes take
 * their conversations from one sequence, and each conversation is asked for three times.
 */
final class KillStorm {
    static final String SEQUENCE = "CREATE SEQUENCE host_calls MINVALUE 3";
    /** How far the clock of a process jumps, before and after the truth. */
    private static final int DAY = 86_400;

    private static final int THREADS = 4;

    private final HikariDataSource source;
    private final NumberPool pool;
    private final PrintStream out;

    private KillStorm(HikariDataSource source, NumberPool pool, PrintStream out) {
        this.source = source;
        this.pool = pool;
        this.out = out;
    }

    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try (HikariDataSource source = TestDatabase.pool(arguments[0])) {
            NumberPool pool = NumberPool.builder(JdbcNumberStore.builder(source)
                            .coalescing(Boolean.parseBoolean(arguments[1]))
                            .build())
                    .clock(arguments[2].equals("jumping") ? jumping() : InstantSource.system())
                    .coolDown(Duration.ZERO)
                    .build();
            source.getConnection().close();
            out.println("ready");
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            new KillStorm(source, pool, out).run();
        }
    }

    /** A clock that is a day early, right, or a day late, whenever it is looked at. */
    static InstantSource jumping() {
        Random random = new Random();
        return () -> Instant.now().plusSeconds((random.nextInt(3) - 1) * DAY);
    }

    /** Starts a process that waits to be told to go. */
    static Process start(String url, boolean isCoalescing, String clock, String... options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=error");
        command.addAll(List.of(KillStorm.class.getName(), url, String.valueOf(isCoalescing), clock));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private void run() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(this::callOn);
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void callOn() {
        try {
            while (true) {
                Assignment assignment = assign(ConversationId.of(nextCall() / 3));
                // The point shows that the line is whole.
                out.println(
                        assignment.conversation() + " " + assignment.number().e164() + " " + assignment.isNew() + " "
                                + assignment.assignedAt().toEpochMilli() + " .");
            }
        } catch (SQLException | RuntimeException e) {
            out.println("error " + e);
        }
    }

    /** On a busy machine a process that has just begun may hold its first lock for long. */
    private Assignment assign(ConversationId id) {
        while (true) {
            try {
                return pool.assign(WIDGET, id);
            } catch (StoreException e) {
                if (!e.isTransient()) {
                    throw e;
                }
                out.println("again");
            }
        }
    }

    private long nextCall() throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT nextval('host_calls')")) {
            row.next();
            return row.getLong(1);
        }
    }
}
