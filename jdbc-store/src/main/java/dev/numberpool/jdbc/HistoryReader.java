package dev.numberpool.jdbc;

import static java.util.Objects.requireNonNull;

import dev.numberpool.ConversationId;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.spi.MessageHistory;
import dev.numberpool.spi.OutboundRecord;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the log knows of earlier messages, and which of them somebody has to see to. One statement each. */
final class HistoryReader implements MessageHistory {
    private final Transactions transactions;
    private final MessageRows rows;

    HistoryReader(Transactions transactions, MessageRows rows) {
        this.transactions = transactions;
        this.rows = rows;
    }

    List<OutboundRecord> due(Instant at, Instant inFlightSince, long after, int limit) {
        return transactions.read(session -> rows
                .list(
                        session,
                        session.sql().messages.due,
                        p -> p.number(after).time(inFlightSince).time(at).limit(limit))
                .stream()
                .map(MessageRow::record)
                .toList());
    }

    @Override
    public Recorded recorded(ConversationId conversation, String messageId, Instant assignedAt) {
        return transactions.read(session -> {
            List<OutboundRecord> parts = new ArrayList<>();
            boolean[] isGreeted = {false};
            session.forEach(
                    session.sql().messages.recorded,
                    p -> p.text(conversation.value())
                            .time(assignedAt)
                            .text(conversation.value())
                            .text(messageId),
                    row -> {
                        isGreeted[0] = row.getInt("is_greeted") == 1;
                        if (row.getString("id") != null) {
                            parts.add(rows.read(session, row).record());
                        }
                    });
            return new Recorded(parts, isGreeted[0]);
        });
    }

    @Override
    public Optional<Quoted> quoted(String providerId) {
        return transactions.read(session -> session.first(
                session.sql().messages.quoted,
                p -> p.text(providerId).text(providerId),
                row -> quoted(providerId, row)));
    }

    private static Quoted quoted(String providerId, ResultSet row) throws SQLException {
        String kind = row.getString("kind");
        return new Quoted(
                MessageRows.conversation(row),
                Participant.of(row.getString("participant")),
                kind == null ? null : MessageRows.kind(providerId, kind));
    }

    @Override
    public boolean hasWritten(ConversationId conversation, Set<Participant> people) {
        return !people.isEmpty()
                && transactions.read(session -> session.first(
                                session.sql().messages.hasWritten(people.size()),
                                p -> p.text(conversation.value()).people(people),
                                row -> true)
                        .orElse(false));
    }

    @Override
    public Map<ConversationId, Instant> writtenOn(PhoneNumber number, Set<Participant> people, Instant since) {
        Map<ConversationId, Instant> written = new HashMap<>();
        if (!people.isEmpty()) {
            transactions.read(session -> {
                session.forEach(
                        session.sql().messages.writtenOn(people.size()),
                        p -> p.phone(number).people(people).time(since),
                        row -> written.put(
                                ConversationId.of(row.getString("conversation_id")),
                                requireNonNull(session.dialect().time(row, "taken_at"))));
                return true;
            });
        }
        return written;
    }

    @Override
    public int answers(SenderThread thread, Instant since) {
        return transactions.read(session -> session.first(
                        session.sql().messages.answers, p -> p.thread(thread).time(since), row -> row.getInt("answers"))
                .orElse(0));
    }
}
