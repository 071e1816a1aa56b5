package dev.numberpool.examples.supportdesk.conversations;

import dev.numberpool.Assignment;
import dev.numberpool.AssignmentStrategy;
import dev.numberpool.Candidate;
import dev.numberpool.Decision;
import dev.numberpool.Handover;
import dev.numberpool.NumberPool;
import dev.numberpool.Participant;
import dev.numberpool.examples.supportdesk.site.Chat;
import dev.numberpool.examples.supportdesk.web.Times;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says which number a chat has or would get, and why; nothing is recorded. */
final class Explaining {
    private final NumberPool pool;
    private final AssignmentStrategy strategy;
    private final Names names;

    Explaining(NumberPool pool, AssignmentStrategy strategy, Names names) {
        this.pool = pool;
        this.strategy = strategy;
        this.names = names;
    }

    /** The decision for this agent, or for nobody in particular. */
    Decision decision(Chat chat, @Nullable Participant agent) {
        Handover handover = Handover.of(chat.widget(), chat.conversation());
        return pool.explain(agent == null ? handover : handover.withAgent(agent));
    }

    Explanation explanation(Decision decision, @Nullable Assignment assignment, Instant now) {
        String sentence = assignment == null ? wouldGet(decision) : keeps(assignment, now);
        return Explanation.of(decision, sentence, names, assignment == null ? null : assignment.number());
    }

    private String keeps(Assignment assignment, Instant now) {
        String since = Times.ago(assignment.assignedAt(), now);
        return "It keeps " + names.number(assignment.number().e164(), assignment.displayName()) + ", chosen " + since
                + ": a conversation never changes its number by itself, whatever happens to the pool.";
    }

    private String wouldGet(Decision decision) {
        if (decision.number() == null) {
            return "There is no number for it: neither the pool nor the fallback chain has one.";
        }
        String number = decision.number().e164();
        return "If it were handed over now, it would get " + names.number(number, decision.displayName()) + " ("
                + number + "). Why: " + decision.reason() + ".";
    }

    /** What reassign would choose, by the pool's own strategy on the same facts. */
    String reassign(Decision decision, Assignment assignment) {
        List<Candidate> others = decision.candidates().stream()
                .filter(candidate -> !candidate.number().equals(assignment.number()))
                .toList();
        Optional<Candidate> next = others.isEmpty() ? Optional.empty() : strategy.choose(decision.handover(), others);
        return next.map(candidate -> "As things are, it would be " + candidate.displayName() + " ("
                        + candidate.number().e164() + ").")
                .orElse("No other number of the pool can serve; the fallback chain will be asked.");
    }

    /** What transfer would do to the number. */
    static String transfer(Assignment assignment, Participant agent, List<Assignment> onNumber) {
        boolean isFree = onNumber.stream()
                .filter(other -> !other.conversation().equals(assignment.conversation()))
                .allMatch(other -> other.agent() != null && !other.agent().equals(agent));
        if (isFree) {
            return "keeps its number";
        }
        return assignment.isFallback()
                ? "keeps its number, shared with other chats"
                : "gets another number: there is a chat on this one already";
    }
}
