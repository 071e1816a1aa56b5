package dev.numberpool.examples.supportdesk.site;

import dev.numberpool.ConversationId;
import dev.numberpool.WidgetId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;

/** The company's chat with its visitors, and its agents. Safe for use by many threads. */
public final class Site {
    private static final String CHAT = "SELECT id, widget_id, coalesce(visitor_name, 'Visitor') AS visitor,"
            + " coalesce(status, 'open') AS status, created_at"
            + " FROM widget_conversations ";

    private final Jdbi jdbi;

    /** On this database. */
    public Site(Jdbi jdbi) {
        this.jdbi = jdbi;
        for (Class<?> row : List.of(Agent.class, Chat.class, Line.class, Undelivered.class)) {
            jdbi.registerRowMapper(ConstructorMapper.factory(row));
        }
    }

    /** Its connections, for transactions in which it takes part. */
    public Jdbi jdbi() {
        return jdbi;
    }

    /** The agents, by name. */
    public List<Agent> agents() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT phone, name FROM desk_agent ORDER BY name")
                .mapTo(Agent.class)
                .list());
    }

    /**
     * Employs an agent.
     *
     * @return whether that was done; not if there is an agent with this phone
     */
    public boolean employ(Agent agent) {
        int employed = jdbi.withHandle(
                handle -> handle.createUpdate("INSERT INTO desk_agent VALUES (:phone, :name) ON CONFLICT DO NOTHING")
                        .bindMethods(agent)
                        .execute());
        return employed == 1;
    }

    /** A visitor opens the chat and gives only a name. */
    public Chat open(WidgetId widget, String visitor, Instant at) {
        return open(widget, visitor, null, at);
    }

    /** A visitor opens the chat; the e-mail address, if there is one, tells that two chats are of one customer. */
    public Chat open(WidgetId widget, String visitor, @Nullable String email, Instant at) {
        return jdbi.withHandle(handle -> handle.createQuery("INSERT INTO widget_conversations"
                        + " (id, widget_id, visitor_name, visitor_email, status, created_at)"
                        + " VALUES (nextval('desk_chat'), :widget, :visitor, :email, 'open', :at)"
                        + " RETURNING id, widget_id, visitor_name AS visitor, status, created_at")
                .bind("widget", Long.parseLong(widget.value()))
                .bind("visitor", visitor)
                .bind("email", email)
                .bind("at", at)
                .mapTo(Chat.class)
                .one());
    }

    /** The chats that are not closed, the newest first. */
    public List<Chat> openChats() {
        return jdbi.withHandle(
                handle -> handle.createQuery(CHAT + "WHERE status IS DISTINCT FROM 'closed' ORDER BY id DESC")
                        .mapTo(Chat.class)
                        .list());
    }

    /** One chat, if there is such a one. */
    public Optional<Chat> chat(ConversationId conversation) {
        return jdbi.withHandle(handle -> handle.createQuery(CHAT + "WHERE id = :id")
                .bind("id", id(conversation))
                .mapTo(Chat.class)
                .findOne());
    }

    /** The newest lines of a chat, in the order in which they were written. */
    public List<Line> lines(ConversationId conversation, int newest) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT * FROM (SELECT * FROM desk_line"
                        + " WHERE conversation_id = :id ORDER BY id DESC LIMIT :newest) newest ORDER BY id")
                .bind("id", id(conversation))
                .bind("newest", newest)
                .mapTo(Line.class)
                .list());
    }

    /** The visitor writes. */
    public Line write(ConversationId conversation, String text, Instant at) {
        return jdbi.withHandle(
                handle -> handle.createQuery("INSERT INTO desk_line (conversation_id, from_visitor, text, written_at)"
                                + " VALUES (:id, TRUE, :text, :at) RETURNING *")
                        .bind("id", id(conversation))
                        .bind("text", text)
                        .bind("at", at)
                        .mapTo(Line.class)
                        .one());
    }

    /**
     * Shows what the agent wrote, in the caller's transaction.
     *
     * @param providerId the provider's id of it
     */
    public void show(Handle handle, ConversationId conversation, String providerId, String text, Instant at) {
        handle.execute(
                "INSERT INTO desk_line (conversation_id, from_visitor, provider_id, text, written_at)"
                        + " VALUES (?, FALSE, ?, ?, ?)",
                id(conversation),
                providerId,
                text,
                at);
    }

    /** Notes that a visitor's line was sent or waits, unless more is known of it already: news may overtake each other. */
    public void firstState(ConversationId conversation, String messageId, String state) {
        state(conversation, messageId, state, " AND (state IS NULL OR state LIKE 'waiting%')");
    }

    /** Notes what became of a visitor's line in the end. Two reports at once may come in either order. */
    public void state(ConversationId conversation, String messageId, String state) {
        state(conversation, messageId, state, " AND state IS DISTINCT FROM 'read'");
    }

    private void state(ConversationId conversation, String messageId, String state, String unless) {
        if (!messageId.startsWith("line-")) {
            return;
        }
        jdbi.useHandle(handle -> handle.createUpdate(
                        "UPDATE desk_line SET state = :state WHERE id = :id AND conversation_id = :conversation"
                                + unless)
                .bind("state", state)
                .bind("id", Long.parseLong(messageId.substring("line-".length())))
                .bind("conversation", id(conversation))
                .execute());
    }

    /** What the visitor wrote and nobody has given to the desk yet, in the order in which it was written. */
    public List<Line> unsent(ConversationId conversation) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT * FROM desk_line WHERE conversation_id = :id AND from_visitor AND state IS NULL ORDER BY id")
                .bind("id", id(conversation))
                .mapTo(Line.class)
                .list());
    }

    /** Handed-over chats with such lines, because a process died meanwhile. */
    public List<Chat> chatsWithUnsent(Instant before, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery(CHAT + "WHERE status = 'with agent' AND id IN ("
                        + "SELECT conversation_id FROM desk_line WHERE from_visitor AND state IS NULL AND written_at < :before)"
                        + " ORDER BY id LIMIT :limit")
                .bind("before", before)
                .bind("limit", limit)
                .mapTo(Chat.class)
                .list());
    }

    /** Sets the status of a chat. */
    public void status(ConversationId conversation, String status) {
        jdbi.useHandle(handle -> handle.createUpdate("UPDATE widget_conversations SET status = :status WHERE id = :id")
                .bind("status", status)
                .bind("id", id(conversation))
                .execute());
    }

    /** Opens a closed chat again; one that is open stays as it is. Closed by SQL alone, it still has its number. */
    public void reopen(ConversationId conversation) {
        jdbi.useHandle(handle -> handle.createUpdate("UPDATE widget_conversations SET status = CASE WHEN"
                        + " assigned_whatsapp_number IS NOT NULL AND released_at IS NULL THEN 'with agent' ELSE 'open' END"
                        + " WHERE id = :id AND status = 'closed'")
                .bind("id", id(conversation))
                .execute());
    }

    /** Keeps what reached no visitor, in the caller's transaction. */
    public void keep(Handle handle, Undelivered message) {
        handle.createUpdate("INSERT INTO desk_undelivered VALUES (:id, :agent, :number, :text, :outcome, :writtenAt)"
                        + " ON CONFLICT (id) DO UPDATE SET outcome = excluded.outcome")
                .bindMethods(message)
                .execute();
    }

    /** Takes away what was kept, in the caller's transaction: it has reached a visitor after all. */
    public void forget(Handle handle, String id) {
        handle.execute("DELETE FROM desk_undelivered WHERE id = ?", id);
    }

    /** Takes away what was kept: somebody has seen to it. */
    public void forget(String id) {
        jdbi.useHandle(handle -> forget(handle, id));
    }

    /** What reached no visitor, the newest first. */
    public List<Undelivered> undelivered(int limit) {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT * FROM desk_undelivered ORDER BY written_at DESC LIMIT :limit")
                        .bind("limit", limit)
                        .mapTo(Undelivered.class)
                        .list());
    }

    /** By how much the time of the simulation is before that of the machine. */
    public Duration ahead() {
        return jdbi.withHandle(handle -> Duration.ofSeconds(handle.createQuery("SELECT ahead_seconds FROM desk_clock")
                .mapTo(Long.class)
                .one()));
    }

    /** Remembers it for the next start. */
    public void ahead(Duration ahead) {
        jdbi.useHandle(handle -> handle.execute("UPDATE desk_clock SET ahead_seconds = ?", ahead.toSeconds()));
    }

    private static long id(ConversationId conversation) {
        return Long.parseLong(conversation.value());
    }
}
