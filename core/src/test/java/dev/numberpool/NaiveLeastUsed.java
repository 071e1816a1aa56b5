package dev.numberpool;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Rule A2 as its sentence says it, one sieve after the other, without a comparator: free thread first, else fewest with
 * this agent; not cooling down first; fewest active divided by weight; least recently used; pool order.
 */
final class NaiveLeastUsed {
    private NaiveLeastUsed() {}

    static Candidate choose(List<Candidate> candidates) {
        List<Candidate> left = new ArrayList<>(candidates);
        left = smallest(left, candidate -> BigDecimal.valueOf(candidate.activeWithAgent()));
        left = smallest(left, candidate -> candidate.coolingDown() ? BigDecimal.ONE : BigDecimal.ZERO);
        left = leastLoaded(left);
        left = smallest(left, candidate -> BigDecimal.valueOf(candidate.lastUsed()));
        left = smallest(left, candidate -> BigDecimal.valueOf(candidate.position()));
        return left.get(0);
    }

    /** Those with nobody below them: a/v < b/w is a·w < b·v, in the decimals that were written. */
    private static List<Candidate> leastLoaded(List<Candidate> candidates) {
        List<Candidate> kept = new ArrayList<>();
        for (Candidate one : candidates) {
            boolean beaten = false;
            for (Candidate other : candidates) {
                BigDecimal mine = new BigDecimal(one.active()).multiply(BigDecimal.valueOf(other.weight()));
                BigDecimal theirs = new BigDecimal(other.active()).multiply(BigDecimal.valueOf(one.weight()));
                beaten |= theirs.compareTo(mine) < 0;
            }
            if (!beaten) {
                kept.add(one);
            }
        }
        return kept;
    }

    private static List<Candidate> smallest(List<Candidate> candidates, Function<Candidate, BigDecimal> key) {
        List<Candidate> kept = new ArrayList<>();
        for (Candidate candidate : candidates) {
            int difference = kept.isEmpty() ? 0 : key.apply(candidate).compareTo(key.apply(kept.get(0)));
            if (difference < 0) {
                kept.clear();
            }
            if (difference <= 0) {
                kept.add(candidate);
            }
        }
        return kept;
    }
}
