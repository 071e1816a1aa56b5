package dev.numberpool.jdbc;

import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** A conversation leaves a thread, or the number if its agent is not known. */
record Leaving(ConversationId conversation, @Nullable Participant agent, PhoneNumber number, Instant at) {
    /** The order of the rows' keys: transactions that write several take them in the same order. */
    static final Comparator<Leaving> BY_KEY = Comparator.comparing(Leaving::key);

    static Leaving of(Assignment assignment, Instant at) {
        return new Leaving(assignment.conversation(), assignment.agent(), assignment.number(), at);
    }

    /** As it is kept: empty if the agent is not known. */
    String participant() {
        return agent == null ? "" : agent.address();
    }

    /** The key of the thread's row. */
    String thread() {
        return participant() + '\n' + number.e164();
    }

    private String key() {
        return thread() + '\n' + conversation.value();
    }
}
