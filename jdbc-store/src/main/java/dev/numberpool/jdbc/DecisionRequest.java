package dev.numberpool.jdbc;

import dev.numberpool.ConversationId;
import dev.numberpool.Handover;
import dev.numberpool.spi.Decider;
import java.time.Instant;

/**
 * What one caller wants decided.
 *
 * @param attempt one token for all tries: it tells an own write from another's after a commit with an unknown outcome
 */
record DecisionRequest(Handover handover, Instant at, Decider decider, String attempt) {
    ConversationId conversation() {
        return handover.conversation();
    }
}
