package dev.numberpool.jdbc;

import static java.util.Objects.requireNonNull;

import dev.numberpool.ConversationId;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.desk.DeliveryReport;
import dev.numberpool.desk.InboundMessage;
import dev.numberpool.spi.MessageLog;
import dev.numberpool.spi.OutboundRecord;
import dev.numberpool.spi.SendGate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Remembers messages in tables of our own, on PostgreSQL, MariaDB, MySQL or H2. {@link JdbcSchema} prints them; nothing
 * touches a schema unasked.
 *
 * <pre>{@code
 * MessageLog log = JdbcMessageLog.create(dataSource);                      // at least once
 * MessageLog log = JdbcMessageLog.joining(dataSource, connectionSource);   // exactly once
 * }</pre>
 *
 * <p>Every verb runs in a READ COMMITTED transaction of its own, on a connection that is not in a transaction yet, so it
 * is committed when it returns; conflicts with others are repeated, up to ten times. With {@link #joining} the completion
 * of an inbound message alone is part of the caller's transaction: what the handler did and that it was done are kept or
 * lost together. If they are lost, the message is handled again as soon as the lease of its claim is over. A thread that
 * is in such a transaction needs a second connection for the other verbs, so give the log a {@code DataSource} of its own,
 * or one with more connections than there are threads that receive. No other verb waits for that transaction.
 *
 * <p>What a message says is forgotten as soon as it has arrived or cannot arrive any more; that it was sent, to whom and
 * when stays until it is purged.
 *
 * <p>Thread-safe, by any number of processes on the same database. No threads of its own; what it keeps in memory is the
 * types of the id columns, read with the first statement.
 */
public final class JdbcMessageLog implements MessageLog {
    private final Transactions transactions;
    private final OutboxTable outbox;
    private final ReportTable reports;
    private final HistoryReader history;
    private final InboundTable inbound;
    private final AliasTable aliases;
    private final ReconciliationTable reconciliations;

    private JdbcMessageLog(Transactions transactions, Transactions completions) {
        ContentJson json = new ContentJson();
        MessageRows rows = new MessageRows(json);
        this.transactions = transactions;
        this.outbox = new OutboxTable(transactions, rows);
        this.reports = new ReportTable(transactions, rows, json);
        this.history = new HistoryReader(transactions, rows);
        this.inbound = new InboundTable(transactions, completions, new HeldTable(json));
        this.aliases = new AliasTable(transactions);
        this.reconciliations = new ReconciliationTable(transactions, rows);
    }

    /** A log with the standard names and closed statuses that uses transactions of its own for everything. */
    public static JdbcMessageLog create(DataSource dataSource) {
        return builder(dataSource).build();
    }

    /**
     * A log with the standard names and closed statuses that completes inbound messages inside the caller's transaction, and
     * uses transactions of its own for everything else.
     *
     * @param dataSource gives connections that have nothing to do with the caller's transaction
     * @param connections gives the connection of the caller's transaction
     */
    public static JdbcMessageLog joining(DataSource dataSource, ConnectionSource connections) {
        return builder(dataSource).completeIn(connections).build();
    }

    /** Starts a log. */
    public static Builder builder(DataSource dataSource) {
        return new Builder(requireNonNull(dataSource, "dataSource"));
    }

    /** Collects the options of a log. Not thread-safe. */
    public static final class Builder {
        private final DataSource dataSource;
        private TableNames names = TableNames.standard();
        private ClosedStatuses closed = ClosedStatuses.of(ClosedStatuses.STANDARD);
        private Duration lockTimeout = Duration.ofSeconds(5);
        private @Nullable ConnectionSource completeIn;

        private Builder(DataSource dataSource) {
            this.dataSource = dataSource;
        }

        /** What tables and columns are called. Default: {@link TableNames#standard()}. */
        public Builder names(TableNames names) {
            this.names = requireNonNull(names, "names");
            return this;
        }

        /** The host's statuses that the schema was made for. Default: {@code closed}. */
        public Builder closedStatuses(Set<String> statuses) {
            this.closed = ClosedStatuses.of(statuses);
            return this;
        }

        /**
         * For how long a transaction of our own waits for another one, from one second to an hour. Default: 5 seconds.
         * On MySQL and on H2 the database's own setting holds.
         */
        public Builder lockTimeout(Duration timeout) {
            if (timeout.toSeconds() < 1 || timeout.compareTo(Duration.ofHours(1)) > 0) {
                throw new IllegalArgumentException("lockTimeout is " + timeout + "; it must be one second to one hour");
            }
            this.lockTimeout = timeout;
            return this;
        }

        /**
         * Completes inbound messages on the connection of the caller's transaction, so that each is handled exactly once.
         * The transaction should be READ COMMITTED, or begin with the call that receives: one whose snapshot is older
         * than the claim does not see it on PostgreSQL and H2. Default: in a transaction of our own.
         */
        public Builder completeIn(ConnectionSource connections) {
            this.completeIn = requireNonNull(connections, "connections");
            return this;
        }

        /** Makes the log. No I/O. */
        public JdbcMessageLog build() {
            SchemaCache schemas = new SchemaCache(names, closed, lockTimeout);
            Transactions own = new OwnTransactions(dataSource, schemas);
            return new JdbcMessageLog(own, completeIn == null ? own : new JoinedTransactions(completeIn, schemas));
        }
    }

    @Override
    public List<OutboundRecord> append(List<OutboundRecord> parts, Instant at, SendGate gate) {
        return outbox.append(parts, at, gate);
    }

    @Override
    public Optional<OutboundRecord> next(SenderThread thread, Instant at, SendGate gate) {
        return outbox.next(thread, at, gate);
    }

    @Override
    public Optional<OutboundRecord> note(DeliveryReport report) {
        return reports.note(report);
    }

    @Override
    public Optional<OutboundRecord> park(DeliveryReport report, @Nullable Instant notBefore) {
        return reports.park(report, notBefore);
    }

    @Override
    public boolean move(OutboundRecord moved, Instant at) {
        return outbox.move(moved, at);
    }

    @Override
    public List<OutboundRecord> due(Instant at, Instant inFlightSince, long after, int limit) {
        return history.due(at, inFlightSince, after, limit);
    }

    @Override
    public void told(OutboundRecord message) {
        reports.told(message);
    }

    @Override
    public Recorded recorded(ConversationId conversation, String messageId, Instant assignedAt) {
        return history.recorded(conversation, messageId, assignedAt);
    }

    @Override
    public Optional<Quoted> quoted(String providerId) {
        return history.quoted(providerId);
    }

    @Override
    public boolean hasWritten(ConversationId conversation, Set<Participant> people) {
        return history.hasWritten(conversation, people);
    }

    @Override
    public Map<ConversationId, Instant> writtenOn(PhoneNumber number, Set<Participant> people, Instant since) {
        return history.writtenOn(number, people, since);
    }

    @Override
    public int answers(SenderThread thread, Instant since) {
        return history.answers(thread, since);
    }

    @Override
    public Claim claim(String messageId, Instant at, Duration lease) {
        return inbound.claim(messageId, at, lease);
    }

    @Override
    public List<InboundMessage> takeHeld(
            Claim claim, PhoneNumber number, Set<Participant> people, Instant since, Instant at) {
        return inbound.takeHeld(claim, number, people, since, at);
    }

    @Override
    public void complete(Claim claim, Completion completion, Instant at) {
        inbound.complete(claim, completion, at);
    }

    @Override
    public void giveBack(Claim claim) {
        inbound.giveBack(claim);
    }

    @Override
    public Set<Participant> aliases(Participant participant) {
        return aliases.aliases(participant);
    }

    @Override
    public boolean learn(Participant person, Participant id) {
        return aliases.learn(person, id);
    }

    @Override
    public void forget(Participant participant) {
        aliases.forget(participant);
    }

    @Override
    public Optional<Instant> comparedUntil(String archive) {
        return reconciliations.comparedUntil(archive);
    }

    @Override
    public void noteCompared(String archive, Instant until) {
        reconciliations.noteCompared(archive, until);
    }

    @Override
    public List<OutboundRecord> unsettled(Instant since, Instant before, long after, int limit) {
        return reconciliations.unsettled(since, before, after, limit);
    }

    @Override
    public int purge(Instant before, Predicate<ConversationId> isActive) {
        return new Purge(transactions, before, isActive).run();
    }
}
