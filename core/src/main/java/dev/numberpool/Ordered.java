package dev.numberpool;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The smallest candidate; the earlier one in the pool where two are equal. */
record Ordered(Comparator<Candidate> order) implements AssignmentStrategy {
    @Override
    public Optional<Candidate> choose(Handover handover, List<Candidate> candidates) {
        return candidates.stream().min(order);
    }
}
