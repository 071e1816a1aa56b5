package dev.numberpool;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A decision and all that it was based on, for people to read. {@link #toString} is a table with masked numbers.
 *
 * @param handover what was asked for
 * @param number the number, or null if there was none
 * @param displayName its name, or null if there was no number
 * @param source where it came from, or null if there was no number
 * @param reason why this number, or why none, in one sentence
 * @param candidates the numbers of the pool that could serve, in pool order
 * @param excluded the numbers of the pool that could not, and why
 * @param steps one line for the pool and each step of the fallback chain that was tried
 */
public record Decision(
        Handover handover,
        @Nullable PhoneNumber number,
        @Nullable String displayName,
        Assignment.@Nullable Source source,
        String reason,
        List<Candidate> candidates,
        Map<PhoneNumber, String> excluded,
        List<String> steps) {

    /** Copies lists and map. */
    public Decision {
        candidates = List.copyOf(candidates);
        excluded = Collections.unmodifiableMap(new LinkedHashMap<>(excluded));
        steps = List.copyOf(steps);
    }

    static Decision of(Handover handover, Choice choice) {
        Choice.Pick pick = choice.pick();
        return new Decision(
                handover,
                pick == null ? null : pick.number(),
                pick == null ? null : pick.displayName(),
                pick == null ? null : pick.source(),
                pick == null ? "no number available" : pick.reason(),
                choice.candidates(),
                choice.excluded(),
                choice.steps());
    }

    static Decision kept(Handover handover, Choice choice, Assignment kept) {
        return new Decision(
                handover,
                kept.number(),
                kept.displayName(),
                kept.source(),
                "keeps the number that it has since " + kept.assignedAt(),
                choice.candidates(),
                choice.excluded(),
                choice.steps());
    }

    /** The decision as a table for a log or a terminal; numbers masked, no names. */
    @Override
    public String toString() {
        return DecisionTable.of(this);
    }
}
