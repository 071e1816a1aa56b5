package dev.numberpool.jdbc;

import dev.numberpool.WidgetId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.Consumer;

/**
 * The row of our own that puts a widget's decisions in order. It is <em>written</em> before anything is read, so that
 * every read that follows sees all that the decision before has recorded, and databases that keep old snapshots answer
 * with a conflict.
 */
final class WidgetLock {
    private WidgetLock() {}

    /**
     * Waits for the widget's turn.
     *
     * @param decisions how many sequence numbers are taken, at most
     */
    static void take(Session session, WidgetId widget, WidgetTable widgets, int decisions) throws SQLException {
        take(session, widget, widgets, decisions, none -> {});
    }

    /**
     * Waits for the widget's turn, and then reads.
     *
     * @param reads adds what is read to a round trip; it may be run twice, and the last time counts
     */
    static void take(Session session, WidgetId widget, WidgetTable widgets, int decisions, Consumer<RoundTrip> reads)
            throws SQLException {
        long before = mayReadOldSnapshot(session) ? sequence(session, widget) : -1;
        boolean[] isMissing = {false};
        RoundTrip trip = new RoundTrip(session)
                .write(
                        session.isOwn() ? session.sql().lockOwn : session.sql().lockJoined,
                        p -> p.number(decisions).text(widget.value()),
                        changed -> isMissing[0] = changed == 0);
        reads.accept(trip);
        trip.run();
        if (isMissing[0]) {
            makeRow(session, widget, widgets, decisions);
            RoundTrip again = new RoundTrip(session);
            reads.accept(again);
            again.run();
        }
        if (before >= 0 && sequence(session, widget) != before + decisions) {
            throw SqlFailures.conflict(
                    "others have decided for the widget since this transaction's snapshot was taken");
        }
    }

    private static void makeRow(Session session, WidgetId widget, WidgetTable widgets, int decisions)
            throws SQLException {
        if (widgets.find(session, widget).isEmpty()) {
            throw WidgetTable.unknown(session, widget);
        }
        session.update(session.sql().insertLockRow, p -> p.text(widget.value()).number(0));
        if (session.update(session.sql().lockJoined, p -> p.number(decisions).text(widget.value())) != 1) {
            throw SqlFailures.conflict("the widget's lock row vanished");
        }
    }

    private static boolean mayReadOldSnapshot(Session session) throws SQLException {
        return !session.isOwn()
                && session.dialect().hidesStaleSnapshots()
                && session.isolation() == Connection.TRANSACTION_REPEATABLE_READ;
    }

    private static long sequence(Session session, WidgetId widget) throws SQLException {
        return session.first(session.sql().sequence, p -> p.text(widget.value()), (ResultSet row) -> row.getLong(1))
                .orElse(0L);
    }
}
