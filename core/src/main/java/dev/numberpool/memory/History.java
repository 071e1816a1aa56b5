package dev.numberpool.memory;

import dev.numberpool.ConversationId;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.spi.MessageHistory.Quoted;
import dev.numberpool.spi.MessageHistory.Recorded;
import dev.numberpool.spi.OutboundRecord;
import dev.numberpool.spi.OutboundRecord.Kind;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Looks back at both directions. Every access is under the log's lock. */
final class History {
    private final OutboundRows outbound;
    private final Arrivals inbound;

    History(OutboundRows outbound, Arrivals inbound) {
        this.outbound = outbound;
        this.inbound = inbound;
    }

    Recorded recorded(ConversationId conversation, String messageId, Instant assignedAt) {
        List<OutboundRecord> records =
                outbound.of(conversation).stream().map(row -> row.record).toList();
        return new Recorded(
                records.stream()
                        .filter(record -> record.messageId().equals(messageId))
                        .toList(),
                records.stream()
                        .anyMatch(record -> record.kind() == Kind.MESSAGE
                                && assignedAt.equals(record.assignedAt())
                                && !record.state().isFailure()));
    }

    Optional<Quoted> quoted(String providerId) {
        return outbound.withProviderId(providerId)
                .map(row -> row.record)
                .map(record -> new Quoted(record.conversation(), record.thread().participant(), record.kind()))
                .or(() -> inbound.completed(providerId)
                        .flatMap(row ->
                                Optional.ofNullable(row.from).map(from -> new Quoted(row.conversation, from, null))));
    }

    boolean hasWritten(ConversationId conversation, Set<Participant> people) {
        return outbound.of(conversation).stream()
                .filter(OutboundRow::isOfConversation)
                .anyMatch(row -> row.takenAt != null
                        && people.contains(row.record.thread().participant()));
    }

    Map<ConversationId, Instant> writtenOn(PhoneNumber number, Set<Participant> people, Instant since) {
        Map<ConversationId, Instant> written = new HashMap<>();
        for (Participant person : people) {
            for (OutboundRow row : outbound.on(new SenderThread(person, number))) {
                ConversationId conversation = row.record.conversation();
                if (conversation != null && row.takenAt != null && row.isOfConversation() && row.wasTakenSince(since)) {
                    written.merge(conversation, row.takenAt, ThreadRow::later);
                }
            }
        }
        return Map.copyOf(written);
    }

    int answers(SenderThread thread, Instant since) {
        return (int) outbound.on(thread).stream()
                .filter(row -> row.record.kind() == Kind.ANSWER)
                .filter(row -> !row.loggedAt.isBefore(since))
                .count();
    }
}
