package dev.numberpool;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Prefers the free number that the customer had last. */
record StickyCustomer(AssignmentStrategy next) implements AssignmentStrategy {
    private static final Comparator<Candidate> BY_LAST_USE =
            Comparator.comparing(candidate -> requireNonNull(candidate.lastUsedWithCustomer()));

    @Override
    public Optional<Candidate> choose(Handover handover, List<Candidate> candidates) {
        Optional<Candidate> last = candidates.stream()
                .filter(candidate -> candidate.isFree() && candidate.lastUsedWithCustomer() != null)
                .max(BY_LAST_USE);
        return last.isPresent() ? last : next.choose(handover, candidates);
    }
}
