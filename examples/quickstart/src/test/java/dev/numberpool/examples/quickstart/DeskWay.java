package dev.numberpool.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.numberpool.ConversationId;
import dev.numberpool.desk.Delivery;
import dev.numberpool.desk.HandoverDesk;
import dev.numberpool.desk.InboundMessage;
import dev.numberpool.desk.InboundOutcome;
import dev.numberpool.desk.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** A host whose messages go through the desk. */
final class DeskWay implements MessageWay {
    private final HandoverDesk desk;
    private final BiConsumer<Long, String> visitorReads;
    private final List<InboundOutcome> unrouted = new ArrayList<>();

    DeskWay(HandoverDesk desk, BiConsumer<Long, String> visitorReads) {
        this.desk = desk;
        this.visitorReads = visitorReads;
    }

    @Override
    public void toAgent(long conversation, String text) {
        assertThat(desk.toAgent(ConversationId.of(conversation), Message.of(text, text)))
                .as("message to the agent of conversation %s", conversation)
                .isInstanceOf(Delivery.Accepted.class);
    }

    @Override
    public void webhook(InboundMessage message) {
        InboundOutcome outcome = desk.receive(message, this::handle);
        desk.tell(message, outcome);
        desk.flush(message.thread());
    }

    private void handle(InboundMessage message, InboundOutcome outcome) {
        if (outcome instanceof InboundOutcome.Routed routed) {
            visitorReads.accept(Long.valueOf(routed.assignment().conversation().value()), routed.text());
        } else {
            unrouted.add(outcome);
        }
    }

    /** What reached no visitor since the last call. */
    List<InboundOutcome> unrouted() {
        List<InboundOutcome> outcomes = List.copyOf(unrouted);
        unrouted.clear();
        return outcomes;
    }
}
