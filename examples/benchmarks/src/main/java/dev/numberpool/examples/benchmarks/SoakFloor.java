package dev.numberpool.examples.benchmarks;

import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import dev.numberpool.Handover;
import dev.numberpool.NumberPool;
import dev.numberpool.Participant;
import dev.numberpool.SenderThread;
import dev.numberpool.WidgetId;
import dev.numberpool.desk.Delivery;
import dev.numberpool.desk.DeliveryReport;
import dev.numberpool.desk.HandoverDesk;
import dev.numberpool.desk.InboundMessage;
import dev.numberpool.desk.InboundOutcome;
import dev.numberpool.desk.Message;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/**
 * A busy desk: conversations that begin, in which visitor and agent write in turn, and that end. Every twentieth is with an
 * agent who never answers, and nobody ends it.
 */
final class SoakFloor implements SoakProvider.Phones {
    static final WidgetId WIDGET = WidgetId.of(1);

    private static final int TURNS = 10;
    static final int AGENTS = 20;
    private static final int ABSENT_AGENTS = 5;
    private static final int LEFT_ALONE = 20;
    private static final long FLUSH_NANOS = 1_000_000_000L;

    private final NumberPool pool;
    private final HandoverDesk desk;
    private final SoakProvider provider;
    private final DataSource dataSource;
    private final InstantSource clock;
    private final Register register;
    private final Map<Long, Visit> visits = new ConcurrentHashMap<>();
    private final Queue<Visit> waiting = new ConcurrentLinkedQueue<>();
    private final Queue<Long> nanos = new ConcurrentLinkedQueue<>();
    private final AtomicLong lastConversation = new AtomicLong();
    private final AtomicLong nextFlush = new AtomicLong();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean isClosing;

    SoakFloor(
            NumberPool pool,
            HandoverDesk desk,
            SoakProvider provider,
            DataSource dataSource,
            InstantSource clock,
            Register register) {
        this.pool = pool;
        this.desk = desk;
        this.provider = provider;
        this.dataSource = dataSource;
        this.clock = clock;
        this.register = register;
        provider.connect(this);
    }

    /** Begins with so many conversations; as many there will be until the end. */
    void open(int atOnce) {
        for (int i = 0; i < atOnce; i++) {
            open();
        }
    }

    long conversations() {
        return lastConversation.get();
    }

    /** Messages for which agents were asked whom they meant. */
    int asked() {
        return asked.get();
    }

    /** How long the calls about messages have taken since the last time that this was asked. */
    List<Long> takeNanos() {
        List<Long> taken = new ArrayList<>();
        for (Long each = nanos.poll(); each != null; each = nanos.poll()) {
            taken.add(each);
        }
        return taken;
    }

    /** No further conversations begin. */
    void close() {
        isClosing = true;
    }

    /** True if every conversation up to this one has come to its end. */
    boolean isOver(long last) {
        return visits.keySet().stream().allMatch(open -> open > last);
    }

    private void open() {
        long id = lastConversation.incrementAndGet();
        boolean isAlone = id % LEFT_ALONE == 0;
        long agent = isAlone ? AGENTS + id / LEFT_ALONE % ABSENT_AGENTS : (id + id / AGENTS) % AGENTS;
        Visit visit = new Visit(id, Participant.of("+2010166663" + (10 + agent)), isAlone ? 1 : TURNS);
        visits.put(id, visit);
        waiting.add(visit);
    }

    /** One step of one conversation, and what the provider has to say meanwhile. */
    void step() throws SQLException {
        news();
        news();
        long now = System.nanoTime();
        long due = nextFlush.get();
        if (now >= due && nextFlush.compareAndSet(due, now + FLUSH_NANOS)) {
            desk.flush(500);
        }
        Visit visit = waiting.poll();
        if (visit != null && goOn(visit)) {
            waiting.add(visit);
        }
    }

    /** Everything that the provider has to say. */
    void allNews() {
        while (news()) {
            // The next.
        }
    }

    private boolean news() {
        DeliveryReport report = provider.nextReport();
        if (report != null) {
            desk.report(report);
        }
        SoakProvider.WakeUp wakeUp = provider.nextWakeUp();
        if (wakeUp != null) {
            tap(wakeUp);
        }
        return report != null || wakeUp != null;
    }

    private void tap(SoakProvider.WakeUp wakeUp) {
        SenderThread thread = wakeUp.thread();
        InboundMessage tap = InboundMessage.of(
                        "tap-" + wakeUp.providerId(), thread.participant(), thread.number(), "Open", clock.instant())
                .quoting(wakeUp.providerId())
                .tapped("open");
        receive(tap);
    }

    /** False if the conversation is over. */
    private boolean goOn(Visit visit) throws SQLException {
        Assignment assignment = visit.assignment;
        if (assignment == null) {
            visit.assignment = pool.assign(
                    Handover.of(WIDGET, ConversationId.of(visit.conversation)).withAgent(visit.agent));
        } else if (visit.unread > 0) {
            return true;
        } else if (visit.turn == visit.turns) {
            end(visit, assignment);
            return false;
        } else if (visit.turn++ % 2 == 0) {
            visitorWrites(visit);
        } else {
            agentAnswers(visit);
        }
        return true;
    }

    private void visitorWrites(Visit visit) {
        int number = register.ask();
        visit.unread = 1;
        long start = System.nanoTime();
        Delivery delivery = desk.toAgent(
                ConversationId.of(visit.conversation),
                Message.of("m-" + number, visit.text(number)).from("Maria"));
        nanos.add(System.nanoTime() - start);
        // Unknown is what it is while another call is sending it; whether it arrives is counted.
        if (delivery instanceof Delivery.Failed) {
            register.fault("message " + number + " came back as " + delivery);
        }
    }

    @Override
    public void show(SenderThread thread, String text, String providerId) {
        Visit.Name.in(text).ifPresent(name -> {
            Visit visit = visits.get(name.conversation());
            if (visit == null || !visit.thread().equals(thread)) {
                register.fault("in the wrong chat: message " + name.number());
                return;
            }
            visit.lastShown = providerId;
            visit.unread = 0;
            register.done(name.number());
        });
    }

    /** By a quote, with a code, or with neither; who is asked whom they meant says it with a code. */
    private void agentAnswers(Visit visit) {
        int number = register.ask();
        String text = visit.text(number);
        String withCode = "#" + visit.conversation + ": " + text;
        int way = number % 10;
        InboundMessage message = inbound(visit, "i-" + number, way > 5 ? withCode : text);
        message = way > 0 && way <= 5 ? message.quoting(visit.lastShown) : message;
        InboundOutcome outcome = receive(message);
        if (!(outcome instanceof InboundOutcome.Routed)) {
            asked.incrementAndGet();
            receive(inbound(visit, "i-" + number + "-again", withCode));
        }
        if (way == 1 && !receive(message).equals(new InboundOutcome.Duplicate(true))) {
            register.fault("not known again: message " + number);
        }
    }

    private InboundMessage inbound(Visit visit, String id, String text) {
        return InboundMessage.of(id, visit.agent, visit.thread().number(), text, clock.instant());
    }

    private InboundOutcome receive(InboundMessage message) {
        long start = System.nanoTime();
        InboundOutcome outcome = desk.receive(message, this::handle);
        nanos.add(System.nanoTime() - start);
        desk.tell(message, outcome);
        desk.flush(message.thread());
        return outcome;
    }

    private void handle(InboundMessage message, InboundOutcome outcome) {
        if (outcome instanceof InboundOutcome.Routed routed) {
            Visit.Name name = Visit.Name.in(routed.text()).orElseThrow();
            String conversation = routed.assignment().conversation().value();
            if (!conversation.equals(String.valueOf(name.conversation()))) {
                register.fault("misrouted: message " + name.number());
            }
            register.done(name.number());
        }
    }

    /** One in three is closed by plain SQL, the others are released. */
    private void end(Visit visit, Assignment assignment) throws SQLException {
        visits.remove(visit.conversation);
        if (visit.turns < TURNS) {
            // Left alone.
        } else if (visit.conversation % 3 == 0) {
            try (Connection connection = dataSource.getConnection();
                    PreparedStatement statement = connection.prepareStatement(
                            "UPDATE widget_conversations SET status = 'closed' WHERE id = ?")) {
                statement.setLong(1, visit.conversation);
                statement.executeUpdate();
            }
            desk.tellEnded(assignment);
        } else {
            pool.release(assignment.conversation()).ifPresent(desk::tellEnded);
        }
        if (!isClosing) {
            open();
        }
    }
}
