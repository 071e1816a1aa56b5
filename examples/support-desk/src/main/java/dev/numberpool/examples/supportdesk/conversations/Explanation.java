package dev.numberpool.examples.supportdesk.conversations;

import dev.numberpool.Candidate;
import dev.numberpool.Decision;
import dev.numberpool.PhoneNumber;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A decision of the pool, ready to print.
 *
 * @param sentence which number, and why
 * @param hasNumber whether there is one
 * @param withWhom heads the column of chats on the agent's thread
 * @param candidates the numbers that could serve
 * @param excluded those that could not
 * @param steps the pool and the steps of the fallback chain that were asked
 */
public record Explanation(
        String sentence,
        boolean hasNumber,
        String withWhom,
        List<Fact> candidates,
        List<Out> excluded,
        List<String> steps) {
    /**
     * What the decision was based on for one number.
     *
     * @param mark {@code chosen}, {@code has it now}, or empty
     * @param withAgent chats on the agent's thread, without this one
     * @param active chats in all, without this one
     */
    public record Fact(
            String name,
            String number,
            String mark,
            int withAgent,
            int active,
            String weight,
            String coolingDown,
            String lastUsed,
            Badge window) {}

    /** A number that could not serve, and why. */
    public record Out(String name, String number, String why) {}

    /** @param present the number that the chat has, or null */
    static Explanation of(Decision decision, String sentence, Names names, @Nullable PhoneNumber present) {
        List<Out> excluded = new ArrayList<>();
        decision.excluded()
                .forEach((number, why) -> excluded.add(new Out(names.number(number.e164(), null), number.e164(), why)));
        return new Explanation(
                sentence,
                decision.number() != null,
                decision.handover().agent() == null
                        ? "any agent"
                        : names.agent(decision.handover().agent().address()),
                decision.candidates().stream()
                        .map(candidate -> fact(candidate, decision, present))
                        .toList(),
                excluded,
                decision.steps());
    }

    private static Fact fact(Candidate candidate, Decision decision, @Nullable PhoneNumber present) {
        return new Fact(
                candidate.displayName(),
                candidate.number().e164(),
                mark(candidate.number(), decision, present),
                candidate.activeWithAgent(),
                candidate.active(),
                candidate.weight() == Math.rint(candidate.weight())
                        ? Long.toString((long) candidate.weight())
                        : Double.toString(candidate.weight()),
                candidate.coolingDown() ? "yes" : "no",
                lastUsed(candidate, decision.candidates()),
                Terms.window(candidate.window()));
    }

    private static String mark(PhoneNumber number, Decision decision, @Nullable PhoneNumber present) {
        if (number.equals(present)) {
            return "has it now";
        }
        return number.equals(decision.number()) ? "chosen" : "";
    }

    /** The order in which the numbers were last chosen; no clock is involved. */
    private static String lastUsed(Candidate candidate, List<Candidate> all) {
        if (candidate.lastUsed() == 0) {
            return "never";
        }
        List<Long> latestFirst = all.stream()
                .map(Candidate::lastUsed)
                .filter(used -> used > 0)
                .sorted(Comparator.reverseOrder())
                .toList();
        int place = latestFirst.indexOf(candidate.lastUsed()) + 1;
        return place == 1 ? "latest" : place == 2 ? "2nd latest" : place == 3 ? "3rd latest" : place + "th latest";
    }
}
