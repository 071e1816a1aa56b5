package dev.numberpool;

import dev.numberpool.spi.ActiveQuery;
import dev.numberpool.spi.ConversationRecord;
import dev.numberpool.spi.Decider;
import dev.numberpool.spi.Health;
import dev.numberpool.spi.NumberStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A store in which somebody else acts between the steps of a call: after a list was read, or before a decision. */
final class InterruptedStore implements NumberStore {
    private final NumberStore store;
    private Runnable afterActive = () -> {};
    private Runnable beforeDecide = () -> {};

    InterruptedStore(NumberStore store) {
        this.store = store;
    }

    void afterActive(Runnable interruption) {
        afterActive = interruption;
    }

    void beforeDecide(Runnable interruption) {
        beforeDecide = interruption;
    }

    @Override
    public Optional<Assignment> decide(Handover handover, Instant at, Decider decider) {
        beforeDecide.run();
        return store.decide(handover, at, decider);
    }

    @Override
    public List<Assignment> active(ActiveQuery query) {
        List<Assignment> active = store.active(query);
        afterActive.run();
        return active;
    }

    @Override
    public Optional<ConversationRecord> find(ConversationId conversation) {
        return store.find(conversation);
    }

    @Override
    public Optional<Assignment> release(ConversationId conversation, Instant at) {
        return store.release(conversation, at);
    }

    @Override
    public void noteInbound(SenderThread thread, Instant at) {
        store.noteInbound(thread, at);
    }

    @Override
    public void noteHealth(PhoneNumber number, Health.Source source, @Nullable Health health) {
        store.noteHealth(number, source, health);
    }
}
