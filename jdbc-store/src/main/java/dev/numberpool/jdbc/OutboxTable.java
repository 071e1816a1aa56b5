package dev.numberpool.jdbc;

import dev.numberpool.SenderThread;
import dev.numberpool.spi.OutboundRecord;
import dev.numberpool.spi.SendGate;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The queues of outbound messages. Whoever puts something into a queue or takes something out first <em>writes</em> a row
 * of our own for the thread: what is then read is the present, and nobody changes it before the commit. That row is not
 * the thread's history, which the host's transactions write, too.
 */
final class OutboxTable {
    private final Transactions transactions;
    private final MessageRows rows;

    OutboxTable(Transactions transactions, MessageRows rows) {
        this.transactions = transactions;
        this.rows = rows;
    }

    List<OutboundRecord> append(List<OutboundRecord> parts, Instant at, SendGate gate) {
        return parts.isEmpty() ? List.of() : transactions.write(session -> append(session, parts, at, gate));
    }

    /** The first part decides: its key can be inserted once, and whoever has inserted it inserts the others. */
    private List<OutboundRecord> append(Session session, List<OutboundRecord> parts, Instant at, SendGate gate)
            throws SQLException {
        OutboundRecord first = parts.get(0);
        String taker = mayGo(session, first, at, gate) ? first.id() : null;
        List<MessageRow> logged =
                logged(rows.insert(new RoundTrip(session), session, first, at, taker), session, first);
        if (!logged.get(0).record().id().equals(first.id())) {
            session.discard();
        } else if (logged.size() < parts.size()) {
            List<OutboundRecord> others = parts.subList(1, parts.size());
            logged = logged(rows.insertParked(new RoundTrip(session), session, others, at), session, first);
        }
        return logged.stream().map(row -> row.asLoggedBy(first.id())).toList();
    }

    /** Waits for the queue's turn, and says whether the message may be sent at once. */
    private static boolean mayGo(Session session, OutboundRecord first, Instant at, SendGate gate) throws SQLException {
        boolean[] isFree = {false};
        RoundTrip trip = lock(session, first.thread(), at);
        boolean isTimely = first.notBefore() == null || !first.notBefore().isAfter(at);
        if (isTimely && (gate.freeText() || MessageRows.isTemplate(first.content()))) {
            trip.read(
                    session.sql().messages.isFree(!gate.freeText()),
                    p -> bind(p, first.thread(), gate).thread(first.thread()),
                    row -> isFree[0] = row.getInt("is_free") == 1);
        }
        trip.run();
        return isFree[0];
    }

    /** What is logged of a message after the writes of this trip. */
    private List<MessageRow> logged(RoundTrip trip, Session session, OutboundRecord first) throws SQLException {
        List<MessageRow> logged = new ArrayList<>();
        trip.read(
                        session.sql().messages.parts,
                        p -> p.text(MessageRows.key(first.conversation())).text(first.messageId()),
                        row -> logged.add(rows.read(session, row)))
                .run();
        if (logged.isEmpty()) {
            throw SqlFailures.conflict("the message was there and vanished");
        }
        return logged;
    }

    Optional<OutboundRecord> next(SenderThread thread, Instant at, SendGate gate) {
        // Most calls find nothing: they wait for nobody and write nothing.
        Optional<MessageRow> first =
                transactions.read(session -> first(new RoundTrip(session), session, thread, at, gate));
        if (first.isEmpty()) {
            return Optional.empty();
        }
        // One token for all tries: it tells what this call has taken from what others have.
        String call = UUID.randomUUID().toString();
        return transactions.write(session -> take(session, thread, at, gate, call));
    }

    private Optional<OutboundRecord> take(Session session, SenderThread thread, Instant at, SendGate gate, String call)
            throws SQLException {
        Optional<MessageRow> first = first(lock(session, thread, at), session, thread, at, gate);
        if (first.isEmpty()) {
            session.discard();
            return rows.first(
                            session,
                            session.sql().messages.takenBy,
                            p -> p.thread(thread).text(call))
                    .map(MessageRow::record);
        }
        OutboundRecord taken = first.get().taken(at);
        int changed = session.update(
                session.sql().messages.take, p -> p.time(at).time(at).text(call).number(taken.position()));
        if (changed != 1) {
            throw SqlFailures.conflict("the first message of the queue was changed by somebody else meanwhile");
        }
        return Optional.of(taken);
    }

    private Optional<MessageRow> first(RoundTrip trip, Session session, SenderThread thread, Instant at, SendGate gate)
            throws SQLException {
        List<MessageRow> found = new ArrayList<>();
        trip.read(
                        session.sql().messages.first(!gate.freeText()),
                        p -> bind(p.thread(thread), thread, gate),
                        row -> found.add(rows.read(session, row)))
                .run();
        return found.stream()
                .findFirst()
                .filter(row -> row.record().notBefore() == null
                        || !row.record().notBefore().isAfter(at));
    }

    private static Parameters bind(Parameters parameters, SenderThread thread, SendGate gate) throws SQLException {
        return parameters
                .thread(thread)
                .time(gate.inFlightSince())
                .thread(thread)
                .time(gate.burstSince())
                .number(gate.burst());
    }

    boolean move(OutboundRecord moved, Instant at) {
        return transactions.write(session -> {
            int[] removed = {0};
            lock(session, moved.thread(), at)
                    .write(
                            session.sql().messages.removePending,
                            p -> p.text(moved.id()).number(moved.attempt()),
                            changed -> removed[0] = changed)
                    .run();
            if (removed[0] == 0) {
                session.discard();
                return false;
            }
            // Inserted anew, because a new row is last in every queue.
            OutboundRecord waiting = new MessageRow(moved, null).parked(at, null, null);
            rows.insertParked(new RoundTrip(session), session, List.of(waiting), at)
                    .run();
            return true;
        });
    }

    /** A trip whose first statement waits for the queue's turn. */
    private static RoundTrip lock(Session session, SenderThread thread, Instant at) {
        return new RoundTrip(session)
                .write(
                        session.first(session.sql().messages.lockQueue),
                        p -> p.thread(thread).time(at),
                        any -> {});
    }
}
