package dev.numberpool.examples.supportdesk.handover;

import dev.numberpool.Assignment;
import dev.numberpool.AssignmentStrategy;
import dev.numberpool.Handover;
import dev.numberpool.NoNumberAvailableException;
import dev.numberpool.NumberPool;
import dev.numberpool.NumberPoolException;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.StoreException;
import dev.numberpool.desk.Content;
import dev.numberpool.desk.Delivery;
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
import java.util.List;
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
    private final AssignmentStrategy strategy = AssignmentStrategy.leastUsed();
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
     * @param dataSource for numberpool alone: not what the site's transactions take their connections from
     * @param changed is run when something has happened that a page may show
     */
    public Handovers(DataSource dataSource, Site site, WhatsApp whatsApp, Runnable changed) {
        this.jdbi = site.jdbi(); // it knows how the site reads its rows
        this.site = site;
        this.clock = whatsApp.clock();
        this.changed = changed;
        this.store = JdbcNumberStore.create(dataSource);
        this.pool = NumberPool.builder(store)
                .strategy(strategy)
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

    /** By what the pool chooses. */
    public AssignmentStrategy strategy() {
        return strategy;
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
            String state = send(chat, Message.of(line.messageId(), line.text()));
            site.firstState(chat.conversation(), line.messageId(), state);
        }
    }

    /** What became of it, in words. If the database fails, the line stays unsent and is tried again. */
    private String send(Chat chat, Message message) {
        try {
            return Words.of(desk.toAgent(chat.conversation(), message.from(chat.visitor())));
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
            site.show(CURRENT.get(), routed.assignment().conversation(), message.id(), routed.text(), message.at());
            site.forget(CURRENT.get(), message.id()); // it may have been held until now
        } else if (!(outcome instanceof InboundOutcome.Empty) && !isQuestion(outcome)) {
            site.keep(CURRENT.get(), undelivered(message, outcome));
        }
    }

    /** The agent asked which chats are open, and that is answered: it is for no visitor. */
    private static boolean isQuestion(InboundOutcome outcome) {
        return outcome instanceof InboundOutcome.Ambiguous ambiguous && !ambiguous.isHeld();
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

    /** Another agent takes the chat over, and is sent the end of it to read. What still waits to be sent follows. */
    public Moved transfer(Chat chat, Participant agent) {
        return moved(chat, pool.transfer(chat.conversation(), agent));
    }

    /** The chat gets another number: on the agent's phone a new one begins, with the end of the old one. */
    public Moved reassign(Chat chat) {
        return moved(chat, pool.reassign(chat.conversation()));
    }

    /**
     * Every chat on a number gets another one, as by {@link #reassign}.
     *
     * @return why some had to stay, conversation by conversation
     */
    public List<String> drain(PhoneNumber number) {
        List<Assignment> before = pool.assignmentsOn(number);
        List<String> reasons = List.of();
        try {
            pool.drain(number);
        } catch (NoNumberAvailableException e) {
            reasons = e.reasons();
        }
        for (Assignment assignment : before) {
            pool.assignmentOf(assignment.conversation())
                    .filter(now -> !now.number().equals(number))
                    .ifPresent(now -> site.chat(now.conversation()).ifPresent(chat -> moved(chat, now.asNew(true))));
        }
        changed.run();
        return reasons;
    }

    private Moved moved(Chat chat, Assignment assignment) {
        String soFar = Words.soFar(site.lines(chat.conversation(), 5));
        if (!assignment.isNew() || soFar.isEmpty()) {
            return new Moved(assignment, null);
        }
        String told;
        try {
            told = send(chat, Message.of("so-far-" + assignment.assignedAt().toEpochMilli(), soFar));
        } catch (StoreException e) {
            told = "not sent: " + e.getMessage(); // the chat has moved all the same
        }
        changed.run();
        return new Moved(assignment, told);
    }

    /** A closed chat goes on: it waits for an agent again, unless it was closed by SQL alone and still has its number. */
    public void reopen(Chat chat) {
        site.reopen(chat.conversation());
        changed.run();
    }

    /**
     * The chat is over: the agent is told, and the number is free for others.
     *
     * @return whether the agent was told; not if nobody had the chat, or the agent has to write first
     */
    public boolean close(Chat chat) {
        Optional<Assignment> ended = pool.release(chat.conversation());
        site.status(chat.conversation(), "closed");
        Optional<Delivery> told = ended.flatMap(desk::tellEnded);
        changed.run();
        return told.isPresent();
    }

    /** Compares Twilio's archive with the log. */
    public TwilioReconciler.Result reconcile() {
        return reconciler.reconcile(this::handle);
    }
}
