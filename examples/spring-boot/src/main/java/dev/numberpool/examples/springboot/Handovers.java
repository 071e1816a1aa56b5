package dev.numberpool.examples.springboot;

import dev.numberpool.Assignment;
import dev.numberpool.Handover;
import dev.numberpool.NumberPool;
import dev.numberpool.Participant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What the application does with conversations, each in one transaction with what numberpool does. */
@Service
@Transactional
class Handovers {
    private final NumberPool pool;
    private final Chat chat;

    Handovers(NumberPool numberPool, Chat chat) {
        this.pool = numberPool;
        this.chat = chat;
    }

    /** The visitor asks for a human: the conversation gets its number and its status, or neither. */
    Assignment handOver(long conversation, @Nullable Participant agent) {
        Chat.Conversation asking = chat.conversation(conversation);
        Handover handover = Handover.of(asking.widget(), asking.key());
        Assignment assignment = pool.assign(agent == null ? handover : handover.withAgent(agent));
        chat.setStatus(conversation, "with agent");
        return assignment;
    }

    /** The conversation ends; the number is free for others by the status alone. */
    Optional<Assignment> close(long conversation) {
        Optional<Assignment> ended =
                pool.assignmentOf(chat.conversation(conversation).key());
        chat.setStatus(conversation, "closed");
        return ended;
    }

    /** The visitor writes to the agent. Sent is it afterwards, by {@link Outbox}. */
    void addQuestion(long conversation, String id, String text) {
        chat.addQuestion(chat.conversation(conversation).id(), id, text);
    }
}
