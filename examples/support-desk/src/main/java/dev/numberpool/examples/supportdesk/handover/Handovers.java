package dev.numberpool.examples.supportdesk.handover;

import dev.numberpool.Assignment;
import dev.numberpool.Handover;
import dev.numberpool.NumberPool;
import dev.numberpool.NumberPoolException;
import dev.numberpool.Participant;
import dev.numberpool.StoreException;
import dev.numberpool.desk.Content;
import dev.numberpool.desk.HandoverDesk;
import dev.numberpool.desk.InboundMessage;
import dev.numberpool.desk.InboundOutcome;
import dev.numberpool.desk.Message;
import dev.numberpool.desk.ServiceWindowClosedException;
import dev.numberpool.examples.supportdesk.site.Chat;
import dev.numberpool.examples.supportdesk.site.Line;
import dev.numberpool.examples.supportdesk.site.Site;
import dev.numberpool.examples.supportdesk.site.Undelivered;
import dev.numberpool.examples.supportdesk.whatsapp.WhatsApp;
import dev.numberpool.jdbc.JdbcMessageLog;
import dev.numberpool.jdbc.JdbcNumberStore;
import dev.numberpool.twilio.TwilioEvent;
import dev.numberpool.twilio.TwilioMessagingGateway;
import dev.numberpool.twilio.TwilioReconciler;
import dev.numberpool.twilio.TwilioWebhooks;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Hands visitors over to agents, and carries what both write. Safe for use by many threads. */
public final class Handovers {
    /** The transaction in which this thread receives a message. */
    private static final ThreadLocal<Handle> CURRENT = new ThreadLocal<>();

    private final Jdbi jdbi;
    private final Site site;
    private final InstantSource clock;
    private final JdbcNumberStore store;
    private final NumberPool pool;
    private final JdbcMessageLog log;
    private final HandoverDesk desk;
    private final TwilioWebhooks webhooks;
    private final TwilioReconciler reconciler;
    private final Runnable changed;

    /**
     * Puts pool, desk and Twilio together. Nothing is called yet.
     *
     * @param changed is run when something has happened that a page may show
     */
    public Handovers(DataSource dataSource, Site site, WhatsApp whatsApp, Runnable changed) {
        this.jdbi = Jdbi.create(dataSource);
        this.site = site;
        this.clock = whatsApp.clock();
        this.changed = changed;
        this.store = JdbcNumberStore.create(dataSource);
        this.pool = NumberPool.builder(store)
                .clock(clock)
                .listener(new PoolNews(changed))
                .build();
        this.log = JdbcMessageLog.joining(dataSource, () -> CURRENT.get().getConnection());
        this.desk = desk(whatsApp);
        this.webhooks = TwilioWebhooks.builder(whatsApp.publicUrl(), whatsApp.account())
                .clock(clock)
                .build();
        this.reconciler = TwilioReconciler.builder(whatsApp.account(), desk, store, log)
                .around(this::inTransaction)
                .endpoints(whatsApp.endpoints())
                .clock(clock)
                .build();
    }

    private HandoverDesk desk(WhatsApp whatsApp) {
        TwilioMessagingGateway gateway = TwilioMessagingGateway.builder(whatsApp.account())
                .statusCallback(whatsApp.publicUrl().resolve("/twilio"))
                .endpoints(whatsApp.endpoints())
                .build();
        HandoverDesk.Builder builder = HandoverDesk.builder(pool, store, log, gateway)
                .listener(new DeskNews(site, changed))
                .clock(clock);
        whatsApp.wakeUpTemplate()
                .ifPresent(template -> builder.wakeUp((assignment, visitor, code) ->
                        new Content.Template(template, Map.of("1", visitor == null ? "#" + code : visitor))));
        return builder.build();
    }

    /** Chooses numbers, and remembers them. */
    public NumberPool pool() {
        return pool;
    }

    /** What the pool remembers in. */
    public JdbcNumberStore store() {
        return store;
    }

    /** What the desk remembers in. */
    public JdbcMessageLog log() {
        return log;
    }

    /** Carries messages. */
    public HandoverDesk desk() {
        return desk;
    }

    /** A visitor asks for a human: the chat gets a number, and the agent what the visitor has written so far. */
    public Assignment handOver(Chat chat, Participant agent) {
        Assignment assignment =
                pool.assign(Handover.of(chat.widget(), chat.conversation()).withAgent(agent));
        site.status(chat.conversation(), "with agent");
        sendUnsent(chat);
        changed.run();
        return assignment;
    }

    /** The visitor writes. The line is kept first: if the process dies now, {@link #sendUnsent} sends it. */
    public Line write(Chat chat, String text) {
        Line line = site.write(chat.conversation(), text, clock.instant());
        if (chat.status().equals("with agent")) {
            sendUnsent(chat);
        }
        changed.run();
        return line;
    }

    /** Sends what an earlier process kept, but did not give to the desk. */
    public void sendUnsent(int limit) {
        site.chatsWithUnsent(clock.instant().minusSeconds(10), limit).forEach(this::sendUnsent);
    }

    /** In the order in which it was written. A line that the desk has already is not sent twice. */
    private void sendUnsent(Chat chat) {
        for (Line line : site.unsent(chat.conversation())) {
            site.firstState(chat.conversation(), line.messageId(), send(chat, line));
        }
    }

    /** What became of it, in words. If the database fails, the line stays unsent and is tried again. */
    private String send(Chat chat, Line line) {
        try {
            Message message = Message.of(line.messageId(), line.text()).from(chat.visitor());
            return Words.of(desk.toAgent(chat.conversation(), message));
        } catch (StoreException e) {
            throw e;
        } catch (ServiceWindowClosedException e) {
            return "not sent: the agent has to write first, and there is no template to ask for it";
        } catch (NumberPoolException e) {
            return "not sent: " + e.getMessage();
        }
    }

    /** Twilio calls. */
    public TwilioWebhooks.Result webhook(TwilioWebhooks.Request request) {
        TwilioWebhooks.Result result = webhooks.receive(request); // nothing is believed without Twilio's signature
        if (result.event() instanceof TwilioEvent.InboundEvent inbound) {
            receive(inbound.message());
        } else if (result.event() instanceof TwilioEvent.StatusEvent status) {
            desk.report(status.report());
        }
        return result;
    }

    private void receive(InboundMessage message) {
        InboundOutcome outcome = inTransaction(() -> desk.receive(message, this::handle));
        desk.tell(message, outcome);
        desk.flush(message.thread());
        changed.run();
    }

    /** What {@link #handle} does, and that the message is done: both, or neither. */
    private InboundOutcome inTransaction(Supplier<InboundOutcome> receiving) {
        return jdbi.inTransaction(handle -> {
            CURRENT.set(handle);
            try {
                return receiving.get();
            } finally {
                CURRENT.remove();
            }
        });
    }

    private void handle(InboundMessage message, InboundOutcome outcome) {
        if (outcome instanceof InboundOutcome.Routed routed) {
            site.show(
                    CURRENT.get(), routed.assignment().conversation(), message.id(), routed.text(), message.at());
            site.forget(CURRENT.get(), message.id()); // it may have been held until now
        } else if (!(outcome instanceof InboundOutcome.Empty)) {
            site.keep(CURRENT.get(), undelivered(message, outcome));
        }
    }

    private static Undelivered undelivered(InboundMessage message, InboundOutcome outcome) {
        return new Undelivered(
                message.id(),
                message.from().address(),
                message.to().e164(),
                message.text(),
                Words.of(outcome),
                message.at());
    }

    /** The chat is over: the agent is told, and the number is free for others. */
    public void close(Chat chat) {
        Optional<Assignment> ended = pool.release(chat.conversation());
        site.status(chat.conversation(), "closed");
        ended.ifPresent(desk::tellEnded);
        changed.run();
    }

    /** Compares Twilio's archive with the log. */
    public TwilioReconciler.Result reconcile() {
        return reconciler.reconcile(this::handle);
    }
}
