package dev.numberpool.jdbc;

import static java.util.Objects.requireNonNull;

import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import dev.numberpool.Handover;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.PooledNumber;
import dev.numberpool.SenderThread;
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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Keeps assignments in the host's own tables, on PostgreSQL (12 or newer), MariaDB, MySQL or H2. The tables need what
 * {@link JdbcSchema} prints; nothing touches a schema unasked.
 *
 * <pre>{@code
 * JdbcNumberStore store = JdbcNumberStore.create(dataSource);          // transactions of its own
 * JdbcNumberStore store = JdbcNumberStore.joining(connectionSource);   // inside the caller's transaction
 * }</pre>
 *
 * <p>{@link #create} always works in READ COMMITTED transactions of its own, on connections that are not in a transaction
 * yet (one that is, is refused; H2 cannot tell); conflicts with others are repeated, up to ten times. {@link #joining} borrows the connection of the caller's
 * transaction and never commits, rolls back, closes or changes it; what it wrote is kept or lost with that transaction.
 * A conflict there is a {@link dev.numberpool.StoreException} that {@code isTransient()}: roll back and repeat the whole
 * transaction.
 *
 * <p>Thread-safe, by any number of processes on the same database. No threads of its own; what it keeps in memory is the
 * types of the id columns, read with the first statement, and what the rows of a few widgets were parsed to; the rows
 * themselves are read anew for every decision.
 */
public final class JdbcNumberStore implements NumberStore, WidgetStore, ThreadStore {
    private final Transactions transactions;
    private final Decisions decisions;
    private final WidgetTable widgets = new WidgetTable();
    private final ConversationTable conversations = new ConversationTable();
    private final HistoryTables history = new HistoryTables();
    private final ThreadTables threads = new ThreadTables(conversations, history);

    private JdbcNumberStore(Transactions transactions, @Nullable Duration patience) {
        this.transactions = transactions;
        this.decisions = new Decisions(transactions, new DecisionStep(widgets, conversations, history), patience);
    }

    /** A store with the standard names and closed statuses that uses transactions of its own. */
    public static JdbcNumberStore create(DataSource dataSource) {
        return builder(dataSource).build();
    }

    /** A store with the standard names and closed statuses that works inside the caller's transaction. */
    public static JdbcNumberStore joining(ConnectionSource connections) {
        return joiningBuilder(connections).build();
    }

    /** Starts a store that uses transactions of its own. */
    public static Builder builder(DataSource dataSource) {
        requireNonNull(dataSource, "dataSource");
        return new Builder(schemas -> new OwnTransactions(dataSource, schemas), true);
    }

    /** Starts a store that works inside the caller's transaction. */
    public static Builder joiningBuilder(ConnectionSource connections) {
        requireNonNull(connections, "connections");
        return new Builder(schemas -> new JoinedTransactions(connections, schemas), false);
    }

    /** Collects the options of a store. Not thread-safe. */
    public static final class Builder {
        private final Function<SchemaCache, Transactions> transactions;
        private final boolean isOwn;
        private boolean isCoalescing;
        private TableNames names = TableNames.standard();
        private ClosedStatuses closed = ClosedStatuses.of(ClosedStatuses.STANDARD);
        private Duration lockTimeout = Duration.ofSeconds(5);

        private Builder(Function<SchemaCache, Transactions> transactions, boolean isOwn) {
            this.transactions = transactions;
            this.isOwn = isOwn;
            this.isCoalescing = isOwn;
        }

        /** What tables and columns are called. Default: {@link TableNames#standard()}. */
        public Builder names(TableNames names) {
            this.names = requireNonNull(names, "names");
            return this;
        }

        /**
         * The host's statuses that end a conversation, compared character by character; any other is open. They must be
         * those that the schema was made for. Default: {@code closed}.
         */
        public Builder closedStatuses(Set<String> statuses) {
            this.closed = ClosedStatuses.of(statuses);
            return this;
        }

        /**
         * For how long a transaction of our own waits for another one, from one second to an hour. Default: 5 seconds.
         * In joined transactions, on MySQL and on H2 the database's own setting holds. On PostgreSQL a transaction of our
         * own that is idle for six times as long is given up by the server: its node has vanished.
         */
        public Builder lockTimeout(Duration timeout) {
            if (timeout.toSeconds() < 1 || timeout.compareTo(Duration.ofHours(1)) > 0) {
                throw new IllegalArgumentException("lockTimeout is " + timeout + "; it must be one second to one hour");
            }
            this.lockTimeout = timeout;
            return this;
        }

        /**
         * Whether callers of this process that wait for the same widget are decided on together, in one transaction: the
         * first of them does it for all, on its thread and its connection, and each is answered as if it had gone alone.
         * That is what makes a busy widget fast. Default: true.
         *
         * <p><strong>Switch it off if your {@code DataSource} depends on the calling thread</strong>, for example because
         * it chooses a tenant's database or sets a tenant for row-level security by a thread-local: with one store for
         * several tenants, one caller's decision could run in another's database. The same holds if your strategy reads a
         * thread-local. A store for each tenant needs no switch. Joined stores never
         * decide together, and refuse true.
         */
        public Builder coalescing(boolean isCoalescing) {
            if (isCoalescing && !isOwn) {
                throw new IllegalArgumentException(
                        "a joining store decides in its caller's transaction, never together with others; leave coalescing out");
            }
            this.isCoalescing = isCoalescing;
            return this;
        }

        /** Makes the store. No I/O. */
        public JdbcNumberStore build() {
            return new JdbcNumberStore(
                    transactions.apply(new SchemaCache(names, closed, lockTimeout)), isCoalescing ? lockTimeout : null);
        }
    }

    @Override
    public Optional<Assignment> decide(Handover handover, Instant at, Decider decider) {
        return decisions.decide(handover, at, decider);
    }

    @Override
    public Optional<ConversationRecord> find(ConversationId conversation) {
        return transactions.read(
                session -> conversations.find(session, conversation).map(ConversationTable.Row::known));
    }

    @Override
    public Optional<Assignment> release(ConversationId conversation, Instant at) {
        WidgetId widget = transactions.read(session -> conversations
                .find(session, conversation)
                .orElseThrow(() -> ConversationTable.unknown(session, conversation))
                .known()
                .widget());
        return transactions.write(session -> {
            List<Assignment> active = new ArrayList<>();
            WidgetLock.take(
                    session,
                    widget,
                    widgets,
                    1,
                    trip -> trip.read(
                            session.sql().find,
                            p -> p.conversation(conversation),
                            row -> Optional.ofNullable(conversations
                                            .read(row, session)
                                            .known()
                                            .active())
                                    .ifPresent(active::add)));
            Optional<Assignment> ended = active.stream()
                    .filter(each -> each.conversation().equals(conversation))
                    .findFirst();
            if (ended.isPresent()) {
                RoundTrip trip = new RoundTrip(session);
                conversations.release(trip, session, conversation, at);
                history.noteLeaving(trip, session, List.of(Leaving.of(ended.get(), at)));
                trip.run();
            } else {
                session.discard();
            }
            return ended;
        });
    }

    @Override
    public List<Assignment> active(ActiveQuery query) {
        return transactions.read(session -> conversations.active(session, query));
    }

    @Override
    public void noteInbound(SenderThread thread, Instant at) {
        boolean isNoted = transactions.write(session -> threads.noteInbound(session, thread, at));
        if (!isNoted) {
            transactions.write(session -> {
                session.open();
                threads.noteInboundAfterEnds(session, thread, at);
                return true;
            });
        }
    }

    @Override
    public ThreadRecord thread(PhoneNumber number, Set<Participant> people, Instant leftSince) {
        return transactions.read(session -> threads.read(session, number, people, leftSince));
    }

    @Override
    public void noteWindowClosed(SenderThread thread, Instant at) {
        transactions.write(session -> {
            history.noteWindowClosed(session, thread, at);
            return true;
        });
    }

    @Override
    public boolean isOurs(PhoneNumber number) {
        return transactions.read(session -> threads.isOurs(session, number));
    }

    @Override
    public Set<PhoneNumber> ours() {
        return transactions.read(threads::ours);
    }

    @Override
    public List<WidgetId> widgets(@Nullable WidgetId after, int limit) {
        return transactions.read(session -> widgets.ids(session, after, limit));
    }

    @Override
    public void noteHealth(PhoneNumber number, Health.Source source, @Nullable Health health) {
        transactions.write(session -> {
            history.noteHealth(session, number, source, health);
            return true;
        });
    }

    @Override
    public Optional<Widget> widget(WidgetId id) {
        return transactions.read(session -> widgets.find(session, id));
    }

    @Override
    public Widget save(Widget edited) {
        return transactions.write(session -> widgets.save(session, edited));
    }

    @Override
    public List<NumberFacts> usage(WidgetId id) {
        return transactions.read(session -> {
            Widget widget = widgets.find(session, id).orElseThrow(() -> WidgetTable.unknown(session, id));
            Set<PhoneNumber> numbers = new LinkedHashSet<>();
            widget.pool().stream().map(PooledNumber::number).forEach(numbers::add);
            session
                    .list(session.sql().activeNumbers, p -> p.widgetOfConversation(id), row -> row.getString("number"))
                    .stream()
                    .filter(PhoneNumber::isValid)
                    .forEach(number -> numbers.add(PhoneNumber.of(number)));
            Map<PhoneNumber, NumberFacts> facts = RunningFacts.read(session, FactsQuery.of(id, List.copyOf(numbers)))
                    .of(null, null);
            return numbers.stream()
                    .map(number -> facts.getOrDefault(number, NumberFacts.none(number)))
                    .toList();
        });
    }

    @Override
    public List<ConversationId> withoutNumber(WidgetId id, Set<String> statuses) {
        return transactions.read(session -> conversations.withoutNumber(session, id, statuses));
    }
}
