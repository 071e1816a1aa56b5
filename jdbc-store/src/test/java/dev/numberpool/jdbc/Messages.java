package dev.numberpool.jdbc;

import dev.numberpool.ConversationId;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.WidgetId;
import dev.numberpool.desk.Content;
import dev.numberpool.desk.DeliveryReport;
import dev.numberpool.desk.DeliveryState;
import dev.numberpool.desk.InboundMessage;
import dev.numberpool.spi.InboundLog;
import dev.numberpool.spi.OutboundRecord;
import dev.numberpool.spi.OutboundRecord.Kind;
import dev.numberpool.spi.SendGate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Messages for tests, all of one afternoon. */
final class Messages {
    static final Instant NOW = Instant.parse("2026-07-15T12:00:00Z");
    static final Duration LEASE = Duration.ofMinutes(1);
    static final Participant OMAR = Participant.of("+201016666348");
    static final PhoneNumber NUMBER = PhoneNumber.of("+15558986359");
    static final SenderThread THREAD = new SenderThread(OMAR, NUMBER);
    static final ConversationId MARIA = ConversationId.of(282);

    /** Everything may go, one at a time. */
    static final SendGate OPEN = new SendGate(true, NOW.minusSeconds(120), Integer.MAX_VALUE, NOW.minusSeconds(270));

    /** Only templates may go. */
    static final SendGate SHUT = new SendGate(false, NOW.minusSeconds(120), Integer.MAX_VALUE, NOW.minusSeconds(270));

    private Messages() {}

    static OutboundRecord text(String messageId) {
        return part(messageId, 1, 1);
    }

    static OutboundRecord part(String messageId, int part, int parts) {
        Content text = new Content.Text("hello from Maria, " + messageId, List.of());
        return record(Kind.MESSAGE, messageId, part, parts, THREAD, text, "Maria:");
    }

    static OutboundRecord template(String messageId) {
        Content template = new Content.Template("HX1", Map.of("1", "Maria"));
        return record(Kind.WAKE_UP, messageId, 1, 1, THREAD, template, null);
    }

    static OutboundRecord record(
            Kind kind, String messageId, int part, int parts, SenderThread thread, Content content, String heading) {
        return new OutboundRecord(
                UUID.randomUUID().toString(),
                kind,
                kind == Kind.ANSWER ? null : MARIA,
                WidgetId.of(7),
                messageId,
                part,
                parts,
                thread,
                content,
                heading,
                NOW.minusSeconds(60),
                DeliveryState.PARKED,
                1,
                null,
                null,
                NOW,
                null,
                0);
    }

    static DeliveryReport report(OutboundRecord record, DeliveryState state) {
        return new DeliveryReport(record.reference(), null, state, null, NOW);
    }

    static InboundMessage inbound(String id) {
        return InboundMessage.of(id, OMAR, NUMBER, "hello Maria, " + id, NOW);
    }

    static InboundLog.Completion handled(InboundMessage message) {
        return new InboundLog.Completion(message, MARIA, false);
    }

    static InboundLog.Completion held(InboundMessage message) {
        return new InboundLog.Completion(message, null, true);
    }
}
