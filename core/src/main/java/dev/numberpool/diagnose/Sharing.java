package dev.numberpool.diagnose;

import dev.numberpool.Assignment;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.spi.ActiveQuery;
import dev.numberpool.spi.NumberStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How many conversations with a number of the pool are on a thread that others use, too, be they of another widget.
 * Conversations without an agent count as one agent's, as in {@link dev.numberpool.Usage}.
 *
 * @param conversations how many there are
 * @param shared how many of them share their thread
 * @param busiest how many of them the agent with most of them has
 */
record Sharing(int conversations, int shared, int busiest) {
    static Sharing of(Facts facts, NumberStore numbers) {
        List<Assignment> pooled = facts.active().stream()
                .filter(assignment -> !assignment.isFallback())
                .toList();
        Map<PhoneNumber, Map<Optional<Participant>, Long>> threads = new HashMap<>();
        pooled.stream()
                .map(Assignment::number)
                .distinct()
                .forEach(number -> threads.put(number, perAgent(numbers.active(ActiveQuery.on(number)))));
        long shared = pooled.stream()
                .filter(assignment ->
                        threads.getOrDefault(assignment.number(), Map.of()).getOrDefault(agent(assignment), 0L) > 1)
                .count();
        long busiest = perAgent(pooled).values().stream()
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
        return new Sharing(pooled.size(), (int) shared, (int) busiest);
    }

    private static Map<Optional<Participant>, Long> perAgent(List<Assignment> assignments) {
        return assignments.stream().collect(Collectors.groupingBy(Sharing::agent, Collectors.counting()));
    }

    private static Optional<Participant> agent(Assignment assignment) {
        return Optional.ofNullable(assignment.agent());
    }

    double share() {
        return conversations == 0 ? 0 : (double) shared / conversations;
    }

    String words() {
        return shared + " of " + Words.count(conversations, "conversation")
                + (shared == 1 ? " shares a chat" : " share a chat")
                + " with another one of the same agent and are answered by code";
    }

    /** An agent needs as many numbers as conversations at a time. */
    String advice(int activeNumbers) {
        String need =
                "One agent has " + busiest + " conversations at a time, and each needs a number of its own; the pool"
                        + " has " + activeNumbers + " active.";
        int missing = busiest - activeNumbers;
        return missing > 0
                ? "Add " + Words.count(missing, "number") + ". " + need
                : need + " That is enough: threads become free as conversations end, unless numbers do not work.";
    }
}
