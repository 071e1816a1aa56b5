package dev.numberpool;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Tells in words by which fact a candidate came before the others. */
final class Reason {
    private record Fact(Comparator<Candidate> order, Function<Candidate, String> words) {}

    private static final List<Fact> FACTS = List.of(
            new Fact(
                    LeastUsed.SHARING,
                    c -> c.isFree()
                            ? "the agent has no other conversation on it"
                            : "the agent has the fewest other conversations on it"),
            new Fact(LeastUsed.COOLING, c -> "it is not cooling down"),
            new Fact(LeastUsed.LOAD, c -> "fewest active conversations (" + c.active() + ")"),
            new Fact(
                    Comparator.comparingLong(Candidate::lastUsed),
                    c -> c.lastUsed() == 0 ? "never used so far" : "least recently used"),
            new Fact(Comparator.comparingInt(Candidate::position), c -> "first in the pool among equals"));

    private Reason() {}

    /** The first fact of the default order in which the winner differs from the best of the others. */
    static String of(Candidate winner, List<Candidate> candidates) {
        Optional<Candidate> next =
                candidates.stream().filter(c -> !c.equals(winner)).min(LeastUsed.ORDER);
        if (next.isEmpty()) {
            return "the only number that can serve";
        }
        for (Fact fact : FACTS) {
            int difference = fact.order().compare(winner, next.get());
            if (difference != 0) {
                return difference < 0 ? fact.words().apply(winner) : "the strategy's own choice";
            }
        }
        return "the strategy's own choice";
    }
}
