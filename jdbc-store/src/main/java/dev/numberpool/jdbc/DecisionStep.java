package dev.numberpool.jdbc;

import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import dev.numberpool.Handover;
import dev.numberpool.PhoneNumber;
import dev.numberpool.PooledNumber;
import dev.numberpool.Widget;
import dev.numberpool.spi.ConversationRecord;
import dev.numberpool.spi.Decider;
import dev.numberpool.spi.Snapshot;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One decision in one transaction: lock, read, choose, write. */
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
     * What was read of the widget and the conversation.
     *
     * @param conversation null if there is no such row
     */
    private record Read(Widget widget, ConversationTable.@Nullable Row conversation, long sequence) {
        ConversationTable.Row row(Handover handover) {
            return conversation == null
                    ? new ConversationTable.Row(
                            ConversationRecord.open(handover.widget(), handover.conversation()), null, null)
                    : conversation;
        }
    }

    Optional<Assignment> run(Session session, Handover handover, Instant at, Decider decider, String attempt)
            throws SQLException {
        checkIds(session, handover);
        WidgetLock.take(session, handover.widget(), widgets);
        Read read = read(session, handover);
        ConversationTable.Row row = read.row(handover);
        Assignment known = row.known().assignment();
        if (known != null && attempt.equals(row.attempt())) {
            // An earlier try was committed although its answer was lost.
            return Optional.of(known.asNew(true));
        }
        FactsReader facts = FactsReader.read(session, FactsQuery.of(handover, numbers(read.widget(), known), at));
        List<Leaving> ends = facts.hasUnnoticedEnds() ? ends(session, handover, at) : List.of();
        ends.forEach(facts::left);
        Optional<Assignment> answer = decider.decide(new Snapshot(row.known(), read.widget(), facts.facts()));
        if (answer.isEmpty()) {
            session.discard();
        } else if (answer.get().isNew()) {
            record(session, handover, read, answer.get(), attempt, ends);
        } else {
            conversations.attach(session, row, answer.get());
        }
        return answer;
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

    private Read read(Session session, Handover handover) throws SQLException {
        Read read = session.first(
                        session.sql().widgetAndConversation,
                        p -> p.text(handover.widget().value())
                                .conversation(handover.conversation())
                                .widget(handover.widget()),
                        row -> read(row, session, handover))
                .flatMap(found -> found)
                .orElseThrow(() -> WidgetTable.unknown(session, handover.widget()));
        if (read.conversation() == null && !session.schema().mayInsert()) {
            throw ConversationTable.unknown(session, handover.conversation());
        }
        return read;
    }

    /** Empty if the row is that of another widget, whose id the database takes for equal. */
    private Optional<Read> read(ResultSet row, Session session, Handover handover) throws SQLException {
        Optional<Widget> widget = widgets.read(row, handover.widget());
        boolean isKnown = handover.conversation().value().equals(row.getString("conversation"));
        ConversationTable.Row conversation = isKnown ? conversations.read(row, session) : null;
        long sequence = row.getLong("sequence");
        return widget.map(found -> new Read(found, conversation, sequence));
    }

    /** The numbers whose facts a decision may ask for. */
    private static List<PhoneNumber> numbers(Widget widget, @Nullable Assignment known) {
        Set<PhoneNumber> numbers = new LinkedHashSet<>();
        widget.pool().stream().map(PooledNumber::number).forEach(numbers::add);
        if (widget.handoverNumber() != null) {
            numbers.add(widget.handoverNumber());
        }
        if (known != null) {
            numbers.add(known.number());
        }
        return List.copyOf(numbers);
    }

    /** Dates the ends of conversations that were closed by other means, in the order in which rows are locked. */
    private List<Leaving> ends(Session session, Handover handover, Instant at) throws SQLException {
        return conversations.unnoticed(session, handover.widget()).stream()
                .map(end ->
                        leaving(end.assignment(), ConversationRecord.leftAt(end.assignment(), end.lastInbound(), at)))
                .sorted(Comparator.comparing(left -> left.conversation().value()))
                .toList();
    }

    private void record(
            Session session, Handover handover, Read read, Assignment choice, String attempt, List<Leaving> ends)
            throws SQLException {
        ConversationId id = handover.conversation();
        if (read.conversation() == null) {
            conversations.insert(session, handover.widget(), id);
        }
        ConversationTable.Row row = read.row(handover);
        conversations.record(session, row, choice, read.sequence(), attempt);
        conversations.noteLeft(session, ends);
        List<Leaving> leavings = new ArrayList<>(ends);
        Assignment before = row.known().active();
        if (before != null && !isSameThread(before, choice)) {
            leavings.add(leaving(before, choice.assignedAt()));
        }
        history.noteUse(session, handover.widget(), choice, read.sequence());
        history.noteLeaving(session, leavings);
        history.noteCustomer(session, handover, choice);
    }

    private static Leaving leaving(Assignment assignment, Instant at) {
        return new Leaving(assignment.conversation(), assignment.agent(), assignment.number(), at);
    }

    private static boolean isSameThread(Assignment one, Assignment other) {
        return one.number().equals(other.number()) && Objects.equals(one.agent(), other.agent());
    }
}
