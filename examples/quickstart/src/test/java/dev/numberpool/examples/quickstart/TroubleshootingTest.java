package dev.numberpool.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import dev.numberpool.Handover;
import dev.numberpool.NoNumberAvailableException;
import dev.numberpool.NumberPool;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.StoreException;
import dev.numberpool.WidgetId;
import dev.numberpool.desk.CodeScheme;
import dev.numberpool.desk.HandoverDesk;
import dev.numberpool.desk.InboundMessage;
import dev.numberpool.desk.Message;
import dev.numberpool.desk.NoAgentException;
import dev.numberpool.desk.ServiceWindowClosedException;
import dev.numberpool.jdbc.JdbcMessageLog;
import dev.numberpool.jdbc.JdbcNumberStore;
import dev.numberpool.jdbc.JdbcSchema;
import dev.numberpool.memory.ScriptedGateway;
import dev.numberpool.spi.InboundLog.Claim;
import dev.numberpool.spi.InboundLog.Completion;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The messages that the README quotes are those that are given. */
class TroubleshootingTest {
    private static final ConversationId MARIA = ConversationId.of(282);

    private final TourDatabase database = TourDatabase.h2();
    private final HostSql sql = new HostSql(database.dataSource());

    @BeforeEach
    void createSchema() throws SQLException {
        JdbcSchema.create(database.dataSource());
        sql.run("INSERT INTO widget_configs (id) VALUES (7)");
    }

    @AfterEach
    void stop() throws IOException {
        database.close();
    }

    private NumberPool pool() {
        return NumberPool.builder(JdbcNumberStore.create(database.dataSource())).build();
    }

    private static void assertQuoted(String message) {
        assertThat(ProjectFiles.read(ProjectFiles.root().resolve("README.md"))).contains("`" + message + "`");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    [{                                                    | whatsapp_number_pool is not valid JSON; the pool is not used until it is mended
                    {}                                                    | whatsapp_number_pool is no JSON array but a JSON object; the pool is not used
                    [{"number": "+15558986359"}]                          | entry 0: "is_active" is missing, expected true or false; the number counts as switched off
                    [{"number": "whatsapp:+15558986359", "is_active": true}] | entry 0: "number" is not a sender number: '•••59' (21 characters); expected '+' and 6 to 15 digits, like +15558986359; leave out 'whatsapp:'; it is not used
                    [{"number": "+0987654321", "is_active": true}]        | entry 0: number +09•••21 begins with 0, which no E.164 number does; check it
                    """)
    void theProblemsOfAPoolAreQuotedAsTheyAre(String stored, String message) throws SQLException {
        sql.run("UPDATE widget_configs SET whatsapp_number_pool = '" + stored + "'");
        assertThat(pool().widget(WidgetId.of(7)).problems()).singleElement().hasToString(message);
        assertQuoted(message);
    }

    @Test
    void theErrorOfAnEmptyChainIsQuotedAsItIs() {
        assertThatThrownBy(() -> pool().assign(WidgetId.of(7), ConversationId.of(299)))
                .isInstanceOf(NoNumberAvailableException.class)
                .satisfies(e -> assertQuoted(e.getMessage()));
    }

    @Test
    void theErrorOfOtherClosedStatusesIsQuotedAsItIs() {
        JdbcNumberStore store = JdbcNumberStore.builder(database.dataSource())
                .closedStatuses(Set.of("done"))
                .build();
        assertThatThrownBy(() -> store.find(ConversationId.of(1)))
                .isInstanceOf(StoreException.class)
                .satisfies(e -> assertQuoted(e.getMessage()));
    }

    private HandoverDesk desk() {
        DataSource dataSource = database.dataSource();
        return HandoverDesk.builder(
                        pool(),
                        JdbcNumberStore.create(dataSource),
                        JdbcMessageLog.create(dataSource),
                        new ScriptedGateway())
                .build();
    }

    private Assignment assign(Handover handover) throws SQLException {
        sql.run("UPDATE widget_configs SET handover_whatsapp_number = '+15558986359'");
        return pool().assign(handover);
    }

    @Test
    void theErrorOfAClosedServiceWindowIsQuotedAsItIs() throws SQLException {
        Participant agent = Participant.of("+201016666301");
        Assignment assigned = assign(Handover.of(WidgetId.of(7), MARIA).withAgent(agent));
        HandoverDesk desk = desk();
        SenderThread thread = new SenderThread(agent, assigned.number());
        desk.importWindows(Map.of(thread, Instant.now().minus(Duration.ofDays(2))));
        assertThatThrownBy(() -> desk.toAgent(MARIA, Message.of("m1", "Where is my parcel?")))
                .isInstanceOf(ServiceWindowClosedException.class)
                .satisfies(e -> assertQuoted(e.getMessage()));
    }

    @Test
    void theErrorOfAConversationWithoutAgentIsQuotedAsItIs() throws SQLException {
        assign(Handover.of(WidgetId.of(7), MARIA));
        assertThatThrownBy(() -> desk().toAgent(MARIA, Message.of("m1", "Where is my parcel?")))
                .isInstanceOf(NoAgentException.class)
                .satisfies(e -> assertQuoted(e.getMessage()));
    }

    @Test
    void theErrorOfAnIdThatIsNoCodeIsQuotedAsItIs() {
        assertThatThrownBy(() -> CodeScheme.numeric().write(ConversationId.of("c-282")))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(e -> assertQuoted(e.getMessage()));
    }

    @Test
    void theErrorOfAClaimThatWasTakenOverIsQuotedAsItIs() {
        JdbcMessageLog log = JdbcMessageLog.create(database.dataSource());
        Instant at = Instant.parse("2026-11-20T10:00:00Z");
        Claim slow = log.claim("SM1", at, Duration.ofMinutes(2));
        assertThat(log.claim("SM1", at.plusSeconds(121), Duration.ofMinutes(2)).state())
                .isEqualTo(Claim.State.WON);
        InboundMessage message = InboundMessage.of(
                "SM1", Participant.of("+201016666301"), PhoneNumber.of("+15558986359"), "It left this morning.", at);
        assertThatThrownBy(() -> log.complete(slow, new Completion(message, MARIA, false), at.plusSeconds(122)))
                .isInstanceOf(StoreException.class)
                .satisfies(e -> assertQuoted(e.getMessage()));
    }

    @Test
    void theRemarkOnAStatusWrittenOtherwiseIsQuotedAsItIs() throws SQLException {
        sql.insertVisitor(282, "Maria");
        sql.run("UPDATE widget_conversations SET status = 'Closed'");
        JdbcSchema.Report report = JdbcSchema.verify(database.dataSource());
        assertThat(report.statuses()).hasSize(1);
        assertQuoted(report.statuses().get(0));
    }
}
