package dev.numberpool.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import dev.numberpool.Handover;
import dev.numberpool.Participant;
import dev.numberpool.PooledNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.desk.Delivery;
import dev.numberpool.desk.Message;
import dev.numberpool.jdbc.JdbcSchema;
import dev.numberpool.twilio.TwilioReconciler.Result;
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
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
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

/** On a real PostgreSQL, with real processes that are killed while they catch up with an hour. */
@DisplayName("D8, D15: killed in the middle of catching up, everything is in afterwards, once and in order")
@Timeout(300)
class TwilioReconcilerKillTest {
    private static final Logger LOG = LoggerFactory.getLogger(TwilioReconcilerKillTest.class);
    private static final int AGENTS = 6;
    private static final int STATUSES = 50;
    private static final int LOST = 5;

    private final FakeTwilio twilio = FakeTwilio.start();
    private final URI address = twilio.endpoints().get("api.twilio.com");

    /** For conversations that nobody shares a thread with: the message's id and its conversation. */
    private final Map<String, @Nullable String> meant = new LinkedHashMap<>();

    private final Map<String, SenderThread> threads = new HashMap<>();
    private EmbeddedPostgres postgres;
    private String url;
    private ReconcilerWorker worker;

    @BeforeEach
    void start() throws Exception {
        postgres = EmbeddedPostgres.start();
        url = postgres.getJdbcUrl("postgres", "postgres");
        worker = new ReconcilerWorker(url, address, twilio.clock()::instant);
        JdbcSchema.create(worker.dataSource);
        query("INSERT INTO widget_configs (id) VALUES ('7')");
        query(ReconcilerWorker.INBOX);
    }

    @AfterEach
    void stop() throws Exception {
        worker.close();
        postgres.close();
        twilio.close();
    }

    @Test
    @DisplayName("2 kills")
    void everything_is_in_after_2_kills() throws Exception {
        everythingIsInAfter(2, 60);
    }

    @Test
    @Tag("slow")
    @DisplayName("20 kills")
    void everything_is_in_after_20_kills() throws Exception {
        everythingIsInAfter(20, 500);
    }

    private void everythingIsInAfter(int kills, int messages) throws Exception {
        Random random = new Random(kills);
        prepare();
        outage(random, messages);
        List<Integer> progress = new ArrayList<>();
        Duration ahead = Duration.between(Instant.now(), twilio.clock().instant());
        for (int kill = 0; kill < kills; kill++) {
            Process process = ReconcilerWorker.start(url, address, ahead);
            awaitProgress(process, (kill + 1) * messages / (kills + 2));
            process.waitFor(random.nextInt(30), TimeUnit.MILLISECONDS);
            assertThat(process.isAlive()).as("it did not die by itself").isTrue();
            process.destroyForcibly().waitFor();
            progress.add(inbox().size());
        }
        InstantSource late = () -> Instant.now().plus(ahead).plusSeconds(60);
        try (ReconcilerWorker last = new ReconcilerWorker(url, address, late)) {
            assertThat(last.reconcile().problems()).isEmpty();
            last.desk.flush(100);
            Result again = last.reconcile();
            assertThat(again.received() + again.waiting() + again.failed()).isZero();
        }
        settle(ahead);

        assertEverythingIsIn();
        LOG.warn("{} messages in after {} kills (seed {}); after each: {}", messages, kills, kills, progress);
    }

    /** Waits until so many messages are in. */
    private void awaitProgress(Process process, int messages) throws InterruptedException {
        while (inbox().size() < messages) {
            assertThat(process.waitFor(5, TimeUnit.MILLISECONDS))
                    .as("it died by itself")
                    .isFalse();
        }
    }

    // ---- what happens

    private void prepare() {
        List<PooledNumber> numbers = IntStream.range(0, 2)
                .mapToObj(i -> PooledNumber.of(dev.numberpool.PhoneNumber.of("+1555898636" + i)))
                .toList();
        numbers.forEach(number -> twilio.senders().add(number.number().e164()));
        worker.pool.save(worker.pool.widget(ReconcilerHost.WIDGET).withPool(numbers));
        for (int i = 0; i < AGENTS; i++) {
            for (int k = 0; k <= i % 3; k++) {
                assign(i, 10 * i + k + 1);
            }
        }
        worker.reconcile();
        threads.forEach(
                (conversation, thread) -> twilio.phone(thread.participant().address())
                        .write(thread.number().e164(), "hello"));
        twilio.clock().advance(Duration.ofMinutes(1));
        worker.reconcile();
        twilio.messages().pause();
        List<String> conversations = threads.keySet().stream().sorted().toList();
        for (int i = 0; i < STATUSES; i++) {
            say(conversations.get(i % conversations.size()), "m" + i);
            twilio.clock().advance(Duration.ofSeconds(8));
        }
        for (int i = 0; i < LOST; i++) {
            twilio.faults().script("POST", "*/Messages.json", Fault.dropAfter(), Fault.dropBefore());
            assertThat(say(conversations.get(i), "after" + i)).isEqualTo(new Delivery.Unknown());
            assertThat(say(conversations.get(i), "before" + i)).isEqualTo(new Delivery.Unknown());
            // So that what is lost is not in doubt because of what is not.
            twilio.clock().advance(Duration.ofMinutes(16));
        }
        query("DELETE FROM host_inbox");
    }

    private void assign(int agent, int conversation) {
        Assignment assignment = worker.pool.assign(Handover.of(ReconcilerHost.WIDGET, ConversationId.of(conversation))
                .withAgent(Participant.of("+20101666634" + agent)));
        threads.put(assignment.conversation().value(), new SenderThread(assignment.agent(), assignment.number()));
    }

    private Delivery say(String conversation, String id) {
        return worker.desk.toAgent(ConversationId.of(conversation), Message.of(id, "words of " + id));
    }

    private void outage(Random random, int messages) {
        twilio.messages().resume();
        List<String> conversations = threads.keySet().stream().sorted().toList();
        for (int i = 0; i < messages; i++) {
            twilio.clock().advance(Duration.ofMillis(random.nextInt(14_000)));
            String conversation = conversations.get(random.nextInt(conversations.size()));
            SenderThread thread = threads.get(conversation);
            boolean hasCode = random.nextInt(4) == 0;
            boolean isShared = threads.values().stream().filter(thread::equals).count() > 1;
            String text = (hasCode ? "#" + conversation + ": " : "") + "agent's words " + i;
            String sid = twilio.phone(thread.participant().address())
                    .write(thread.number().e164(), text);
            meant.put(sid, isShared && !hasCode ? null : conversation);
        }
    }

    /** What was not sent is sent again, and what became of it comes in. */
    private void settle(Duration ahead) {
        for (int minutes = 5; minutes <= 30; minutes += 5) {
            Duration later = ahead.plusMinutes(minutes);
            try (ReconcilerWorker each =
                    new ReconcilerWorker(url, address, () -> Instant.now().plus(later))) {
                each.reconcile();
                each.desk.flush(100);
            }
        }
    }

    // ---- what must hold

    private void assertEverythingIsIn() {
        List<List<String>> inbox = inbox();
        assertThat(inbox.stream().map(row -> row.get(0)))
                .as("once each")
                .containsExactlyInAnyOrderElementsOf(meant.keySet());
        inbox.forEach(row -> assertThat(row.get(1)).as(row.get(0)).isEqualTo(meant.get(row.get(0))));
        Map<String, String> from = twilio.messages().all().stream()
                .collect(Collectors.toMap(message -> message.sid(), message -> message.from() + message.to()));
        Map<String, List<String>> came =
                inbox.stream().map(row -> row.get(0)).collect(Collectors.groupingBy(from::get));
        Map<String, List<String>> wrote = meant.keySet().stream().collect(Collectors.groupingBy(from::get));
        assertThat(came).as("in the order of each chat").isEqualTo(wrote);
        List<String> shown = threads.values().stream()
                .map(SenderThread::participant)
                .distinct()
                .flatMap(agent -> twilio.phone(agent.address()).screen().stream())
                .map(line -> line.text().replaceFirst("^#[0-9]+: ", ""))
                .filter(text -> text.startsWith("words of"))
                .toList();
        assertThat(shown).hasSize(STATUSES + 2 * LOST).doesNotHaveDuplicates();
        assertThat(worker.log.unsettled(Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z"), 0, 1000))
                .isEmpty();
    }

    private List<List<String>> inbox() {
        return query("SELECT message_id, conversation FROM host_inbox ORDER BY seq");
    }

    private List<List<String>> query(String sql) {
        try (Connection connection = worker.dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            List<List<String>> rows = new ArrayList<>();
            if (statement.execute(sql)) {
                ResultSet result = statement.getResultSet();
                while (result.next()) {
                    List<String> row = new ArrayList<>();
                    row.add(result.getString(1));
                    row.add(result.getString(2));
                    rows.add(row);
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
