package dev.numberpool.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import dev.numberpool.NumberPool;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.desk.HandoverDesk;
import dev.numberpool.desk.InboundHandler;
import dev.numberpool.desk.InboundMessage;
import dev.numberpool.desk.InboundOutcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A process of its own that receives messages: {@code DeskWorker <url> <what> <number>}. It says {@code ready}, waits for a
 * line, works, and prints one line per result. A message is in the host's inbox if its handler's work was kept.
 */
final class DeskWorker implements AutoCloseable {
    static final Participant AGENT = Participant.of("+201016666348");
    static final PhoneNumber NUMBER = PhoneNumber.of(HostDatabase.number(0));
    static final Duration LEASE = Duration.ofSeconds(1);
    /** For a thousand deliveries that wait for a few connections: nothing may run out because a machine is slow. */
    private static final Duration LONG_LEASE = Duration.ofMinutes(5);

    private final HikariDataSource dataSource;
    private final ThreadLocal<Connection> current = new ThreadLocal<>();
    private final HandoverDesk own;
    private final HandoverDesk joined;

    DeskWorker(String url, InstantSource clock) {
        this(url, clock, LEASE);
    }

    private DeskWorker(String url, InstantSource clock, Duration lease) {
        this.dataSource = TestDatabase.pool(url);
        this.own = desk(JdbcMessageLog.create(dataSource), clock, lease);
        this.joined = desk(JdbcMessageLog.joining(dataSource, current::get), clock, lease);
    }

    private HandoverDesk desk(JdbcMessageLog log, InstantSource clock, Duration lease) {
        JdbcNumberStore store = JdbcNumberStore.create(dataSource);
        NumberPool pool = NumberPool.builder(store).clock(clock).build();
        return HandoverDesk.builder(pool, store, log, message -> "SM1")
                .lease(lease)
                .clock(clock)
                .build();
    }

    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Duration lease = arguments[1].equals("same") ? LONG_LEASE : LEASE;
        try (DeskWorker worker = new DeskWorker(arguments[0], InstantSource.system(), lease)) {
            worker.dataSource.getConnection().close();
            out.println("ready");
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            int number = Integer.parseInt(arguments[2]);
            switch (arguments[1]) {
                case "same" -> worker.receiveAtOnce(number).forEach(out::println);
                case "die" ->
                    worker.receive(
                            "m1", (message, outcome) -> Runtime.getRuntime().halt(9));
                case "endless" -> worker.receiveForEver();
                default -> throw new IllegalArgumentException(arguments[1]);
            }
        }
    }

    static Process start(String url, String what, int number) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        java,
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
                        DeskWorker.class.getName(),
                        url,
                        what,
                        String.valueOf(number))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    static void awaitReady(Process process) throws IOException {
        String line = process.inputReader(StandardCharsets.UTF_8).readLine();
        if (!"ready".equals(line)) {
            throw new IllegalStateException("a process did not start: " + line);
        }
    }

    static void go(Process process) throws IOException {
        process.outputWriter(StandardCharsets.UTF_8).append("go\n").close();
    }

    /** One message, delivered so many times at once. */
    private List<String> receiveAtOnce(int times) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(times);
        CountDownLatch start = new CountDownLatch(times);
        List<Future<InboundOutcome>> results = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            results.add(threads.submit(() -> {
                start.countDown();
                start.await();
                return receive("m1", (message, outcome) -> inbox(message.id()));
            }));
        }
        threads.shutdown();
        List<String> lines = new ArrayList<>();
        for (Future<InboundOutcome> result : results) {
            lines.add(result.get().getClass().getSimpleName());
        }
        return lines;
    }

    InboundOutcome receive(String id, InboundHandler handler) {
        return own.receive(message(id), handler);
    }

    /** Every message comes several times, in whatever process. */
    private void receiveForEver() throws SQLException {
        while (true) {
            receiveInTransaction("m" + next() / 3);
        }
    }

    /** Handler and completion in the host's transaction. */
    InboundOutcome receiveInTransaction(String id) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            current.set(connection);
            try {
                InboundOutcome outcome = joined.receive(message(id), (message, each) -> inbox(connection, id));
                connection.commit();
                return outcome;
            } catch (RuntimeException | SQLException e) {
                connection.rollback();
                throw e;
            } finally {
                current.remove();
            }
        }
    }

    private long next() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT nextval('host_messages')")) {
            row.next();
            return row.getLong(1);
        }
    }

    void inbox(String id) {
        try (Connection connection = dataSource.getConnection()) {
            inbox(connection, id);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void inbox(Connection connection, String id) {
        try (PreparedStatement statement = connection.prepareStatement("INSERT INTO host_inbox VALUES (?)")) {
            statement.setString(1, id);
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static InboundMessage message(String id) {
        return InboundMessage.of(id, AGENT, NUMBER, "on its way", Instant.now());
    }

    @Override
    public void close() {
        dataSource.close();
    }
}
