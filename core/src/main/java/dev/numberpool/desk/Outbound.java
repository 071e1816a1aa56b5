package dev.numberpool.desk;

import dev.numberpool.Assignment;
import dev.numberpool.ConversationClosedException;
import dev.numberpool.ConversationId;
import dev.numberpool.Handover;
import dev.numberpool.Participant;
import dev.numberpool.SenderThread;
import dev.numberpool.ServiceWindow;
import dev.numberpool.UnknownConversationException;
import dev.numberpool.WidgetId;
import dev.numberpool.spi.ConversationRecord;
import dev.numberpool.spi.MessageHistory.Recorded;
import dev.numberpool.spi.OutboundRecord;
import dev.numberpool.spi.OutboundRecord.Kind;
import dev.numberpool.spi.ThreadRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** From the visitor to the agent. */
final class Outbound {
    /** What one call sends of others before it returns; the rest is for flush. */
    private static final int AT_ONCE = 20;

    private static final Duration HOUR = Duration.ofHours(1);

    private final DeskPorts ports;
    private final DeskOptions options;
    private final Threads threads;
    private final Composer composer;
    private final WakeUps wakeUps;
    private final Results results;
    private final Postman postman;

    Outbound(
            DeskPorts ports,
            DeskOptions options,
            Threads threads,
            Composer composer,
            WakeUps wakeUps,
            Results results,
            Postman postman) {
        this.ports = ports;
        this.options = options;
        this.threads = threads;
        this.composer = composer;
        this.wakeUps = wakeUps;
        this.results = results;
        this.postman = postman;
    }

    Delivery toAgent(ConversationId conversation, Message message) {
        Assignment assignment;
        try {
            assignment = withAgent(conversation);
        } catch (ConversationClosedException | UnknownConversationException | NoAgentException e) {
            List<OutboundRecord> known = ports.log()
                    .recorded(conversation, message.id(), Instant.EPOCH)
                    .parts();
            if (known.isEmpty()) {
                throw e;
            }
            return Deliveries.of(known, ServiceWindow.UNKNOWN);
        }
        return toAgent(assignment, message);
    }

    private Delivery toAgent(Assignment assignment, Message message) {
        ConversationId conversation = assignment.conversation();
        SenderThread thread = Threads.of(assignment);
        Instant at = ports.now();
        ThreadRecord look = threads.look(thread, at);
        ServiceWindow window = Windows.of(look, at);
        Recorded recorded = ports.log().recorded(conversation, message.id(), assignment.assignedAt());
        if (!recorded.parts().isEmpty()) {
            return Deliveries.of(recorded.parts(), window);
        }
        boolean isClosed = window == ServiceWindow.CLOSED;
        if (isClosed && !wakeUps.isPossible()) {
            throw new ServiceWindowClosedException(conversation, thread);
        }
        boolean needsCode = threads.needsCode(assignment, look);
        List<OutboundRecord> parts =
                composer.parts(assignment, message, !recorded.isGreeted(), needsCode || isClosed, at);
        Optional<DeliveryState> wakeUp =
                isClosed ? wakeUps.request(assignment, look, message.visitor(), at) : Optional.empty();
        boolean isHopeless = wakeUp.filter(DeliveryState::isFailure).isPresent();
        return send(assignment, parts, needsCode, window, isHopeless);
    }

    /** Queues the parts and sends what is first in the queue, with them or before them. */
    private Delivery send(
            Assignment assignment,
            List<OutboundRecord> parts,
            boolean needsCode,
            ServiceWindow window,
            boolean isHopeless) {
        SenderThread thread = Threads.of(assignment);
        Instant at = ports.now();
        OutboundRecord first =
                ports.log().append(parts, at, Windows.gate(window, at)).get(0);
        boolean isNext = isOurs(first, parts) && first.state() == DeliveryState.PENDING;
        Optional<OutboundRecord> sent = isNext ? postman.send(first, needsCode) : Optional.of(first);
        ServiceWindow after = postman.windowAfter(sent, thread, window);
        if (isHopeless) {
            results.failWaiting(thread);
        } else {
            postman.drain(thread, after, AT_ONCE + parts.size());
        }
        if (parts.size() == 1 && isNext && sent.isPresent()) {
            return Deliveries.of(List.of(sent.get()), after);
        }
        List<OutboundRecord> now = ports.log()
                .recorded(assignment.conversation(), first.messageId(), assignment.assignedAt())
                .parts();
        return Deliveries.of(now, after);
    }

    Optional<Delivery> tell(
            InboundMessage message, InboundOutcome outcome, List<String> openChats, @Nullable WidgetId widget) {
        Optional<String> text = options.texts().answer(outcome, openChats).filter(words -> !words.isBlank());
        Instant at = ports.now();
        SenderThread thread = message.thread();
        if (text.isEmpty() || ports.log().answers(thread, at.minus(HOUR)) >= options.answersPerHour()) {
            return Optional.empty();
        }
        String words = TextSplitter.split(text.get(), TextSplitter.LIMIT).get(0);
        return sendOnce(
                composer.answer(thread, widget, Message.OWN_ID + "answer:" + message.id(), words, at),
                ServiceWindow.OPEN,
                at);
    }

    Optional<Delivery> tellEnded(Assignment ended) {
        Participant agent = ended.agent();
        Optional<String> text =
                options.texts().footer(options.codeOf(ended.conversation())).filter(words -> !words.isBlank());
        if (agent == null || text.isEmpty()) {
            return Optional.empty();
        }
        Instant at = ports.now();
        ServiceWindow window = Windows.of(threads.look(Threads.of(ended), at), at);
        if (window != ServiceWindow.OPEN) {
            return Optional.empty();
        }
        String id = Message.OWN_ID + "footer:" + ended.assignedAt().toEpochMilli();
        Content.Text content = new Content.Text(text.get(), List.of());
        return sendOnce(composer.single(Kind.FOOTER, ended, id, content, at), window, at);
    }

    /** Sends a message of ours, unless it is there already. */
    private Optional<Delivery> sendOnce(OutboundRecord record, ServiceWindow window, Instant at) {
        OutboundRecord logged = ports.log()
                .append(List.of(record), at, Windows.gate(window, at))
                .get(0);
        if (!isOurs(logged, List.of(record))) {
            return Optional.empty();
        }
        if (logged.state() != DeliveryState.PENDING) {
            postman.drain(record.thread(), window, AT_ONCE);
            return Optional.of(new Delivery.Parked(Delivery.Why.TURN, null));
        }
        return Optional.of(postman.send(logged, false)
                .map(sent -> Deliveries.of(List.of(sent), window))
                .orElseGet(() -> new Delivery.Accepted(DeliveryState.ACCEPTED)));
    }

    private static boolean isOurs(OutboundRecord logged, List<OutboundRecord> given) {
        return logged.id().equals(given.get(0).id());
    }

    /** The conversation's assignment; one without an agent gets the default agent of its widget. */
    private Assignment withAgent(ConversationId conversation) {
        ConversationRecord known = ports.numbers()
                .find(conversation)
                .orElseThrow(() -> new UnknownConversationException(conversation, "the store has never seen it"));
        if (!known.open()) {
            throw new ConversationClosedException(conversation);
        }
        Assignment active = known.active();
        if (active == null) {
            throw new UnknownConversationException(
                    conversation, "has no active assignment; NumberPool.assign gives it a number first");
        }
        Handover handover = Handover.of(known.widget(), conversation);
        Participant current = active.agent();
        Assignment settled = known.settled() == null
                ? ports.pool().assign(current == null ? handover : handover.withAgent(current))
                : active;
        if (settled.agent() != null) {
            return settled;
        }
        Participant agent =
                options.defaultAgent().apply(known.widget()).orElseThrow(() -> new NoAgentException(conversation));
        return ports.pool().assign(handover.withAgent(agent));
    }
}
