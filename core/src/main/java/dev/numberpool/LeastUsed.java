package dev.numberpool;

import java.util.Comparator;

/** The default order, and the parts of it that the other stock strategies share. */
final class LeastUsed {
    /** Free threads first, then the least shared ones. */
    static final Comparator<Candidate> SHARING = Comparator.comparingInt(Candidate::activeWithAgent);

    /** A thread on which a late message may still come is avoided while there is another. */
    static final Comparator<Candidate> COOLING = Comparator.comparing(Candidate::coolingDown);

    /** Active conversations of the widget divided by weight. */
    static final Comparator<Candidate> LOAD = LeastUsed::byLoad;

    static final Comparator<Candidate> ORDER = SHARING.thenComparing(COOLING)
            .thenComparing(LOAD)
            .thenComparingLong(Candidate::lastUsed)
            .thenComparingInt(Candidate::position);

    private LeastUsed() {}

    /** Compares active ÷ weight without dividing: 2 of weight 2 and 1 of weight 1 are exactly equal. */
    private static int byLoad(Candidate a, Candidate b) {
        return Double.compare(a.active() * b.weight(), b.active() * a.weight());
    }
}
