package dev.numberpool.examples.springboot;

import dev.numberpool.ConversationId;
import dev.numberpool.Handover;
import dev.numberpool.NumberPool;
import dev.numberpool.Participant;
import dev.numberpool.WidgetId;
import dev.numberpool.desk.Delivery;
import dev.numberpool.desk.HandoverDesk;
import dev.numberpool.desk.Message;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** The least that a service needs: the first recipe of docs/recipes.md. */
@Service
class HandoverService {
    private final NumberPool pool;
    private final HandoverDesk desk;
    private final TransactionTemplate transaction;

    HandoverService(NumberPool pool, HandoverDesk desk, TransactionTemplate transaction) {
        this.pool = pool;
        this.desk = desk;
        this.transaction = transaction;
    }

    Delivery handOver(WidgetId widget, ConversationId conversation, Participant agent, Message question) {
        transaction.executeWithoutResult(
                status -> pool.assign(Handover.of(widget, conversation).withAgent(agent)));
        return desk.toAgent(conversation, question); // after the commit
    }
}
