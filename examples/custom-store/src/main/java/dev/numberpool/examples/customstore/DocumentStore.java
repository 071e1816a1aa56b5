package dev.numberpool.examples.customstore;

import static dev.numberpool.examples.customstore.Documents.key;

import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import dev.numberpool.Handover;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.PoolConflictException;
import dev.numberpool.SenderThread;
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
import dev.numberpool.spi.ThreadRecord;
import dev.numberpool.spi.ThreadStore;
import dev.numberpool.spi.WidgetStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Widgets, conversations and assignments as JSON documents in one file, <em>for one process only</em>: a second one that
 * opens the file is refused. What a verb has returned is on the disk. Safe for use by many threads.
 *
 * <p>Changes take turns, those of different widgets too, so a slow strategy delays everybody; and a decision reads every
 * conversation, so delete those that are over.
 *
 * <p>What a host does to its own data is done here with {@link #put}, {@link #setStatus} and {@link #delete}. A
 * conversation that is not known yet is made when it is first assigned.
 */
public final class DocumentStore implements NumberStore, WidgetStore, ThreadStore, AutoCloseable {
    private final DocumentFile file;
    private final Set<String> closedStatuses;

    private DocumentStore(DocumentFile file, Set<String> closedStatuses) {
        this.file = file;
        this.closedStatuses = closedStatuses;
    }

    /** Opens the file, or makes it. These statuses, compared character by character, end a conversation. */
    public static DocumentStore open(Path file, Set<String> closedStatuses) {
        return new DocumentStore(new DocumentFile(file), Set.copyOf(closedStatuses));
    }

    @Override
    public void close() {
        file.close();
    }

    /** Adds a widget, or replaces it whatever its version. */
    public void put(Widget widget) {
        act(contents -> contents.widgets.put(key(widget.id()), StoredWidget.of(widget, widget.credentials())));
    }

    /** Sets the host's status of a conversation, which is made if it is not known; null is no status, and so open. */
    public void setStatus(WidgetId widget, ConversationId conversation, @Nullable String status) {
        act(contents -> {
            StoredConversation known = contents.conversations.get(key(conversation));
            StoredConversation stored = known == null ? StoredConversation.open(widget, conversation) : known;
            contents.conversations.put(key(conversation), stored.withStatus(status));
        });
    }

    /** Deletes a conversation. */
    public void delete(ConversationId conversation) {
        act(contents -> contents.conversations.remove(key(conversation)));
    }

    @Override
    public Optional<Assignment> decide(Handover handover, Instant at, Decider decider) {
        return change(contents -> {
            Widget widget = stored(contents, handover.widget());
            contents.noteClosed(at, assignment -> true);
            return decider.decide(contents.snapshot(handover, widget)).map(answer -> contents.record(handover, answer));
        });
    }

    @Override
    public Optional<ConversationRecord> find(ConversationId conversation) {
        return look(contents -> Optional.ofNullable(contents.conversations.get(key(conversation)))
                .map(contents::known));
    }

    @Override
    public Optional<Assignment> release(ConversationId conversation, Instant at) {
        return change(contents -> {
            StoredConversation stored = contents.conversations.get(key(conversation));
            if (stored == null) {
                throw new UnknownConversationException(conversation, "the store has never seen it");
            }
            Assignment active = contents.known(stored).active();
            if (active != null) {
                contents.conversations.put(key(conversation), stored.asReleased());
                contents.leave(active, at);
            }
            return Optional.ofNullable(active);
        });
    }

    @Override
    public List<Assignment> active(ActiveQuery query) {
        return look(contents -> contents.active()
                .filter(a -> query.widget() == null || query.widget().equals(a.widget()))
                .filter(a -> query.number() == null || query.number().equals(a.number()))
                .filter(a -> query.agent() == null || query.agent().equals(a.agent()))
                .filter(a -> query.idleBefore() == null || contents.isIdle(a, query.idleBefore()))
                .sorted(Contents.OLDEST_FIRST)
                .limit(query.limit())
                .toList());
    }

    @Override
    public void noteInbound(SenderThread thread, Instant at) {
        act(contents -> {
            Set<Participant> writer = Set.of(thread.participant());
            contents.noteClosed(at, assignment -> Contents.isOn(assignment, thread.number(), writer));
            Contents.noteLatest(contents.inbound, key(thread.number(), thread.participant()), at);
        });
    }

    @Override
    public void noteHealth(PhoneNumber number, Health.Source source, @Nullable Health health) {
        act(contents -> {
            if (health == null) {
                contents.health.remove(key(number, source));
            } else {
                contents.health.put(key(number, source), health);
            }
        });
    }

    @Override
    public List<WidgetId> widgets(@Nullable WidgetId after, int limit) {
        return look(contents -> contents.widgets
                .all()
                .map(StoredWidget::id)
                .filter(id -> after == null || key(id).compareTo(key(after)) > 0)
                .limit(limit)
                .toList());
    }

    @Override
    public Optional<Widget> widget(WidgetId id) {
        return look(
                contents -> Optional.ofNullable(contents.widgets.get(key(id))).map(StoredWidget::widget));
    }

    @Override
    public Widget save(Widget edited) {
        return change(contents -> {
            Widget stored = stored(contents, edited.id());
            if (!stored.version().equals(edited.version())) {
                throw new PoolConflictException(stored, edited);
            }
            StoredWidget saved = StoredWidget.of(edited, stored.credentials());
            contents.widgets.put(key(edited.id()), saved);
            return saved.widget();
        });
    }

    @Override
    public List<NumberFacts> usage(WidgetId id) {
        return look(contents -> {
            Set<PhoneNumber> numbers = Contents.pool(stored(contents, id));
            contents.active().filter(a -> a.widget().equals(id)).forEach(a -> numbers.add(a.number()));
            return contents.facts(numbers, Handover.of(id, ConversationId.of("none of them: usage counts all")));
        });
    }

    @Override
    public List<ConversationId> withoutNumber(WidgetId id, Set<String> statuses) {
        return look(contents -> contents.conversations
                .all()
                .filter(stored -> stored.widget().equals(id) && stored.assignment() == null)
                .filter(stored -> stored.status() != null
                        && statuses.contains(stored.status())
                        && contents.known(stored).open())
                .map(StoredConversation::id)
                .toList());
    }

    @Override
    public ThreadRecord thread(PhoneNumber number, Set<Participant> people, Instant leftSince) {
        return look(contents -> contents.thread(number, people, leftSince));
    }

    @Override
    public void noteWindowClosed(SenderThread thread, Instant at) {
        act(contents -> Contents.noteLatest(contents.refusals, key(thread.number(), thread.participant()), at));
    }

    @Override
    public boolean isOurs(PhoneNumber number) {
        return look(contents -> contents.ours().anyMatch(number::equals));
    }

    @Override
    public Set<PhoneNumber> ours() {
        return look(contents -> contents.ours().collect(Collectors.toSet()));
    }

    private static Widget stored(Contents contents, WidgetId id) {
        StoredWidget stored = contents.widgets.get(key(id));
        if (stored == null) {
            throw new UnknownWidgetException(id, "put() it into the store first");
        }
        return stored.widget();
    }

    private <T> T change(Function<Contents, T> work) {
        return file.change(transaction -> work.apply(new Contents(transaction, closedStatuses)));
    }

    private void act(Consumer<Contents> work) {
        change(contents -> {
            work.accept(contents);
            return true;
        });
    }

    private <T> T look(Function<Contents, T> work) {
        return file.look(transaction -> work.apply(new Contents(transaction, closedStatuses)));
    }
}
