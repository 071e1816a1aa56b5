package dev.numberpool.jdbc;

import dev.numberpool.Assignment;
import dev.numberpool.Handover;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.WidgetId;
import dev.numberpool.spi.Health;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Our own tables: what happened last on threads and numbers. No count that decides is kept here. */
final class HistoryTables {
    /** The longest cool-down that there can be. */
    private static final Duration MEMORY = Duration.ofDays(1);

    void noteUse(Session session, WidgetId widget, Assignment choice, long sequence) throws SQLException {
        session.update(
                session.sql().noteUse,
                p -> p.text(widget.value())
                        .phone(choice.number())
                        .number(sequence)
                        .time(choice.assignedAt()));
    }

    void noteLeaving(Session session, List<Leaving> leavings) throws SQLException {
        session.updateAll(
                session.sql().noteLeaving,
                leavings.stream()
                        .sorted(Leaving.BY_KEY)
                        .<Session.Binder>map(left -> p ->
                                p.participant(left.agent()).phone(left.number()).time(left.at()))
                        .toList());
        noteDepartures(
                session,
                leavings.stream()
                        .filter(left -> left.agent() != null)
                        .sorted(Leaving.BY_KEY)
                        .toList());
    }

    /** Who left, for those who want to know it within a day; what is older goes, so that no thread's rows pile up. */
    private static void noteDepartures(Session session, List<Leaving> leavings) throws SQLException {
        session.updateAll(
                session.sql().noteDeparture,
                leavings.stream()
                        .<Session.Binder>map(left -> p -> p.participant(left.agent())
                                .phone(left.number())
                                .text(left.conversation().value())
                                .time(left.at()))
                        .toList());
        session.updateAll(
                session.sql().forgetDepartures,
                leavings.stream()
                        .<Session.Binder>map(left -> p -> p.participant(left.agent())
                                .phone(left.number())
                                .time(left.at().minus(MEMORY)))
                        .toList());
    }

    void noteCustomer(Session session, Handover handover, Assignment choice) throws SQLException {
        Participant customer = handover.customer();
        if (customer != null) {
            session.update(
                    session.sql().noteAssigned,
                    p -> p.participant(customer).phone(choice.number()).time(choice.assignedAt()));
        }
    }

    /** The first statement of its transaction if that is our own. */
    void noteInbound(Session session, SenderThread thread, Instant at) throws SQLException {
        session.updateFirst(session.sql().noteInbound, p -> p.thread(thread).time(at));
    }

    /** {@link #noteInbound}, after others have been dated in the same transaction. */
    void noteLaterInbound(Session session, SenderThread thread, Instant at) throws SQLException {
        session.update(session.sql().noteInbound, p -> p.thread(thread).time(at));
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
