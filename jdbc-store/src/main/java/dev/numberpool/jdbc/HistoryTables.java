package dev.numberpool.jdbc;

import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.WidgetId;
import dev.numberpool.spi.Health;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Our own tables: what happened last on threads and numbers. No count that decides is kept here. */
final class HistoryTables {
    /** The longest cool-down that there can be. */
    private static final Duration MEMORY = Duration.ofDays(1);

    private final Columns<Leaving> thread = new Columns<Leaving>()
            .text(Leaving::participant)
            .text(left -> left.number().e164())
            .time(Leaving::at);

    private final Columns<Leaving> departure = new Columns<Leaving>()
            .text(Leaving::participant)
            .text(left -> left.number().e164())
            .text(left -> left.conversation().value())
            .time(Leaving::at);

    private final Columns<Leaving> forgotten = new Columns<Leaving>()
            .text(Leaving::participant)
            .text(left -> left.number().e164())
            .time(left -> left.at().minus(MEMORY));

    private final Columns<Met> customer = new Columns<Met>()
            .text(met -> met.customer().address())
            .text(met -> met.number().e164())
            .time(Met::at);

    /** Notes the last choice of each number, in the order of the rows' keys. */
    void noteUse(RoundTrip trip, Session session, WidgetId widget, List<ConversationTable.Write> choices) {
        SortedMap<String, ConversationTable.Write> last = new TreeMap<>();
        choices.forEach(choice -> last.put(choice.answer().number().e164(), choice));
        Columns<ConversationTable.Write> use = new Columns<ConversationTable.Write>()
                .text(choice -> widget.value())
                .text(choice -> choice.answer().number().e164())
                .number(ConversationTable.Write::sequence)
                .time(choice -> choice.answer().assignedAt());
        trip.writeRows(session.sql().noteUse, session.sql().noteUseAll, use, List.copyOf(last.values()));
    }

    /** Notes the last time on each thread, in the order of the rows' keys, and who left. */
    void noteLeaving(RoundTrip trip, Session session, List<Leaving> leavings) {
        Map<String, Leaving> last = new TreeMap<>();
        for (Leaving left : leavings) {
            last.merge(left.thread(), left, (one, other) -> one.at().isAfter(other.at()) ? one : other);
        }
        trip.writeRows(session.sql().noteLeaving, session.sql().noteLeavingAll, thread, List.copyOf(last.values()));
        noteDepartures(
                trip,
                session,
                leavings.stream()
                        .filter(left -> left.agent() != null)
                        .sorted(Leaving.BY_KEY)
                        .toList());
    }

    /** Who left, for those who want to know it within a day; what is older goes, so that no thread's rows pile up. */
    private void noteDepartures(RoundTrip trip, Session session, List<Leaving> leavings) {
        trip.writeRows(session.sql().noteDeparture, session.sql().noteDepartureAll, departure, leavings);
        trip.writeRows(session.sql().forgetDepartures, session.sql().forgetDeparturesAll, forgotten, leavings);
    }

    /**
     * A customer has got a number.
     *
     * @param at when
     */
    record Met(Participant customer, PhoneNumber number, Instant at) {
        private String key() {
            return customer.address() + '\n' + number.e164();
        }
    }

    /** Notes the last time of each customer with each number, in the order of the rows' keys. */
    void noteCustomers(RoundTrip trip, Session session, List<Met> customers) {
        SortedMap<String, Met> last = new TreeMap<>();
        customers.forEach(met -> last.put(met.key(), met));
        trip.writeRows(session.sql().noteAssigned, session.sql().noteAssignedAll, customer, List.copyOf(last.values()));
    }

    /** The first statement of its transaction if that is our own. */
    void noteInbound(Session session, SenderThread thread, Instant at) throws SQLException {
        session.updateFirst(session.sql().noteInbound, p -> p.thread(thread).time(at));
    }

    /** The same, after other statements of its transaction. */
    void noteInbound(RoundTrip trip, Session session, SenderThread thread, Instant at) {
        trip.write(session.sql().noteInbound, p -> p.thread(thread).time(at), any -> {});
    }

    void noteWindowClosed(Session session, SenderThread thread, Instant at) throws SQLException {
        session.updateFirst(
                session.sql().noteWindowClosed, p -> p.thread(thread).time(at));
    }

    void noteHealth(Session session, PhoneNumber number, Health.Source source, @Nullable Health health)
            throws SQLException {
        if (health == null) {
            session.updateFirst(session.sql().dropHealth, p -> p.phone(number).text(source.name()));
        } else {
            session.updateFirst(
                    session.sql().noteHealth,
                    p -> p.phone(number)
                            .text(source.name())
                            .text(health.reason())
                            .time(health.since())
                            .time(health.until()));
        }
    }
}
