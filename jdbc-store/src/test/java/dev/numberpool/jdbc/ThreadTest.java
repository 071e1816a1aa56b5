package dev.numberpool.jdbc;

import static dev.numberpool.jdbc.HostDatabase.WIDGET;
import static dev.numberpool.jdbc.HostDatabase.conversation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import dev.numberpool.Handover;
import dev.numberpool.NumberPool;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.spi.ThreadRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What happens on threads, while operators change conversations and pools by plain SQL. */
class ThreadTest {
    private static final Instant NOW = Instant.parse("2026-07-15T12:00:00Z");
    private static final Participant OMAR = Participant.of("+201016666348");
    private static final Participant OMARS_ID = Participant.of("US.13491208655302741918");
    private static final Participant ANNA = Participant.of("+4915112345678");
    private static final PhoneNumber NUMBER = PhoneNumber.of(HostDatabase.number(0));

    private HostDatabase host;
    private JdbcNumberStore store;

    private void open(TestDatabase database) {
        host = HostDatabase.adopted(database);
        host.setPool(1);
        host.conversations(1, 9);
        store = JdbcNumberStore.create(host.dataSource());
    }

    @AfterEach
    void close() {
        if (host != null) {
            host.close();
        }
    }

    private NumberPool at(Instant time) {
        return NumberPool.builder(store).clock(() -> time).build();
    }

    private Assignment assign(int id, Participant agent, Instant time) {
        return at(time).assign(Handover.of(WIDGET, conversation(id)).withAgent(agent));
    }

    private ThreadRecord look(Participant... people) {
        return store.thread(NUMBER, Set.of(people), NOW);
    }

    private static List<ConversationId> active(ThreadRecord thread) {
        return thread.active().stream().map(Assignment::conversation).toList();
    }

    @ParameterizedTest
    @EnumSource
    void aConversationThatIsClosedBySqlHasLeftAndIsBackWhenItIsOpenedAgain(TestDatabase database) {
        open(database);
        assign(1, OMAR, NOW);
        assign(2, OMARS_ID, NOW.plusSeconds(1));
        assign(3, ANNA, NOW);
        assertThat(active(look(OMAR, OMARS_ID))).containsExactly(conversation(1), conversation(2));

        host.sql("UPDATE widget_conversations SET status = 'closed' WHERE id IN (1, 2, 3)");
        assertThat(active(look(OMAR, OMARS_ID))).isEmpty();
        assertThat(look(OMAR, OMARS_ID).left()).containsExactlyInAnyOrder(conversation(1), conversation(2));

        host.sql("UPDATE widget_conversations SET status = 'open' WHERE id = 1");
        assertThat(active(look(OMAR, OMARS_ID))).containsExactly(conversation(1));
        assertThat(look(OMAR, OMARS_ID).left()).containsExactly(conversation(2));

        host.sql("DELETE FROM widget_conversations WHERE id IN (1, 2)");
        assertThat(look(OMAR, OMARS_ID)).isEqualTo(new ThreadRecord(List.of(), Set.of(), null, null));
    }

    @ParameterizedTest
    @EnumSource
    void aCloseIsDatedByTheMessageBeforeItAndNotByTheOneThatComesLater(TestDatabase database) {
        open(database);
        SenderThread thread = new SenderThread(OMAR, NUMBER);
        assign(1, OMAR, NOW.minusSeconds(600));
        assign(2, OMAR, NOW.minusSeconds(60));
        store.noteInbound(thread, NOW.minusSeconds(300));
        host.sql("UPDATE widget_conversations SET status = 'closed' WHERE id IN (1, 2)");
        assertThat(look(OMAR).left()).as("2 as of now, 1 five minutes ago").containsExactly(conversation(2));

        store.noteInbound(thread, NOW.plusSeconds(60));

        assertThat(look(OMAR).left()).containsExactly(conversation(2));
        assertThat(store.thread(NUMBER, Set.of(OMAR), NOW.minusSeconds(300)).left())
                .containsExactlyInAnyOrder(conversation(1), conversation(2));
        assertThat(look(OMAR).lastInboundAt()).isEqualTo(NOW.plusSeconds(60));
        assertThat(store.find(conversation(1)).orElseThrow().left()).isTrue();
        assertThat(host.count("left_at IS NOT NULL")).isEqualTo(2);

        host.sql("UPDATE widget_conversations SET status = 'open' WHERE id = 2");
        assertThat(look(OMAR).left()).isEmpty();
        assertThat(active(look(OMAR))).containsExactly(conversation(2));
    }

    @ParameterizedTest
    @EnumSource
    void aTransferLeavesOneThreadForAnotherAndAReleaseLeavesBoth(TestDatabase database) {
        open(database);
        assign(1, OMAR, NOW);
        at(NOW.plusSeconds(10)).transfer(conversation(1), ANNA);
        assertThat(active(look(OMAR))).isEmpty();
        assertThat(look(OMAR).left()).containsExactly(conversation(1));
        assertThat(active(look(ANNA))).containsExactly(conversation(1));
        assertThat(look(OMAR, ANNA).left()).as("it is back on the same chat").isEmpty();

        at(NOW.plusSeconds(20)).release(conversation(1));
        assertThat(look(ANNA).left()).containsExactly(conversation(1));
        assertThat(store.thread(NUMBER, Set.of(OMAR), NOW.plusSeconds(10)).left())
                .containsExactly(conversation(1));
        assertThat(store.thread(NUMBER, Set.of(OMAR), NOW.plusSeconds(11)).left())
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whoLeftIsForgottenWhenOthersLeaveTheThreadADayLater(TestDatabase database) {
        open(database);
        for (int id = 1; id <= 4; id++) {
            Instant time = NOW.plus(Duration.ofHours(10L * id));
            assign(id, OMAR, time);
            at(time).release(conversation(id));
        }
        assertThat(host.query("SELECT conversation_id FROM numberpool_departure ORDER BY 1"))
                .containsExactly("2", "3", "4");
    }

    @ParameterizedTest
    @EnumSource
    void theLatestTimesOfAllAddressesCount(TestDatabase database) {
        open(database);
        store.noteInbound(new SenderThread(OMAR, NUMBER), NOW);
        store.noteInbound(new SenderThread(OMARS_ID, NUMBER), NOW.plusSeconds(1));
        store.noteWindowClosed(new SenderThread(OMAR, NUMBER), NOW.plusSeconds(2));
        store.noteWindowClosed(new SenderThread(OMAR, NUMBER), NOW.minusSeconds(2));
        store.noteWindowClosed(new SenderThread(ANNA, NUMBER), NOW.plusSeconds(9));

        assertThat(look(OMAR, OMARS_ID))
                .isEqualTo(new ThreadRecord(List.of(), Set.of(), NOW.plusSeconds(1), NOW.plusSeconds(2)));
        assertThat(store.thread(NUMBER, Set.of(), NOW)).isEqualTo(new ThreadRecord(List.of(), Set.of(), null, null));
    }

    @ParameterizedTest
    @EnumSource
    void aNumberIsOursIfItStandsInAPoolAsAWholeOrHasBeenUsed(TestDatabase database) {
        open(database);
        // MariaDB's literals know backslashes, too.
        String plus = database == TestDatabase.MARIADB ? "\\\\u002b" : "\\u002b";
        host.setPool("[{\"number\": \"+15558986359\"}, {\"number\": \"" + plus + "15558986360\", \"notes\":"
                + " \"not +15558986362\"}, \"+15558986363\"]");
        host.sql("UPDATE widget_configs SET handover_whatsapp_number = '+15558986361'");
        assertThat(List.of("+15558986359", "+15558986360", "+15558986361"))
                .allMatch(number -> store.isOurs(PhoneNumber.of(number)));
        assertThat(List.of("+1555898635", "+155589863590", "+5558986359", "+15558986362", "+15558986363"))
                .noneMatch(number -> store.isOurs(PhoneNumber.of(number)));

        PhoneNumber used = at(NOW).assign(WIDGET, conversation(1)).number();
        at(NOW).release(conversation(1));
        host.sql("UPDATE widget_configs SET whatsapp_number_pool = NULL, handover_whatsapp_number = NULL");
        assertThat(store.isOurs(used)).as("it has been given to a conversation").isTrue();
        assertThat(store.isOurs(PhoneNumber.of("+15558986359"))).isFalse();

        host.sql("UPDATE widget_conversations SET assigned_whatsapp_number = '+15558986399' WHERE id = 2");
        assertThat(store.isOurs(PhoneNumber.of("+15558986399")))
                .as("set by SQL and active")
                .isTrue();
    }

    /** Not by bytes that mean something else in the column's own character set. */
    @ParameterizedTest
    @CsvSource({
        "POSTGRESQL, JSONB",
        "POSTGRESQL, JSON",
        "POSTGRESQL, TEXT",
        "MARIADB, JSON",
        "MARIADB, LONGTEXT CHARACTER SET ucs2",
        "MARIADB, LONGTEXT CHARACTER SET latin1",
        "H2, VARCHAR"
    })
    void aNumberIsFoundWhateverThePoolsColumnIs(TestDatabase database, String type) {
        try (HostTables tables =
                HostTables.on(database).pools(type).makeTables().adopt()) {
            tables.sql("INSERT INTO widget_configs (id, whatsapp_number_pool) VALUES (1, NULL), (2, '[]'),"
                    + " (3, '{\"number\": \"+15558986361\"}'),"
                    + " (4, '[{\"id\": 7, \"number\": \"+15558986359\", \"is_active\": false, \"notes\":"
                    + " \"in place of +15558986362\"}, {\"number\": \"+15558986360\"}]')");
            JdbcNumberStore each = tables.store();
            for (PhoneNumber ours : List.of(PhoneNumber.of("+15558986359"), PhoneNumber.of("+15558986360"))) {
                assertThat(each.isOurs(ours)).as(ours.e164()).isTrue();
                assertThat(each.ours()).contains(ours);
            }
            for (String stranger : List.of("+15558986361", "+15558986362", "+1555898635", "+155589863590")) {
                assertThat(each.isOurs(PhoneNumber.of(stranger))).as(stranger).isFalse();
            }
            assertThat(each.ours()).hasSize(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void inTheHostsTransactionEverythingIsKeptOrLostWithIt(TestDatabase database) throws SQLException {
        open(database);
        try (Connection connection = host.dataSource().getConnection()) {
            assign(1, OMAR, NOW);
            host.sql("UPDATE widget_conversations SET status = 'closed' WHERE id = 1");
            connection.setAutoCommit(false);
            JdbcNumberStore joined = JdbcNumberStore.joining(() -> connection);
            SenderThread thread = new SenderThread(OMAR, NUMBER);

            joined.noteInbound(thread, NOW.plusSeconds(60));
            joined.noteWindowClosed(thread, NOW);
            assertThat(joined.thread(NUMBER, Set.of(OMAR), NOW).lastInboundAt()).isEqualTo(NOW.plusSeconds(60));
            connection.rollback();

            assertThat(look(OMAR)).isEqualTo(new ThreadRecord(List.of(), Set.of(conversation(1)), null, null));
            assertThat(host.count("left_at IS NOT NULL")).isZero();
        }
    }
}
