package dev.numberpool.twilio;

import static dev.numberpool.twilio.ReconcilerHost.ACCOUNT;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.numberpool.NumberPool;
import dev.numberpool.desk.HandoverDesk;
import dev.numberpool.desk.InboundMessage;
import dev.numberpool.desk.InboundOutcome;
import dev.numberpool.jdbc.JdbcMessageLog;
import dev.numberpool.jdbc.JdbcNumberStore;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A host on a database, in this process or one of its own: {@code ReconcilerWorker <url> <fake Twilio> <milliseconds>}.
 * As a process it says {@code ready} and then reconciles and flushes until it is killed. A message is in the host's inbox
 * if the transaction in which it was handled was kept.
 */
final class ReconcilerWorker implements AutoCloseable {
    static final Duration LEASE = Duration.ofSeconds(1);

    /** Who receives holds one, and needs a second for the log. */
    private static final int CONNECTIONS = 16;

    /** What a host keeps of the messages that it handled; the conversation is null where the message went to nobody. */
    static final String INBOX = "CREATE TABLE host_inbox (seq BIGSERIAL, message_id TEXT NOT NULL, conversation TEXT,"
            + " outcome TEXT NOT NULL, text TEXT NOT NULL, is_replayed BOOLEAN NOT NULL)";

    final NumberPool pool;
    final HandoverDesk desk;
    final JdbcMessageLog log;
    final TwilioReconciler reconciler;
    final HikariDataSource dataSource;

    private final ThreadLocal<Connection> current = new ThreadLocal<>();

    /**
     * A host that hears of nothing unless it asks.
     *
     * @param clock the fake's time, going on
     */
    ReconcilerWorker(String url, URI twilio, InstantSource clock) {
        this(url, twilio, clock, LEASE, gateway -> gateway);
    }

    ReconcilerWorker(
            String url,
            URI twilio,
            InstantSource clock,
            Duration lease,
            UnaryOperator<TwilioMessagingGateway.Builder> options) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(0);
        dataSource = new HikariDataSource(config);
        Map<String, URI> endpoints = Map.of("api.twilio.com", twilio, "messaging.twilio.com", twilio);
        JdbcNumberStore store = JdbcNumberStore.create(dataSource);
        log = JdbcMessageLog.joining(dataSource, current::get);
        pool = NumberPool.builder(store).clock(clock).build();
        desk = HandoverDesk.builder(
                        pool,
                        store,
                        log,
                        options.apply(TwilioMessagingGateway.builder(ACCOUNT).endpoints(endpoints))
                                .build())
                .clock(clock)
                .lease(lease)
                .texts(ReconcilerHost.PLAIN)
                .build();
        reconciler = TwilioReconciler.builder(ACCOUNT, desk, store, log)
                .endpoints(endpoints)
                .clock(clock)
                .around(this::inTransaction)
                .build();
    }

    public static void main(String[] arguments) {
        Duration ahead = Duration.ofMillis(Long.parseLong(arguments[2]));
        InstantSource clock = () -> Instant.now().plus(ahead);
        try (ReconcilerWorker worker = new ReconcilerWorker(arguments[0], URI.create(arguments[1]), clock)) {
            worker.desk.flush(1);
            System.out.println("ready");
            while (true) {
                worker.reconcile();
                worker.desk.flush(100);
            }
        }
    }

    static Process start(String url, URI twilio, Duration ahead) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
                        ReconcilerWorker.class.getName(),
                        url,
                        twilio.toString(),
                        String.valueOf(ahead.toMillis()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String line = process.inputReader(StandardCharsets.UTF_8).readLine();
        if (!"ready".equals(line)) {
            throw new IllegalStateException("a process did not start: " + line);
        }
        return process;
    }

    TwilioReconciler.Result reconcile() {
        return reconciler.reconcile(this::handle);
    }

    InboundOutcome receive(InboundMessage message) {
        return inTransaction(() -> desk.receive(message, this::handle));
    }

    private InboundOutcome inTransaction(Supplier<InboundOutcome> receiving) {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            current.set(connection);
            try {
                InboundOutcome outcome = receiving.get();
                connection.commit();
                return outcome;
            } catch (RuntimeException e) {
                connection.rollback();
                throw e;
            } finally {
                current.remove();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void handle(InboundMessage message, InboundOutcome outcome) {
        try (PreparedStatement statement = current.get()
                .prepareStatement("INSERT INTO host_inbox (message_id, conversation, outcome, text, is_replayed)"
                        + " VALUES (?, ?, ?, ?, ?)")) {
            boolean isRouted = outcome instanceof InboundOutcome.Routed;
            statement.setString(1, message.id());
            statement.setString(
                    2,
                    isRouted
                            ? ((InboundOutcome.Routed) outcome)
                                    .assignment()
                                    .conversation()
                                    .value()
                            : null);
            statement.setString(3, outcome.getClass().getSimpleName());
            statement.setString(4, isRouted ? ((InboundOutcome.Routed) outcome).text() : message.text());
            statement.setBoolean(5, message.replayed());
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        dataSource.close();
    }
}
