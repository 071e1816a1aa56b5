package dev.numberpool;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the choosing came to, with everything that it was based on.
 *
 * @param pick what was chosen, or null if no step had a number
 * @param candidates the numbers of the pool that could serve
 * @param excluded the others, and why
 * @param steps one line for the pool and each step of the chain that was tried
 */
record Choice(@Nullable Pick pick, List<Candidate> candidates, Map<PhoneNumber, String> excluded, List<String> steps)
        implements Chosen {

    /** A number that was kept without looking at others. */
    static Choice of(Pick pick) {
        return new Choice(pick, List.of(), Map.of(), List.of());
    }

    /**
     * The number that was chosen.
     *
     * @param others how many other conversations of the agent are on its thread
     * @param unhealthy true if it was chosen although it does not work at present
     */
    record Pick(
            PhoneNumber number,
            String displayName,
            Assignment.Source source,
            int others,
            boolean unhealthy,
            String reason) {}
}
