package dev.numberpool.desk;

import dev.numberpool.Assignment;
import dev.numberpool.ConversationClosedException;
import dev.numberpool.ConversationId;
import dev.numberpool.Handover;
import dev.numberpool.NoNumberAvailableException;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.PooledNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.UnknownConversationException;
import dev.numberpool.Widget;
import dev.numberpool.WidgetId;
import dev.numberpool.desk.SimulatedNode.Crash;
import dev.numberpool.memory.InMemoryMessageLog;
import dev.numberpool.memory.InMemoryNumberStore;
import dev.numberpool.spi.ConversationRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A busy week in one seed: 5 agents, 3 widgets, 4 numbers, two nodes whose clocks differ, a provider that is late and
 * repeats itself, crashes, and agents who answer as people do. The {@link Oracle} knows whom everybody meant.
 *
 * <p>The agents are people in one respect that the rules rely on: who answers without a code and without a quote answers
 * what stood in the chat when they last looked, and has done so within eight minutes of its arrival.
 */
final class Simulation implements DeskListener {
    static final int AGENTS = 5;
    static final int WIDGETS = 3;
    static final int NUMBERS = 4;
    private static final Instant MONDAY = Instant.parse("2026-03-02T00:00:00Z");
    private static final Duration BETWEEN_EVENTS = Duration.ofMinutes(5);

    final Random random;
    final Oracle oracle = new Oracle();
    final InMemoryNumberStore store = new InMemoryNumberStore();
    final InMemoryMessageLog log = new InMemoryMessageLog();
    final List<SimulatedNode> nodes;
    final SimulatedProvider provider;
    final Broken broken;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparing(Event::at).thenComparing(Event::order));
    private final Map<ConversationId, WidgetId> open = new TreeMap<>(Comparator.comparing(ConversationId::value));
    private Instant now = MONDAY;
    private long order;
    private int lastConversation = 100;
    private int lastVisitorMessage;

    private record Event(Instant at, long order, Runnable what) {}

    /** A rule that is switched off, to see that the oracle notices. */
    enum Broken {
        NOTHING,
        LAST_SENDER_WINS,
        COOL_DOWN_IGNORED,
        QUOTES_IGNORED,
        CLAIMS_OFF;

        Object threads(InMemoryNumberStore store) {
            return this == LAST_SENDER_WINS || this == COOL_DOWN_IGNORED ? BrokenRules.threads(this, store) : store;
        }

        Object log(InMemoryMessageLog log) {
            return this == NOTHING || this == QUOTES_IGNORED ? log : BrokenRules.log(this, log);
        }
    }

    Simulation(long seed, Broken broken) {
        this.random = new Random(seed);
        this.broken = broken;
        this.provider = new SimulatedProvider(this);
        InstantSource time = () -> now;
        this.nodes = List.of(
                new SimulatedNode(time, Duration.ofSeconds(-8), store, log, provider, broken, this),
                new SimulatedNode(time, Duration.ofSeconds(9), store, log, provider, broken, this));
        List<PooledNumber> pool = IntStream.range(0, NUMBERS)
                .mapToObj(i -> PooledNumber.of(number(i)))
                .toList();
        IntStream.range(0, WIDGETS)
                .forEach(i -> store.put(Widget.of(WidgetId.of(i)).withPool(pool)));
    }

    Oracle run(int count) {
        Instant at = now;
        for (int i = 0; i < count; i++) {
            at = at.plusMillis((long) (-Math.log(1 - random.nextDouble()) * BETWEEN_EVENTS.toMillis()));
            at(at, this::somethingHappens);
        }
        runUntil(at.plusSeconds(1));
        for (int hour = 0; hour < 48; hour++) {
            nodes.forEach(SimulatedNode::restart);
            runUntil(now.plus(Duration.ofHours(1)));
            flush();
        }
        oracle.close(this::waits);
        return oracle;
    }

    private void runUntil(Instant end) {
        while (!events.isEmpty() && !events.peek().at().isAfter(end)) {
            Event next = events.remove();
            now = next.at();
            next.what().run();
        }
        now = end;
    }

    // ---- what happens

    private void somethingHappens() {
        int die = random.nextInt(100);
        if (random.nextInt(12) == 0) {
            anyNode().crashIn(random.nextInt(25));
        }
        if (die < 38) {
            visitorWrites();
        } else if (die < 72) {
            provider.agentLooks(agent(random.nextInt(AGENTS)));
        } else if (die < 86) {
            handover();
        } else {
            hostActs(die);
        }
        after(seconds(1, 20), this::flush);
    }

    private void hostActs(int die) {
        Optional<ConversationId> any = anyOpen();
        if (die < 92) {
            any.ifPresent(this::close);
        } else if (die < 95) {
            any.ifPresent(id -> asHost(node -> node.pool.release(id), () -> ended(id)));
        } else if (die < 98) {
            any.ifPresent(id -> asHost(node -> node.pool.transfer(id, agent(random.nextInt(AGENTS))), () -> {}));
        } else if (die < 99) {
            any.ifPresent(id -> asHost(node -> node.pool.reassign(id), () -> {}));
        } else {
            asHost(node -> node.pool.drain(number(random.nextInt(NUMBERS))), () -> {});
        }
    }

    private void handover() {
        ConversationId id = ConversationId.of(++lastConversation);
        WidgetId widget = WidgetId.of(random.nextInt(WIDGETS));
        Participant agent = agent(random.nextInt(AGENTS));
        asHost(node -> node.pool.assign(Handover.of(widget, id).withAgent(agent)), () -> {
            open.put(id, widget);
            visitorWrites(id);
        });
    }

    /** Half the ends are only seen in the host's table, without a word to us. */
    private void close(ConversationId id) {
        Assignment before = assignment(id).orElse(null);
        store.setStatus(open.get(id), id, "closed");
        ended(id);
        if (before != null && random.nextBoolean()) {
            asHost(node -> node.desk.tellEnded(before), () -> {});
        }
    }

    private void ended(ConversationId id) {
        open.remove(id);
    }

    private void visitorWrites() {
        anyOpen().ifPresent(this::visitorWrites);
    }

    private void visitorWrites(ConversationId id) {
        String token = "v" + ++lastVisitorMessage + ".";
        oracle.visitorWrote(token, id);
        Message message =
                Message.of("m" + lastVisitorMessage, "Visitor says " + token).from("Visitor " + id);
        toAgent(id, message, token);
    }

    /** A host repeats what failed, with the same message id, until it gets an answer. */
    private void toAgent(ConversationId id, Message message, String token) {
        SimulatedNode node = anyNode();
        try {
            Delivery delivery = node.desk.toAgent(id, message);
            if (delivery instanceof Delivery.Failed || delivery instanceof Delivery.Unknown) {
                oracle.told(token);
            }
        } catch (Crash e) {
            died(node);
            after(seconds(5, 60), () -> toAgent(id, message, token));
        } catch (ConversationClosedException | UnknownConversationException e) {
            oracle.told(token);
        }
    }

    /** An operation of the host, repeated until it has not been killed. */
    private void asHost(Consumer<SimulatedNode> operation, Runnable then) {
        SimulatedNode node = anyNode();
        try {
            operation.accept(node);
        } catch (Crash e) {
            died(node);
            after(seconds(5, 60), () -> asHost(operation, then));
            return;
        } catch (NoNumberAvailableException | UnknownConversationException | ConversationClosedException e) {
            return;
        }
        then.run();
    }

    private void flush() {
        SimulatedNode node = anyNode();
        try {
            node.desk.flush(1000);
        } catch (Crash e) {
            died(node);
        }
    }

    // ---- what the provider brings

    /** @param acknowledged whether the provider was told that the message has arrived */
    void receive(InboundMessage message, Consumer<Boolean> acknowledged) {
        SimulatedNode node = anyNode();
        InboundMessage seen = broken == Broken.QUOTES_IGNORED && message.quoted() != null
                ? InboundMessage.of(message.id(), message.from(), message.to(), message.text(), message.at())
                : message;
        try {
            InboundOutcome outcome =
                    node.desk.receive(seen, (each, result) -> node.inTransaction(() -> oracle.handled(each, result)));
            acknowledged.accept(!(outcome instanceof InboundOutcome.Duplicate duplicate) || duplicate.isCompleted());
            node.desk.tell(seen, outcome);
            node.desk.flush(seen.thread());
        } catch (Crash e) {
            died(node);
            acknowledged.accept(false);
        }
    }

    void report(DeliveryReport report) {
        SimulatedNode node = anyNode();
        try {
            node.desk.report(report);
        } catch (Crash e) {
            died(node);
            after(seconds(5, 60), () -> report(report));
        }
    }

    Content.Template wakeUp(Assignment assignment, @Nullable String visitor, String code) {
        return new Content.Template("HX1", Map.of("1", code));
    }

    @Override
    public void failed(ConversationId conversation, String messageId, Failure failure) {
        oracle.told("v" + messageId.substring(1) + ".");
    }

    @Override
    public void unknown(ConversationId conversation, String messageId) {
        oracle.told("v" + messageId.substring(1) + ".");
    }

    private boolean waits(String token) {
        ConversationId id = oracle.conversationOf(token);
        return id != null
                && log.recorded(id, "m" + token.substring(1, token.length() - 1), MONDAY).parts().stream()
                        .anyMatch(part -> part.state() == DeliveryState.PARKED);
    }

    // ---- tools

    void at(Instant when, Runnable what) {
        events.add(new Event(when, order++, what));
    }

    void after(Duration time, Runnable what) {
        at(now.plus(time), what);
    }

    Duration seconds(int from, int to) {
        return Duration.ofMillis(from * 1000L + random.nextInt((to - from) * 1000));
    }

    Instant now() {
        return now;
    }

    Optional<Assignment> assignment(ConversationId id) {
        return store.find(id).map(ConversationRecord::active);
    }

    private void died(SimulatedNode node) {
        after(seconds(5, 200), node::restart);
    }

    private SimulatedNode anyNode() {
        List<SimulatedNode> alive =
                nodes.stream().filter(node -> !node.isDead()).toList();
        return alive.isEmpty() ? nodes.get(0) : alive.get(random.nextInt(alive.size()));
    }

    private Optional<ConversationId> anyOpen() {
        List<ConversationId> ids = new ArrayList<>(open.keySet());
        return ids.isEmpty() ? Optional.empty() : Optional.of(ids.get(random.nextInt(ids.size())));
    }

    static Participant agent(int i) {
        return Participant.of("+2010166663" + (40 + i));
    }

    static PhoneNumber number(int i) {
        return PhoneNumber.of("+1555898635" + i);
    }

    static SenderThread thread(Participant agent, PhoneNumber number) {
        return new SenderThread(agent, number);
    }
}
