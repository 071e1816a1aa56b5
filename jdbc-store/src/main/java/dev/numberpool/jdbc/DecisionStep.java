package dev.numberpool.jdbc;

import dev.numberpool.Handover;
import dev.numberpool.WidgetId;
import dev.numberpool.spi.ConversationRecord;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Decisions for one widget in one transaction: lock, read, choose one after the other, write. */
final class DecisionStep {
    private final WidgetTable widgets;
    private final ConversationTable conversations;
    private final HistoryTables history;

    DecisionStep(WidgetTable widgets, ConversationTable conversations, HistoryTables history) {
        this.widgets = widgets;
        this.conversations = conversations;
        this.history = history;
    }

    /**
     * Decides.
     *
     * @param requests of one widget, each for another conversation
     * @return what came of each, at the same place
     */
    List<DecisionResult> run(Session session, List<DecisionRequest> requests) throws SQLException {
        WidgetId widget = requests.get(0).handover().widget();
        for (DecisionRequest request : requests) {
            checkIds(session, request.handover());
        }
        Present.Reader reader = new Present.Reader(session, requests, widgets, conversations);
        WidgetLock.take(session, widget, widgets, requests.size(), reader::read);
        Present present = reader.present();
        List<Leaving> ends = leavings(present.ends(), requests.get(0).at());
        ends.forEach(present.facts()::left);
        DecisionRound round = new DecisionRound(session, present, requests.size());
        List<DecisionResult> results = requests.stream().map(round::decide).toList();
        record(session, widget, round, ends);
        return results;
    }

    private void checkIds(Session session, Handover handover) {
        SchemaInfo schema = session.schema();
        if (!schema.widgetId().fits(handover.widget().value())
                || !schema.widgetReference().fits(handover.widget().value())) {
            throw WidgetTable.unknown(session, handover.widget());
        }
        if (!schema.conversationId().fits(handover.conversation().value())) {
            throw ConversationTable.unknown(session, handover.conversation());
        }
    }

    /** Dates the ends of conversations that were closed by other means, in the order in which rows are locked. */
    private static List<Leaving> leavings(List<ConversationTable.Unnoticed> ends, Instant at) {
        return ends.stream()
                .map(end -> Leaving.of(
                        end.assignment(), ConversationRecord.leftAt(end.assignment(), end.lastInbound(), at)))
                .sorted(Comparator.comparing(left -> left.conversation().value()))
                .toList();
    }

    private void record(Session session, WidgetId widget, DecisionRound round, List<Leaving> ends) throws SQLException {
        if (round.writes().isEmpty()) {
            session.discard();
            return;
        }
        RoundTrip trip = new RoundTrip(session);
        conversations.write(trip, session, widget, round.writes());
        if (!round.choices().isEmpty()) {
            List<Leaving> leavings = new ArrayList<>(ends);
            leavings.addAll(round.leavings());
            conversations.noteLeft(trip, session, ends);
            history.noteUse(trip, session, widget, round.choices());
            history.noteLeaving(trip, session, leavings);
            history.noteCustomers(trip, session, round.customers());
        }
        trip.run();
    }
}
