package dev.numberpool;

import dev.numberpool.spi.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Chooses a number on a snapshot: the pool by the strategy, then the chain, then an unhealthy number. */
final class Chooser {
    private final AssignmentStrategy strategy;
    private final List<FallbackStep> steps;
    private final CoolDown coolDown;

    Chooser(AssignmentStrategy strategy, List<FallbackStep> steps, CoolDown coolDown) {
        this.strategy = strategy;
        this.steps = List.copyOf(steps);
        this.coolDown = coolDown;
    }

    /** How many steps the chain has. */
    int steps() {
        return steps.size();
    }

    /** @param taboo a number that must not be chosen, or null */
    Chosen choose(Handover handover, Snapshot snapshot, Instant at, Answers answers, @Nullable PhoneNumber taboo) {
        Candidates candidates = new Candidates(snapshot, at, coolDown, taboo);
        List<String> lines = new ArrayList<>();
        Optional<Choice.Pick> pick = fromPool(handover, snapshot, candidates, lines);
        if (pick.isPresent()) {
            return choice(pick.get(), candidates, lines);
        }
        Chosen chain = fromChain(snapshot, answers, taboo, candidates, lines);
        return chain instanceof Choice choice && choice.pick() == null
                ? choice(lastResort(candidates, lines), candidates, lines)
                : chain;
    }

    /** The chain alone, for conversations that are older than the pool. */
    Chosen chooseFallback(Snapshot snapshot, Answers answers) {
        return fromChain(snapshot, answers, null, Candidates.NONE, new ArrayList<>());
    }

    private Chosen fromChain(
            Snapshot snapshot,
            Answers answers,
            @Nullable PhoneNumber taboo,
            Candidates candidates,
            List<String> lines) {
        for (FallbackStep step : steps) {
            StepAnswer answer = answers.of(step, snapshot.widget());
            if (answer == null) {
                return new Question(step, snapshot.widget());
            }
            PhoneNumber number = answer.number();
            boolean isTaboo = number != null && number.equals(taboo);
            lines.add(step.name() + ": " + answer.reason() + (isTaboo ? ", which the conversation has now" : ""));
            if (number != null && !isTaboo) {
                return choice(fallback(number, step, snapshot), candidates, lines);
            }
        }
        return choice(null, candidates, lines);
    }

    private Optional<Choice.Pick> fromPool(
            Handover handover, Snapshot snapshot, Candidates candidates, List<String> lines) {
        lines.add("pool: " + candidates.summary());
        if (candidates.usable().isEmpty()) {
            return Optional.empty();
        }
        Optional<Choice.Pick> former = formerNumber(handover, snapshot, candidates);
        if (former.isPresent()) {
            return former;
        }
        Optional<Candidate> chosen = strategy.choose(handover, List.copyOf(candidates.usable()));
        if (chosen.isEmpty()) {
            lines.add("strategy: wanted none of them");
            return Optional.empty();
        }
        Candidate candidate = chosen.get();
        if (!candidates.usable().contains(candidate)) {
            throw new IllegalStateException(
                    "the strategy chose " + candidate.number().masked()
                            + ", which is none of the candidates; it must return one of those that it was given");
        }
        return Optional.of(pool(candidate, Reason.of(candidate, candidates.usable())));
    }

    /** A conversation that comes back gets its old chat back, if that is still free. */
    private static Optional<Choice.Pick> formerNumber(Handover handover, Snapshot snapshot, Candidates candidates) {
        Assignment former = snapshot.conversation().assignment();
        if (former == null || former.isFallback() || !maySameAgent(former.agent(), handover.agent())) {
            return Optional.empty();
        }
        return candidates
                .usable(former.number())
                .filter(Candidate::isFree)
                .map(candidate -> pool(candidate, "the conversation had it before"));
    }

    private static boolean maySameAgent(@Nullable Participant former, @Nullable Participant asked) {
        return former == null || asked == null || Objects.equals(former, asked);
    }

    private static Choice.@Nullable Pick lastResort(Candidates candidates, List<String> lines) {
        Candidate candidate = candidates.leastRecentlyFailed().orElse(null);
        if (candidate == null) {
            return null;
        }
        lines.add("last resort: " + candidate.number().masked() + " failed least recently");
        return new Choice.Pick(
                candidate.number(),
                candidate.displayName(),
                Assignment.Source.POOL,
                candidate.activeWithAgent(),
                true,
                "every number is unhealthy; this one failed least recently");
    }

    private static Choice.Pick pool(Candidate candidate, String reason) {
        return new Choice.Pick(
                candidate.number(),
                candidate.displayName(),
                Assignment.Source.POOL,
                candidate.activeWithAgent(),
                false,
                reason);
    }

    private static Choice.Pick fallback(PhoneNumber number, FallbackStep step, Snapshot snapshot) {
        int others = snapshot.factsOf(number).activeWithAgent();
        return new Choice.Pick(number, number.e164(), step.source(), others, false, "fallback: " + step.name());
    }

    private static Choice choice(Choice.@Nullable Pick pick, Candidates candidates, List<String> lines) {
        return new Choice(pick, candidates.usable(), candidates.excluded(), lines);
    }
}
