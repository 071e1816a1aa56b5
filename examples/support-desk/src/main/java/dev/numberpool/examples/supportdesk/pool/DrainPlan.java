package dev.numberpool.examples.supportdesk.pool;

import dev.numberpool.Assignment;
import dev.numberpool.AssignmentStrategy;
import dev.numberpool.Candidate;
import dev.numberpool.Decision;
import dev.numberpool.Handover;
import dev.numberpool.NumberPool;
import dev.numberpool.NumberPoolException;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.WidgetId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the conversations of a number would go if it were drained now, one after the other. What happens meanwhile may
 * change it; the pool decides anew for each when it moves.
 */
final class DrainPlan {
    /** Later than any decision so far. */
    private static final long LATER = Long.MAX_VALUE / 2;

    private final NumberPool pool;
    private final AssignmentStrategy strategy;
    private final PhoneNumber number;
    private final Map<Asked, Optional<Decision>> decisions = new HashMap<>();
    private final List<Move> moves = new ArrayList<>();

    DrainPlan(NumberPool pool, AssignmentStrategy strategy, PhoneNumber number) {
        this.pool = pool;
        this.strategy = strategy;
        this.number = number;
    }

    /** Conversations of one widget and agent are all in the same case. */
    private record Asked(WidgetId widget, @Nullable Participant agent) {}

    /**
     * Where a conversation would go.
     *
     * @param assignment as it is
     * @param to the number that it would get, or null
     * @param name what to call that
     * @param remark what its agent would notice, or why it would stay
     */
    record Move(Assignment assignment, @Nullable PhoneNumber to, String name, String remark) {}

    List<Move> moves() {
        for (Assignment assignment : pool.assignmentsOn(number)) {
            moves.add(move(assignment));
        }
        return moves;
    }

    private Move move(Assignment assignment) {
        Handover handover = new Handover(assignment.widget(), assignment.conversation(), assignment.agent(), null);
        Decision decision = decisions
                .computeIfAbsent(new Asked(assignment.widget(), assignment.agent()), asked -> explained(handover))
                .orElse(null);
        if (decision == null) {
            return new Move(assignment, null, "", "It has just ended, or changed its agent.");
        }
        List<Candidate> candidates = decision.candidates().stream()
                .filter(candidate -> !candidate.number().equals(number))
                .map(candidate -> afterMoves(candidate, assignment))
                .toList();
        return strategy.choose(handover, candidates)
                .map(chosen -> new Move(assignment, chosen.number(), chosen.displayName(), remark(chosen)))
                .orElseGet(() -> withoutPool(assignment, decision));
    }

    private Optional<Decision> explained(Handover handover) {
        try {
            return Optional.of(pool.explain(handover));
        } catch (NumberPoolException e) {
            return Optional.empty();
        }
    }

    /** The candidate with the conversations that would have moved to it by then. */
    private Candidate afterMoves(Candidate candidate, Assignment next) {
        List<Move> before = moves.stream()
                .filter(move -> candidate.number().equals(move.to()))
                .toList();
        if (before.isEmpty()) {
            return candidate;
        }
        long inWidget = before.stream()
                .filter(move -> move.assignment().widget().equals(next.widget()))
                .count();
        long withAgent = before.stream()
                .filter(move -> maySameAgent(move.assignment().agent(), next.agent()))
                .count();
        return new Candidate(
                candidate.number(),
                candidate.displayName(),
                candidate.weight(),
                candidate.position(),
                candidate.active() + (int) inWidget,
                candidate.activeWithAgent() + (int) withAgent,
                LATER + moves.lastIndexOf(before.get(before.size() - 1)),
                candidate.lastUsedWithCustomer(),
                candidate.coolingDown(),
                candidate.window(),
                candidate.healthy());
    }

    private static boolean maySameAgent(@Nullable Participant one, @Nullable Participant other) {
        return one == null || other == null || Objects.equals(one, other);
    }

    private static String remark(Candidate chosen) {
        if (!chosen.isFree()) {
            return "Shares a chat with another conversation of this agent; replies need a code.";
        }
        return switch (chosen.window()) {
            case OPEN -> "A new chat begins on the agent's phone.";
            case CLOSED -> "The agent is asked to open the new chat first.";
            case UNKNOWN -> "A new chat begins; the agent has not written to this number yet.";
        };
    }

    private Move withoutPool(Assignment assignment, Decision decision) {
        PhoneNumber fallback = pool.widget(assignment.widget()).handoverNumber();
        if (fallback != null && !fallback.equals(number)) {
            return new Move(assignment, fallback, "the default number", "The agent answers by code there.");
        }
        boolean isPoorOneLeft = decision.excluded().entrySet().stream()
                .anyMatch(out -> !out.getKey().equals(number) && out.getValue().startsWith("unhealthy"));
        return new Move(
                assignment,
                null,
                "",
                isPoorOneLeft
                        ? "Only numbers that do not work are left: it stays, or gets one of those as a last resort."
                        : "It stays: there is no other number for it.");
    }
}
