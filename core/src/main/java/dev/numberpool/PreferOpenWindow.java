package dev.numberpool;

import java.util.List;
import java.util.Optional;

/** Prefers free threads on which free text is delivered. */
record PreferOpenWindow(AssignmentStrategy next) implements AssignmentStrategy {
    @Override
    public Optional<Candidate> choose(Handover handover, List<Candidate> candidates) {
        List<Candidate> open = candidates.stream()
                .filter(candidate -> candidate.isFree() && candidate.window() == ServiceWindow.OPEN)
                .toList();
        Optional<Candidate> best = open.isEmpty() ? Optional.empty() : next.choose(handover, open);
        return best.isPresent() ? best : next.choose(handover, candidates);
    }
}
