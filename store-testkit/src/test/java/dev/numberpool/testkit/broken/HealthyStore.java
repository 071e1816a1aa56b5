package dev.numberpool.testkit.broken;

import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import dev.numberpool.Handover;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.Widget;
import dev.numberpool.WidgetId;
import dev.numberpool.memory.InMemoryNumberStore;
import dev.numberpool.spi.ActiveQuery;
import dev.numberpool.spi.ConversationRecord;
import dev.numberpool.spi.Decider;
import dev.numberpool.spi.Health;
import dev.numberpool.spi.NumberFacts;
import dev.numberpool.spi.NumberStore;
import dev.numberpool.spi.Snapshot;
import dev.numberpool.spi.ThreadRecord;
import dev.numberpool.spi.ThreadStore;
import dev.numberpool.spi.WidgetStore;
import dev.numberpool.testkit.StoreFixture;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Host, tables and store in one, all in order: everything is left to an in-memory store. The broken ones extend it. */
class HealthyStore implements StoreFixture, NumberStore, WidgetStore, ThreadStore {
    final InMemoryNumberStore memory = new InMemoryNumberStore();
    final Map<ConversationId, WidgetId> conversations = new ConcurrentHashMap<>();

    @Override
    public NumberStore numbers() {
        return this;
    }

    @Override
    public WidgetStore widgets() {
        return this;
    }

    @Override
    public ThreadStore threads() {
        return this;
    }

    @Override
    public Optional<NumberStore> secondProcess() {
        return Optional.of(this);
    }

    @Override
    public void putWidget(Widget widget) {
        memory.put(widget);
    }

    @Override
    public void putConversation(WidgetId widget, ConversationId conversation) {
        conversations.put(conversation, widget);
        memory.setStatus(widget, conversation, null);
    }

    @Override
    public void setStatus(ConversationId conversation, @Nullable String status) {
        memory.setStatus(conversations.get(conversation), conversation, status);
    }

    @Override
    public void deleteConversation(ConversationId conversation) {
        memory.delete(conversation);
    }

    @Override
    public boolean makesConversations() {
        return true;
    }

    @Override
    public Optional<Assignment> decide(Handover handover, Instant at, Decider decider) {
        return memory.decide(handover, at, snapshot -> decider.decide(shown(handover, at, snapshot)));
    }

    /** What the decider is shown of the truth. */
    Snapshot shown(Handover handover, Instant at, Snapshot truth) {
        return new Snapshot(truth.conversation(), truth.widget(), eachFact(truth, facts -> shown(handover, facts)));
    }

    /** What the decider is shown of a number. */
    NumberFacts shown(Handover handover, NumberFacts truth) {
        return truth;
    }

    @Override
    public Optional<ConversationRecord> find(ConversationId conversation) {
        return memory.find(conversation).map(this::found);
    }

    /** What is found of the truth. */
    ConversationRecord found(ConversationRecord truth) {
        return truth;
    }

    @Override
    public Optional<Assignment> release(ConversationId conversation, Instant at) {
        return memory.release(conversation, at);
    }

    @Override
    public List<Assignment> active(ActiveQuery query) {
        return memory.active(query);
    }

    @Override
    public void noteInbound(SenderThread thread, Instant at) {
        memory.noteInbound(thread, at);
    }

    @Override
    public void noteHealth(PhoneNumber number, Health.Source source, @Nullable Health health) {
        memory.noteHealth(number, source, health);
    }

    @Override
    public ThreadRecord thread(PhoneNumber number, Set<Participant> people, Instant leftSince) {
        return memory.thread(number, people, leftSince);
    }

    @Override
    public void noteWindowClosed(SenderThread thread, Instant at) {
        memory.noteWindowClosed(thread, at);
    }

    @Override
    public Set<PhoneNumber> ours() {
        return memory.ours();
    }

    @Override
    public List<WidgetId> widgets(@Nullable WidgetId after, int limit) {
        return memory.widgets(after, limit);
    }

    @Override
    public boolean isOurs(PhoneNumber number) {
        return memory.isOurs(number);
    }

    @Override
    public Optional<Widget> widget(WidgetId id) {
        return memory.widget(id);
    }

    @Override
    public Widget save(Widget edited) {
        return memory.save(edited);
    }

    @Override
    public List<NumberFacts> usage(WidgetId id) {
        return memory.usage(id);
    }

    @Override
    public List<ConversationId> withoutNumber(WidgetId id, Set<String> statuses) {
        return memory.withoutNumber(id, statuses);
    }

    static Map<PhoneNumber, NumberFacts> eachFact(Snapshot snapshot, UnaryOperator<NumberFacts> change) {
        return snapshot.facts().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> change.apply(entry.getValue())));
    }

    static NumberFacts withCounts(NumberFacts facts, int active, int activeWithAgent) {
        return new NumberFacts(
                facts.number(),
                active,
                activeWithAgent,
                facts.lastUsed(),
                facts.lastUsedAt(),
                facts.lastLeftAt(),
                facts.lastUsedWithCustomer(),
                facts.lastInboundAt(),
                facts.health());
    }

    static NumberFacts withUse(NumberFacts facts, long lastUsed, @Nullable Instant lastUsedAt) {
        return new NumberFacts(
                facts.number(),
                facts.active(),
                facts.activeWithAgent(),
                lastUsed,
                lastUsedAt,
                facts.lastLeftAt(),
                facts.lastUsedWithCustomer(),
                facts.lastInboundAt(),
                facts.health());
    }

    static NumberFacts withLeft(NumberFacts facts, @Nullable Instant lastLeftAt) {
        return new NumberFacts(
                facts.number(),
                facts.active(),
                facts.activeWithAgent(),
                facts.lastUsed(),
                facts.lastUsedAt(),
                lastLeftAt,
                facts.lastUsedWithCustomer(),
                facts.lastInboundAt(),
                facts.health());
    }

    static NumberFacts withInbound(NumberFacts facts, @Nullable Instant lastInboundAt) {
        return new NumberFacts(
                facts.number(),
                facts.active(),
                facts.activeWithAgent(),
                facts.lastUsed(),
                facts.lastUsedAt(),
                facts.lastLeftAt(),
                facts.lastUsedWithCustomer(),
                lastInboundAt,
                facts.health());
    }

    static NumberFacts withHealth(NumberFacts facts, @Nullable Health health) {
        return new NumberFacts(
                facts.number(),
                facts.active(),
                facts.activeWithAgent(),
                facts.lastUsed(),
                facts.lastUsedAt(),
                facts.lastLeftAt(),
                facts.lastUsedWithCustomer(),
                facts.lastInboundAt(),
                health);
    }
}
