package dev.numberpool.examples.quickstart;

import dev.numberpool.ConversationId;
import dev.numberpool.NumberPool;
import dev.numberpool.SenderThread;
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
import dev.numberpool.jdbc.JdbcMessageLog;
import dev.numberpool.jdbc.JdbcNumberStore;
import dev.numberpool.spi.MessagingGateway;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A host that carries messages between its visitors and the WhatsApp of its agents. */
final class TalkingToAgents {
    private static final ThreadLocal<Connection> CURRENT = new ThreadLocal<>();

    /** The host's client of its provider. */
    interface Provider {
        /** Sends a text or a template; fails with a {@link dev.numberpool.desk.GatewayException}. */
        String send(String from, String to, Content content, String reference);
    }

    /** The host's own chat with its visitors. */
    interface Chat {
        /** Keeps a message and shows it to the visitor. */
        void show(Connection connection, ConversationId conversation, String text);

        /** Keeps what reached no visitor, for people to look at. */
        void keep(Connection connection, InboundMessage message, InboundOutcome outcome);
    }

    private final DataSource dataSource;
    private final Chat chat;
    private final NumberPool pool;
    private final HandoverDesk desk;

    TalkingToAgents(DataSource dataSource, MessagingGateway gateway, DeskListener listener, Chat chat) {
        this.dataSource = dataSource;
        this.chat = chat;
        JdbcNumberStore store = JdbcNumberStore.create(dataSource);
        NumberPool pool = NumberPool.builder(store).build();
        JdbcMessageLog log = JdbcMessageLog.joining(dataSource, CURRENT::get);
        HandoverDesk desk = HandoverDesk.builder(pool, store, log, gateway)
                .wakeUp((assignment, visitor, code) ->
                        new Content.Template("HX5ec3", Map.of("1", visitor == null ? "#" + code : visitor)))
                .listener(listener)
                .build();
        this.pool = pool;
        this.desk = desk;
    }

    static MessagingGateway gateway(Provider provider) {
        MessagingGateway gateway = message -> provider.send(
                "whatsapp:" + message.thread().number(),
                "whatsapp:" + message.thread().participant(),
                message.content(), // a text with its media, or a template
                message.reference()); // comes back in the delivery report
        return gateway;
    }

    /** The visitor writes. */
    Delivery send(ConversationId conversation, String messageId, String text, String visitor) {
        Delivery delivery =
                desk.toAgent(conversation, Message.of(messageId, text).from(visitor));
        return delivery;
    }

    /** What the visitor may read below the message. */
    static String remark(Delivery delivery) {
        if (delivery instanceof Delivery.Parked parked) {
            return switch (parked.why()) {
                case SERVICE_WINDOW -> "we have asked your agent to open the chat";
                case TURN, TIME -> "waiting to be sent";
            };
        }
        if (delivery instanceof Delivery.Failed failed) {
            return "not sent: " + failed.failure().kind().advice();
        }
        return delivery instanceof Delivery.Unknown ? "perhaps not sent" : "sent";
    }

    /** The agent writes: the provider's webhook, after its signature has been checked. */
    InboundOutcome webhook(InboundMessage message) throws SQLException {
        InboundOutcome outcome;
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            CURRENT.set(connection);
            outcome = desk.receive(message, this::handle);
            connection.commit(); // what handle() did, and that the message is done: both, or neither
        } finally {
            CURRENT.remove();
        }
        desk.tell(message, outcome); // answers the agent, if there is something to say
        desk.flush(message.thread()); // sends what waited for the agent to write
        return outcome;
    }

    private void handle(InboundMessage message, InboundOutcome outcome) {
        if (outcome instanceof InboundOutcome.Routed routed) {
            chat.show(CURRENT.get(), routed.assignment().conversation(), routed.text());
        } else {
            chat.keep(CURRENT.get(), message, outcome);
        }
    }

    /** The provider says what became of a message: its other webhook. */
    void status(String reference, String providerId, DeliveryState state, @Nullable Failure failure) {
        desk.report(new DeliveryReport(reference, providerId, state, failure, Instant.now()));
    }

    void everyFiveSeconds() {
        desk.flush(500);
    }

    void everyNight() {
        desk.purge(Duration.ofDays(30));
    }

    void end(ConversationId conversation) {
        pool.release(conversation).ifPresent(desk::tellEnded);
    }

    void importWindows(Map<SenderThread, Instant> lastInbound) {
        desk.importWindows(lastInbound);
    }
}
