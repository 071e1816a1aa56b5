package dev.numberpool.jdbc;

import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.StoreException;
import dev.numberpool.UnknownConversationException;
import dev.numberpool.WidgetId;
import dev.numberpool.spi.ActiveQuery;
import dev.numberpool.spi.ConversationRecord;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The host's table of conversations, with our columns. */
final class ConversationTable {
    /**
     * A conversation's row.
     *
     * @param number the number as it stands in the column
     * @param attempt the token of the decision that wrote it
     */
    record Row(
            ConversationRecord known,
            @Nullable String number,
            @Nullable String attempt) {}

    /** An active assignment whose conversation was closed, and when the thread had its last message. */
    record Unnoticed(Assignment assignment, @Nullable Instant lastInbound) {}

    Optional<Row> find(Session session, ConversationId id) throws SQLException {
        if (!session.schema().conversationId().fits(id.value())) {
            return Optional.empty();
        }
        return session.first(session.sql().find, p -> p.conversation(id), row -> read(row, session))
                .filter(row -> row.known().conversation().equals(id));
    }

    /** The conversation in a row of a query that has its columns. */
    Row read(ResultSet row, Session session) throws SQLException {
        ConversationId id = ConversationId.of(row.getString("conversation"));
        WidgetId widget = WidgetId.of(row.getString("widget"));
        String number = row.getString("number");
        ConversationRecord known = new ConversationRecord(
                id,
                widget,
                row.getInt("is_open") == 1,
                number == null || number.isBlank() ? null : assignment(row, session, id, widget, number),
                session.dialect().time(row, "released_at") != null,
                session.dialect().time(row, "left_at") != null);
        return new Row(known, number, row.getString("attempt"));
    }

    List<Assignment> active(Session session, ActiveQuery query) throws SQLException {
        WidgetId widget = query.widget();
        if (widget != null && !session.schema().widgetReference().fits(widget.value())) {
            return List.of();
        }
        String sql = session.sql()
                .active(widget != null, query.number() != null, query.agent() != null, query.idleBefore() != null);
        return usable(session, sql, p -> bind(p, query)).stream()
                .filter(active -> widget == null || active.widget().equals(widget))
                .toList();
    }

    /** One row that an operator has spoilt must not take the others down: it is left out. */
    private List<Assignment> usable(Session session, String sql, Session.Binder binder) throws SQLException {
        return session
                .list(
                        sql,
                        binder,
                        row -> hasUsableNumber(row)
                                ? Optional.ofNullable(read(row, session).known().active())
                                : Optional.<Assignment>empty())
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    static boolean hasUsableNumber(ResultSet row) throws SQLException {
        String number = row.getString("number");
        return number != null && PhoneNumber.isValid(number);
    }

    private static void bind(Parameters parameters, ActiveQuery query) throws SQLException {
        if (query.widget() != null) {
            parameters.widgetOfConversation(query.widget());
        }
        if (query.number() != null) {
            parameters.phone(query.number());
        }
        if (query.agent() != null) {
            parameters.participant(query.agent());
        }
        if (query.idleBefore() != null) {
            parameters.time(query.idleBefore()).time(query.idleBefore());
        }
        parameters.limit(query.limit());
    }

    /** Empty if an operator has taken the number away: then no thread was left. */
    Optional<Unnoticed> unnoticed(ResultSet row, Session session) throws SQLException {
        Assignment assignment =
                hasUsableNumber(row) ? read(row, session).known().assignment() : null;
        return assignment == null
                ? Optional.empty()
                : Optional.of(new Unnoticed(assignment, session.dialect().time(row, "last_inbound_at")));
    }

    List<Unnoticed> unnoticed(Session session, SenderThread thread) throws SQLException {
        return session
                .list(session.sql().unnoticedOnThread, p -> p.thread(thread), row -> unnoticed(row, session))
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    /** The same on the way to something else, as the first statement of its transaction if that is our own. */
    void unnoticed(RoundTrip trip, Session session, SenderThread thread, List<Unnoticed> found) {
        trip.read(
                session.first(session.sql().unnoticedOnThread),
                p -> p.thread(thread),
                row -> unnoticed(row, session).ifPresent(found::add));
    }

    /** Marks a conversation as left, unless somebody has dated or opened it since it was read. */
    boolean noteLeftIfUnnoticed(Session session, Leaving left) throws SQLException {
        return session.update(
                        session.sql().noteLeftIfUnnoticed,
                        p -> p.time(left.at()).conversation(left.conversation()))
                == 1;
    }

    void noteLeft(RoundTrip trip, Session session, List<Leaving> leavings) {
        if (leavings.size() > 1 && session.dialect().takesArrays()) {
            trip.write(
                    session.sql().noteLeftAll,
                    p -> p.conversationColumn(leavings.stream().map(Leaving::conversation))
                            .timeColumn(leavings.stream().map(Leaving::at)),
                    any -> {});
            return;
        }
        trip.writeEach(
                session.sql().noteLeft,
                leavings.stream()
                        .<Session.Binder>map(left -> p -> p.time(left.at()).conversation(left.conversation()))
                        .toList());
    }

    /**
     * A decision that is to be written.
     *
     * @param before the conversation as it was read
     * @param isMissing whether there is no row yet
     * @param answer a new choice, or the same with an agent
     * @param sequence its place among the widget's decisions
     */
    record Write(Row before, boolean isMissing, Assignment answer, long sequence, String attempt) {}

    /** Writes decisions in their order, each unless somebody changed its row since it was read. */
    void write(RoundTrip trip, Session session, WidgetId widget, List<Write> writes) {
        trip.writeEach(
                session.sql().insertConversation,
                writes.stream()
                        .filter(Write::isMissing)
                        .<Session.Binder>map(write -> p ->
                                p.conversation(write.answer().conversation()).widgetOfConversation(widget))
                        .toList());
        int from = 0;
        while (from < writes.size()) {
            int to = endOfKind(writes, from);
            writeKind(trip, session, writes.subList(from, to));
            from = to;
        }
    }

    /** Where the choices that begin here end, or what only attaches an agent. */
    private static int endOfKind(List<Write> writes, int from) {
        boolean isNew = writes.get(from).answer().isNew();
        int to = from + 1;
        while (to < writes.size() && writes.get(to).answer().isNew() == isNew) {
            to++;
        }
        return to;
    }

    private static void writeKind(RoundTrip trip, Session session, List<Write> writes) {
        if (!writes.get(0).answer().isNew()) {
            trip.writeEach(
                    session.sql().attach,
                    writes.stream()
                            .<Session.Binder>map(write -> p ->
                                    bindUnchanged(p.participant(write.answer().agent()), write))
                            .toList(),
                    ConversationTable::requireChanged);
        } else if (writes.size() > 1 && session.dialect().takesArrays()) {
            trip.write(
                    session.sql().recordAll,
                    p -> bindChoices(p, writes),
                    changed -> requireChanged(changed, writes.size()));
        } else {
            trip.writeEach(
                    session.isOwn() ? session.sql().recordOwn : session.sql().record,
                    writes.stream()
                            .<Session.Binder>map(write -> p -> bindChoice(p, write))
                            .toList(),
                    ConversationTable::requireChanged);
        }
    }

    private static void bindChoices(Parameters p, List<Write> writes) throws SQLException {
        List<Assignment> choices = writes.stream().map(Write::answer).toList();
        p.conversationColumn(choices.stream().map(Assignment::conversation))
                .textColumn(choices.stream().map(choice -> choice.number().e164()))
                .textColumn(choices.stream().map(Assignment::displayName))
                .textColumn(choices.stream().map(choice -> choice.source().name()))
                .textColumn(choices.stream()
                        .map(choice ->
                                choice.agent() == null ? null : choice.agent().address()))
                .timeColumn(choices.stream().map(Assignment::assignedAt))
                .numberColumn(writes.stream().map(Write::sequence))
                .textColumn(writes.stream().map(Write::attempt))
                .textColumn(writes.stream().map(write -> write.before().number()))
                .textColumn(writes.stream().map(write -> write.before().attempt()))
                .widgetOfConversation(choices.get(0).widget());
    }

    private static void bindChoice(Parameters p, Write write) throws SQLException {
        Assignment choice = write.answer();
        p.phone(choice.number())
                .text(choice.displayName())
                .text(choice.source().name())
                .text(choice.agent() == null ? null : choice.agent().address())
                .time(choice.assignedAt())
                .number(write.sequence())
                .text(write.attempt());
        bindUnchanged(p, write);
    }

    private static void bindUnchanged(Parameters p, Write write) throws SQLException {
        p.conversation(write.answer().conversation())
                .widgetOfConversation(write.answer().widget())
                .text(write.before().number())
                .text(write.before().attempt());
    }

    void release(RoundTrip trip, Session session, ConversationId id, Instant at) {
        trip.write(session.sql().release, p -> p.time(at).conversation(id), ConversationTable::requireChanged);
    }

    List<ConversationId> withoutNumber(Session session, WidgetId widget, Set<String> statuses) throws SQLException {
        if (statuses.isEmpty() || !session.schema().widgetReference().fits(widget.value())) {
            return List.of();
        }
        List<String> asked = List.copyOf(statuses);
        record Waiting(ConversationId id, String widget, String status) {}
        return session
                .list(
                        session.sql().withoutNumber(asked.size()),
                        p -> p.widgetOfConversation(widget).texts(asked),
                        row -> new Waiting(
                                ConversationId.of(row.getString("conversation")),
                                row.getString("widget"),
                                row.getString("status")))
                .stream()
                .filter(waiting ->
                        statuses.contains(waiting.status()) && widget.value().equals(waiting.widget()))
                .map(Waiting::id)
                .toList();
    }

    static UnknownConversationException unknown(Session session, ConversationId id) {
        IdType type = session.schema().conversationId();
        return new UnknownConversationException(
                id,
                type.fits(id.value())
                        ? "there is no such row in the conversations' table; insert it before it is handed over"
                        : "unknown: the table's ids are written as " + type.form());
    }

    private static void requireChanged(int changed) throws SQLException {
        requireChanged(changed, 1);
    }

    private static void requireChanged(int changed, int expected) throws SQLException {
        if (changed != expected) {
            throw SqlFailures.conflict("the conversation was changed by somebody else meanwhile");
        }
    }

    private static Assignment assignment(
            ResultSet row, Session session, ConversationId id, WidgetId widget, String number) throws SQLException {
        if (!PhoneNumber.isValid(number)) {
            throw new StoreException(
                    "conversation '" + id
                            + "' has an assigned_whatsapp_number that is no number; expected '+' and 6 to 15 digits; mend it by SQL");
        }
        String displayName = row.getString("display_name");
        String agent = row.getString("agent");
        Instant assignedAt = session.dialect().time(row, "assigned_at");
        return new Assignment(
                widget,
                id,
                PhoneNumber.of(number),
                displayName == null ? number : displayName,
                source(row.getString("source"), id),
                agent == null ? null : Participant.of(agent),
                assignedAt == null ? Instant.EPOCH : assignedAt,
                false);
    }

    /** A number that was set before numberpool came has no source; only the pool could have set it. */
    private static Assignment.Source source(@Nullable String stored, ConversationId id) {
        if (stored == null) {
            return Assignment.Source.POOL;
        }
        for (Assignment.Source source : Assignment.Source.values()) {
            if (source.name().equals(stored)) {
                return source;
            }
        }
        throw new StoreException("conversation '" + id + "' has the unknown assigned_source '" + stored + "'");
    }
}
