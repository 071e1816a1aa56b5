package dev.numberpool.jdbc;

import dev.numberpool.Assignment;
import dev.numberpool.Handover;
import dev.numberpool.StoreException;
import dev.numberpool.WidgetId;
import dev.numberpool.spi.Decider;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs decisions. The widget's lock row puts them in order, in all processes; callers of this process that wait for the
 * same widget are decided on together, in one transaction.
 */
final class Decisions {
    /** More would make the first of them wait without making the commit any cheaper. */
    private static final int MOST_TOGETHER = 100;

    private final Transactions transactions;
    private final DecisionStep step;
    private final @Nullable Duration patience;
    private final ConcurrentMap<WidgetId, WaitingLine<DecisionRequest, DecisionResult>> lines =
            new ConcurrentHashMap<>();

    /**
     * Decisions on one store.
     *
     * @param patience for how long a caller waits to be taken along, or null if each goes alone
     */
    Decisions(Transactions transactions, DecisionStep step, @Nullable Duration patience) {
        this.transactions = transactions;
        this.step = step;
        this.patience = patience;
    }

    Optional<Assignment> decide(Handover handover, Instant at, Decider decider) {
        DecisionRequest request =
                new DecisionRequest(handover, at, decider, UUID.randomUUID().toString());
        DecisionResult result = patience == null ? null : inLine(request, patience);
        return (result == null ? together(List.of(request)).get(0) : result).get();
    }

    private @Nullable DecisionResult inLine(DecisionRequest request, Duration patience) {
        WidgetId widget = request.handover().widget();
        WaitingLine<DecisionRequest, DecisionResult> line =
                lines.computeIfAbsent(widget, none -> new WaitingLine<>(Decisions::mayJoin, MOST_TOGETHER));
        try {
            return line.join(request, this::together, patience.toNanos());
        } finally {
            // A line that somebody has just entered is not empty; one that is left behind serves those in it.
            lines.computeIfPresent(widget, (none, current) -> current == line && line.isEmpty() ? null : current);
        }
    }

    /** Two decisions on one conversation: the second has to see what the first has recorded. */
    private static boolean mayJoin(DecisionRequest request, List<DecisionRequest> others) {
        return others.stream().noneMatch(other -> other.conversation().equals(request.conversation()));
    }

    private List<DecisionResult> together(List<DecisionRequest> requests) throws StoreException {
        return transactions.write(session -> step.run(session, requests));
    }
}
