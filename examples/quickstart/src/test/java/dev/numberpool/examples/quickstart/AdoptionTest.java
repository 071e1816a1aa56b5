package dev.numberpool.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.numberpool.Assignment;
import dev.numberpool.Assignment.Source;
import dev.numberpool.ConversationId;
import dev.numberpool.NumberPool;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.WidgetId;
import dev.numberpool.desk.HandoverDesk;
import dev.numberpool.desk.InboundOutcome;
import dev.numberpool.jdbc.JdbcMessageLog;
import dev.numberpool.jdbc.JdbcNumberStore;
import dev.numberpool.jdbc.JdbcSchema;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * One story, in the order of the page: agents and visitors write to each other in every step, and each visitor reads what
 * was meant for them and nothing else.
 */
@DisplayName("docs/adoption.md, on a live system")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AdoptionTest {
    private static final PhoneNumber DEFAULT = PhoneNumber.of("+15558986300");
    private static final List<PhoneNumber> POOL =
            List.of(PhoneNumber.of("+15558986359"), PhoneNumber.of("+15558986360"), PhoneNumber.of("+15558986361"));
    private static final Participant LAYLA = Participant.of("+201016666301");
    private static final Participant OMAR = Participant.of("+201016666302");

    private final Handbook page = new Handbook("adoption.md");
    private final Map<Long, Participant> agents = new TreeMap<>();
    private final Map<Long, List<String>> visitorsRead = new HashMap<>();
    private final Map<Long, List<String>> meantFor = new HashMap<>();
    private Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private final Phones phones = new Phones(() -> now);
    private final OldWay oldWay = new OldWay(DEFAULT, agents, phones, this::show);
    private int round;

    private PooledPostgres database;
    private HostSql sql;
    private NumberPool pool;
    private DeskWay deskWay;
    private List<List<String>> structureBefore;

    @BeforeAll
    void startTheOldApplication() throws IOException, SQLException {
        database = PooledPostgres.start();
        sql = new HostSql(database.dataSource());
        sql.run(HostSql.file("postgresql/tables.sql"));
        sql.run("INSERT INTO widget_configs (id, handover_whatsapp_number) VALUES (7, '" + DEFAULT + "')");
        structureBefore = structure();
        JdbcNumberStore store = JdbcNumberStore.create(database.dataSource());
        pool = NumberPool.builder(store).clock(() -> now).build();
        JdbcMessageLog log = JdbcMessageLog.create(database.dataSource());
        HandoverDesk desk =
                HandoverDesk.builder(pool, store, log, phones).clock(() -> now).build();
        deskWay = new DeskWay(desk, this::show);
    }

    @AfterAll
    void stop() {
        database.close();
    }

    private void show(long conversation, String text) {
        visitorsRead.computeIfAbsent(conversation, id -> new ArrayList<>()).add(text);
    }

    private List<List<String>> structure() throws SQLException {
        return sql.query(
                        "SELECT table_name, column_name, data_type FROM information_schema.columns"
                                + " WHERE table_schema = 'public' UNION ALL"
                                + " SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1, 2")
                .rows();
    }

    /** As the old release does it: nothing but the status. */
    private void handOverAsBefore(long conversation, Participant agent) throws SQLException {
        sql.insertVisitor(conversation, "Visitor " + conversation);
        sql.run("UPDATE widget_conversations SET status = 'with agent' WHERE id = " + conversation);
        agents.put(conversation, agent);
    }

    private Assignment handOver(long conversation, Participant agent) throws SQLException {
        handOverAsBefore(conversation, agent);
        return Adoption.handOver(pool, ConversationId.of(conversation), agent);
    }

    private void close(long conversation) throws SQLException {
        sql.run("UPDATE widget_conversations SET status = 'closed' WHERE id = " + conversation);
        agents.remove(conversation);
    }

    /** Every visitor writes, then every agent answers, the last message first; all within a minute. */
    private void everybodyTalks(MessageWay way) {
        round++;
        now = now.plus(Duration.ofMinutes(1));
        List<Long> conversations = new ArrayList<>(agents.keySet());
        conversations.forEach(id -> way.toAgent(id, question(id)));
        for (int i = conversations.size() - 1; i >= 0; i--) {
            long id = conversations.get(i);
            meantFor.computeIfAbsent(id, none -> new ArrayList<>()).add(answer(id));
            way.webhook(phones.answer(id, question(id), answer(id)));
        }
        assertThat(visitorsRead).isEqualTo(meantFor);
        assertThat(deskWay.unrouted()).isEmpty();
    }

    private String question(long conversation) {
        return "Question " + round + " of visitor " + conversation;
    }

    private String answer(long conversation) {
        return "Answer " + round + " for visitor " + conversation;
    }

    private void assertIsOnDefault(long... conversations) {
        for (long id : conversations) {
            Phones.Read last = phones.last(question(id));
            assertThat(last.chat()).isEqualTo(new SenderThread(agents.get(id), DEFAULT));
            assertThat(last.hasCode(id)).as("code in '%s'", last.text()).isTrue();
        }
    }

    private Set<SenderThread> assertIsInAChatOfItsOwn(long... conversations) {
        Set<SenderThread> chats = new HashSet<>();
        for (long id : conversations) {
            Phones.Read last = phones.last(question(id));
            assertThat(POOL).contains(last.chat().number());
            assertThat(last.hasCode(id)).as("code in '%s'", last.text()).isFalse();
            chats.add(last.chat());
        }
        assertThat(chats).hasSize(conversations.length);
        return chats;
    }

    @Test
    @Order(1)
    void the_single_number_system_works_with_codes() throws SQLException {
        for (Participant agent : List.of(LAYLA, OMAR)) {
            oldWay.webhook(phones.write(new SenderThread(agent, DEFAULT), "hello"));
        }
        handOverAsBefore(1, LAYLA);
        handOverAsBefore(2, LAYLA);
        handOverAsBefore(3, OMAR);
        handOverAsBefore(4, OMAR);
        everybodyTalks(oldWay);
        assertThat(sql.query(page.sql("1. Look first", 1, 2)).rows()).containsExactly(List.of("with agent", "4", "0"));
        assertThat(sql.query(page.sql("1. Look first", 2, 2)).rows()).containsExactly(List.of(DEFAULT.e164(), "null"));
    }

    @Test
    @Order(2)
    void the_schema_is_made_without_the_running_application_noticing() throws SQLException {
        JdbcSchema.LiveAdoption script = Adoption.script();
        try (Connection migration = database.dataSource().getConnection();
                Statement statement = migration.createStatement()) {
            migration.setAutoCommit(false);
            statement.execute(script.inTransaction());
            migration.commit();
        }
        everybodyTalks(oldWay);
        assertThat(JdbcSchema.verify(database.dataSource()).findings()).hasSize(3);
        for (String statement : script.outsideTransaction().split(";\\s*\\n")) {
            sql.run(statement);
            everybodyTalks(oldWay);
        }
        assertThat(JdbcSchema.verify(database.dataSource()).toString()).startsWith("the schema is usable");
        handOverAsBefore(5, OMAR);
        everybodyTalks(oldWay);
    }

    @Test
    @Order(3)
    void release_a_gives_the_default_number_and_nobody_notices() throws SQLException {
        Assignment assignment = handOver(6, LAYLA);
        assertThat(assignment.number()).isEqualTo(DEFAULT);
        assertThat(assignment.source()).isEqualTo(Source.HANDOVER_DEFAULT);
        handOverAsBefore(7, LAYLA); // by a node of the old release
        everybodyTalks(oldWay);
    }

    @Test
    @Order(4)
    void adoption_enters_every_conversation_that_is_with_an_agent_once() throws SQLException {
        close(4);
        String notAdopted = page.sql("4. Adopt what is with agents already");
        assertThat(sql.query(notAdopted).rows()).hasSize(5);
        assertThat(adopt()).extracting(a -> a.conversation().value()).containsExactly("1", "2", "3", "5", "7");
        assertThat(adopt()).isEmpty();
        assertThat(sql.query(notAdopted).rows()).isEmpty();
        assertThat(pool.assignmentsOn(DEFAULT))
                .allSatisfy(a -> assertThat(a.agent())
                        .isEqualTo(agents.get(Long.valueOf(a.conversation().value()))));
        everybodyTalks(oldWay);
    }

    private List<Assignment> adopt() {
        return Adoption.adopt(
                pool, conversation -> Optional.ofNullable(agents.get(Long.valueOf(conversation.value()))));
    }

    @Test
    @Order(5)
    void release_b_takes_the_messages_over_with_codes_as_before() throws SQLException {
        now = now.plus(pool.coolDown());
        everybodyTalks(deskWay);
        assertIsOnDefault(1, 2, 3, 5, 6, 7);
        everybodyTalks(oldWay); // nodes of release A, which still run
        everybodyTalks(deskWay);
        close(3);
        deskWay.webhook(phones.write(new SenderThread(OMAR, DEFAULT), "late, and without a code"));
        assertThat(deskWay.unrouted()).singleElement().isInstanceOf(InboundOutcome.Ambiguous.class);
        everybodyTalks(deskWay);
    }

    @Test
    @Order(6)
    void numbers_that_are_switched_off_can_be_tried_and_are_given_to_nobody() throws SQLException {
        sql.run(page.sql("6. Make the numbers ready", 1, 2));
        assertThat(pool.widget(WidgetId.of(7)).problems()).isEmpty();
        for (PhoneNumber number : POOL) {
            for (Participant agent : List.of(LAYLA, OMAR)) {
                deskWay.webhook(phones.write(new SenderThread(agent, number), "hello"));
                assertThat(deskWay.unrouted()).containsExactly(new InboundOutcome.OutOfSession(true));
            }
        }
        assertThat(phones.lastText()).startsWith("Not delivered: there is no open chat on this number.");
        assertThat(sql.query(page.sql("6. Make the numbers ready", 2, 2)).rows())
                .extracting(row -> row.get(0) + " " + row.get(1))
                .containsExactly(
                        LAYLA + " " + POOL.get(0),
                        LAYLA + " " + POOL.get(1),
                        LAYLA + " " + POOL.get(2),
                        OMAR + " " + POOL.get(0),
                        OMAR + " " + POOL.get(1),
                        OMAR + " " + POOL.get(2));
        assertThat(handOver(8, OMAR).number()).isEqualTo(DEFAULT);
        everybodyTalks(deskWay);
    }

    @Test
    @Order(7)
    void new_conversations_get_chats_of_their_own_and_old_ones_stay() throws SQLException {
        sql.run(page.sql("7. Switch the numbers on", 1, 2));
        for (long id = 9; id <= 11; id++) {
            assertThat(handOver(id, LAYLA).source()).isEqualTo(Source.POOL);
        }
        handOver(12, OMAR);
        handOver(13, OMAR);
        everybodyTalks(deskWay);
        everybodyTalks(deskWay);
        assertIsInAChatOfItsOwn(9, 10, 11, 12, 13);
        assertIsOnDefault(1, 2, 5, 6, 7, 8);
        for (long id = 5; id <= 8; id++) {
            close(id);
        }
        assertThat(sql.query(page.sql("7. Switch the numbers on", 2, 2)).rows())
                .extracting(row -> row.subList(0, 3))
                .containsExactlyInAnyOrder(
                        List.of("HANDOVER_DEFAULT", DEFAULT.e164(), "2"),
                        List.of("POOL", POOL.get(0).e164(), "2"),
                        List.of("POOL", POOL.get(1).e164(), "2"),
                        List.of("POOL", POOL.get(2).e164(), "1"));
        everybodyTalks(deskWay);
    }

    @Test
    @Order(8)
    void switched_off_numbers_keep_their_conversations_and_get_no_new_ones() throws SQLException {
        now = now.plus(pool.coolDown()); // so that it is not for others that the only one there gets a code
        sql.run(page.sql("1. Switch the numbers off"));
        assertThat(handOver(14, OMAR).source()).isEqualTo(Source.HANDOVER_DEFAULT);
        everybodyTalks(deskWay);
        assertIsInAChatOfItsOwn(9, 10, 11, 12, 13);
        assertIsOnDefault(1, 2, 14);
    }

    @Test
    @Order(9)
    void what_is_moved_goes_on_in_the_old_chat_with_codes() {
        SenderThread before = phones.last(question(9)).chat();
        Adoption.moveToTheDefaultNumber(pool);
        deskWay.webhook(phones.write(before, "typed in the chat that was"));
        assertThat(deskWay.unrouted()).singleElement().isInstanceOf(InboundOutcome.Ambiguous.class);
        assertThat(phones.lastText()).startsWith("Who is this for?");
        meantFor.get(9L).add("typed in the chat that was");
        deskWay.webhook(phones.write(before, "#9"));
        deskWay.unrouted();
        everybodyTalks(deskWay);
        assertIsOnDefault(1, 2, 9, 10, 11, 12, 13, 14);
        assertThat(phones.last(question(9)).text()).startsWith("— New chat: #9 —");
    }

    @Test
    @Order(10)
    void the_old_releases_take_over_again() throws SQLException {
        assertThat(sql.query(page.sql("3. Let it become quiet")).rows()).isEmpty();
        everybodyTalks(oldWay);
        handOver(15, LAYLA);
        everybodyTalks(oldWay);
        handOverAsBefore(16, OMAR);
        everybodyTalks(oldWay);
    }

    @Test
    @Order(11)
    void the_schema_goes_without_a_trace_while_people_talk() throws SQLException {
        sql.run(page.sql("5. Drop the schema"));
        everybodyTalks(oldWay);
        assertThat(structure()).isEqualTo(structureBefore);
        assertThat(sql.query("SELECT 1 FROM widget_conversations WHERE assigned_whatsapp_number IS NOT NULL")
                        .rows())
                .isEmpty();
        page.assertAllWereTakenInOrder();
    }
}
