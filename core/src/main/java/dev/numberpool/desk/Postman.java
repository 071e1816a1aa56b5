package dev.numberpool.desk;

import dev.numberpool.Assignment;
import dev.numberpool.Candidate.Window;
import dev.numberpool.ConversationId;
import dev.numberpool.SenderThread;
import dev.numberpool.spi.ConversationRecord;
import dev.numberpool.spi.OutboundMessage;
import dev.numberpool.spi.OutboundRecord;
import dev.numberpool.spi.OutboundRecord.Kind;
import dev.numberpool.spi.ThreadRecord;
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
        for (int taken = 0; taken < limit; taken++) {
            Instant at = ports.now();
            Optional<OutboundRecord> next = ports.log().next(thread, at, Windows.gate(window, at));
            if (next.isEmpty()) {
                return sent;
            }
            sent += sendIfCurrent(next.get());
        }
        return sent;
    }

    /** Sends a message that was taken from the queue, where its conversation may have moved or ended meanwhile. */
    private int sendIfCurrent(OutboundRecord record) {
        if (record.kind() != Kind.MESSAGE && record.kind() != Kind.WAKE_UP) {
            send(record, false);
            return 1;
        }
        Assignment now = assignment(record.conversation());
        if (now == null || now.agent() == null) {
            results.fail(record, Failure.of(Failure.Kind.CONVERSATION_ENDED));
            return 0;
        }
        if (!Threads.of(now).equals(record.thread())) {
            follow(record, now);
            return 0;
        }
        Instant at = ports.now();
        ThreadRecord thread = threads.look(record.thread(), at);
        if (record.kind() == Kind.WAKE_UP && Windows.of(thread, at) == Window.OPEN) {
            results.cancel(record);
            return 0;
        }
        send(record, threads.needsCode(now, thread));
        return 1;
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
            return results.refused(record, e.failure());
        } catch (RuntimeException e) {
            // A gateway that does not say what happened may have sent it.
            return results.refused(record, Failure.of(Failure.Kind.UNKNOWN_OUTCOME));
        }
        return results.accepted(record, providerId);
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

    private @Nullable Assignment assignment(@Nullable ConversationId conversation) {
        return conversation == null
                ? null
                : ports.numbers()
                        .find(conversation)
                        .map(ConversationRecord::active)
                        .orElse(null);
    }
}
