package dev.numberpool.jdbc;

import dev.numberpool.ConversationId;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.desk.InboundMessage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Inbound messages that wait for their conversation. What they say is kept only for as long. */
final class HeldTable {
    private final ContentJson json;

    HeldTable(ContentJson json) {
        this.json = json;
    }

    /** Which messages a claim takes. */
    record Query(String token, PhoneNumber number, Set<Participant> people, Instant since, Instant at) {
        void bind(Parameters p) throws SQLException {
            p.phone(number).people(people).time(since).time(at).text(token);
        }
    }

    void hold(Session session, InboundMessage message) throws SQLException {
        session.update(
                session.sql().inbound.insertHeld,
                p -> p.text(message.id())
                        .thread(message.thread())
                        .time(message.at())
                        .text(json.write(message)));
    }

    /** What a claim could take, or has taken already. */
    List<InboundMessage> free(Session session, Query query) throws SQLException {
        return session.list(session.sql().inbound.freeHeld(query.people().size()), query::bind, this::read);
    }

    List<InboundMessage> take(Session session, Query query, Instant until) throws SQLException {
        List<InboundMessage> taken =
                session.list(session.sql().inbound.lockFreeHeld(query.people().size()), query::bind, this::read);
        session.updateAll(
                session.sql().inbound.takeHeld,
                taken.stream()
                        .<Session.Binder>map(message ->
                                p -> p.text(query.token()).time(until).text(message.id()))
                        .toList());
        return taken;
    }

    void giveBack(Session session, String token) throws SQLException {
        session.update(session.sql().inbound.giveHeldBack, p -> p.text(token));
    }

    /** Ends the waiting of what a claim has taken and still has, and returns how much that is. */
    int release(Session session, String token, @Nullable ConversationId conversation) throws SQLException {
        List<InboundMessage> taken =
                session.list(session.sql().inbound.lockHeldOfClaim, p -> p.text(token), this::read);
        session.updateAll(
                session.sql().inbound.noteReleased,
                taken.stream()
                        .<Session.Binder>map(message -> p -> p.text(conversation == null ? null : conversation.value())
                                .text(message.id()))
                        .toList());
        session.updateAll(
                session.sql().inbound.deleteHeld,
                taken.stream()
                        .<Session.Binder>map(message -> p -> p.text(message.id()))
                        .toList());
        return taken.size();
    }

    private InboundMessage read(ResultSet row) throws SQLException {
        return json.read(
                row.getString("message_id"),
                Participant.of(row.getString("participant")),
                PhoneNumber.of(row.getString("number")),
                row.getString("content"));
    }
}
