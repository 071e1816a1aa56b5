package dev.numberpool.twilio;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What one reconciliation has done so far. Used by one thread. */
final class Tally {
    private static final int MAX_PROBLEMS = 100;

    private final Set<String> problems = new LinkedHashSet<>();
    private int received;
    private int duplicates;
    private int waiting;
    private int settled;
    private int undecided;
    private int failed;

    void received() {
        received++;
    }

    void duplicate() {
        duplicates++;
    }

    void waiting() {
        waiting++;
    }

    void settled() {
        settled++;
    }

    void undecided() {
        undecided++;
    }

    void failed(String problem) {
        failed++;
        problem(problem);
    }

    /** In words, without texts and whole numbers. */
    void problem(String words) {
        if (problems.size() < MAX_PROBLEMS) {
            problems.add(words);
        }
    }

    TwilioReconciler.Result result() {
        return new TwilioReconciler.Result(
                received, duplicates, waiting, settled, undecided, failed, List.copyOf(problems));
    }
}
