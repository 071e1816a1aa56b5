package dev.numberpool.examples.supportdesk.site;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;

/** What numberpool's tables say of messages and chats that somebody may have to see to. It only reads. */
public final class MessageBook {
    private static final String MESSAGES = """
            SELECT m.position, m.kind, c.id AS chat, c.visitor_name AS visitor, m.participant AS agent, a.name AS agent_name,
                m.number, left(l.text, 200) AS text, m.state, m.failure_kind, m.failure_code, m.attempt,
                m.since_at AS since, m.not_before, t.last_inbound_at, t.window_closed_at AS refused_at, m.total
            FROM (SELECT *, count(*) OVER () AS total FROM numberpool_message
                WHERE %s ORDER BY position %s LIMIT :limit) m
            LEFT JOIN widget_conversations c ON c.id = NULLIF(m.conversation_id, '')::bigint
            LEFT JOIN desk_line l ON l.id = substring(m.message_id FROM '^line-([0-9]{1,18})$')::bigint
            LEFT JOIN desk_agent a ON a.phone = m.participant
            LEFT JOIN numberpool_thread t ON t.participant = m.participant AND t.number = m.number
            ORDER BY m.position %s
            """;

    private static final String CHATS = """
            SELECT c.id AS chat, coalesce(c.visitor_name, 'Visitor') AS visitor, c.assigned_agent AS agent,
                a.name AS agent_name, c.assigned_whatsapp_number AS number, c.assigned_display_name AS display_name,
                t.last_inbound_at, t.window_closed_at AS refused_at,
                (SELECT count(*) FROM numberpool_message m WHERE m.participant = c.assigned_agent
                    AND m.number = c.assigned_whatsapp_number AND m.state = 'PARKED'
                    AND m.conversation_id = c.id::text) AS waiting
            FROM widget_conversations c
            LEFT JOIN desk_agent a ON a.phone = c.assigned_agent
            LEFT JOIN numberpool_thread t
                ON t.participant = c.assigned_agent AND t.number = c.assigned_whatsapp_number
            WHERE c.assigned_whatsapp_number IS NOT NULL AND c.released_at IS NULL
                AND (c.status IS NULL OR c.status NOT IN ('closed'))
            ORDER BY c.id
            """;

    private final Jdbi jdbi;

    /**
     * A message to an agent.
     *
     * @param position its place in the log
     * @param kind what it is for
     * @param chat the visitor's chat, or null
     * @param visitor the visitor's name, or null
     * @param agent to whom
     * @param agentName the agent's name, or null if it is nobody's number any more
     * @param number from which number of ours
     * @param text the beginning of what the visitor wrote, or null if it is not the visitor's
     * @param state how far it has come
     * @param failureKind why it failed or waits, or null
     * @param failureCode Twilio's code for that, or null
     * @param attempt which attempt at sending it this is, from 1
     * @param since since when it is in this state
     * @param notBefore when it is tried again, or null
     * @param lastInboundAt when the agent last wrote to the number, or null
     * @param refusedAt when WhatsApp last refused free text there, or null
     * @param total how many such messages there are
     */
    public record Outgoing(
            long position,
            String kind,
            @Nullable Long chat,
            @Nullable String visitor,
            String agent,
            @Nullable String agentName,
            String number,
            @Nullable String text,
            String state,
            @Nullable String failureKind,
            @Nullable Integer failureCode,
            int attempt,
            Instant since,
            @Nullable Instant notBefore,
            @Nullable Instant lastInboundAt,
            @Nullable Instant refusedAt,
            long total) {
        /** Without text and addresses. */
        @Override
        public String toString() {
            return "message " + position + " " + state;
        }
    }

    /**
     * A chat that has a number.
     *
     * @param chat its number
     * @param visitor the visitor's name
     * @param agent the agent, or null
     * @param agentName the agent's name, or null
     * @param number its number of ours
     * @param displayName what the number was called when it was chosen, or null
     * @param lastInboundAt when the agent last wrote to the number, or null
     * @param refusedAt when WhatsApp last refused free text there, or null
     * @param waiting how many of its messages wait
     */
    public record InUse(
            long chat,
            String visitor,
            @Nullable String agent,
            @Nullable String agentName,
            String number,
            @Nullable String displayName,
            @Nullable Instant lastInboundAt,
            @Nullable Instant refusedAt,
            int waiting) {
        /** Without name and addresses. */
        @Override
        public String toString() {
            return "chat " + chat;
        }
    }

    /**
     * A message of an agent that waits to be told apart.
     *
     * @param id Twilio's id
     * @param agent who wrote it
     * @param agentName the agent's name, or null
     * @param number to which number of ours
     * @param text what was written; null if the desk does not have it
     * @param writtenAt when
     */
    public record Held(
            String id,
            String agent,
            @Nullable String agentName,
            String number,
            @Nullable String text,
            Instant writtenAt) {
        /** Without text and addresses. */
        @Override
        public String toString() {
            return "held " + id;
        }
    }

    /**
     * Up to when Twilio's archive has been compared.
     *
     * @param number of which number of ours
     * @param until up to when
     */
    public record Compared(String number, Instant until) {
        /** Without the number. */
        @Override
        public String toString() {
            return "compared until " + until;
        }
    }

    /** Reads this database. */
    public MessageBook(Jdbi jdbi) {
        this.jdbi = jdbi;
        for (Class<?> row : List.of(Outgoing.class, InUse.class, Held.class, Compared.class)) {
            jdbi.registerRowMapper(ConstructorMapper.factory(row));
        }
    }

    /** Messages that wait, in the order in which they will go out. */
    public List<Outgoing> waiting(int limit) {
        return messages("state = 'PARKED'", "ASC", Instant.EPOCH, limit);
    }

    /** Messages that did not arrive and will not, the newest first. */
    public List<Outgoing> failed(Instant since, int limit) {
        return messages("state IN ('FAILED', 'UNDELIVERED') AND since_at >= :since", "DESC", since, limit);
    }

    /** Messages of which nobody knows whether Twilio has them, the oldest first; also those that are still being sent. */
    public List<Outgoing> unknown(Instant sendingSince, int limit) {
        return messages("state = 'UNKNOWN' OR (state = 'PENDING' AND since_at < :since)", "ASC", sendingSince, limit);
    }

    private List<Outgoing> messages(String condition, String order, Instant since, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery(MESSAGES.formatted(condition, order, order))
                .bind("since", since)
                .bind("limit", limit)
                .mapTo(Outgoing.class)
                .list());
    }

    /** The chats that have a number. */
    public List<InUse> inUse() {
        return jdbi.withHandle(
                handle -> handle.createQuery(CHATS).mapTo(InUse.class).list());
    }

    /** Messages of agents that wait to be told apart and were written after this time, the oldest first. */
    public List<Held> held(Instant after, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT h.message_id AS id, h.participant AS agent, a.name AS agent_name, h.number, u.text, h.written_at
                        FROM numberpool_held h
                        LEFT JOIN desk_undelivered u ON u.id = h.message_id
                        LEFT JOIN desk_agent a ON a.phone = h.participant
                        WHERE h.written_at > :after ORDER BY h.position LIMIT :limit
                        """)
                .bind("after", after)
                .bind("limit", limit)
                .mapTo(Held.class)
                .list());
    }

    /** Up to when the archives have been compared, by number. */
    public List<Compared> compared() {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT substring(name FROM '/in/(.*)$') AS number, compared_until AS until"
                                + " FROM numberpool_archive WHERE name LIKE '%/in/%' ORDER BY 1")
                .mapTo(Compared.class)
                .list());
    }
}
