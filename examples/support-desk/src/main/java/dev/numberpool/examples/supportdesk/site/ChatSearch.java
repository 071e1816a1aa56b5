package dev.numberpool.examples.supportdesk.site;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.Query;

/**
 * Finds chats, one statement for a page of them. It reads the columns that numberpool keeps in the host's own table, and
 * numberpool's history of threads: asking the pool chat by chat would take a call for each row. Safe for use by many
 * threads.
 */
public final class ChatSearch {
    /** What a row shows besides the chat itself is looked up for the rows of the page only. */
    private static final String DETAILS = """
             page
            LEFT JOIN LATERAL (
                SELECT left(text, 160) AS last_text, from_visitor, written_at
                FROM desk_line WHERE conversation_id = page.id ORDER BY id DESC LIMIT 1) last ON TRUE
            CROSS JOIN LATERAL (
                SELECT count(*) FILTER (WHERE state LIKE 'waiting%' OR state IS NULL AND page.is_open AND page.number IS NOT NULL) AS waiting,
                       count(*) FILTER (WHERE state LIKE 'not sent%') AS not_sent,
                       count(*) FILTER (WHERE state = 'perhaps sent') AS doubtful
                FROM desk_line WHERE conversation_id = page.id AND from_visitor) lines
            CROSS JOIN LATERAL (
                SELECT count(*) AS on_thread FROM widget_conversations other
                WHERE other.assigned_whatsapp_number = page.number
                  AND other.assigned_agent IS NOT DISTINCT FROM page.agent
                  AND other.released_at IS NULL AND (other.status IS NULL OR other.status NOT IN ('closed'))) thread
            LEFT JOIN numberpool_thread history
                ON page.is_open AND history.participant = page.agent AND history.number = page.number
            """;

    private static final String COLUMNS = """
            SELECT page.*, on_thread, last_inbound_at, window_closed_at, last_text,
                   coalesce(last.from_visitor, FALSE) AS last_from_visitor, last.written_at AS last_at,
                   waiting, not_sent, doubtful
            FROM
            """;

    private final Jdbi jdbi;

    /** On this database. */
    public ChatSearch(Jdbi jdbi) {
        this.jdbi = jdbi;
        jdbi.registerRowMapper(ConstructorMapper.factory(ListedChat.class));
    }

    /** The newest chats first. */
    public List<ListedChat> newest(ChatFilter filter, int limit, int offset) {
        String page = "SELECT *, 1 AS chats_of_customer FROM desk_conversation WHERE " + where(filter);
        return page(page, "id DESC", query -> bound(query, filter), limit, offset);
    }

    /** The chats of one customer together; the customer with the newest chat first. */
    public List<ListedChat> byCustomer(ChatFilter filter, int limit, int offset) {
        String page = "SELECT *, count(*) OVER customers AS chats_of_customer, max(id) OVER customers AS newest"
                + " FROM desk_conversation WHERE " + where(filter) + " WINDOW customers AS (PARTITION BY customer)";
        return page(page, "newest DESC, id DESC", query -> bound(query, filter), limit, offset);
    }

    private List<ListedChat> page(String page, String order, UnaryOperator<Query> bound, int limit, int offset) {
        String sql = COLUMNS + "(" + page + " ORDER BY " + order + " LIMIT :limit OFFSET :offset)" + DETAILS
                + " ORDER BY " + order;
        return jdbi.withHandle(handle -> bound.apply(handle.createQuery(sql))
                .bind("limit", limit)
                .bind("offset", offset)
                .mapTo(ListedChat.class)
                .list());
    }

    /** How many chats fit on each number, whichever the filter names; {@link ChatFilter#NONE} for those without one. */
    public Map<String, Integer> perNumber(ChatFilter filter) {
        ChatFilter any = filter.onAnyNumber();
        String sql = "SELECT coalesce(number, '" + ChatFilter.NONE + "') AS number, count(*) AS chats"
                + " FROM desk_conversation WHERE " + where(any) + " GROUP BY 1 ORDER BY 1";
        return jdbi.withHandle(handle -> bound(handle.createQuery(sql), any)
                .reduceRows(new LinkedHashMap<>(), (counts, row) -> {
                    counts.put(row.getColumn("number", String.class), row.getColumn("chats", Integer.class));
                    return counts;
                }));
    }

    /** How many open chats each agent has. */
    public Map<String, Integer> perAgent() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT agent, count(*) AS chats FROM desk_conversation"
                        + " WHERE is_open AND agent IS NOT NULL GROUP BY agent")
                .reduceRows(new LinkedHashMap<>(), (counts, row) -> {
                    counts.put(row.getColumn("agent", String.class), row.getColumn("chats", Integer.class));
                    return counts;
                }));
    }

    /** Other chats of the customer who has this one, the newest first. */
    public List<ListedChat> ofSameCustomer(long chat, int limit) {
        String page = "SELECT *, 1 AS chats_of_customer FROM desk_conversation"
                + " WHERE customer = (SELECT customer FROM desk_conversation WHERE id = :of) AND id <> :of";
        return page(page, "id DESC", query -> query.bind("of", chat), limit, 0);
    }

    private static String where(ChatFilter filter) {
        StringBuilder conditions = new StringBuilder(filter.status().condition());
        if (filter.number() != null) {
            conditions.append(
                    filter.number().equals(ChatFilter.NONE) ? " AND number IS NULL" : " AND number = :number");
        }
        if (filter.agent() != null) {
            conditions.append(" AND agent = :agent");
        }
        if (filter.text() != null) {
            conditions.append(" AND (visitor ILIKE :pattern ESCAPE '!' OR id::text = :chat)");
        }
        return conditions.toString();
    }

    private static Query bound(Query query, ChatFilter filter) {
        if (filter.number() != null && !filter.number().equals(ChatFilter.NONE)) {
            query.bind("number", filter.number());
        }
        if (filter.agent() != null) {
            query.bind("agent", filter.agent());
        }
        if (filter.text() != null) {
            query.bind("pattern", "%" + filter.text().replaceAll("[!%_]", "!$0") + "%");
            query.bind("chat", filter.text().startsWith("#") ? filter.text().substring(1) : filter.text());
        }
        return query;
    }
}
