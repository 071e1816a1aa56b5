package dev.numberpool.twilio;

import static dev.numberpool.twilio.DeskTraffic.AGENTS;
import static dev.numberpool.twilio.DeskTraffic.NUMBERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.numberpool.ConversationId;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.PooledNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.jdbc.JdbcSchema;
import dev.numberpool.twilio.DeskTruth.Handled;
import dev.numberpool.twilio.fake.Call;
import dev.numberpool.twilio.fake.FakeTwilio;
import dev.numberpool.twilio.fake.Fault;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two processes with a desk each, on one PostgreSQL that writes through to its disk, are killed again and again while a
 * Twilio that loses answers, refuses and dawdles carries what visitors and agents write. Time runs twenty times as fast as on
 * the wall, so that leases end and reconciliations have something to decide while it lasts.
 */
@Tag("faults")
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DeskKillFaultTest {
    private static final Logger LOG = LoggerFactory.getLogger(DeskKillFaultTest.class);
    private static final int KILLS = 12;
    private static final int FACTOR = 20;
    private static final String SENDING = "/Messages.json";
    /** More than anybody sends. */
    private static final int FAULTS = 5_000;

    private static final int FEWEST_ROUNDS = 6;
    private static final int MOST_ROUNDS = 24;

    private final FakeTwilio twilio = FakeTwilio.start();
    private final URI address = twilio.endpoints().get("api.twilio.com");
    private final DeskTruth truth = new DeskTruth();
    private final ScheduledExecutorService time = Executors.newSingleThreadScheduledExecutor();
    private final List<Running> running = new ArrayList<>();
    private final AtomicInteger answersLost = new AtomicInteger();
    private final AtomicInteger refusals = new AtomicInteger();
    private final AtomicInteger neverArrived = new AtomicInteger();
    private EmbeddedPostgres postgres;
    private String url;
    private ReconcilerWorker last;
    private FaultyEntrance entrance;
    private FastClock clock;
    private int kills;

    private record Running(Process process, int port) {}

    @BeforeEach
    void start() throws Exception {
        postgres = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .start();
        url = postgres.getJdbcUrl("postgres", "postgres");
        last = DeskProcess.host(url, address, twilio.clock());
    }

    @AfterEach
    void stop() throws Exception {
        running.forEach(each -> each.process().destroyForcibly());
        time.shutdownNow();
        last.close();
        if (entrance != null) {
            entrance.close();
        }
        postgres.close();
        twilio.close();
    }

    @Test
    @DisplayName("D1, D5, D8-D11, D15: two desks under kill -9, 12 times, on a Twilio that loses answers and webhooks:"
            + " no message is misrouted, none is lost, none comes twice")
    void noMessageIsMisroutedLostOrTwice() throws Exception {
        long seed = System.nanoTime();
        LOG.warn("seed {}", seed);
        Random random = new Random(seed);
        entrance = new FaultyEntrance(seed);
        prepare();
        DeskTraffic traffic = new DeskTraffic(twilio, entrance, truth, random);
        add(launch());
        add(launch());
        breakTwilio(random);
        traffic.start();
        killAgainAndAgain(random);
        assertThat(traffic.stop()).isEmpty();

        faultsEnd();
        untilQuiet();
        truth.unheard(inbox()).forEach(traffic::writeAgain);
        untilQuiet();

        truth.judgeLines(
                twilio.messages().sent(),
                (chat, token) -> last.log
                        .recorded(ConversationId.of(chat.conversation()), token, Instant.EPOCH)
                        .parts());
        truth.judgeAnswers(inbox());
        LOG.warn(
                "{} kills, {} calls broken off; of webhooks {} messages and {} statuses lost, {} brought twice;"
                        + " of Twilio's answers {} lost, {} were 503, {} requests never arrived; {}",
                kills,
                entrance.brokenOff,
                entrance.messagesLost,
                entrance.statusesLost,
                entrance.twice,
                answersLost,
                refusals,
                neverArrived,
                truth.counts());
        assertThat(truth.wrong()).isEmpty();
        assertThat(open()).as("messages without an end").isEmpty();
        assertThatItWasHard();
    }

    // ---- what happens

    private void prepare() {
        JdbcSchema.create(last.dataSource);
        query("INSERT INTO widget_configs (id) VALUES ('7')");
        query(ReconcilerWorker.INBOX);
        last.pool.save(last.pool
                .widget(ReconcilerHost.WIDGET)
                .withPool(NUMBERS.stream()
                        .map(number -> PooledNumber.of(PhoneNumber.of(number)))
                        .toList()));
        Map<SenderThread, Instant> windows = new HashMap<>();
        for (String number : NUMBERS) {
            twilio.senders().add(number);
            for (String agent : AGENTS) {
                twilio.phone(agent).write(number, "Good morning");
                windows.put(
                        new SenderThread(Participant.of(agent), PhoneNumber.of(number)),
                        twilio.clock().instant());
            }
        }
        last.desk.importWindows(windows);
        twilio.clock().advance(Duration.ofMinutes(1));
        last.reconcile();
        listen();
    }

    private void listen() {
        twilio.webhooks()
                .place(DeskProcess.PUBLIC, entrance.address())
                .inbound(DeskProcess.PUBLIC.resolve("/twilio"))
                .parallel(4);
        twilio.calls().keep(false);
        twilio.calls().listen(this::note);
        clock = FastClock.from(twilio.clock().instant(), FACTOR);
        time.scheduleAtFixedRate(this::tick, 0, 10, TimeUnit.MILLISECONDS);
    }

    private void tick() {
        Duration passed = Duration.between(twilio.clock().instant(), clock.instant());
        if (!passed.isNegative()) {
            twilio.clock().advance(passed);
        }
    }

    private void note(Call call) {
        if (!call.method().equals("POST") || !call.path().endsWith(SENDING)) {
            return;
        }
        if (call.processed()) {
            answersLost.addAndGet(call.status() == 0 ? 1 : 0);
        } else {
            (call.status() == 0 ? neverArrived : refusals).incrementAndGet();
        }
    }

    private void breakTwilio(Random random) {
        twilio.faults().script("POST", "*" + SENDING, faults(random, 5, 5, 3, 5));
        twilio.faults().script("GET", "*", faults(random, 0, 5, 2, 2));
    }

    /** So many of a hundred each; some of the slow ones are slower than anybody waits. */
    private static Fault[] faults(Random random, int lost, int refused, int dropped, int slow) {
        return IntStream.range(0, FAULTS)
                .map(i -> random.nextInt(100))
                .mapToObj(die -> {
                    if (die < lost) {
                        return Fault.dropAfter();
                    }
                    if (die < lost + refused) {
                        return Fault.unavailable();
                    }
                    if (die < lost + refused + dropped) {
                        return Fault.dropBefore();
                    }
                    return die < lost + refused + dropped + slow
                            ? Fault.slow(Duration.ofMillis(100 + random.nextInt(3_400)))
                            : Fault.none();
                })
                .toArray(Fault[]::new);
    }

    private Process launch() throws Exception {
        return DeskProcess.start(url, address, clock);
    }

    private void add(Process process) throws Exception {
        int port = DeskProcess.awaitReady(process);
        running.add(new Running(process, port));
        entrance.add(port);
    }

    private void killAgainAndAgain(Random random) throws Exception {
        while (kills < KILLS) {
            Running victim = running.get(random.nextInt(running.size()));
            victim.process().waitFor(1_000 + random.nextInt(2_000), TimeUnit.MILLISECONDS);
            kill(victim);
            add(launch());
        }
        // The last that was started works for a while, too.
        running.get(1).process().waitFor(3, TimeUnit.SECONDS);
    }

    private void kill(Running victim) throws InterruptedException {
        assertThat(victim.process().isAlive()).as("it did not die by itself").isTrue();
        victim.process().destroyForcibly().waitFor();
        kills++;
        running.remove(victim);
        entrance.remove(victim.port());
    }

    /** Twilio is well again, but the processes are gone, and with them every webhook: what is left is the archive. */
    private void faultsEnd() throws Exception {
        twilio.faults().clear();
        for (Running each : List.copyOf(running)) {
            kill(each);
        }
        entrance.shut();
        twilio.webhooks().settle();
        time.shutdown();
        assertThat(time.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    /** One process flushes and reconciles every five minutes, for half an hour at least, for two hours at most. */
    private void untilQuiet() {
        for (int round = 0; round < FEWEST_ROUNDS || !isQuiet() && round < MOST_ROUNDS; round++) {
            twilio.clock().advance(Duration.ofMinutes(5));
            last.reconcile();
            last.desk.flush(1_000);
        }
    }

    private boolean isQuiet() {
        return open().isEmpty() && unhandled().isEmpty();
    }

    /** Messages to agents that have no end, by their state. */
    private List<List<String>> open() {
        return query("SELECT state, COUNT(*) FROM numberpool_message WHERE state NOT IN"
                + " ('DELIVERED', 'READ', 'FAILED', 'UNDELIVERED', 'CANCELED') GROUP BY state");
    }

    private Set<String> unhandled() {
        Set<String> unhandled = new HashSet<>(truth.writtenByAgents());
        inbox().forEach(row -> unhandled.remove(row.sid()));
        return unhandled;
    }

    // ---- what must hold

    /** Otherwise it would be no wonder. */
    private void assertThatItWasHard() {
        assertThat(kills).isEqualTo(KILLS + 2);
        assertThat(entrance.brokenOff.get()).as("broken off").isPositive();
        assertThat(entrance.twice.get()).as("brought twice").isPositive();
        assertThat(entrance.messagesLost.get()).as("messages' webhooks lost").isPositive();
        assertThat(entrance.statusesLost.get()).as("statuses' webhooks lost").isPositive();
        assertThat(answersLost.get()).as("answers lost").isPositive();
        assertThat(refusals.get()).as("503").isPositive();
        assertThat(neverArrived.get()).as("requests that never arrived").isPositive();
        assertThat(number("SELECT COUNT(*) FROM host_inbox WHERE is_replayed"))
                .as("found in the archive")
                .isPositive();
        assertThat(number("SELECT COUNT(*) FROM numberpool_message WHERE attempt > 1"))
                .as("sent once more")
                .isPositive();
        assertThat(truth.count("visitors' lines")).isGreaterThan(100);
        assertThat(truth.count("agents' messages, Routed")).isGreaterThan(100);
        assertThat(truth.count("agents' messages, Ambiguous"))
                .as("asked for whom")
                .isPositive();
        assertThat(truth.count("agents' messages, ConversationClosed"))
                .as("too late")
                .isPositive();
    }

    private List<Handled> inbox() {
        return query("SELECT message_id, conversation, outcome, text FROM host_inbox ORDER BY seq").stream()
                .map(row -> new Handled(row.get(0), row.get(1), row.get(2), row.get(3)))
                .toList();
    }

    private int number(String sql) {
        return Integer.parseInt(query(sql).get(0).get(0));
    }

    private List<List<@Nullable String>> query(String sql) {
        try (Connection connection = last.dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            List<List<@Nullable String>> rows = new ArrayList<>();
            if (statement.execute(sql)) {
                ResultSet result = statement.getResultSet();
                while (result.next()) {
                    List<@Nullable String> row = new ArrayList<>();
                    for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                        row.add(result.getString(i));
                    }
                    rows.add(row);
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
