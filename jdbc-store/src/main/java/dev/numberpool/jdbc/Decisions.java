package dev.numberpool.jdbc;

import dev.numberpool.Assignment;
import dev.numberpool.Handover;
import dev.numberpool.spi.Decider;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Runs decisions, each in a transaction of its own. The widget's lock row puts them in order, so callers that wait for
 * the same widget wait here, one transaction each; this is the place to let those that wait together go together.
 */
final class Decisions {
    private final Transactions transactions;
    private final DecisionStep step;

    Decisions(Transactions transactions, DecisionStep step) {
        this.transactions = transactions;
        this.step = step;
    }

    Optional<Assignment> decide(Handover handover, Instant at, Decider decider) {
        // One token for all tries: it tells an own write from another's after a commit with an unknown outcome.
        String attempt = UUID.randomUUID().toString();
        return transactions.write(session -> step.run(session, handover, at, decider, attempt));
    }
}
