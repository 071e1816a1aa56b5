package dev.numberpool.examples.springboot;

import dev.numberpool.desk.HandoverDesk;
import dev.numberpool.desk.InboundMessage;
import dev.numberpool.desk.InboundOutcome;
import java.util.function.Supplier;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Takes what agents write to the visitors it is for, each message exactly once. */
@Service
class Inbox {
    private final HandoverDesk desk;
    private final Chat chat;
    private final TransactionTemplate receiving;

    Inbox(HandoverDesk desk, Chat chat, TransactionTemplate receiving) {
        this.desk = desk;
        this.chat = chat;
        this.receiving = receiving;
    }

    /** A message that a webhook has brought. */
    void receive(InboundMessage message) {
        InboundOutcome outcome = inTransaction(() -> desk.receive(message, this::handle));
        desk.tell(message, outcome);
        desk.flush(message.thread());
    }

    /** What {@link #handle} does, and that the message is done: both are committed, or neither. */
    InboundOutcome inTransaction(Supplier<InboundOutcome> received) {
        return receiving.execute(status -> received.get());
    }

    /** For the webhook, and for messages that the reconciliation finds. */
    void handle(InboundMessage message, InboundOutcome outcome) {
        if (outcome instanceof InboundOutcome.Routed routed) {
            chat.addAnswer(message, routed);
        } else if (!(outcome instanceof InboundOutcome.Empty)) {
            chat.addStray(message, outcome.getClass().getSimpleName());
        }
    }
}
