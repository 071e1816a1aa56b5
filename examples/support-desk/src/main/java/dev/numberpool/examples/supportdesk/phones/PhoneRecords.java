package dev.numberpool.examples.supportdesk.phones;

import dev.numberpool.Assignment;
import dev.numberpool.WidgetId;
import dev.numberpool.examples.supportdesk.site.Chat;
import dev.numberpool.examples.supportdesk.site.Line;
import dev.numberpool.examples.supportdesk.site.Undelivered;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** What this page alone asks the host's tables. */
final class PhoneRecords {
    private final Jdbi jdbi;

    PhoneRecords(Jdbi jdbi) {
        this.jdbi = jdbi;
        for (Class<?> row :
                List.of(Chat.class, Line.class, Undelivered.class, Recipient.class, Progress.class, LastLine.class)) {
            jdbi.registerRowMapper(ConstructorMapper.factory(row));
        }
    }

    /** To whom a message of an agent went. */
    record Recipient(String providerId, String visitor) {}

    /** How far everybody has come. */
    record Progress(long chats, long handedOver, boolean isAnswered) {}

    /** The newest line of a chat. */
    record LastLine(long conversationId, boolean fromVisitor, String text) {}

    Optional<WidgetId> firstWidget() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT min(id) FROM widget_configs")
                        .mapTo(Long.class)
                        .findOne())
                .map(WidgetId::of);
    }

    /** By the provider's ids, the visitors whom these messages of agents reached. */
    Map<String, String> recipients(Collection<String> providerIds) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT l.provider_id, coalesce(c.visitor_name, 'Visitor') AS visitor FROM desk_line l"
                                + " JOIN widget_conversations c ON c.id = l.conversation_id WHERE l.provider_id = ANY(:ids)")
                .bindArray("ids", String.class, providerIds)
                .mapTo(Recipient.class)
                .collect(Collectors.toMap(Recipient::providerId, Recipient::visitor, (one, other) -> one)));
    }

    /** By the provider's ids, those of these messages that reached no visitor. */
    Map<String, Undelivered> undelivered(Collection<String> providerIds) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT * FROM desk_undelivered WHERE id = ANY(:ids)")
                .bindArray("ids", String.class, providerIds)
                .mapTo(Undelivered.class)
                .collect(Collectors.toMap(Undelivered::id, each -> each)));
    }

    /** What visitors wrote that waits to be sent, the oldest first. */
    List<Line> waiting(Collection<Assignment> assignments) {
        List<Long> ids = assignments.stream()
                .map(assignment -> Long.valueOf(assignment.conversation().value()))
                .toList();
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT * FROM desk_line WHERE conversation_id = ANY(:ids) AND from_visitor"
                                + " AND state LIKE 'waiting%' ORDER BY id LIMIT 50")
                .bindArray("ids", Long.class, ids)
                .mapTo(Line.class)
                .list());
    }

    /** The newest lines of these chats. */
    Map<Long, LastLine> lastLines(Collection<Chat> chats) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT l.* FROM unnest(:ids) AS chat (id) CROSS JOIN LATERAL"
                                + " (SELECT conversation_id, from_visitor, text FROM desk_line WHERE conversation_id = chat.id"
                                + " ORDER BY id DESC LIMIT 1) l")
                .bindArray("ids", Long.class, chats.stream().map(Chat::id).toList())
                .mapTo(LastLine.class)
                .collect(Collectors.toMap(LastLine::conversationId, each -> each)));
    }

    Progress progress() {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT count(*) AS chats, count(assigned_whatsapp_number) AS handed_over,"
                                + " EXISTS (SELECT FROM desk_line WHERE NOT from_visitor) AS is_answered"
                                + " FROM widget_conversations")
                        .mapTo(Progress.class)
                        .one());
    }
}
