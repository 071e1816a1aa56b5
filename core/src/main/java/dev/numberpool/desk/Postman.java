package dev.numberpool.desk;

import dev.numberpool.Assignment;
import dev.numberpool.Candidate.Window;
import dev.numberpool.ConversationId;
import dev.numberpool.SenderThread;
import dev.numberpool.spi.ConversationRecord;
import dev.numberpool.spi.OutboundMessage;
import dev.numberpool.spi.OutboundRecord;
import dev.numberpool.spi.OutboundRecord.Kind;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
    int drain(SenderThread thread, Window window, int limit) {
        int sent = 0;
        Window now = window;
        for (int taken = 0; taken < limit; taken++) {
            Instant at = ports.now();
            OutboundRecord next =
                    ports.log().next(thread, at, Windows.gate(now, at)).orElse(null);
            if (next == null) {
                return sent;
            }
            if (isCurrent(next)) {
                now = windowAfter(send(next, needsCode(next)), thread, now);
                sent++;
            }
        }
        return sent;
    }

    /** Whether a message that was taken from the queue should be sent: its conversation may have moved or ended. */
    private boolean isCurrent(OutboundRecord record) {
        if (!isAboutAssignment(record)) {
            return true;
        }
        Assignment now = assignment(record);
        if (now == null || now.agent() == null) {
            results.fail(record, Failure.of(Failure.Kind.CONVERSATION_ENDED));
            return false;
        }
        boolean isTooLate = record.kind() == Kind.WAKE_UP && windowOf(record.thread()) == Window.OPEN;
        if (isTooLate || !Threads.of(now).equals(record.thread())) {
            follow(record, now);
            return false;
        }
        return true;
    }

    private boolean needsCode(OutboundRecord record) {
        Assignment now = isAboutAssignment(record) ? assignment(record) : null;
        return now != null && threads.needsCode(now, threads.look(record.thread(), ports.now()));
    }

    private static boolean isAboutAssignment(OutboundRecord record) {
        return record.kind() == Kind.MESSAGE || record.kind() == Kind.WAKE_UP;
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
            return results.refused(record, isHalfSent ? Failure.of(Failure.Kind.UNKNOWN_OUTCOME) : e.failure());
        } catch (RuntimeException e) {
            // A gateway that does not say what happened may have sent it.
            return results.refused(record, Failure.of(Failure.Kind.UNKNOWN_OUTCOME));
        }
        return results.accepted(record, providerId);
    }

    /** The window as it is known after a message was sent: the answer to it, or a report that was faster, may have closed it. */
    Window windowAfter(Optional<OutboundRecord> sent, SenderThread thread, Window before) {
        if (sent.isEmpty()) {
            return windowOf(thread);
        }
        Failure failure = sent.get().failure();
        return failure != null && failure.kind() == Failure.Kind.WINDOW_CLOSED ? Window.CLOSED : before;
    }

    private Window windowOf(SenderThread thread) {
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

    private @Nullable Assignment assignment(OutboundRecord record) {
        ConversationId conversation = record.conversation();
        return conversation == null
                ? null
                : ports.numbers()
                        .find(conversation)
                        .map(ConversationRecord::active)
                        .orElse(null);
    }
}
