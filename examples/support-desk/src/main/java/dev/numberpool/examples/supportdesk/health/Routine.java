package dev.numberpool.examples.supportdesk.health;

import dev.numberpool.examples.supportdesk.handover.Jobs;
import dev.numberpool.examples.supportdesk.site.MessageBook.Compared;
import dev.numberpool.examples.supportdesk.web.Times;
import dev.numberpool.twilio.TwilioReconciler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What runs by itself.
 *
 * @param reconciliation how Twilio's archive and the log compare
 * @param jobs all jobs, those that fail first
 */
public record Routine(Reconciliation reconciliation, List<JobRow> jobs) {
    /**
     * How Twilio's archive and the log compare.
     *
     * @param ranAt how long ago they were compared; null if they have not been since the start
     * @param isClean whether everything could be compared
     * @param did what that did, in sentences
     * @param problems what was wrong, in words
     * @param compared up to when each number has been compared
     */
    public record Reconciliation(
            @Nullable String ranAt,
            boolean isClean,
            List<String> did,
            List<String> problems,
            List<ComparedRow> compared) {}

    /**
     * Up to when a number has been compared.
     *
     * @param number the number
     * @param until up to when
     */
    public record ComparedRow(String number, Moment until) {
        /** Without the number. */
        @Override
        public String toString() {
            return until.text();
        }
    }

    /**
     * A job.
     *
     * @param id stays the same
     * @param name its name
     * @param every how often it runs
     * @param lastRun how long ago it ran
     * @param took how long that took
     * @param isFailing whether that failed
     * @param failure why it last failed, and when; null if it never did
     */
    public record JobRow(
            String id,
            String name,
            String every,
            String lastRun,
            String took,
            boolean isFailing,
            @Nullable String failure) {}

    static Routine of(Health health, List<Compared> compared, Instant now) {
        List<Jobs.State> states = health.jobs().states();
        List<JobRow> rows = new ArrayList<>();
        states.stream().filter(Jobs.State::isFailing).forEach(state -> rows.add(row(state, now)));
        states.stream().filter(state -> !state.isFailing()).forEach(state -> rows.add(row(state, now)));
        Jobs.@Nullable Run run = states.stream()
                .filter(state -> state.name().equals(Health.RECONCILIATION))
                .findFirst()
                .map(Jobs.State::last)
                .orElse(null);
        return new Routine(reconciliation(health.reconciled(), run, compared, now), rows);
    }

    private static Reconciliation reconciliation(
            TwilioReconciler.@Nullable Result result, Jobs.@Nullable Run run, List<Compared> compared, Instant now) {
        List<ComparedRow> rows = compared.stream()
                .map(each -> new ComparedRow(each.number(), Moment.of(each.until(), now)))
                .toList();
        if (run == null || result == null) {
            return new Reconciliation(null, true, List.of(), List.of(), rows);
        }
        return new Reconciliation(Times.ago(run.at(), now), result.isClean(), did(result), result.problems(), rows);
    }

    private static List<String> did(TwilioReconciler.Result result) {
        List<String> did = new ArrayList<>();
        add(
                did,
                result.received(),
                "came through no webhook, and was received now",
                "came through no webhook, and were received now");
        add(did, result.settled(), "that was sent has news", "that were sent have news");
        add(
                did,
                result.undecided(),
                "is still undecided: Twilio may have it or not",
                "are still undecided: Twilio may have them or not");
        add(
                did,
                result.waiting(),
                "waits for the next time: an earlier one comes first",
                "wait for the next time: earlier ones come first");
        add(
                did,
                result.failed(),
                "could not be handled; it is tried again next time",
                "could not be handled; they are tried again next time");
        if (did.isEmpty()) {
            did.add("Nothing was missing.");
        }
        return did;
    }

    private static void add(List<String> did, int number, String one, String several) {
        if (number > 0) {
            did.add(Words.count(number, "message") + " " + (number == 1 ? one : several) + ".");
        }
    }

    private static JobRow row(Jobs.State state, Instant now) {
        Jobs.Run last = state.last();
        Jobs.Run failed = state.lastFailed();
        return new JobRow(
                "job-" + state.name().replace(' ', '-'),
                state.name(),
                every(state.pause()),
                last == null ? "not yet" : Times.ago(last.at(), now),
                last == null ? "" : took(last.took()),
                state.isFailing(),
                failed == null ? null : Times.ago(failed.at(), now) + ": " + failed.failure());
    }

    private static String every(Duration pause) {
        return pause.toMillis() < 1_000 ? pause.toMillis() + " ms" : Times.span(pause);
    }

    private static String took(Duration time) {
        return time.toMillis() < 1_000 ? time.toMillis() + " ms" : Times.span(time);
    }

    /** How many jobs fail. */
    int failing() {
        return (int) jobs.stream().filter(JobRow::isFailing).count();
    }
}
