package dev.numberpool.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.numberpool.Assignment;
import dev.numberpool.Assignment.Source;
import dev.numberpool.ConversationId;
import dev.numberpool.Handover;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.PooledNumber;
import dev.numberpool.Widget;
import dev.numberpool.WidgetId;
import dev.numberpool.spi.ConversationRecord;
import dev.numberpool.spi.NumberFacts;
import dev.numberpool.spi.NumberStore;
import dev.numberpool.spi.Snapshot;
import dev.numberpool.spi.WidgetStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the contracts have in common: a fixture, ids that no other test uses, and the verbs in short. */
abstract class StoreContract {
    /** Six digits from the first to the last test: ascending as numbers and as text. */
    private static final AtomicInteger LAST_ID = new AtomicInteger(100_000);

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00.123Z");

    StoreFixture host;
    NumberStore numbers;
    WidgetStore widgets;

    /** Restricts the contracts to this package. */
    StoreContract() {}

    /**
     * The store under test. Called before each test.
     *
     * @return a fixture whose store need not be empty, but has seen none of the test's ids
     */
    protected abstract StoreFixture fixture();

    @BeforeEach
    final void open() {
        host = fixture();
        numbers = host.numbers();
        widgets = host.widgets();
    }

    @AfterEach
    final void close() {
        host.close();
    }

    static Instant minute(int n) {
        return NOON.plus(Duration.ofMinutes(n));
    }

    static int newId() {
        return LAST_ID.incrementAndGet();
    }

    static PhoneNumber newNumber() {
        return PhoneNumber.of(String.format(Locale.ROOT, "+1555%07d", newId()));
    }

    static Participant newPerson() {
        return Participant.of(String.format(Locale.ROOT, "+20100%07d", newId()));
    }

    WidgetId unknownWidget() {
        return host.widget(newId());
    }

    WidgetId widgetWith(PhoneNumber... pool) {
        return put(Widget.of(unknownWidget()), pool);
    }

    WidgetId put(Widget widget, PhoneNumber... pool) {
        host.putWidget(widget.withPool(Arrays.stream(pool).map(PooledNumber::of).toList()));
        return widget.id();
    }

    ConversationId unknownConversation() {
        return host.conversation(newId());
    }

    ConversationId newConversation(WidgetId widget) {
        ConversationId conversation = unknownConversation();
        host.putConversation(widget, conversation);
        return conversation;
    }

    /** A handover of a new conversation. */
    Handover handover(WidgetId widget) {
        return Handover.of(widget, newConversation(widget));
    }

    Handover handover(WidgetId widget, Participant agent) {
        return handover(widget).withAgent(agent);
    }

    void close(Handover handover) {
        host.setStatus(handover.conversation(), host.closedStatus());
    }

    void reopen(Handover handover) {
        host.setStatus(handover.conversation(), host.openStatus());
    }

    static Assignment choice(Handover handover, PhoneNumber number, Instant at) {
        return new Assignment(
                handover.widget(), handover.conversation(), number, "Support", Source.POOL, handover.agent(), at, true);
    }

    /** Chooses this number, whatever it has. */
    Assignment choose(Handover handover, PhoneNumber number, Instant at) {
        return record(handover, at, choice(handover, number, at));
    }

    /** Has this answer recorded. */
    Assignment record(Handover handover, Instant at, Assignment answer) {
        return numbers.decide(handover, at, snapshot -> Optional.of(answer))
                .orElseThrow(() -> new AssertionError("decide must return what was recorded, not nothing"));
    }

    /** What a decision for this handover is shown; records nothing. */
    Snapshot show(Handover handover, Instant at) {
        return show(numbers, handover, at);
    }

    static Snapshot show(NumberStore store, Handover handover, Instant at) {
        List<Snapshot> shown = new ArrayList<>();
        store.decide(handover, at, snapshot -> {
            shown.add(snapshot);
            return Optional.empty();
        });
        if (shown.isEmpty()) {
            throw new AssertionError("decide must call the decider at least once");
        }
        return shown.get(shown.size() - 1);
    }

    /** What a decision for this handover knows of the number. */
    NumberFacts facts(Handover handover, PhoneNumber number) {
        return show(handover, minute(60)).factsOf(number);
    }

    /** What the next conversation of the widget, without an agent, knows of the number. */
    NumberFacts facts(WidgetId widget, PhoneNumber number) {
        return facts(handover(widget), number);
    }

    /** The same for a conversation with this agent. */
    NumberFacts facts(WidgetId widget, Participant agent, PhoneNumber number) {
        return facts(handover(widget, agent), number);
    }

    ConversationRecord known(Handover handover) {
        return numbers.find(handover.conversation())
                .orElseThrow(() -> new AssertionError("find must know the conversation"));
    }

    void assertActive(int expected, WidgetId widget, PhoneNumber number, String why) {
        assertEquals(expected, facts(widget, number).active(), why);
    }
}
