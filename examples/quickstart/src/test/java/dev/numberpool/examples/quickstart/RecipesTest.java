package dev.numberpool.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.numberpool.Assignment;
import dev.numberpool.Assignment.Source;
import dev.numberpool.ConversationId;
import dev.numberpool.Handover;
import dev.numberpool.NumberPool;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.WidgetId;
import dev.numberpool.desk.Content;
import dev.numberpool.desk.HandoverDesk;
import dev.numberpool.desk.InboundMessage;
import dev.numberpool.desk.InboundOutcome;
import dev.numberpool.desk.Message;
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
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Each recipe does its job. Those that stand in another example are held there: handing over in the host's transaction by
 * {@link ExamplesTest}, the webhook and the test without an account by the tests of examples/twilio, the Spring service by
 * that of examples/spring-boot.
 */
@DisplayName("docs/recipes.md")
class RecipesTest {
    private static final WidgetId WIDGET = WidgetId.of(7);
    private static final PhoneNumber TEAM_1 = PhoneNumber.of("+15558986359");
    private static final PhoneNumber TEAM_2 = PhoneNumber.of("+15558986360");
    private static final PhoneNumber TEAM_3 = PhoneNumber.of("+15558986361");
    private static final PhoneNumber SALES = PhoneNumber.of("+15558986370");
    private static final Participant LAYLA = Participant.of("+201016666301");
    private static final Participant OMAR = Participant.of("+201016666302");
    private static final ConversationId MARIA = ConversationId.of(282);
    private static final ConversationId YARA = ConversationId.of(294);

    private Instant now = Instant.parse("2026-11-20T10:00:00Z");
    private final TourDatabase database = TourDatabase.h2();
    private final HostSql sql = new HostSql(database.dataSource());
    private final JdbcNumberStore store = JdbcNumberStore.create(database.dataSource());
    private final NumberPool pool = NumberPool.builder(store).clock(() -> now).build();
    private final ScriptedGateway provider = new ScriptedGateway();
    private final HandoverDesk desk = HandoverDesk.builder(
                    pool, store, JdbcMessageLog.create(database.dataSource()), provider)
            .clock(() -> now)
            .build();
    private int received;

    @BeforeEach
    void createSchema() throws SQLException {
        JdbcSchema.create(database.dataSource());
        sql.run("INSERT INTO widget_configs (id, whatsapp_number_pool) VALUES (7, '["
                + "{\"number\": \"+15558986359\", \"display_name\": \"Support Team 1\", \"is_active\": true},"
                + "{\"number\": \"+15558986360\", \"display_name\": \"Support Team 2\", \"is_active\": true,"
                + " \"colour\": \"red\"}]')");
    }

    @AfterEach
    void stop() throws IOException {
        database.close();
    }

    private Assignment assign(ConversationId conversation, Participant agent) {
        return pool.assign(Handover.of(WIDGET, conversation).withAgent(agent));
    }

    private InboundOutcome write(Participant agent, PhoneNumber to, String text) {
        received++;
        return desk.receive(InboundMessage.of("IN" + received, agent, to, text, now), (message, outcome) -> {});
    }

    private List<String> read(SenderThread chat) {
        return provider.sent().stream()
                .filter(message -> message.thread().equals(chat))
                .map(message -> ((Content.Text) message.content()).text())
                .toList();
    }

    private static List<String> printed(Runnable call) {
        PrintStream console = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            call.run();
        } finally {
            System.setOut(console);
        }
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    @DisplayName("A13: a transferred conversation is with the new agent, and the old one's words reach nobody")
    void transfer() {
        assign(MARIA, LAYLA);
        Assignment moved = Recipes.transfer(pool, MARIA, OMAR);
        assertThat(moved.agent()).isEqualTo(OMAR);
        assertThat(moved.number()).isEqualTo(TEAM_1);

        desk.toAgent(MARIA, Message.of("m1", "Where is my parcel?"));
        assertThat(read(new SenderThread(OMAR, TEAM_1)))
                .singleElement()
                .asString()
                .endsWith("Where is my parcel?");
        assertThat(read(new SenderThread(LAYLA, TEAM_1))).isEmpty();
        assertThat(write(LAYLA, TEAM_1, "#282: It left this morning."))
                .isEqualTo(new InboundOutcome.Transferred(MARIA));
        assertThat(write(OMAR, TEAM_1, "It left this morning.")).isInstanceOf(InboundOutcome.Routed.class);
    }

    @Test
    @DisplayName("A13: transferred to an agent whose chat there is taken, a conversation gets another number")
    void transferToATakenChat() {
        ConversationId sara = ConversationId.of(3);
        assign(MARIA, LAYLA);
        assign(YARA, OMAR);
        assertThat(assign(sara, OMAR).number()).isEqualTo(TEAM_1);
        assertThat(Recipes.transfer(pool, sara, LAYLA).number()).isEqualTo(TEAM_2);
    }

    @Test
    @DisplayName("D16: all conversations of an agent go to the new phone, and nobody else's")
    void newPhone() {
        Participant newPhone = Participant.of("+201016666399");
        assign(MARIA, LAYLA);
        assign(YARA, OMAR);
        List<Assignment> moved = new Operations(pool, desk, null).newPhone(LAYLA, newPhone);
        assertThat(moved).extracting(Assignment::conversation).containsExactly(MARIA);

        desk.toAgent(MARIA, Message.of("m1", "Where is my parcel?"));
        assertThat(read(new SenderThread(newPhone, TEAM_1))).hasSize(1);
        assertThat(read(new SenderThread(LAYLA, TEAM_1))).isEmpty();
        assertThat(pool.assignmentOf(YARA).orElseThrow().agent()).isEqualTo(OMAR);
    }

    @Test
    @DisplayName("A6, A8: an added number gets the next conversation, and the other entries stay as they are")
    void addNumber() throws SQLException {
        assign(MARIA, LAYLA);
        assign(YARA, LAYLA);
        HostCalls.addNumber(pool, TEAM_3);
        assertThat(assign(ConversationId.of(3), LAYLA).number()).isEqualTo(TEAM_3);
        assertThat(sql.query("SELECT whatsapp_number_pool FROM widget_configs").rows())
                .singleElement()
                .asString()
                .contains("colour")
                .contains("Support Team 3");
    }

    @Test
    @DisplayName("A13: a retired number carries nobody any more and is not given again")
    void retireNumber() {
        assign(MARIA, LAYLA);
        assertThat(assign(YARA, OMAR).number()).isEqualTo(TEAM_2);
        List<Assignment> moved = Recipes.retire(pool, TEAM_2);
        assertThat(moved).extracting(Assignment::conversation).containsExactly(YARA);
        assertThat(moved).extracting(Assignment::number).containsExactly(TEAM_1);
        assertThat(pool.assignmentsOn(TEAM_2)).isEmpty();
        for (long id = 1; id <= 4; id++) {
            assertThat(assign(ConversationId.of(id), LAYLA).number()).isEqualTo(TEAM_1);
        }
        assertThat(pool.widget(WIDGET).pool()).hasSize(2);
    }

    @Test
    @DisplayName("A host's own strategy keeps the numbers of the sales team for its agents")
    void ownStrategy() throws SQLException {
        sql.run("UPDATE widget_configs SET handover_whatsapp_number = '+15558986300', whatsapp_number_pool = '["
                + "{\"number\": \"+15558986359\", \"display_name\": \"Support Team 1\", \"is_active\": true},"
                + "{\"number\": \"+15558986370\", \"display_name\": \"Sales Team\", \"is_active\": true}]'");
        NumberPool own = Recipes.withOwnStrategy(store, Set.of(OMAR));
        for (long id = 1; id <= 3; id++) {
            Handover handover = Handover.of(WIDGET, ConversationId.of(id));
            assertThat(own.assign(handover.withAgent(LAYLA)).number()).isEqualTo(TEAM_1);
        }
        assertThat(own.assign(Handover.of(WIDGET, ConversationId.of(4)).withAgent(OMAR))
                        .number())
                .isEqualTo(SALES);
        assertThat(own.assign(WIDGET, ConversationId.of(5)).number()).isEqualTo(TEAM_1);

        sql.run("UPDATE widget_configs SET whatsapp_number_pool ="
                + " '[{\"number\": \"+15558986370\", \"display_name\": \"Sales Team\", \"is_active\": true}]'");
        assertThat(own.assign(Handover.of(WIDGET, ConversationId.of(6)).withAgent(LAYLA))
                        .source())
                .isEqualTo(Source.HANDOVER_DEFAULT);
    }

    @Test
    @DisplayName("A5: a step of the host's own answers at night, when the pool cannot")
    void ownStep() throws SQLException {
        PhoneNumber nightDesk = PhoneNumber.of("+15558986399");
        NumberPool atNight = Recipes.withOwnStep(store, nightDesk, () -> LocalTime.of(3, 0));
        assertThat(atNight.assign(WIDGET, MARIA).number()).isEqualTo(TEAM_1);

        sql.run("UPDATE widget_configs SET whatsapp_number_pool = NULL");
        Assignment byStep = atNight.assign(WIDGET, YARA);
        assertThat(byStep.number()).isEqualTo(nightDesk);
        assertThat(byStep.source()).isEqualTo(Source.HOST);

        NumberPool byDay = Recipes.withOwnStep(store, nightDesk, () -> LocalTime.of(9, 0));
        assertThat(byDay.explain(Handover.of(WIDGET, ConversationId.of(3))).steps())
                .last()
                .asString()
                .isEqualTo("night desk: has no number");
    }

    @Test
    @DisplayName("A15: chats that nobody closes are released, and their agents are told")
    void closeIdleChats() {
        assign(MARIA, LAYLA);
        assign(YARA, OMAR);
        write(LAYLA, TEAM_1, "Hello");
        now = now.plus(Duration.ofHours(9));
        write(OMAR, TEAM_2, "Hello");
        assertThat(provider.sent()).isEmpty();

        Recipes.everyHour(pool, desk);

        assertThat(pool.assignmentOf(MARIA)).isEmpty();
        assertThat(pool.assignmentOf(YARA)).isPresent();
        assertThat(read(new SenderThread(LAYLA, TEAM_1)))
                .singleElement()
                .asString()
                .contains("#282");
        assertThat(provider.sent()).hasSize(1);
    }

    @Test
    @DisplayName("A decision is kept in words when it is made, with masked numbers")
    void journal() {
        Map<ConversationId, String> journal = new HashMap<>();
        NumberPool told = Recipes.withJournal(store, journal::put);
        told.assign(Handover.of(WIDGET, MARIA).withAgent(LAYLA));
        told.assign(Handover.of(WIDGET, YARA).withAgent(LAYLA));
        assertThat(journal).containsOnlyKeys(MARIA, YARA);
        assertThat(journal.get(YARA))
                .startsWith("conversation 294 of widget 7: +1555•••6360 (the agent has no other conversation on it)")
                .doesNotContain(TEAM_1.e164(), TEAM_2.e164());
    }

    @Test
    @DisplayName("explain says what would be done now, and does nothing")
    void explain() {
        assign(MARIA, LAYLA);
        List<String> lines = printed(() -> new Operations(pool, desk, null).explain(YARA, LAYLA));
        assertThat(lines.get(0))
                .isEqualTo("conversation 294 of widget 7: +1555•••6360 (the agent has no other conversation on it)");
        assertThat(pool.assignmentOf(YARA)).isEmpty();
    }

    @Test
    @DisplayName("A15: usage shows how much each number is used, with those that left the pool")
    void usage() throws SQLException {
        List<ConversationId> conversations = new ArrayList<>(List.of(MARIA, YARA, ConversationId.of(3)));
        conversations.forEach(conversation -> assign(conversation, LAYLA));
        sql.run("UPDATE widget_configs SET whatsapp_number_pool ="
                + " '[{\"number\": \"+15558986359\", \"display_name\": \"Support Team 1\", \"is_active\": true}]'");
        assertThat(printed(() -> Recipes.showUsage(pool)))
                .containsExactly(
                        "Support Team 1: 2 active, 1 shared",
                        "+15558986360: 1 active, 0 shared, not in the pool any more");
    }

    @Test
    @DisplayName("A host is tested without database, network and account")
    void inMemory() {
        Recipes.InMemory host = Recipes.InMemory.start();
        host.pool().assign(Handover.of(WIDGET, MARIA).withAgent(LAYLA));
        host.desk().toAgent(MARIA, Message.of("m1", "Where is my parcel?"));
        assertThat(host.provider().sent()).singleElement().satisfies(message -> {
            assertThat(message.thread()).isEqualTo(new SenderThread(LAYLA, TEAM_1));
            assertThat(((Content.Text) message.content()).text()).endsWith("Where is my parcel?");
        });
    }
}
