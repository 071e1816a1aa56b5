package dev.numberpool;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Chooses one of the numbers that could take a conversation.
 *
 * <p>A strategy is a pure function of its arguments: no I/O, no state, safe for use by many threads. It runs inside a
 * database transaction, and again if that transaction has to be repeated.
 *
 * <pre>{@code
 * AssignmentStrategy leastUsed = AssignmentStrategy.leastUsed();
 * AssignmentStrategy vipFirst = (handover, candidates) -> {
 *     List<Candidate> vip = candidates.stream()
 *             .filter(candidate -> candidate.isFree() && candidate.displayName().startsWith("VIP"))
 *             .toList();
 *     return leastUsed.choose(handover, vip.isEmpty() ? candidates : vip);
 * };
 * }</pre>
 *
 * <p>A strategy may leave the choice among some of the candidates to another one. Those made here take any list, and
 * choose none of none.
 */
@FunctionalInterface
public interface AssignmentStrategy {
    /**
     * Chooses a number.
     *
     * @param handover what is asked for
     * @param candidates the active, healthy numbers of the pool in pool order; never empty
     * @return one of the candidates, or empty for "none of these": then the fallback chain answers
     */
    Optional<Candidate> choose(Handover handover, List<Candidate> candidates);

    /**
     * The default: a free thread for this agent first, else the one that the agent has the fewest active conversations
     * on; then one that is not cooling down; then the fewest active conversations of the widget divided by weight; then
     * the least recently used; then pool order.
     */
    static AssignmentStrategy leastUsed() {
        return ordered(LeastUsed.ORDER);
    }

    /** Round robin: free threads first, then the number whose last choice is longest ago, then pool order. */
    static AssignmentStrategy leastRecentlyUsed() {
        return ordered(LeastUsed.SHARING
                .thenComparing(LeastUsed.COOLING)
                .thenComparingLong(Candidate::lastUsed)
                .thenComparingInt(Candidate::position));
    }

    /** Fills the pool from the top: the first number whose thread is free, else the least shared one. */
    static AssignmentStrategy inPoolOrder() {
        return ordered(LeastUsed.SHARING.thenComparing(LeastUsed.COOLING).thenComparingInt(Candidate::position));
    }

    /**
     * The number that this customer had last, so that the customer sees one chat; as {@code next} chooses if there is no
     * such number among the free ones.
     */
    static AssignmentStrategy stickyCustomer(AssignmentStrategy next) {
        return new StickyCustomer(requireNonNull(next, "next"));
    }

    /**
     * As {@code next} chooses among the free threads whose service window is open, so that no template is needed; among
     * all if there is none.
     */
    static AssignmentStrategy preferOpenWindow(AssignmentStrategy next) {
        return new PreferOpenWindow(requireNonNull(next, "next"));
    }

    /** The smallest candidate in this order. A host's own order should begin with {@link Candidate#activeWithAgent}. */
    static AssignmentStrategy ordered(Comparator<Candidate> order) {
        return new Ordered(requireNonNull(order, "order"));
    }
}
