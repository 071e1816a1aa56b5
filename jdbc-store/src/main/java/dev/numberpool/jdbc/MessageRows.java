package dev.numberpool.jdbc;

import static java.util.Objects.requireNonNull;

import dev.numberpool.ConversationId;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.StoreException;
import dev.numberpool.WidgetId;
import dev.numberpool.desk.Content;
import dev.numberpool.desk.DeliveryState;
import dev.numberpool.desk.Failure;
import dev.numberpool.spi.OutboundRecord;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads and inserts outbound messages. */
final class MessageRows {
    private final ContentJson json;

    MessageRows(ContentJson json) {
        this.json = json;
    }

    List<MessageRow> list(Session session, String sql, Session.Binder binder) throws SQLException {
        return session.list(sql, binder, row -> read(session, row));
    }

    Optional<MessageRow> first(Session session, String sql, Session.Binder binder) throws SQLException {
        return session.first(sql, binder, row -> read(session, row));
    }

    /** Inserts a message, unless its key is there, and says who has taken it if it is to be sent at once. */
    RoundTrip insert(RoundTrip trip, Session session, OutboundRecord record, Instant at, @Nullable String takenBy) {
        return trip.write(session.sql().messages.insert, p -> bind(p, record, at, takenBy), any -> {});
    }

    /** Inserts messages that wait, unless their keys are there. */
    RoundTrip insertParked(RoundTrip trip, Session session, List<OutboundRecord> records, Instant at) {
        return trip.writeEach(
                session.sql().messages.insert,
                records.stream()
                        .<Session.Binder>map(record -> p -> bind(p, record, at, null))
                        .toList());
    }

    private void bind(Parameters p, OutboundRecord record, Instant at, @Nullable String takenBy) throws SQLException {
        DeliveryState state = takenBy == null ? DeliveryState.PARKED : DeliveryState.PENDING;
        p.text(key(record.conversation()))
                .text(record.messageId())
                .number(record.part())
                .text(record.id())
                .text(record.kind().name())
                .text(record.widget() == null ? null : record.widget().value())
                .number(record.parts())
                .thread(record.thread())
                .text(form(record.content()))
                .text(json.write(new ContentJson.Body(record.content(), record.heading())))
                .time(record.assignedAt())
                .text(state.name())
                .number(record.attempt())
                .time(at)
                .time(record.notBefore())
                .time(at)
                .time(takenBy == null ? null : at)
                .text(takenBy)
                .text(waitsFor(state));
    }

    /** What a message that belongs to no conversation has in place of its id. */
    static String key(@Nullable ConversationId conversation) {
        return conversation == null ? "" : conversation.value();
    }

    private static String form(Content content) {
        return isTemplate(content) ? "TEMPLATE" : "TEXT";
    }

    static boolean isTemplate(Content content) {
        return content instanceof Content.Template;
    }

    /** Who has to see to a message in this state, or null if nobody has. */
    static @Nullable String waitsFor(DeliveryState state) {
        return switch (state) {
            case PARKED -> "QUEUE";
            case PENDING -> "PROVIDER";
            case UNKNOWN, FAILED, UNDELIVERED -> "HOST";
            default -> null;
        };
    }

    /** Whether the end of a message in this state is not known, though somebody has tried to send it. */
    static boolean isUnsettled(DeliveryState state) {
        return state != DeliveryState.PARKED && !state.isFinal() && !state.hasArrived();
    }

    MessageRow read(Session session, ResultSet row) throws SQLException {
        SqlDialect dialect = session.dialect();
        String id = row.getString("id");
        ContentJson.Body body = json.read(id, row.getString("content"));
        String widget = row.getString("widget_id");
        OutboundRecord record = new OutboundRecord(
                id,
                kind(id, row.getString("kind")),
                conversation(row),
                widget == null ? null : WidgetId.of(widget),
                row.getString("message_id"),
                row.getInt("part"),
                row.getInt("parts"),
                new SenderThread(Participant.of(row.getString("participant")), PhoneNumber.of(row.getString("number"))),
                body.content(),
                body.heading(),
                dialect.time(row, "assigned_at"),
                known(DeliveryState.class, id, row.getString("state")),
                row.getInt("attempt"),
                row.getString("provider_id"),
                failure(id, row),
                requireNonNull(dialect.time(row, "since_at")),
                dialect.time(row, "not_before"),
                row.getLong("position"));
        return new MessageRow(record, row.getString("taken_by"));
    }

    static @Nullable ConversationId conversation(ResultSet row) throws SQLException {
        String conversation = row.getString("conversation_id");
        return conversation == null || conversation.isEmpty() ? null : ConversationId.of(conversation);
    }

    static OutboundRecord.Kind kind(String id, String stored) {
        return known(OutboundRecord.Kind.class, id, stored);
    }

    private static @Nullable Failure failure(String id, ResultSet row) throws SQLException {
        String kind = row.getString("failure_kind");
        int code = row.getInt("failure_code");
        boolean hasCode = !row.wasNull();
        return kind == null ? null : new Failure(known(Failure.Kind.class, id, kind), hasCode ? code : null);
    }

    private static <E extends Enum<E>> E known(Class<E> type, String id, String stored) {
        try {
            return Enum.valueOf(type, stored);
        } catch (IllegalArgumentException e) {
            throw new StoreException("message '" + id + "' has the unknown " + type.getSimpleName() + " '" + stored
                    + "'; was it written by a later release of numberpool?");
        }
    }
}
