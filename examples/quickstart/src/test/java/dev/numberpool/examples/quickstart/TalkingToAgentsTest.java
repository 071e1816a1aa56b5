package dev.numberpool.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import dev.numberpool.Handover;
import dev.numberpool.NumberPool;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.WidgetId;
import dev.numberpool.desk.Content;
import dev.numberpool.desk.Delivery;
import dev.numberpool.desk.DeliveryState;
import dev.numberpool.desk.DeskListener;
import dev.numberpool.desk.Failure;
import dev.numberpool.desk.InboundMessage;
import dev.numberpool.desk.InboundOutcome;
import dev.numberpool.jdbc.JdbcNumberStore;
import dev.numberpool.jdbc.JdbcSchema;
import dev.numberpool.memory.ScriptedGateway;
import dev.numberpool.spi.OutboundMessage;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The host of the README's section about agents does what the section says. */
class TalkingToAgentsTest {
    private static final Participant LAYLA = Participant.of("+201016666301");
    private static final PhoneNumber TEAM_1 = PhoneNumber.of("+15558986359");
    private static final ConversationId MARIA = ConversationId.of(282);
    private static final ConversationId YARA = ConversationId.of(294);

    private final TourDatabase database = TourDatabase.h2();
    private final HostSql sql = new HostSql(database.dataSource());
    private final NumberPool pool =
            NumberPool.builder(JdbcNumberStore.create(database.dataSource())).build();
    private final ScriptedGateway provider = new ScriptedGateway();
    private final List<String> told = new ArrayList<>();
    private final List<InboundOutcome> kept = new ArrayList<>();
    private boolean isChatDown;
    private int received;

    private final TalkingToAgents host =
            new TalkingToAgents(database.dataSource(), provider, new Told(), new VisitorChat());

    /** What the listener hears. */
    private final class Told implements DeskListener {
        @Override
        public void delivered(ConversationId conversation, String messageId) {
            told.add(conversation + " " + messageId + " delivered");
        }

        @Override
        public void failed(ConversationId conversation, String messageId, Failure failure) {
            told.add(conversation + " " + messageId + " " + failure.kind());
        }
    }

    /** Writes what visitors read into a table, in the transaction that it is given. */
    private final class VisitorChat implements TalkingToAgents.Chat {
        @Override
        public void show(Connection connection, ConversationId conversation, String text) {
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO visitor_reads VALUES (?, ?)")) {
                insert.setString(1, conversation.value());
                insert.setString(2, text);
                insert.executeUpdate();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            if (isChatDown) {
                throw new IllegalStateException("the host's chat is down");
            }
        }

        @Override
        public void keep(Connection connection, InboundMessage message, InboundOutcome outcome) {
            kept.add(outcome);
        }
    }

    @BeforeEach
    void createSchema() throws SQLException {
        JdbcSchema.create(database.dataSource());
        sql.run("CREATE TABLE visitor_reads (conversation VARCHAR, text VARCHAR)");
        sql.run("INSERT INTO widget_configs (id, whatsapp_number_pool) VALUES (7, '["
                + "{\"number\": \"+15558986359\", \"display_name\": \"Support Team 1\", \"is_active\": true},"
                + "{\"number\": \"+15558986360\", \"display_name\": \"Support Team 2\", \"is_active\": false},"
                + "{\"number\": \"+15558986361\", \"display_name\": \"Sales Team\", \"is_active\": true}]')");
    }

    @AfterEach
    void stop() throws IOException {
        database.close();
    }

    private Assignment assign(ConversationId conversation) {
        return pool.assign(Handover.of(WidgetId.of(7), conversation).withAgent(LAYLA));
    }

    /** Maria's and Yara's chat is one; a third visitor has the other number. */
    private void shareAChat() {
        assign(MARIA);
        assign(ConversationId.of(286));
        assertThat(assign(YARA).number()).isEqualTo(TEAM_1);
        pool.release(ConversationId.of(286));
        host.send(MARIA, "m1", "Where is my parcel?", "Maria");
        host.send(YARA, "m1", "Can I pay later?", "Yara");
    }

    private InboundMessage written(String text) {
        received++;
        return InboundMessage.of("IN" + received, LAYLA, TEAM_1, text, Instant.now());
    }

    private List<String> sent() {
        return provider.sent().stream()
                .map(OutboundMessage::content)
                .map(content -> content instanceof Content.Text text ? text.text() : content.toString())
                .toList();
    }

    private String lastSent() {
        List<String> all = sent();
        return all.get(all.size() - 1);
    }

    private List<String> visitorsRead() throws SQLException {
        return sql.query("SELECT * FROM visitor_reads").rows().stream()
                .map(row -> row.get(0) + ": " + row.get(1))
                .toList();
    }

    @Test
    void theFirstMessageNamesTheVisitorAndNeedsNoCodeInAChatOfItsOwn() {
        assign(MARIA);
        assertThat(host.send(MARIA, "m1", "Where is my parcel?", "Maria"))
                .isEqualTo(new Delivery.Accepted(DeliveryState.ACCEPTED));
        host.send(MARIA, "m2", "It is late.", "Maria");
        assertThat(sent()).containsExactly("— New chat: Maria (#282) —\nWhere is my parcel?", "It is late.");
        assertThat(host.send(MARIA, "m2", "It is late.", "Maria")).isInstanceOf(Delivery.Accepted.class);
        assertThat(sent()).hasSize(2);
    }

    @Test
    void thePlainAnswerInAChatOfItsOwnReachesTheVisitorOnce() throws SQLException {
        assign(MARIA);
        InboundMessage message = written("It left this morning.");
        assertThat(host.webhook(message)).isInstanceOf(InboundOutcome.Routed.class);
        assertThat(host.webhook(message)).isEqualTo(new InboundOutcome.Duplicate(true));
        assertThat(visitorsRead()).containsExactly("282: It left this morning.");
        assertThat(sent()).isEmpty();
    }

    @Test
    void whatTheHandlerWroteIsLostAndTheMessageHandledAgainIfItThrows() throws SQLException {
        assign(MARIA);
        InboundMessage message = written("It left this morning.");
        isChatDown = true;
        assertThatThrownBy(() -> host.webhook(message)).hasMessage("the host's chat is down");
        assertThat(visitorsRead()).isEmpty();
        isChatDown = false;
        host.webhook(message);
        assertThat(visitorsRead()).containsExactly("282: It left this morning.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#282: It left this morning.",
                "# 282 : It left this morning.",
                "＃２８２：It left this morning.",
                "#٢٨٢: It left this morning.",
                "#282 It left this morning."
            })
    void codesAreReadAsTheReadmeSays(String text) throws SQLException {
        shareAChat();
        host.webhook(written(text));
        assertThat(visitorsRead()).containsExactly("282: It left this morning.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2024 was fine", "#1 fan of you", "see #282: there"})
    void otherTextsAreNoCodes(String text) throws SQLException {
        shareAChat();
        assertThat(host.webhook(written(text))).isInstanceOf(InboundOutcome.Ambiguous.class);
        assertThat(visitorsRead()).isEmpty();
    }

    @Test
    void aReplyToAMessageReachesItsVisitor() throws SQLException {
        shareAChat();
        host.webhook(written("Yes, in two parts.").quoting("SM2"));
        assertThat(visitorsRead()).containsExactly("294: Yes, in two parts.");
    }

    @ParameterizedTest
    @CsvSource({"#282, ", "👆, SM1"})
    void aHeldTextIsReleasedByABareCodeOrAReplyWithASign(String text, String quoted) throws SQLException {
        shareAChat();
        host.webhook(written("It left this morning."));
        assertThat(visitorsRead()).isEmpty();
        assertThat(kept).hasSize(1);
        assertQuoted(lastSent());
        host.webhook(quoted == null ? written(text) : written(text).quoting(quoted));
        assertThat(visitorsRead()).first().isEqualTo("282: It left this morning.");
    }

    @Test
    void theAnswersToAnUnknownCodeAndToAQuestionMarkAreQuotedAsTheyAre() throws SQLException {
        shareAChat();
        host.webhook(written("#999: Hello"));
        assertQuoted(lastSent());
        host.webhook(written("?"));
        assertThat(lastSent()).isEqualTo("Your open chats: #282, #294.");
        assertThat(visitorsRead()).isEmpty();
    }

    private static void assertQuoted(String answer) {
        assertThat(ProjectFiles.read(ProjectFiles.root().resolve("README.md"))).contains("`" + answer + "`");
    }

    @Test
    void aClosedChatIsOpenedByATemplateAndWhatWaitedFollows() throws SQLException {
        assign(MARIA);
        SenderThread chat = new SenderThread(LAYLA, TEAM_1);
        host.importWindows(Map.of(chat, Instant.now().minus(Duration.ofDays(2))));
        Delivery waiting = host.send(MARIA, "m1", "Where is my parcel?", "Maria");
        assertThat(waiting).isEqualTo(new Delivery.Parked(Delivery.Why.SERVICE_WINDOW, null));
        assertThat(TalkingToAgents.remark(waiting)).isEqualTo("we have asked your agent to open the chat");
        assertThat(sent()).containsExactly("Template[HX5ec3, variables=[1]]");
        host.webhook(written("Open").quoting("SM1").tapped("#282"));
        assertThat(visitorsRead()).isEmpty();
        assertThat(sent()).hasSize(2);
        assertThat(lastSent()).endsWith("Where is my parcel?");
    }

    @Test
    void reportsReachTheListener() {
        assign(MARIA);
        host.send(MARIA, "m1", "Where is my parcel?", "Maria");
        host.send(MARIA, "m2", "It is late.", "Maria");
        String first = provider.sent().get(0).reference();
        String second = provider.sent().get(1).reference();
        host.status(first, "SM1", DeliveryState.DELIVERED, null);
        host.status(first, "SM1", DeliveryState.SENT, null);
        host.status(second, "SM2", DeliveryState.FAILED, Failure.of(Failure.Kind.CONTENT));
        assertThat(told).containsExactly("282 m1 delivered", "282 m2 CONTENT");
    }

    @ParameterizedTest
    @CsvSource({
        "CONTENT, not sent: send something else",
        "UNKNOWN_OUTCOME, perhaps not sent",
        "RATE_LIMITED, waiting to be sent"
    })
    void theVisitorIsToldWhatBecameOfAMessage(Failure.Kind kind, String remark) {
        assign(MARIA);
        provider.fail(kind);
        Delivery delivery = host.send(MARIA, "m1", "Where is my parcel?", "Maria");
        assertThat(TalkingToAgents.remark(delivery)).isEqualTo(remark);
        assertThat(sent()).isEmpty();
    }

    @Test
    void theGatewayGivesTheProviderAddressesAndReference() {
        assign(MARIA);
        host.send(MARIA, "m1", "Where is my parcel?", "Maria");
        List<String> asked = new ArrayList<>();
        String id = TalkingToAgents.gateway((from, to, content, reference) -> {
                    asked.addAll(List.of(from, to, reference));
                    return "SM9";
                })
                .send(provider.sent().get(0));
        assertThat(id).isEqualTo("SM9");
        assertThat(asked)
                .containsExactly(
                        "whatsapp:+15558986359",
                        "whatsapp:+201016666301",
                        provider.sent().get(0).reference());
    }

    @Test
    void theSchedulersCallsFindNothingToDoAndTheEndIsTold() throws SQLException {
        assign(MARIA);
        host.webhook(written("Hello"));
        host.everyFiveSeconds();
        host.everyNight();
        host.end(MARIA);
        assertThat(sent()).containsExactly("— Chat #282 has ended. —");
    }
}
