package dev.numberpool.jdbc;

import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import dev.numberpool.PhoneNumber;
import dev.numberpool.PooledNumber;
import dev.numberpool.Widget;
import dev.numberpool.WidgetId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What decisions begin with.
 *
 * @param sequence the widget's last number, those that these decisions take included
 * @param conversations those of the conversations that there are
 * @param facts of all numbers that a decision may ask for, without the conversations that are decided on
 * @param ends conversations of the widget that were closed and that nobody has dated yet: each that the facts no longer
 *     count is among them
 */
record Present(
        Widget widget,
        long sequence,
        Map<ConversationId, ConversationTable.Row> conversations,
        RunningFacts facts,
        List<ConversationTable.Unnoticed> ends) {

    /**
     * Takes in rows. The facts are asked for together with the widget, for the numbers that it had the last time; only if
     * it has others now, they are asked for again.
     */
    static final class Reader {
        private final Session session;
        private final List<DecisionRequest> requests;
        private final WidgetId id;
        private final WidgetTable widgets;
        private final ConversationTable conversations;
        private final Map<ConversationId, ConversationTable.Row> rows = new HashMap<>();
        private final List<ConversationTable.Unnoticed> ends = new ArrayList<>();
        private @Nullable Widget widget;
        private long sequence;
        private @Nullable RunningFacts facts;

        /** @param requests of one widget */
        Reader(Session session, List<DecisionRequest> requests, WidgetTable widgets, ConversationTable conversations) {
            this.session = session;
            this.requests = requests;
            this.id = requests.get(0).handover().widget();
            this.widgets = widgets;
            this.conversations = conversations;
        }

        /** Adds what is read to a round trip; what an earlier one has read is replaced. */
        void read(RoundTrip trip) {
            trip.read(session.sql().widgetAndSequence, p -> p.text(id.value()).widget(id), this::widget);
            facts = widgets.remembered(id)
                    .map(likely -> readFacts(trip, numbers(likely)))
                    .orElse(null);
            readConversations(trip);
        }

        private RunningFacts readFacts(RoundTrip trip, Set<PhoneNumber> numbers) {
            return RunningFacts.read(trip, session, FactsQuery.of(requests, List.copyOf(numbers)));
        }

        /** After the facts: what is closed in between has been counted, but is not overlooked. */
        private void readConversations(RoundTrip trip) {
            rows.clear();
            ends.clear();
            List<ConversationId> ids =
                    requests.stream().map(DecisionRequest::conversation).toList();
            trip.read(
                    session.sql().conversationsAndEnds(ids.size()),
                    p -> p.conversations(ids).widgetOfConversation(id),
                    this::conversation);
        }

        private void widget(ResultSet row) throws SQLException {
            widget = widgets.read(row, id).orElse(null);
            sequence = row.getLong("sequence");
        }

        private void conversation(ResultSet row) throws SQLException {
            if (row.getString("kind").equals("U")) {
                conversations.unnoticed(row, session).ifPresent(ends::add);
            } else {
                ConversationTable.Row read = conversations.read(row, session);
                rows.put(read.known().conversation(), read);
            }
        }

        Present present() throws SQLException {
            if (widget == null) {
                throw WidgetTable.unknown(session, id);
            }
            return new Present(widget, sequence, rows, facts(widget), ends);
        }

        private RunningFacts facts(Widget known) throws SQLException {
            RunningFacts likely = facts;
            Set<PhoneNumber> numbers = numbers(known);
            rows.values().stream()
                    .map(row -> row.known().assignment())
                    .flatMap(Stream::ofNullable)
                    .map(Assignment::number)
                    .forEach(numbers::add);
            if (likely != null && likely.areOf(numbers)) {
                return likely;
            }
            RoundTrip again = new RoundTrip(session);
            RunningFacts read = readFacts(again, numbers);
            readConversations(again);
            again.run();
            return read;
        }

        /** The numbers whose facts a decision on any conversation may ask for. */
        private static Set<PhoneNumber> numbers(Widget widget) {
            Set<PhoneNumber> numbers = new LinkedHashSet<>();
            widget.pool().stream().map(PooledNumber::number).forEach(numbers::add);
            if (widget.handoverNumber() != null) {
                numbers.add(widget.handoverNumber());
            }
            return numbers;
        }
    }
}
