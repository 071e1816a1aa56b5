package dev.numberpool.jdbc;

import dev.numberpool.desk.DeliveryState;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Every statement on outbound messages, ready for one database and one set of names. */
final class MessageSql {
    private static final String ROW = """
            m.position, m.id, m.kind, m.conversation_id, m.widget_id, m.message_id, m.part, m.parts, m.participant,
            m.number, m.content, m.assigned_at, m.state, m.attempt, m.provider_id, m.failure_kind, m.failure_code,
            m.since_at, m.not_before, m.taken_by""";

    /** The states of messages whose end is not known, as literals, so that the index on them serves. */
    static final String UNSETTLED = Arrays.stream(DeliveryState.values())
            .filter(MessageRows::isUnsettled)
            .map(state -> "'" + state + "'")
            .collect(Collectors.joining(", "));

    private static final String FAILED = "('FAILED', 'UNDELIVERED', 'CANCELED')";
    private static final String WAITING = "('PARKED', 'PENDING')";
    private static final String ON_THREAD = "m.participant = ? AND m.number = ? AND ";

    /** Nothing is being sent on the thread, and less has gone out than may. */
    private static final String HAS_ROOM = "NOT EXISTS (SELECT 1 FROM {numberpool_message} m WHERE " + ON_THREAD
            + "m.state = 'PENDING' AND m.since_at >= ?)"
            + " AND (SELECT COUNT(*) FROM {numberpool_message} m WHERE " + ON_THREAD
            + "m.taken_at >= ? AND m.state NOT IN ('PARKED', 'FAILED', 'UNDELIVERED', 'CANCELED')) < ?";

    private static final String OLD_MESSAGE = "since_at < ? AND state NOT IN " + WAITING;

    private final SqlDialect dialect;
    private final UnaryOperator<String> renderer;

    final String lockQueue;
    final String insert;
    final String parts;
    final String take;
    final String takenBy;
    final String removePending;
    final String byReference;
    final String byProviderId;
    final String note;
    final String noteAndForget;
    final String noteProviderId;
    final String park;
    final String due;
    final String told;
    final String unsettled;
    final String comparedUntil;
    final String noteCompared;
    final String recorded;
    final String quoted;
    final String answers;

    final String oldMessages;
    final String deleteOldQueues;

    MessageSql(SqlDialect dialect, UnaryOperator<String> renderer) {
        this.dialect = dialect;
        this.renderer = renderer;
        lockQueue = upsert("numberpool_queue", List.of("participant", "number"), List.of("used_at"));
        insert = insertIfAbsent(
                "numberpool_message",
                List.of("conversation_id", "message_id", "part"),
                List.of(
                        "id",
                        "kind",
                        "widget_id",
                        "parts",
                        "participant",
                        "number",
                        "form",
                        "content",
                        "assigned_at",
                        "state",
                        "attempt",
                        "since_at",
                        "not_before",
                        "logged_at",
                        "taken_at",
                        "taken_by",
                        "waits_for"));
        parts = messages("m.conversation_id = ? AND m.message_id = ? ORDER BY m.part");
        take = render("UPDATE {numberpool_message} SET state = 'PENDING', since_at = ?, taken_at = ?, taken_by = ?,"
                + " waits_for = 'PROVIDER', failure_kind = NULL, failure_code = NULL, not_before = NULL"
                + " WHERE position = ? AND state = 'PARKED'");
        takenBy = messages(ON_THREAD + "m.state = 'PENDING' AND m.taken_by = ?");
        removePending = render("DELETE FROM {numberpool_message} WHERE id = ? AND attempt = ? AND state = 'PENDING'");
        byReference = messages("m.id = ? AND m.attempt = ?");
        byProviderId = messages("m.provider_id = ? ORDER BY m.position DESC LIMIT 1");
        note = note("");
        noteAndForget = note(", content = ?");
        noteProviderId = render("UPDATE {numberpool_message} SET provider_id = ?"
                + " WHERE position = ? AND attempt = ? AND provider_id IS NULL");
        park = render("UPDATE {numberpool_message} SET state = 'PARKED', attempt = attempt + 1, since_at = ?,"
                + " not_before = ?, failure_kind = ?, failure_code = ?, provider_id = NULL, waits_for = 'QUEUE'"
                + " WHERE position = ? AND attempt = ? AND state = ?");
        due = messages("m.waits_for IS NOT NULL AND m.position > ? AND (m.waits_for = 'HOST'"
                + " OR (m.state = 'PENDING' AND m.since_at < ?)"
                + " OR (m.state = 'PARKED' AND (m.not_before IS NULL OR m.not_before <= ?)"
                + " AND NOT EXISTS (SELECT 1 FROM {numberpool_message} e WHERE e.participant = m.participant"
                + " AND e.number = m.number AND e.state = 'PARKED' AND e.position < m.position)))"
                + " ORDER BY m.position LIMIT ?");
        told = render("UPDATE {numberpool_message} SET waits_for = NULL"
                + " WHERE id = ? AND attempt = ? AND state = ? AND waits_for = 'HOST'");
        unsettled = messages("{unsettled} AND m.position > ? AND m.since_at >= ? AND m.since_at < ?"
                + " ORDER BY m.position LIMIT ?");
        comparedUntil = render("SELECT compared_until FROM {numberpool_archive} WHERE name = ?");
        noteCompared = render(dialect.upsert(
                new Upsert("numberpool_archive", List.of("name"), List.of("compared_until"), List.of())));
        recorded = render("SELECT g.is_greeted, " + ROW
                + " FROM (SELECT CASE WHEN EXISTS (SELECT 1 FROM {numberpool_message} o WHERE o.conversation_id = ?"
                + " AND o.kind = 'MESSAGE' AND o.assigned_at = ? AND o.state NOT IN " + FAILED
                + ") THEN 1 ELSE 0 END AS is_greeted) g LEFT JOIN {numberpool_message} m"
                + " ON m.conversation_id = ? AND m.message_id = ? ORDER BY m.part");
        quoted = render("SELECT m.conversation_id, m.participant, m.kind, m.position FROM {numberpool_message} m"
                + " WHERE m.provider_id = ? UNION ALL"
                + " SELECT i.conversation_id, i.participant, {no_text}, 0 FROM {numberpool_inbound} i"
                + " WHERE i.message_id = ? AND i.completed_at IS NOT NULL ORDER BY 4 DESC");
        answers = render("SELECT COUNT(*) AS answers FROM {numberpool_message} m WHERE " + ON_THREAD
                + "m.kind = 'ANSWER' AND m.logged_at >= ?");

        oldMessages = render("SELECT position AS place, conversation_id FROM {numberpool_message}"
                + " WHERE position > ? AND " + OLD_MESSAGE + " ORDER BY position LIMIT ?");
        deleteOldQueues = render("DELETE FROM {numberpool_queue} WHERE used_at < ?");
    }

    /** True (1) if a message may be sent on the thread at once; those that wait are none or are passed. */
    String isFree(boolean templatesOnly) {
        return render("SELECT CASE WHEN " + HAS_ROOM + " AND NOT EXISTS (SELECT 1 FROM {numberpool_message} m WHERE "
                + ON_THREAD + parked(templatesOnly) + ") THEN 1 ELSE 0 END AS is_free");
    }

    /** The first message of the thread that may leave its queue. */
    String first(boolean templatesOnly) {
        return messages(ON_THREAD + parked(templatesOnly) + " AND " + HAS_ROOM + " ORDER BY m.position LIMIT 1");
    }

    private static String parked(boolean templatesOnly) {
        return "m.state = 'PARKED'" + (templatesOnly ? " AND m.form = 'TEMPLATE'" : "");
    }

    /** Whether any of some people has been sent something of a conversation. */
    String hasWritten(int people) {
        return render(
                "SELECT 1 FROM {numberpool_message} m WHERE m.conversation_id = ? AND " + sentTo(people) + " LIMIT 1");
    }

    /** The conversations that some people have been sent something of from a number. */
    String writtenOn(int people) {
        return render("SELECT m.conversation_id, MAX(m.taken_at) AS taken_at FROM {numberpool_message} m"
                + " WHERE m.number = ? AND " + sentTo(people)
                + " AND m.taken_at >= ? AND m.conversation_id <> '' GROUP BY m.conversation_id");
    }

    private String sentTo(int people) {
        return dialect.isOneOf("m.participant", people)
                + " AND m.taken_at IS NOT NULL AND m.kind IN ('MESSAGE', 'WAKE_UP')";
    }

    /** Deletes what is old between two positions, of some conversations. */
    String deleteOldMessages(int conversations) {
        return render("DELETE FROM {numberpool_message} WHERE position BETWEEN ? AND ? AND " + OLD_MESSAGE
                + " AND conversation_id " + SqlDialect.inList(conversations));
    }

    private String note(String more) {
        return render("UPDATE {numberpool_message} SET state = ?, since_at = ?, failure_kind = ?, failure_code = ?,"
                + " provider_id = COALESCE(provider_id, ?), taken_at = COALESCE(?, taken_at), waits_for = ?, not_before = NULL"
                + more
                + " WHERE position = ? AND attempt = ? AND state = ?");
    }

    private String messages(String condition) {
        return render("SELECT " + ROW + " FROM {numberpool_message} m WHERE " + condition);
    }

    private String upsert(String table, List<String> keys, List<String> replaced) {
        return render(dialect.upsert(new Upsert(table, keys, List.of(), replaced)));
    }

    private String insertIfAbsent(String table, List<String> keys, List<String> others) {
        return render(dialect.insertIfAbsent(new Upsert(table, keys, List.of(), others)));
    }

    private String render(String template) {
        return renderer.apply(template);
    }
}
