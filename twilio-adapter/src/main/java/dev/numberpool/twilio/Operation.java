package dev.numberpool.twilio;

import com.twilio.http.TwilioRestClient;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.numberpool.desk.Failure.Kind;
import dev.numberpool.desk.GatewayException;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * One thing that the host wants done, in one or more requests that have to be over together.
 *
 * @param client the SDK's client for its requests
 * @param deadline when it has to be over
 */
record Operation(TwilioRestClient client, Deadline deadline) {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(250);

    /**
     * Asks until the answer is good, at most so many times, with pauses, and not beyond the deadline.
     *
     * @return the last answer, good or not
     */
    <T> T asked(int times, Predicate<T> isGood, Supplier<T> question) {
        RetryPolicy<T> policy = RetryPolicy.<T>builder()
                .handleIf((answer, failure) ->
                        failure == null && !isGood.test(answer) && deadline.leaves(LONGEST_PAUSE.multipliedBy(2)))
                .withBackoff(FIRST_PAUSE, LONGEST_PAUSE)
                .withJitter(0.5)
                .withMaxRetries(times - 1)
                .build();
        try {
            return Failsafe.with(policy).get(question::get);
        } catch (FailsafeException e) {
            // The only checked exception that can get here is the interruption of a pause.
            Thread.currentThread().interrupt();
            throw new GatewayException(Kind.UNAVAILABLE, "interrupted while waiting for Twilio");
        }
    }
}
