package dev.numberpool.jdbc;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Every statement of the store, ready for one database, one set of names and one set of closed statuses. */
final class Sql {
    private static final Pattern AS_TEXT = Pattern.compile("text\\(([^()]+)\\)");

    private static final String CONVERSATION = """
            text(c.{.id}) AS conversation, text(c.{.widget_id}) AS widget, c.{.assigned_whatsapp_number} AS number,
            c.{.assigned_display_name} AS display_name, c.{.assigned_source} AS source, c.{.assigned_agent} AS agent,
            COALESCE(c.{.assigned_at}, c.{.created_at}) AS assigned_at, c.{.released_at} AS released_at,
            c.{.left_at} AS left_at, c.{.assigned_attempt} AS attempt, CASE WHEN {open} THEN 1 ELSE 0 END AS is_open""";

    private static final String WIDGET = """
            text(w.{widget_configs.id}) AS widget_id, text(w.{widget_configs.whatsapp_number_pool}) AS pool,
            w.{widget_configs.handover_whatsapp_number} AS handover_number,
            w.{widget_configs.encrypted_credentials} AS credentials""";

    private static final String UNNOTICED = CONVERSATION + ", t.last_inbound_at AS last_inbound_at"
            + " FROM {widget_conversations} c LEFT JOIN {numberpool_thread} t"
            + " ON t.participant = COALESCE(c.{.assigned_agent}, '') AND t.number = text(c.{.assigned_whatsapp_number})"
            + " WHERE {unnoticed} AND ";

    private final SqlDialect dialect;
    private final TableNames names;
    private final Duration lockTimeout;
    private final Map<String, String> words;

    /** Statements whose text depends on how much is asked for, by that; a few dozen at most. */
    private final Map<List<Integer>, String> rendered = new ConcurrentHashMap<>();

    final String schemaMarkers;
    final String columnTypes;
    final String find;
    final String widget;
    final String widgetForEdit;
    final String widgetForEditOwn;
    final String opening;
    final String sequence;
    final String lockJoined;
    final String lockOwn;
    final String insertLockRow;
    final String widgetAndSequence;
    final String insertConversation;
    final String record;
    final String recordOwn;
    final String recordAll;
    final String noteLeftAll;
    final String attach;
    final String unnoticedOnThread;
    final String noteLeft;
    final String noteLeftIfUnnoticed;
    final String release;
    final String noteUse;
    final String noteUseAll;
    final String noteLeaving;
    final String noteLeavingAll;
    final String noteDeparture;
    final String noteDepartureAll;
    final String forgetDepartures;
    final String forgetDeparturesAll;
    final String noteAssigned;
    final String noteAssignedAll;
    final String noteInbound;
    final String noteWindowClosed;
    final String noteHealth;
    final String dropHealth;
    final String widgets;
    final String widgetsAfter;
    final String ours;
    final String activeNumbers;
    final String isUsedNumber;
    final MessageSql messages;
    final InboundSql inbound;
    final CredentialsSql credentials;

    Sql(SqlDialect dialect, TableNames names, ClosedStatuses closed, Duration lockTimeout) {
        this.dialect = dialect;
        this.names = names;
        this.lockTimeout = lockTimeout;
        this.words = new HashMap<>();
        dialect.words(closed)
                .forEach((key, text) -> words.put(key, key.equals("text") ? text : names.render(text, Map.of())));

        schemaMarkers = render("SELECT name, content FROM {numberpool_schema}");
        columnTypes = render("""
                SELECT w.{widget_configs.id}, w.{widget_configs.whatsapp_number_pool}, c.{.id}, c.{.widget_id}
                FROM {widget_configs} w, {widget_conversations} c WHERE 1 = 0""");
        find = render("SELECT " + CONVERSATION + " FROM {widget_conversations} c WHERE c.{.id} = ?");
        widget = render("SELECT " + WIDGET + " FROM {widget_configs} w WHERE w.{widget_configs.id} = ?");
        widgetForEdit = widget + dialect.forEdit();
        widgetForEditOwn = dialect.impatient(widgetForEdit, lockTimeout);
        opening = dialect.opening(lockTimeout);
        sequence = render("SELECT sequence FROM {numberpool_widget} WHERE widget_id = ?");
        lockJoined = render("UPDATE {numberpool_widget} SET sequence = sequence + ? WHERE widget_id = ?");
        lockOwn = dialect.first(lockJoined, lockTimeout);
        insertLockRow = render(
                dialect.upsert(new Upsert("numberpool_widget", List.of("widget_id"), List.of("sequence"), List.of())));
        widgetAndSequence = render("SELECT " + WIDGET
                + ", (SELECT n.sequence FROM {numberpool_widget} n WHERE n.widget_id = ?) AS sequence"
                + " FROM {widget_configs} w WHERE w.{widget_configs.id} = ?");
        insertConversation = render(dialect.insertConversation());
        record = render("""
                UPDATE {widget_conversations} SET {.assigned_whatsapp_number} = ?, {.assigned_display_name} = ?,
                {.assigned_source} = ?, {.assigned_agent} = ?, {.assigned_at} = ?, {.assigned_sequence} = ?,
                {.assigned_attempt} = ?, {.released_at} = NULL, {.left_at} = NULL
                WHERE {.id} = ? AND {.widget_id} = ?
                AND {.assigned_whatsapp_number} {same} ? AND {.assigned_attempt} {same} ?""");
        recordOwn = dialect.impatient(record, lockTimeout);
        recordAll = render("""
                UPDATE {widget_conversations} c SET {.assigned_whatsapp_number} = d.number,
                {.assigned_display_name} = d.display_name, {.assigned_source} = d.source, {.assigned_agent} = d.agent,
                {.assigned_at} = d.assigned_at, {.assigned_sequence} = d.sequence, {.assigned_attempt} = d.attempt,
                {.released_at} = NULL, {.left_at} = NULL
                FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?) AS d(id, number, display_name, source, agent, assigned_at,
                sequence, attempt, number_before, attempt_before)
                WHERE c.{.id} = d.id AND c.{.widget_id} = ? AND c.{.assigned_whatsapp_number} {same} d.number_before
                AND c.{.assigned_attempt} {same} d.attempt_before""");
        noteLeftAll =
                render("UPDATE {widget_conversations} c SET {.left_at} = d.left_at FROM unnest(?, ?) AS d(id, left_at)"
                        + " WHERE c.{.id} = d.id AND c.{.left_at} IS NULL");
        attach = render("""
                UPDATE {widget_conversations} SET {.assigned_agent} = ?
                WHERE {.id} = ? AND {.widget_id} = ? AND {.assigned_agent} IS NULL
                AND {.assigned_whatsapp_number} {same} ? AND {.assigned_attempt} {same} ?""");
        unnoticedOnThread = render("SELECT " + UNNOTICED + "c.{.assigned_agent} = ? AND {left_number} = ?");
        noteLeft = render("UPDATE {widget_conversations} SET {.left_at} = ? WHERE {.id} = ? AND {.left_at} IS NULL");
        noteLeftIfUnnoticed =
                render("UPDATE {widget_conversations} c SET {.left_at} = ? WHERE c.{.id} = ? AND {unnoticed}");
        release = render(
                "UPDATE {widget_conversations} SET {.released_at} = ? WHERE {.id} = ? AND {.released_at} IS NULL");
        Upsert use = new Upsert(
                "numberpool_number",
                List.of("widget_id", "number"),
                List.of("last_sequence", "last_used_at"),
                List.of());
        noteUse = render(dialect.upsert(use));
        noteUseAll = render(dialect.upsertAll(use));
        noteLeaving = thread("last_left_at");
        noteLeavingAll = render(dialect.upsertAll(threadUpsert("last_left_at")));
        Upsert departure = new Upsert(
                "numberpool_departure",
                List.of("participant", "number", "conversation_id"),
                List.of("left_at"),
                List.of());
        noteDeparture = render(dialect.upsert(departure));
        noteDepartureAll = render(dialect.upsertAll(departure));
        forgetDepartures =
                render("DELETE FROM {numberpool_departure} WHERE participant = ? AND number = ? AND left_at < ?");
        forgetDeparturesAll = render(
                "DELETE FROM {numberpool_departure} x USING unnest(?, ?, ?) AS d(participant,"
                        + " number, before) WHERE x.participant = d.participant AND x.number = d.number AND x.left_at < d.before");
        noteAssigned = thread("last_assigned_at");
        noteAssignedAll = render(dialect.upsertAll(threadUpsert("last_assigned_at")));
        noteInbound = thread("last_inbound_at");
        noteWindowClosed = thread("window_closed_at");
        noteHealth = render(dialect.upsert(new Upsert(
                "numberpool_health",
                List.of("number", "source"),
                List.of(),
                List.of("reason", "since_at", "until_at"))));
        dropHealth = render("DELETE FROM {numberpool_health} WHERE number = ? AND source = ?");
        widgets = widgetIds("");
        widgetsAfter = widgetIds(" WHERE w.{widget_configs.id} > ?");
        ours = render("SELECT text(u.number) AS number, {no_text} AS pool FROM {numberpool_number} u"
                + " UNION SELECT text({on_number}), {no_text} FROM {widget_conversations} c WHERE {active}"
                + " UNION SELECT text(w.{widget_configs.handover_whatsapp_number}), {no_text} FROM {widget_configs} w"
                + " UNION ALL SELECT {no_text}, text(w.{widget_configs.whatsapp_number_pool}) FROM {widget_configs} w");
        activeNumbers = render("SELECT DISTINCT text({on_number}) AS number FROM {widget_conversations} c"
                + " WHERE c.{.widget_id} = ? AND {active}");
        isUsedNumber = render("SELECT CASE WHEN EXISTS (SELECT 1 FROM {numberpool_number} u WHERE u.number = ?)"
                + " OR EXISTS (SELECT 1 FROM {widget_configs} w WHERE w.{widget_configs.handover_whatsapp_number} = ?)"
                + " OR EXISTS (SELECT 1 FROM {widget_conversations} c WHERE {active} AND {on_number} = ?)"
                + " THEN 1 ELSE 0 END AS is_used");
        messages = new MessageSql(dialect, this::render);
        inbound = new InboundSql(dialect, this::render);
        credentials = new CredentialsSql(this::render);
    }

    SqlDialect dialect() {
        return dialect;
    }

    private String widgetIds(String condition) {
        return render("SELECT text(w.{widget_configs.id}) AS widget_id FROM {widget_configs} w" + condition
                + " ORDER BY w.{widget_configs.id} LIMIT ?");
    }

    private String thread(String column) {
        return render(dialect.upsert(threadUpsert(column)));
    }

    private static Upsert threadUpsert(String column) {
        return new Upsert("numberpool_thread", List.of("participant", "number"), List.of(column), List.of());
    }

    /**
     * Everything that is known of some numbers, at one moment. One row per number, kind of fact and whom it is about: L is
     * the load, by agent, where agents whom nobody asks for are one; U the use by the widget; T the threads of agents; A
     * when anyone left; C the customers; H the health, of which each source has a row.
     */
    String facts(FactsQuery query) {
        return rendered.computeIfAbsent(
                List.of(
                        SqlDialect.padded(query.numbers().size()),
                        SqlDialect.paddedOrNone(query.except().size()),
                        SqlDialect.paddedOrNone(query.agents().size()),
                        SqlDialect.paddedOrNone(query.customers().size()),
                        query.anyAgent() ? 1 : 0),
                shape -> renderFacts(query));
    }

    private String renderFacts(FactsQuery query) {
        int numbers = query.numbers().size();
        String except = query.except().isEmpty()
                ? ""
                : " AND c.{.id} NOT " + SqlDialect.inList(query.except().size());
        StringBuilder facts = new StringBuilder("SELECT 'L' AS kind, text(l.number) AS number, text(l.agent) AS remark,"
                + " SUM(l.is_ours) AS first_count, COUNT(*) AS second_count, {no_time} AS first_time, {no_time} AS second_time"
                + " FROM (SELECT {on_number} AS number, "
                + agentAmong(query.agents().size()) + " AS agent,"
                + " CASE WHEN c.{.widget_id} = ? THEN 1 ELSE 0 END AS is_ours"
                + " FROM {widget_conversations} c WHERE {active} AND " + isOneOf("{on_number}", numbers) + except
                + ") l GROUP BY l.number, l.agent"
                + " UNION ALL SELECT 'U', text(u.number), {no_text}, u.last_sequence, {no_number}, u.last_used_at, {no_time}"
                + " FROM {numberpool_number} u WHERE u.widget_id = ? AND " + isOneOf("u.number", numbers));
        if (!query.agents().isEmpty()) {
            facts.append(" UNION ALL SELECT 'T', text(t.number), text(t.participant), {no_number}, {no_number},"
                    + " t.last_left_at, CASE WHEN t.participant = '' THEN {no_time} ELSE t.last_inbound_at END"
                    + " FROM {numberpool_thread} t WHERE (t.participant = '' OR "
                    + isOneOf("t.participant", query.agents().size()) + ") AND " + isOneOf("t.number", numbers));
        }
        if (query.anyAgent()) {
            facts.append(" UNION ALL SELECT 'A', text(t.number), {no_text}, {no_number}, {no_number},"
                    + " MAX(t.last_left_at), {no_time}"
                    + " FROM {numberpool_thread} t WHERE t.last_left_at > ? AND " + isOneOf("t.number", numbers)
                    + " GROUP BY t.number");
        }
        if (!query.customers().isEmpty()) {
            facts.append(" UNION ALL SELECT 'C', text(t.number), text(t.participant), {no_number}, {no_number},"
                    + " t.last_assigned_at, {no_time} FROM {numberpool_thread} t WHERE "
                    + isOneOf("t.participant", query.customers().size()) + " AND " + isOneOf("t.number", numbers));
        }
        return render(facts
                + " UNION ALL SELECT 'H', text(h.number), text(h.reason), {no_number}, {no_number}, h.since_at, h.until_at"
                + " FROM {numberpool_health} h WHERE " + isOneOf("h.number", numbers));
    }

    /** The agent if it is one of these, empty if there is none, NULL if it is somebody else. */
    private String agentAmong(int agents) {
        return agents == 0
                ? "{no_text}"
                : "CASE WHEN c.{.assigned_agent} IS NULL THEN '' WHEN " + isOneOf("c.{.assigned_agent}", agents)
                        + " THEN c.{.assigned_agent} END";
    }

    /**
     * Some conversations by their ids (C), and those of a widget that were closed and that nobody has dated (U). These are
     * not ordered: an order by id makes planners walk the primary key through all that ever ended.
     */
    String conversationsAndEnds(int count) {
        return rendered.computeIfAbsent(
                List.of(SqlDialect.padded(count)),
                shape -> render("SELECT 'C' AS kind, " + CONVERSATION + ", {no_time} AS last_inbound_at"
                        + " FROM {widget_conversations} c WHERE c.{.id} " + SqlDialect.inList(count)
                        + " UNION ALL (SELECT 'U', " + UNNOTICED + "c.{.widget_id} = ? LIMIT 200)"));
    }

    /** Active assignments, by whatever is asked for. */
    String active(boolean byWidget, boolean byNumber, boolean byAgent, boolean idle) {
        return render("SELECT " + CONVERSATION + " FROM {widget_conversations} c"
                + (idle
                        ? " LEFT JOIN {numberpool_thread} t ON t.participant = COALESCE(c.{.assigned_agent}, '')"
                                + " AND t.number = text(c.{.assigned_whatsapp_number})"
                        : "")
                + " WHERE {active}"
                + (byWidget ? " AND c.{.widget_id} = ?" : "")
                + (byNumber ? " AND {on_number} = ?" : "")
                + (byAgent ? " AND c.{.assigned_agent} = ?" : "")
                + (idle
                        ? " AND COALESCE(c.{.assigned_at}, c.{.created_at}) < ?"
                                + " AND (t.last_inbound_at IS NULL OR t.last_inbound_at < ?)"
                        : "")
                + " ORDER BY COALESCE(c.{.assigned_at}, c.{.created_at}), c.{.id} LIMIT ?");
    }

    /**
     * All of some people's threads with a number, at one moment. A row is an active assignment (A), a closed one that
     * nobody has dated (U), a conversation that has left (L), or a thread with its times (T).
     */
    String threads(int people) {
        String assignments = "SELECT '%s' AS kind, " + CONVERSATION + " FROM {widget_conversations} c WHERE %s = ? AND "
                + isOneOf("c.{.assigned_agent}", people);
        String others = " UNION ALL SELECT '%s', %s, {no_text}, text(x.number), {no_text}, {no_text},"
                + " text(x.participant), %s, %s, %s, {no_text}, 0 FROM %s x WHERE x.number = ? AND "
                + isOneOf("x.participant", people);
        return render(assignments.formatted("A", "{active} AND {on_number}")
                + " UNION ALL " + assignments.formatted("U", "{unnoticed} AND {left_number}")
                + others.formatted(
                        "L", "text(x.conversation_id)", "{no_time}", "{no_time}", "x.left_at", "{numberpool_departure}")
                + " AND x.left_at >= ?"
                + others.formatted(
                        "T",
                        "{no_text}",
                        "x.last_inbound_at",
                        "x.window_closed_at",
                        "{no_time}",
                        "{numberpool_thread}"));
    }

    /** Open conversations of a widget in one of some statuses that have no number. */
    String withoutNumber(int statuses) {
        return render(
                "SELECT text(c.{.id}) AS conversation, text(c.{.widget_id}) AS widget, text(c.{.status}) AS status"
                        + " FROM {widget_conversations} c WHERE c.{.widget_id} = ? AND c.{.assigned_whatsapp_number} IS NULL"
                        + " AND {open} AND text(c.{.status}) " + SqlDialect.inList(statuses) + " ORDER BY c.{.id}");
    }

    /** The write as the first statement of an own transaction. */
    String first(String write) {
        return dialect.first(write, lockTimeout);
    }

    /** Pools that may have an entry of a number. */
    String poolsMentioning(String poolType) {
        return render("SELECT text(w.{widget_configs.whatsapp_number_pool}) AS pool FROM {widget_configs} w WHERE "
                + dialect.mentions("w.{widget_configs.whatsapp_number_pool}", poolType));
    }

    /** Writes a widget's pool and default number. */
    String save(String poolType) {
        return render("UPDATE {widget_configs} SET {widget_configs.whatsapp_number_pool} = "
                + dialect.jsonParameter(poolType) + ", {widget_configs.handover_whatsapp_number} = ?"
                + " WHERE {widget_configs.id} = ?");
    }

    private String isOneOf(String column, int count) {
        return dialect.isOneOf(column, count);
    }

    private String render(String template) {
        String typed = AS_TEXT.matcher(template)
                .replaceAll(match -> Matcher.quoteReplacement(
                        words.getOrDefault("text", "%s").formatted(match.group(1))));
        return names.render(typed, words);
    }
}
