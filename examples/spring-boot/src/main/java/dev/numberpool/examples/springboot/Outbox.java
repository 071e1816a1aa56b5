package dev.numberpool.examples.springboot;

import dev.numberpool.ConversationId;
import dev.numberpool.NumberPoolException;
import dev.numberpool.StoreException;
import dev.numberpool.desk.HandoverDesk;
import dev.numberpool.desk.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Takes what visitors write to their agents. The application's own row says that a message has to be sent; it is committed
 * before, so a process that dies in between loses nothing: a job sends what is left. The desk knows the ids, so nothing is
 * sent twice.
 */
@Service
class Outbox {
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    private final Chat chat;
    private final HandoverDesk desk;

    Outbox(Chat chat, HandoverDesk desk) {
        this.chat = chat;
        this.desk = desk;
    }

    /**
     * Sends what there is to send in a conversation, in the order in which it was written. Never in a transaction: what
     * WhatsApp has cannot be rolled back.
     *
     * @throws NumberPoolException if a message is refused, which is noted, or the database failed, and then it stays
     */
    @Transactional(propagation = Propagation.NEVER)
    void send(long conversation) {
        String visitor = chat.conversation(conversation).visitorName();
        for (Chat.Question question : chat.toSend(conversation)) {
            try {
                desk.toAgent(
                        ConversationId.of(conversation),
                        Message.of(question.id(), question.text()).from(visitor));
            } catch (StoreException e) {
                throw e;
            } catch (NumberPoolException refused) {
                chat.noteProblem(ConversationId.of(conversation), question.id(), refused.getMessage());
                chat.noteTaken(conversation, question.id());
                throw refused;
            }
            chat.noteTaken(conversation, question.id());
        }
    }

    /** Sends what was left when a process died. */
    @Transactional(propagation = Propagation.NEVER)
    void sendAll(int limit) {
        for (long conversation : chat.withSomethingToSend(limit)) {
            try {
                send(conversation);
            } catch (NumberPoolException e) {
                LOG.warn("A message of conversation {} was not sent: {}", conversation, e.getMessage());
            }
        }
    }
}
