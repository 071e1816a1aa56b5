package dev.numberpool.examples.twilio;

import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import dev.numberpool.Handover;
import dev.numberpool.NumberPool;
import dev.numberpool.desk.Content;
import dev.numberpool.desk.Delivery;
import dev.numberpool.desk.DeskListener;
import dev.numberpool.desk.HandoverDesk;
import dev.numberpool.desk.InboundMessage;
import dev.numberpool.desk.InboundOutcome;
import dev.numberpool.desk.Message;
import dev.numberpool.jdbc.JdbcMessageLog;
import dev.numberpool.jdbc.JdbcNumberStore;
import dev.numberpool.twilio.TwilioAccount;
import dev.numberpool.twilio.TwilioEvent;
import dev.numberpool.twilio.TwilioMessagingGateway;
import dev.numberpool.twilio.TwilioReconciler;
import dev.numberpool.twilio.TwilioWebhooks;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** A host whose visitors talk with agents on WhatsApp, through Twilio. */
final class TwilioHost {
    private static final ThreadLocal<Connection> CURRENT = new ThreadLocal<>();

    /** The host's own chat with its visitors. */
    interface Chat {
        /** Keeps a message and shows it to the visitor. */
        void show(Connection connection, ConversationId conversation, String text);

        /** Keeps what reached no visitor, for people to look at. */
        void keep(Connection connection, InboundMessage message, InboundOutcome outcome);
    }

    /** What speaks with Twilio. */
    record Twilio(TwilioMessagingGateway gateway, TwilioWebhooks webhooks) {
        static Twilio of(String accountSid, String authToken) {
            TwilioAccount account = TwilioAccount.withAuthToken(accountSid, authToken);
            TwilioMessagingGateway gateway = TwilioMessagingGateway.builder(account)
                    .statusCallback(URI.create("https://chat.example.com/twilio"))
                    .build();
            TwilioWebhooks webhooks = TwilioWebhooks.builder(URI.create("https://chat.example.com"), account)
                    .build();
            return new Twilio(gateway, webhooks);
        }
    }

    private final DataSource dataSource;
    private final TwilioWebhooks webhooks;
    private final Chat chat;
    private final JdbcNumberStore store;
    private final NumberPool pool;
    private final JdbcMessageLog log;
    private final HandoverDesk desk;

    TwilioHost(DataSource dataSource, Twilio twilio, DeskListener listener, Chat chat, InstantSource clock) {
        this.dataSource = dataSource;
        this.webhooks = twilio.webhooks();
        this.chat = chat;
        this.store = JdbcNumberStore.create(dataSource);
        this.pool = NumberPool.builder(store).clock(clock).build();
        this.log = JdbcMessageLog.joining(dataSource, CURRENT::get);
        this.desk = HandoverDesk.builder(pool, store, log, twilio.gateway())
                .wakeUp((assignment, visitor, code) -> new Content.Template(
                        "HX5ec3a1d0f2b94c6e8a7d1b3c5e7f9a0b", Map.of("1", visitor == null ? "#" + code : visitor)))
                .listener(listener)
                .clock(clock)
                .build();
    }

    /** A visitor asks for a human. */
    Assignment handOver(Handover handover) {
        return pool.assign(handover);
    }

    /** The visitor writes. */
    Delivery send(ConversationId conversation, String messageId, String text, String visitor) {
        return desk.toAgent(conversation, Message.of(messageId, text).from(visitor));
    }

    /** Twilio calls. */
    TwilioWebhooks.Result webhook(TwilioWebhooks.Request request) {
        TwilioWebhooks.Result result = webhooks.receive(request); // nothing is believed without Twilio's signature
        if (result.event() instanceof TwilioEvent.InboundEvent inbound) {
            receive(inbound.message());
        } else if (result.event() instanceof TwilioEvent.StatusEvent status) {
            desk.report(status.report());
        }
        return result; // its status, content type and body are the answer
    }

    private void receive(InboundMessage message) {
        InboundOutcome outcome = inTransaction(() -> desk.receive(message, this::handle));
        desk.tell(message, outcome);
        desk.flush(message.thread());
    }

    private InboundOutcome inTransaction(Supplier<InboundOutcome> receiving) {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            CURRENT.set(connection);
            InboundOutcome outcome = receiving.get();
            connection.commit(); // what handle() did, and that the message is done: both, or neither
            return outcome;
        } catch (SQLException e) {
            throw new IllegalStateException("the chat's database failed", e);
        } finally {
            CURRENT.remove();
        }
    }

    private void handle(InboundMessage message, InboundOutcome outcome) {
        if (outcome instanceof InboundOutcome.Routed routed) {
            chat.show(CURRENT.get(), routed.assignment().conversation(), routed.text());
        } else {
            chat.keep(CURRENT.get(), message, outcome);
        }
    }

    /** Compares Twilio's archive with the log; once, before the webhook can be reached, and then every few minutes. */
    TwilioReconciler.Result reconcile(TwilioReconciler reconciler) {
        TwilioReconciler.Result result = reconciler.reconcile(this::handle); // what webhooks give to desk.receive
        result.problems().forEach(problem -> System.err.println(problem)); // in words, without texts and whole numbers
        return result;
    }

    /** What compares, for one account. */
    TwilioReconciler.Builder reconciler(TwilioAccount account) {
        return TwilioReconciler.builder(account, desk, store, log).around(this::inTransaction);
    }

    void everyFiveSeconds() {
        desk.flush(500);
    }
}
