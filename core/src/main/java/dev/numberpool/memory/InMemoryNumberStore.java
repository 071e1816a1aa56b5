package dev.numberpool.memory;

import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import dev.numberpool.Handover;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.PoolConflictException;
import dev.numberpool.SenderThread;
import dev.numberpool.StoreException;
import dev.numberpool.UnknownConversationException;
import dev.numberpool.UnknownWidgetException;
import dev.numberpool.Widget;
import dev.numberpool.WidgetId;
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
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps widgets, conversations and assignments in memory: for tests, and for hosts of <em>one process only</em> that can
 * bear to lose everything at its end. Safe for use by many threads. One lock serves all widgets, so a slow strategy
 * delays everybody.
 *
 * <p>What a host does to its own tables is done here with {@link #put}, {@link #setStatus} and {@link #delete}. A
 * conversation that is not known yet is made when it is first assigned.
 */
public final class InMemoryNumberStore implements NumberStore, WidgetStore, ThreadStore {
    /** Held by whoever changes something, also while a strategy decides. */
    private final ReentrantLock turn = new ReentrantLock();
    /** Held by whoever touches the tables, never while a strategy decides: plain reads wait for nobody. */
    private final ReentrantLock access = new ReentrantLock();

    private final Tables tables;

    /** A store in which the status {@code closed} ends a conversation. */
    public InMemoryNumberStore() {
        this(Set.of("closed"));
    }

    /** A store in which these statuses, compared character by character, end a conversation. */
    public InMemoryNumberStore(Set<String> closedStatuses) {
        this.tables = new Tables(Set.copyOf(closedStatuses));
    }

    /** Adds a widget, or replaces it as an operator's SQL would: without asking for its version. */
    public void put(Widget widget) {
        inTurn(() -> tables.widgets.put(widget));
    }

    /** Sets the host's status of a conversation, which is made if it is not known; null is no status, and so open. */
    public void setStatus(WidgetId widget, ConversationId conversation, @Nullable String status) {
        inTurn(() -> tables.row(widget, conversation).status = status);
    }

    /** Deletes a conversation. */
    public void delete(ConversationId conversation) {
        inTurn(() -> tables.conversations.remove(conversation));
    }

    @Override
    public Optional<Assignment> decide(Handover handover, Instant at, Decider decider) {
        takeTurn();
        try {
            Optional<Assignment> answer = decider.decide(locked(() -> present(handover, at)));
            return answer.map(assignment -> locked(() -> tables.write(handover, assignment)));
        } finally {
            turn.unlock();
        }
    }

    @Override
    public Optional<ConversationRecord> find(ConversationId conversation) {
        return locked(() ->
                Optional.ofNullable(tables.conversations.get(conversation)).map(tables::known));
    }

    @Override
    public Optional<Assignment> release(ConversationId conversation, Instant at) {
        return inTurn(() -> {
            ConversationRow row = tables.conversations.get(conversation);
            if (row == null) {
                throw new UnknownConversationException(conversation, "the store has never seen it");
            }
            Assignment active = tables.known(row).active();
            if (active != null) {
                row.released = true;
                tables.leave(active, at);
            }
            return Optional.ofNullable(active);
        });
    }

    @Override
    public List<Assignment> active(ActiveQuery query) {
        return locked(() -> tables.active()
                .filter(a -> query.widget() == null || query.widget().equals(a.widget()))
                .filter(a -> query.number() == null || query.number().equals(a.number()))
                .filter(a -> query.agent() == null || query.agent().equals(a.agent()))
                .filter(a -> query.idleBefore() == null || tables.isIdle(a, query.idleBefore()))
                .sorted(Tables.OLDEST_FIRST)
                .limit(query.limit())
                .toList());
    }

    @Override
    public void noteInbound(SenderThread thread, Instant at) {
        inTurn(() -> tables.noteInbound(thread, at));
    }

    @Override
    public void noteHealth(PhoneNumber number, Health.Source source, @Nullable Health health) {
        inTurn(() -> tables.noteHealth(number, source, health));
    }

    @Override
    public ThreadRecord thread(PhoneNumber number, Set<Participant> people, Instant leftSince) {
        return locked(() -> tables.threads(number, people, leftSince));
    }

    @Override
    public void noteWindowClosed(SenderThread thread, Instant at) {
        inTurn(() -> tables.thread(thread.participant(), thread.number()).noteWindowClosed(at));
    }

    @Override
    public boolean isOurs(PhoneNumber number) {
        return locked(() -> tables.isOurs(number));
    }

    @Override
    public Set<PhoneNumber> ours() {
        return locked(tables::ours);
    }

    @Override
    public List<WidgetId> widgets(@Nullable WidgetId after, int limit) {
        return locked(() -> tables.widgets.ids(after, limit));
    }

    @Override
    public Optional<Widget> widget(WidgetId id) {
        return locked(() -> tables.widgets.find(id));
    }

    @Override
    public Widget save(Widget edited) {
        return inTurn(() -> {
            Widget stored = stored(edited.id());
            if (!stored.version().equals(edited.version())) {
                throw new PoolConflictException(stored, edited);
            }
            return tables.widgets.put(edited.withCredentials(stored.credentials()));
        });
    }

    @Override
    public List<NumberFacts> usage(WidgetId id) {
        return locked(() -> tables.usage(stored(id)));
    }

    @Override
    public List<ConversationId> withoutNumber(WidgetId id, Set<String> statuses) {
        return locked(() -> tables.conversations.values().stream()
                .filter(row -> row.widget.equals(id) && row.assignment == null)
                .filter(row -> row.status != null
                        && statuses.contains(row.status)
                        && tables.known(row).open())
                .map(row -> row.id)
                .sorted(Comparator.comparing(ConversationId::value))
                .toList());
    }

    private Widget stored(WidgetId id) {
        return tables.widgets
                .find(id)
                .orElseThrow(() -> new UnknownWidgetException(id, "put() it into the store first"));
    }

    private Snapshot present(Handover handover, Instant at) {
        Widget widget = stored(handover.widget());
        tables.noteClosed(at);
        return tables.snapshot(handover, widget);
    }

    private void takeTurn() {
        if (turn.isHeldByCurrentThread()) {
            throw new StoreException("a strategy must not change the store; it is decided in the middle of a call");
        }
        turn.lock();
    }

    private <T> T inTurn(Supplier<T> work) {
        takeTurn();
        try {
            return locked(work);
        } finally {
            turn.unlock();
        }
    }

    private void inTurn(Runnable work) {
        inTurn(() -> {
            work.run();
            return true;
        });
    }

    private <T> T locked(Supplier<T> work) {
        access.lock();
        try {
            return work.get();
        } finally {
            access.unlock();
        }
    }
}
