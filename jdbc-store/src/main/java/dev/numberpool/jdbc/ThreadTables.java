package dev.numberpool.jdbc;

import dev.numberpool.Assignment;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.PooledNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.spi.ConversationRecord;
import dev.numberpool.spi.ThreadRecord;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What happens on threads, and which numbers are ours. */
final class ThreadTables {
    private final ConversationTable conversations;
    private final HistoryTables history;
    private final PoolJson json = new PoolJson();

    ThreadTables(ConversationTable conversations, HistoryTables history) {
        this.conversations = conversations;
        this.history = history;
    }

    ThreadRecord read(Session session, PhoneNumber number, Set<Participant> people, Instant leftSince)
            throws SQLException {
        ThreadReader reader = new ThreadReader(conversations, session, SqlDialect.stored(leftSince));
        if (!people.isEmpty()) {
            session.forEach(
                    session.sql().threads(people.size()),
                    p -> p.phone(number)
                            .people(people)
                            .phone(number)
                            .people(people)
                            .phone(number)
                            .people(people)
                            .time(leftSince)
                            .phone(number)
                            .people(people),
                    reader::add);
        }
        return reader.record();
    }

    /**
     * Notes a message, and before that the ends of conversations on the thread that were closed and that nobody has dated.
     *
     * @return false if there are such ends and nothing was written: {@link #noteInboundAfterEnds} sees to them
     */
    boolean noteInbound(Session session, SenderThread thread, Instant at) throws SQLException {
        if (session.isOwn() && session.dialect().takesSeveral()) {
            return noteInboundUnlessEnds(session, thread, at);
        }
        if (conversations.unnoticed(session, thread).isEmpty()) {
            history.noteInbound(session, thread, at);
        } else {
            noteInboundAfterEnds(session, thread, at);
        }
        return true;
    }

    /** Looks for ends and writes in one round trip; there are hardly ever any, and then the write is taken back. */
    private boolean noteInboundUnlessEnds(Session session, SenderThread thread, Instant at) throws SQLException {
        List<ConversationTable.Unnoticed> ends = new ArrayList<>();
        RoundTrip trip = new RoundTrip(session);
        conversations.unnoticed(trip, session, thread, ends);
        history.noteInbound(trip, session, thread, at);
        trip.run();
        if (!ends.isEmpty()) {
            session.discard();
        }
        return ends.isEmpty();
    }

    /** Dates the ends on the thread as a decision of their widget would, and only then notes the message. */
    void noteInboundAfterEnds(Session session, SenderThread thread, Instant at) throws SQLException {
        List<Leaving> leavings = new ArrayList<>();
        for (ConversationTable.Unnoticed end : inOrder(conversations.unnoticed(session, thread))) {
            Assignment ended = end.assignment();
            Leaving leaving = new Leaving(
                    ended.conversation(),
                    ended.agent(),
                    ended.number(),
                    ConversationRecord.leftAt(ended, end.lastInbound(), at));
            if (conversations.noteLeftIfUnnoticed(session, leaving)) {
                leavings.add(leaving);
            }
        }
        RoundTrip trip = new RoundTrip(session);
        history.noteLeaving(trip, session, leavings);
        history.noteInbound(trip, session, thread, at);
        trip.run();
    }

    /** The order in which a decision locks the same rows. */
    private static List<ConversationTable.Unnoticed> inOrder(List<ConversationTable.Unnoticed> ends) {
        return ends.stream()
                .sorted(Comparator.comparing(
                        end -> end.assignment().conversation().value()))
                .toList();
    }

    boolean isOurs(Session session, PhoneNumber number) throws SQLException {
        boolean isUsed = session.first(
                        session.sql().isUsedNumber,
                        p -> p.phone(number).phone(number).phone(number),
                        row -> row.getInt("is_used") == 1)
                .orElse(false);
        return isUsed || isInAnyPool(session, number);
    }

    Set<PhoneNumber> ours(Session session) throws SQLException {
        Set<PhoneNumber> numbers = new HashSet<>();
        session.forEach(session.sql().ours, none -> {}, row -> {
            String number = row.getString("number");
            if (number != null && PhoneNumber.isValid(number)) {
                numbers.add(PhoneNumber.of(number));
            }
            json.read(row.getString("pool")).usable().forEach(entry -> numbers.add(entry.number()));
        });
        return numbers;
    }

    /** The database may find more: digits may be those of a longer number, or stand in a note. */
    private boolean isInAnyPool(Session session, PhoneNumber number) throws SQLException {
        String type = session.schema().poolType();
        return session
                .list(
                        session.sql().poolsMentioning(type),
                        p -> p.text(session.dialect().mention(number, type)),
                        row -> row.getString("pool"))
                .stream()
                .flatMap(pool -> json.read(pool).usable().stream())
                .map(PooledNumber::number)
                .anyMatch(number::equals);
    }
}
