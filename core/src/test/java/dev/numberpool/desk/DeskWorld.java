package dev.numberpool.desk;

import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import dev.numberpool.Handover;
import dev.numberpool.NumberPool;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.PooledNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.Widget;
import dev.numberpool.WidgetId;
import dev.numberpool.memory.InMemoryMessageLog;
import dev.numberpool.memory.InMemoryNumberStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/**
 * A desk on an in-memory store and log, with a clock and a provider of its own, and short names for what most tests do
 * with it. Its desk says no headers unless a test asks for them.
 */
final class DeskWorld {
    static final WidgetId WIDGET = WidgetId.of(7);
    static final WidgetId OTHER_WIDGET = WidgetId.of(8);

    static final PhoneNumber ONE = PhoneNumber.of("+15558986359");
    static final PhoneNumber TWO = PhoneNumber.of("+15558986360");
    static final PhoneNumber DEFAULT = PhoneNumber.of("+15550001111");
    static final PhoneNumber FOREIGN = PhoneNumber.of("+15550003333");

    static final Participant ALICE = Participant.of("+201016666348");
    static final Participant BEN = Participant.of("+201016666349");
    static final Participant CAROL = Participant.of("+201016666350");
    static final Participant STRANGER = Participant.of("+201016666399");
    static final Participant ID = Participant.of("US.13491208655302741918");

    static final Duration COOL_DOWN = Duration.ofMinutes(10);
    static final Duration BIT = Duration.ofMillis(1);

    /** Everything but the header. */
    static final DeskTexts WITHOUT_HEADER = new DeskTexts() {
        @Override
        public Optional<String> header(String visitor, String code) {
            return Optional.empty();
        }
    };

    static final WakeUp TEMPLATE =
            (assignment, visitor, code) -> new Content.Template("HX1", Map.of("1", code, "2", String.valueOf(visitor)));

    /** What a handler got. */
    record Handled(InboundMessage message, InboundOutcome outcome) {
        @Override
        public String toString() {
            return describe(outcome);
        }
    }

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T12:00:00Z"));
    private final AtomicInteger lastInbound = new AtomicInteger();

    final InMemoryNumberStore store = new InMemoryNumberStore();
    final InMemoryMessageLog log = new InMemoryMessageLog();
    final TestProvider provider = new TestProvider();
    final RecordingDeskListener listener = new RecordingDeskListener();
    final List<Handled> handled = new CopyOnWriteArrayList<>();
    final InstantSource clock = now::get;
    final NumberPool pool;
    final HandoverDesk desk;

    DeskWorld() {
        this(builder -> builder);
    }

    /** A desk with these options, and two numbers in the pool of each widget. */
    DeskWorld(UnaryOperator<HandoverDesk.Builder> options) {
        setPool(ONE, TWO);
        pool = NumberPool.builder(store).clock(clock).build();
        desk = newDesk(options);
    }

    /** One more desk on the same store and log, as another node has it. */
    HandoverDesk newDesk(UnaryOperator<HandoverDesk.Builder> options) {
        return options.apply(HandoverDesk.builder(pool, store, log, provider)
                        .clock(clock)
                        .texts(WITHOUT_HEADER)
                        .listener(listener))
                .build();
    }

    // ---- time

    Instant now() {
        return now.get();
    }

    void pass(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }

    // ---- the host's tables

    static ConversationId id(long conversation) {
        return ConversationId.of(conversation);
    }

    static List<PooledNumber> entries(PhoneNumber... numbers) {
        return Arrays.stream(numbers).map(PooledNumber::of).toList();
    }

    void setPool(PhoneNumber... numbers) {
        store.put(Widget.of(WIDGET).withPool(entries(numbers)));
        store.put(Widget.of(OTHER_WIDGET).withPool(entries(numbers)));
    }

    Assignment assign(long conversation, Participant agent) {
        return pool.assign(Handover.of(WIDGET, id(conversation)).withAgent(agent));
    }

    /** Gives the conversation this number, however much it is used. */
    Assignment assign(long conversation, Participant agent, PhoneNumber number) {
        return assign(WIDGET, conversation, agent, number);
    }

    Assignment assign(WidgetId widget, long conversation, Participant agent, PhoneNumber number) {
        Widget before = pool.widget(widget);
        store.put(before.withPool(entries(number)));
        Assignment assignment =
                pool.assign(Handover.of(widget, id(conversation)).withAgent(agent));
        store.put(before);
        return assignment;
    }

    void release(long conversation) {
        pool.release(id(conversation));
    }

    /** What the host does when the chat ends: nobody tells us. */
    void close(long conversation) {
        store.setStatus(WIDGET, id(conversation), "closed");
    }

    // ---- from the visitor to the agent

    Delivery say(long conversation, String messageId, String text) {
        return say(desk, conversation, messageId, text);
    }

    static Delivery say(HandoverDesk desk, long conversation, String messageId, String text) {
        return desk.toAgent(id(conversation), Message.of(messageId, text).from("Maria"));
    }

    int flush() {
        return desk.flush(1_000);
    }

    void setWindow(Participant agent, PhoneNumber number, Duration sinceLastMessage) {
        desk.importWindows(Map.of(new SenderThread(agent, number), now().minus(sinceLastMessage)));
    }

    void closeWindow(Participant agent, PhoneNumber number) {
        setWindow(agent, number, Duration.ofHours(25));
    }

    boolean isLogged(long conversation, String messageId) {
        return !log.recorded(id(conversation), messageId, Instant.EPOCH).parts().isEmpty();
    }

    // ---- from the agent to the visitor

    /** A message that is written now. */
    InboundMessage message(Participant from, PhoneNumber to, String text) {
        return InboundMessage.of("IM" + lastInbound.incrementAndGet(), from, to, text, now());
    }

    InboundOutcome receive(InboundMessage message) {
        return desk.receive(message, (each, outcome) -> handled.add(new Handled(each, outcome)));
    }

    /** What becomes of a message, in words. */
    String hear(InboundMessage message) {
        return describe(receive(message));
    }

    String hear(Participant from, PhoneNumber to, String text) {
        return hear(message(from, to, text));
    }

    /** What the handler got, in words. */
    List<String> handled() {
        return handled.stream().map(Handled::toString).toList();
    }

    static String describe(InboundOutcome outcome) {
        if (outcome instanceof InboundOutcome.Routed routed) {
            return routed.assignment().conversation() + " gets '" + routed.text() + "' by " + routed.by();
        }
        if (outcome instanceof InboundOutcome.Ambiguous ambiguous) {
            return (ambiguous.isHeld() ? "held for " : "listed ") + describe(ambiguous.candidates());
        }
        if (outcome instanceof InboundOutcome.UnknownCode unknown) {
            return "unknown " + unknown.code();
        }
        if (outcome instanceof InboundOutcome.ConversationClosed closed) {
            return "closed " + closed.conversation();
        }
        if (outcome instanceof InboundOutcome.Transferred transferred) {
            return "transferred " + transferred.conversation();
        }
        if (outcome instanceof InboundOutcome.OutOfSession session) {
            return session.isKnownAgent() ? "no session of an agent" : "no session of a stranger";
        }
        return describeRest(outcome);
    }

    private static String describeRest(InboundOutcome outcome) {
        if (outcome instanceof InboundOutcome.Empty empty) {
            return empty.assignment() == null
                    ? "empty"
                    : "empty for " + empty.assignment().conversation() + ", released " + empty.released();
        }
        if (outcome instanceof InboundOutcome.Duplicate duplicate) {
            return duplicate.isCompleted() ? "duplicate" : "in progress";
        }
        return "rejected: " + ((InboundOutcome.Rejected) outcome).reason();
    }

    /** In the order of their ids; those in brackets are not active. */
    private static List<String> describe(List<InboundOutcome.PossibleConversation> candidates) {
        return candidates.stream()
                .sorted(Comparator.comparing(each -> each.conversation().value()))
                .map(each -> each.isActive() ? each.conversation().value() : "(" + each.conversation() + ")")
                .toList();
    }
}
