package dev.numberpool.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import dev.numberpool.Handover;
import dev.numberpool.NumberPool;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.PooledNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.WidgetId;
import dev.numberpool.desk.Content;
import dev.numberpool.desk.Delivery;
import dev.numberpool.desk.DeliveryReport;
import dev.numberpool.desk.DeliveryState;
import dev.numberpool.desk.DeskListener;
import dev.numberpool.desk.Failure;
import dev.numberpool.desk.HandoverDesk;
import dev.numberpool.desk.InboundMessage;
import dev.numberpool.desk.InboundOutcome;
import dev.numberpool.desk.Message;
import dev.numberpool.diagnose.Finding;
import dev.numberpool.jdbc.JdbcMessageLog;
import dev.numberpool.jdbc.JdbcNumberStore;
import dev.numberpool.jdbc.JdbcSchema;
import dev.numberpool.memory.ScriptedGateway;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** Each test begins with an empty database; their order is that of the page, so that no statement is left out. */
@DisplayName("docs/operations.md")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OperationsTest {
    private static final WidgetId WIDGET = WidgetId.of(7);
    private static final PhoneNumber DEFAULT = PhoneNumber.of("+15558986300");
    private static final PhoneNumber TEAM_1 = PhoneNumber.of("+15558986359");
    private static final PhoneNumber TEAM_2 = PhoneNumber.of("+15558986360");
    private static final PhoneNumber TEAM_3 = PhoneNumber.of("+15558986361");
    private static final PhoneNumber TEAM_4 = PhoneNumber.of("+15558986362");
    private static final Participant LAYLA = Participant.of("+201016666301");
    private static final Participant OMAR = Participant.of("+201016666302");

    private final Handbook page = new Handbook("operations.md");
    private PooledPostgres database;
    private HostSql sql;

    private Instant now = Instant.EPOCH;
    private NumberPool pool;
    private JdbcMessageLog log;
    private HandoverDesk desk;
    private ScriptedGateway provider;
    private ScheduledExecutorService scheduler;
    private Operations operations;
    private final List<String> told = new ArrayList<>();

    @BeforeAll
    void start() throws IOException, SQLException {
        database = PooledPostgres.start();
        sql = new HostSql(database.dataSource());
        JdbcSchema.create(database.dataSource());
    }

    @BeforeEach
    void begin() throws SQLException {
        sql.run("TRUNCATE " + String.join(", ", tables()));
        sql.run("INSERT INTO widget_configs (id, whatsapp_number_pool) VALUES (7, '[" + entry(TEAM_1) + ","
                + entry(TEAM_2) + "," + entry(TEAM_3) + "]')");
        now = Instant.now();
        JdbcNumberStore store = JdbcNumberStore.create(database.dataSource());
        pool = NumberPool.builder(store).clock(() -> now).build();
        log = JdbcMessageLog.create(database.dataSource());
        provider = new ScriptedGateway();
        told.clear();
        desk = HandoverDesk.builder(pool, store, log, provider)
                .clock(() -> now)
                .listener(new Told())
                .build();
        scheduler = Executors.newSingleThreadScheduledExecutor();
        operations = new Operations(pool, desk, scheduler);
    }

    private static String entry(PhoneNumber number) {
        return "{\"number\": \"" + number + "\", \"is_active\": true, \"colour\": \"red\"}";
    }

    @AfterEach
    void stopScheduler() {
        scheduler.shutdownNow();
    }

    @AfterAll
    void stop() {
        database.close();
    }

    private final class Told implements DeskListener {
        @Override
        public void unknown(ConversationId conversation, String messageId) {
            told.add(messageId + " unknown");
        }

        @Override
        public void delivered(ConversationId conversation, String messageId) {
            told.add(messageId + " delivered");
        }
    }

    private Assignment assign(long conversation, Participant agent) {
        return pool.assign(Handover.of(WIDGET, ConversationId.of(conversation)).withAgent(agent));
    }

    private List<List<String>> rows(String heading, int which, int of) throws SQLException {
        return sql.query(page.sql(heading, which, of)).rows();
    }

    @Test
    @Order(1)
    void a_task_that_throws_is_tried_again() throws InterruptedException {
        CountDownLatch runs = new CountDownLatch(2);
        operations.every(Duration.ofMillis(1), () -> {
            runs.countDown();
            if (runs.getCount() == 1) {
                throw new IllegalStateException("the database is away");
            }
        });
        assertThat(runs.await(1, TimeUnit.MINUTES)).isTrue();
    }

    @Test
    @Order(1)
    void the_schedule_releases_idle_chats() throws InterruptedException {
        assign(1, LAYLA);
        now = now.plus(Duration.ofHours(25));
        CountDownLatch released = new CountDownLatch(1);
        operations.start();
        operations.every(Duration.ofSeconds(1), released::countDown); // one thread: after the others
        assertThat(released.await(1, TimeUnit.MINUTES)).isTrue();
        assertThat(pool.assignmentOf(ConversationId.of(1))).isEmpty();
    }

    private InboundMessage written(String id, PhoneNumber to, String text) {
        return InboundMessage.of(id, LAYLA, to, text, now);
    }

    @Test
    @Order(2)
    void shared_chats_are_found() throws SQLException {
        for (long id = 1; id <= 4; id++) {
            assign(id, LAYLA);
        }
        assign(5, OMAR);
        assertThat(rows("What to watch", 1, 6))
                .singleElement()
                .satisfies(row -> assertThat(row).startsWith(LAYLA.address(), TEAM_1.e164(), "2"));
    }

    @Test
    @Order(3)
    void a_message_whose_process_died_becomes_unknown_and_is_not_sent_again() throws SQLException {
        assign(1, LAYLA);
        die(1, "m1");
        assertThat(desk.toAgent(ConversationId.of(1), Message.of("m2", "It is late.")))
                .isEqualTo(new Delivery.Parked(Delivery.Why.TURN, null));
        assertThat(rows("What to watch", 2, 6))
                .extracting(row -> row.get(0) + " " + row.get(1))
                .containsExactlyInAnyOrder("PENDING 1", "PARKED 1");
        now = now.plus(Duration.ofMinutes(2)).plusSeconds(1);
        desk.flush(500);
        desk.flush(500);
        assertThat(told).containsExactly("m1 unknown");
        assertThat(provider.asked()).hasSize(2);
        String reference = provider.asked().get(0).reference();
        desk.report(new DeliveryReport(reference, "SM1", DeliveryState.DELIVERED, null, now));
        assertThat(told).containsExactly("m1 unknown", "m1 delivered");
        assertThat(desk.toAgent(ConversationId.of(1), Message.of("m1", "Where is my parcel?")))
                .isEqualTo(new Delivery.Accepted(DeliveryState.DELIVERED));
        assertThat(provider.asked()).hasSize(2);
    }

    /** An error that no part of the desk catches stands for the end of the process. */
    private void die(long conversation, String messageId) {
        provider.onSend(message -> {
            throw new AssertionError("the process died");
        });
        assertThatThrownBy(() ->
                        desk.toAgent(ConversationId.of(conversation), Message.of(messageId, "Where is my parcel?")))
                .isInstanceOf(AssertionError.class);
        provider.succeed();
    }

    @Test
    @Order(4)
    void it_is_seen_whom_parked_messages_wait_for() throws SQLException {
        assign(1, LAYLA);
        assign(2, OMAR);
        provider.failAlways(message -> true, Failure.Kind.WINDOW_CLOSED);
        now = now.minus(Duration.ofHours(2));
        received("SM-in", "hello");
        desk.toAgent(ConversationId.of(1), Message.of("m1", "Where is my parcel?"));
        now = now.plus(Duration.ofHours(2));
        desk.toAgent(ConversationId.of(2), Message.of("m2", "Can I pay later?"));
        List<List<String>> waiting = rows("What to watch", 3, 6);
        assertThat(waiting)
                .extracting(row -> row.subList(0, 4))
                .containsExactly(
                        List.of(LAYLA.address(), TEAM_1.e164(), "WINDOW_CLOSED", "1"),
                        List.of(OMAR.address(), TEAM_2.e164(), "WINDOW_CLOSED", "1"));
        assertThat(waiting.get(0).get(5)).isNotEqualTo("null");
        assertThat(waiting.get(1).get(5)).isEqualTo("null");
    }

    @Test
    @Order(5)
    void what_did_not_arrive_is_counted_with_its_reason() throws SQLException {
        assign(1, LAYLA);
        provider.failAlways(message -> true, Failure.Kind.INVALID_RECIPIENT);
        now = now.minus(Duration.ofHours(25));
        desk.toAgent(ConversationId.of(1), Message.of("m1", "Of yesterday."));
        now = now.plus(Duration.ofHours(25));
        desk.toAgent(ConversationId.of(1), Message.of("m2", "Where is my parcel?"));
        desk.toAgent(ConversationId.of(1), Message.of("m3", "Hello?"));
        assertThat(rows("What to watch", 4, 6))
                .extracting(row -> row.subList(0, 4))
                .containsExactly(List.of("INVALID_RECIPIENT", "null", TEAM_1.e164(), "2"));
    }

    @Test
    @Order(6)
    void a_message_of_an_agent_whose_process_died_is_handled_when_it_is_delivered_again() throws SQLException {
        assign(1, LAYLA);
        now = now.minus(Duration.ofMinutes(3));
        InboundMessage message = written("SM-in", TEAM_1, "It left this morning.");
        log.claim(message.id(), now, Duration.ofMinutes(2));
        now = now.plus(Duration.ofMinutes(3));
        assertThat(rows("What to watch", 5, 6)).extracting(row -> row.get(0)).containsExactly("SM-in");
        List<InboundOutcome> outcomes = new ArrayList<>();
        desk.receive(message, (read, outcome) -> outcomes.add(outcome));
        desk.receive(message, (read, outcome) -> outcomes.add(outcome));
        assertThat(outcomes).hasSize(1);
    }

    @Test
    @Order(7)
    void numbers_that_get_no_new_conversations_are_listed() throws SQLException {
        operations.quarantine(TEAM_2);
        assertThat(rows("What to watch", 6, 6))
                .extracting(row -> row.subList(0, 3))
                .containsExactly(List.of(TEAM_2.e164(), "OPERATOR", "offline at the provider"));
        pool.quarantine(TEAM_2, Duration.ZERO, "works again");
        assertThat(assign(1, LAYLA).number()).isEqualTo(TEAM_1);
        assertThat(assign(2, LAYLA).number()).isEqualTo(TEAM_2);
    }

    @Test
    @Order(8)
    void explain_prints_what_the_page_shows() {
        now = Instant.parse("2026-11-20T09:50:00Z");
        PhoneNumber ill = PhoneNumber.of("+15558986363");
        List<PooledNumber> numbers = new ArrayList<>(pool.widget(WIDGET).pool());
        numbers.add(PooledNumber.of(TEAM_4).withActive(false));
        numbers.add(PooledNumber.of(ill));
        pool.save(pool.widget(WIDGET).withPool(numbers));
        operations.quarantine(ill);
        assign(282, LAYLA);
        assign(283, LAYLA);
        assign(284, OMAR);
        desk.receive(written("SM-in", TEAM_3, "hello"), (message, outcome) -> {});
        now = Instant.parse("2026-11-20T09:55:00Z");
        pool.release(ConversationId.of(283));
        now = Instant.parse("2026-11-20T10:00:00Z");
        PrintStream console = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            operations.explain(ConversationId.of(285), LAYLA);
        } finally {
            System.setOut(console);
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo(page.output("Reading explain"));
        assertThat(pool.assignmentOf(ConversationId.of(285))).isEmpty();
    }

    @Test
    @Order(9)
    void a_number_is_added_switched_off_and_gets_the_next_conversations_when_it_is_on() throws SQLException {
        for (long id = 1; id <= 6; id++) {
            assign(id, LAYLA);
        }
        sql.run(page.sql("Add a number"));
        List<PooledNumber> numbers = pool.widget(WIDGET).pool();
        assertThat(numbers).hasSize(4);
        assertThat(numbers.get(3).active()).isFalse();
        assertThat(pool.widget(WIDGET).problems()).isEmpty();
        assertThat(assign(7, OMAR).number()).isNotEqualTo(TEAM_4);
        sql.run(new Handbook("operations.md")
                .sql("Retire a number", 2, 3)
                .replace(TEAM_2.e164(), TEAM_4.e164())
                .replace("'false'", "'true'"));
        assertThat(assign(8, OMAR).number()).isEqualTo(TEAM_4);
        assertThat(assign(9, LAYLA).number()).isEqualTo(TEAM_4);
    }

    @Test
    @Order(10)
    void a_number_is_retired_while_its_conversations_go_on() throws SQLException {
        sql.run("INSERT INTO widget_configs (id, handover_whatsapp_number) VALUES (8, '" + TEAM_2 + "')");
        String before = json();
        assertThat(rows("Retire a number", 1, 3)).containsExactlyInAnyOrder(List.of("7"), List.of("8"));
        assign(1, LAYLA);
        assertThat(assign(2, LAYLA).number()).isEqualTo(TEAM_2);
        String off = page.sql("Retire a number", 2, 3);
        sql.run(off);
        sql.run(off.replace("'false'", "'true'"));
        assertThat(json()).isEqualTo(before);
        sql.run(off);
        assertThat(assign(3, LAYLA).number()).isEqualTo(TEAM_3);
        assertThat(assign(2, LAYLA).number()).isEqualTo(TEAM_2);
        assertThat(operations.retire(TEAM_2)).isTrue();
        assertThat(lateAnswer()).isInstanceOf(InboundOutcome.Ambiguous.class);
        sql.run(page.sql("Retire a number", 3, 3));
        assertThat(pool.widget(WIDGET).pool()).extracting(PooledNumber::number).containsExactly(TEAM_1, TEAM_3);
        now = now.plus(Duration.ofHours(1));
        assertThat(lateAnswer()).isEqualTo(new InboundOutcome.OutOfSession(true));
    }

    private InboundOutcome lateAnswer() {
        List<InboundOutcome> outcomes = new ArrayList<>();
        String id = "late" + provider.asked().size();
        desk.receive(written(id, TEAM_2, "It left this morning."), (message, outcome) -> {
            outcomes.add(outcome);
            assertThat(desk.tell(message, outcome)).isPresent();
        });
        return outcomes.get(0);
    }

    private String json() throws SQLException {
        return sql.query("SELECT whatsapp_number_pool FROM widget_configs WHERE id = 7")
                .rows()
                .get(0)
                .get(0);
    }

    @Test
    @Order(11)
    void an_agent_moves_to_a_new_phone() {
        assign(1, LAYLA);
        assign(2, LAYLA);
        Participant now = Participant.of("+201016666399");
        assertThat(operations.newPhone(LAYLA, now))
                .hasSize(2)
                .allSatisfy(moved -> assertThat(moved.agent()).isEqualTo(now));
        assertThat(operations.newPhone(LAYLA, now)).isEmpty();
        List<InboundOutcome> outcomes = new ArrayList<>();
        InboundMessage old = written("SM-in", TEAM_1, "It left this morning.");
        desk.receive(old, (message, outcome) -> outcomes.add(outcome));
        assertThat(outcomes).containsExactly(new InboundOutcome.Transferred(ConversationId.of(1)));
        desk.tell(old, outcomes.get(0));
        assertThat(provider.sent()).singleElement().satisfies(answer -> {
            assertThat(answer.thread()).isEqualTo(new SenderThread(LAYLA, TEAM_1));
            assertThat(((Content.Text) answer.content()).text())
                    .startsWith("Not delivered: the chat is with somebody else now.");
        });
    }

    /** The load of the busiest hours: 20 and 40 minutes, each with ten minutes of cool-down, are 80 minutes. */
    @Test
    @Order(12)
    void the_load_of_an_hour_is_read_from_the_table() throws SQLException {
        now = Instant.parse("2026-11-20T09:00:00Z");
        assign(1, LAYLA);
        assign(2, LAYLA);
        now = now.plus(Duration.ofMinutes(20));
        pool.release(ConversationId.of(1));
        now = now.plus(Duration.ofMinutes(20));
        sql.run("UPDATE widget_conversations SET status = 'closed' WHERE id = 2");
        assign(3, LAYLA); // notices it
        Handbook sizing = new Handbook("sizing.md");
        assertThat(sql.query(sizing.sql("The load of an agent")).rows())
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.get(0)).isEqualTo(LAYLA.address());
                    assertThat(row.subList(2, 4)).containsExactly("2", "1.3");
                });
        sizing.assertAllWereTakenInOrder();
    }

    /** Maria, Tom and Sara have Layla's chats; Maria ends, Leo gets her chat; then the database is that of before. */
    @Test
    @Order(13)
    void after_a_restore_nobody_reads_what_is_for_others_if_the_pool_is_left_first() throws SQLException {
        sql.run("UPDATE widget_configs SET handover_whatsapp_number = '" + DEFAULT + "'");
        assertThat(assign(1, LAYLA).number()).isEqualTo(TEAM_1);
        assign(2, LAYLA);
        assign(3, LAYLA);
        desk.toAgent(ConversationId.of(1), Message.of("m1", "Where is my parcel?"));
        backUp();
        sql.run("UPDATE widget_conversations SET status = 'closed' WHERE id = 1");
        Message repeated = Message.of("m2", "Thank you!");
        desk.toAgent(ConversationId.of(2), repeated);
        now = now.plus(Duration.ofHours(1));
        assertThat(assign(4, LAYLA).number()).isEqualTo(TEAM_1);
        desk.toAgent(ConversationId.of(4), Message.of("m4", "Can I pay later?"));

        restore();
        assertThat(received("SM-1", "Yes, in two parts."))
                .isInstanceOfSatisfying(
                        InboundOutcome.Routed.class,
                        wrong -> assertThat(wrong.assignment().conversation()).isEqualTo(ConversationId.of(1)));

        restore();
        sql.run(new Handbook("adoption.md").sql("1. Switch the numbers off"));
        Adoption.moveToTheDefaultNumber(pool);
        assertThat(pool.assignmentsOn(DEFAULT)).hasSize(3);
        assertThat(received("SM-2", "Yes, in two parts.")).isInstanceOf(InboundOutcome.Ambiguous.class);
        assertThat(received("SM-3", "#4: Yes, in two parts.")).isEqualTo(new InboundOutcome.UnknownCode("4"));
        now = now.plus(Duration.ofHours(1));
        assertThat(received("SM-4", "Yes, in two parts.")).isEqualTo(new InboundOutcome.OutOfSession(true));
        int sent = provider.sent().size();
        assertThat(desk.toAgent(ConversationId.of(2), repeated)).isInstanceOf(Delivery.Accepted.class);
        assertThat(provider.sent()).hasSize(sent + 1);
    }

    private InboundOutcome received(String id, String text) {
        List<InboundOutcome> outcomes = new ArrayList<>();
        desk.receive(written(id, TEAM_1, text), (message, outcome) -> outcomes.add(outcome));
        return outcomes.get(0);
    }

    private List<String> tables() throws SQLException {
        return sql
                .query(
                        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'numberpool_schema'")
                .rows()
                .stream()
                .map(row -> row.get(0))
                .toList();
    }

    private void backUp() throws SQLException {
        sql.run("DROP SCHEMA IF EXISTS backup CASCADE; CREATE SCHEMA backup");
        for (String table : tables()) {
            sql.run("CREATE TABLE backup." + table + " AS TABLE public." + table);
        }
    }

    private void restore() throws SQLException {
        sql.run("TRUNCATE " + String.join(", ", tables()));
        for (String table : List.of("widget_configs", "widget_conversations")) {
            sql.run("INSERT INTO " + table + " SELECT * FROM backup." + table);
        }
        for (String table : tables()) {
            if (table.startsWith("numberpool_")) {
                sql.run("INSERT INTO " + table + " OVERRIDING SYSTEM VALUE SELECT * FROM backup." + table);
            }
        }
    }

    /** Each finding has its hour, and one only. */
    @Test
    @Order(13)
    void the_page_says_of_every_finding_when_to_see_to_it() {
        List<String> named = Pattern.compile("`([A-Z][A-Z0-9_]+)`")
                .matcher(page.section("Findings: now, today, some day"))
                .results()
                .map(code -> code.group(1))
                .toList();
        assertThat(named)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(Finding.Code.values()).map(Enum::name).toList());
    }

    @Test
    @Order(14)
    void every_statement_of_the_page_was_run() {
        page.assertAllWereTakenInOrder();
    }
}
