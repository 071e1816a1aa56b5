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

    List<Unnoticed> unnoticed(Session session, WidgetId widget) throws SQLException {
        return session
                .list(session.sql().unnoticed, p -> p.widgetOfConversation(widget), row -> unnoticed(row, session))
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    /** Empty if an operator has taken the number away: then no thread was left. */
    private Optional<Unnoticed> unnoticed(ResultSet row, Session session) throws SQLException {
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

    /** Marks a conversation as left, unless somebody has dated or opened it since it was read. */
    boolean noteLeftIfUnnoticed(Session session, Leaving left) throws SQLException {
        return session.update(
                        session.sql().noteLeftIfUnnoticed,
                        p -> p.time(left.at()).conversation(left.conversation()))
                == 1;
    }

    void noteLeft(Session session, List<Leaving> leavings) throws SQLException {
        session.updateAll(
                session.sql().noteLeft,
                leavings.stream()
                        .<Session.Binder>map(left -> p -> p.time(left.at()).conversation(left.conversation()))
                        .toList());
    }

    void insert(Session session, WidgetId widget, ConversationId id) throws SQLException {
        session.update(session.sql().insertConversation, p -> p.conversation(id).widgetOfConversation(widget));
    }

    /** Writes a new choice, unless somebody changed the row since it was read. */
    void record(Session session, Row before, Assignment choice, long sequence, String attempt) throws SQLException {
        String sql = session.isOwn() ? session.sql().recordOwn : session.sql().record;
        int changed = session.update(
                sql,
                p -> p.phone(choice.number())
                        .text(choice.displayName())
                        .text(choice.source().name())
                        .text(choice.agent() == null ? null : choice.agent().address())
                        .time(choice.assignedAt())
                        .number(sequence)
                        .text(attempt)
                        .conversation(choice.conversation())
                        .widgetOfConversation(choice.widget())
                        .text(before.number())
                        .text(before.attempt()));
        requireChanged(changed);
    }

    void attach(Session session, Row before, Assignment attached) throws SQLException {
        int changed = session.update(
                session.sql().attach,
                p -> p.participant(attached.agent())
                        .conversation(attached.conversation())
                        .widgetOfConversation(attached.widget())
                        .text(before.number())
                        .text(before.attempt()));
        requireChanged(changed);
    }

    void release(Session session, ConversationId id, Instant at) throws SQLException {
        requireChanged(session.update(session.sql().release, p -> p.time(at).conversation(id)));
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
        if (changed != 1) {
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
