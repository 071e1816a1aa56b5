package dev.numberpool.twilio.fake;

import dev.numberpool.twilio.fake.SentWebhook.Attempt;
import dev.numberpool.twilio.fake.SentWebhook.Outcome;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How often a webhook is tried: once more, and only where the connection failed, unless the fragment of its URL says
 * otherwise ({@code #rc=2&rp=ct,5xx&rt=5000}: retries, reasons, milliseconds to answer).
 */
record RetryPolicy(int retries, Set<String> reasons, Duration timeout) {
    static RetryPolicy of(String url, Duration timeout) {
        int hash = url.indexOf('#');
        Params overrides = Params.parse(hash < 0 ? null : url.substring(hash + 1));
        String milliseconds = overrides.text("rt");
        return new RetryPolicy(
                Integer.parseInt(overrides.or("rc", "1")),
                Set.of(overrides.or("rp", "ct").split(",")),
                milliseconds == null ? timeout : Duration.ofMillis(Long.parseLong(milliseconds)));
    }

    boolean again(Attempt attempt, int attempts) {
        String reason = reason(attempt);
        return attempts <= retries && reason != null && (reasons.contains(reason) || reasons.contains("all"));
    }

    private static @Nullable String reason(Attempt attempt) {
        if (attempt.outcome() != Outcome.ANSWERED) {
            return attempt.outcome() == Outcome.NOT_CONNECTED ? "ct" : "rt";
        }
        return attempt.status() >= 400 ? attempt.status() / 100 + "xx" : null;
    }
}
