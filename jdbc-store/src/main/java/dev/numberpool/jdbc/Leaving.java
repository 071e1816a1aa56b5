package dev.numberpool.jdbc;

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

    private String key() {
        return (agent == null ? "" : agent.address()) + '\n' + number.e164() + '\n' + conversation.value();
    }
}
