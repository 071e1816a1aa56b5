package dev.numberpool.desk;

import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import dev.numberpool.SenderThread;
import dev.numberpool.ServiceWindow;
import dev.numberpool.spi.OutboundMessage;
import dev.numberpool.spi.OutboundRecord;
import dev.numberpool.spi.OutboundRecord.Kind;
import dev.numberpool.spi.ThreadRecord;
import java.time.Instant;
import java.util.Optional;

/** Sends what waits on a thread, one message after the other. */
final class Postman {
    private final DeskPorts ports;
    private final Threads threads;
    private final Composer composer;
    private final Results results;

    Postman(DeskPorts ports, Threads threads, Composer composer, Results results) {
        this.ports = ports;
        this.threads = threads;
        this.composer = composer;
        this.results = results;
    }

    /**
     * Sends what waits on the thread, in order, as long as it may go out.
     *
     * @param limit at most so many messages are taken
     * @return how many messages were given to the provider
     */
    int drain(SenderThread thread, ServiceWindow window, int limit) {
        int sent = 0;
        ServiceWindow now = window;
        for (int taken = 0; taken < limit; taken++) {
            Instant at = ports.now();
            OutboundRecord next =
                    ports.log().next(thread, at, Windows.gate(now, at)).orElse(null);
            if (next == null) {
                return sent;
            }
            Optional<Boolean> needsCode = needsCode(next);
            if (needsCode.isPresent()) {
                now = windowAfter(send(next, needsCode.get()), thread, now);
                sent++;
            }
        }
        return sent;
    }

    /** Whether a message that was taken needs a code; empty if it is not to be sent: its conversation has moved or ended. */
    private Optional<Boolean> needsCode(OutboundRecord record) {
        if (record.kind() != Kind.MESSAGE && record.kind() != Kind.WAKE_UP) {
            return Optional.of(false);
        }
        Assignment now = threads.assignmentOf(record).orElse(null);
        if (now == null) {
            results.fail(record, Failure.of(Failure.Kind.CONVERSATION_ENDED));
            return Optional.empty();
        }
        Instant at = ports.now();
        ThreadRecord thread = threads.look(record.thread(), at);
        boolean isTooLate = record.kind() == Kind.WAKE_UP && Windows.of(thread, at) == ServiceWindow.OPEN;
        if (isTooLate || !Threads.of(now).equals(record.thread())) {
            follow(record, now);
            return Optional.empty();
        }
        return Optional.of(record.kind() == Kind.MESSAGE && threads.needsCode(now, thread));
    }

    /**
     * Gives a message that is ours to send to the provider.
     *
     * @return the message as this call left it; empty if a report was faster
     */
    Optional<OutboundRecord> send(OutboundRecord record, boolean needsCode) {
        String providerId = "";
        try {
            for (Content content : composer.rendered(record, needsCode)) {
                providerId = ports.gateway()
                        .send(new OutboundMessage(record.reference(), record.widget(), record.thread(), content));
            }
        } catch (GatewayException e) {
            boolean isHalfSent = !providerId.isEmpty();
            return isHalfSent ? results.uncertain(record) : results.refused(record, e);
        } catch (RuntimeException e) {
            // A gateway that does not say what happened may have sent it.
            return results.uncertain(record);
        }
        return results.accepted(record, providerId);
    }

    /** The window as it is known after a message was sent: the answer to it, or a report that was faster, may have closed it. */
    ServiceWindow windowAfter(Optional<OutboundRecord> sent, SenderThread thread, ServiceWindow before) {
        if (sent.isEmpty()) {
            return windowOf(thread);
        }
        Failure failure = sent.get().failure();
        return failure != null && failure.kind() == Failure.Kind.WINDOW_CLOSED ? ServiceWindow.CLOSED : before;
    }

    private ServiceWindow windowOf(SenderThread thread) {
        Instant at = ports.now();
        return Windows.of(threads.look(thread, at), at);
    }

    /** The conversation has another thread now: the message goes there, and its new agent is told whose it is. */
    private void follow(OutboundRecord record, Assignment now) {
        Instant at = ports.now();
        if (record.kind() == Kind.WAKE_UP) {
            results.cancel(record);
            return;
        }
        ConversationId conversation = now.conversation();
        boolean isGreeted = ports.log()
                .recorded(conversation, record.messageId(), now.assignedAt())
                .isGreeted();
        ports.log()
                .move(
                        record.on(
                                Threads.of(now),
                                isGreeted ? null : composer.heading(conversation, null),
                                now.assignedAt()),
                        at);
    }
}
