package dev.numberpool.twilio;

import com.twilio.http.HttpClient;
import com.twilio.http.HttpMethod;
import com.twilio.http.Request;
import com.twilio.http.Response;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.numberpool.desk.Failure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one operation, all within its deadline. A request that only reads is made up to three times if Twilio
 * is too busy or breaks down, with the pause that Twilio asks for; any other is made once.
 */
final class PatientHttpClient extends HttpClient {
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

    private final SingleAttemptHttpClient http;
    private final Deadline deadline;

    PatientHttpClient(SingleAttemptHttpClient http, Deadline deadline) {
        this.http = http;
        this.deadline = deadline;
    }

    @Override
    public Response reliableRequest(Request request) {
        return makeRequest(request);
    }

    @Override
    public Response reliableRequest(Request request, int[] retryCodes, int retries, long delayMillis) {
        return makeRequest(request);
    }

    @Override
    public Response makeRequest(Request request) {
        return request.getMethod() == HttpMethod.GET ? repeatedly(request) : once(request);
    }

    private Response once(Request request) {
        if (deadline.nanosToBegin() == 0) {
            throw TwilioCallException.notSent("no time is left for it", null);
        }
        return http.makeRequest(request, deadline);
    }

    private Response repeatedly(Request request) {
        RetryPolicy<Response> policy = RetryPolicy.<Response>builder()
                .handleIf(this::isWorthAnother)
                // At random in between. A jitter would also shorten the pause that Twilio asks for.
                .withDelay(SHORTEST_PAUSE, LONGEST_PAUSE)
                .withDelayFnOn(attempt -> wishOf(attempt.getLastException()), TwilioCallException.class)
                .withMaxRetries(2)
                .build();
        try {
            return Failsafe.with(policy).get(() -> once(request));
        } catch (FailsafeException e) {
            // The only checked exception that can get here is the interruption of a pause.
            Thread.currentThread().interrupt();
            throw TwilioCallException.notSent("interrupted before", null);
        }
    }

    private boolean isWorthAnother(@Nullable Throwable failure) {
        if (!(failure instanceof TwilioCallException call)
                || Thread.currentThread().isInterrupted()) {
            return false;
        }
        Failure.Kind kind = TwilioErrors.of(call).kind();
        boolean isPassing = kind == Failure.Kind.RATE_LIMITED || kind == Failure.Kind.UNKNOWN_OUTCOME;
        Duration wish = wishOf(call);
        return isPassing && deadline.leaves(wish.compareTo(LONGEST_PAUSE) > 0 ? wish : LONGEST_PAUSE);
    }

    /** Less than nothing leaves the pause to the policy. */
    private static Duration wishOf(@Nullable Throwable failure) {
        Duration wish = failure instanceof TwilioCallException call ? call.retryAfter() : null;
        return wish == null ? Duration.ofNanos(-1) : wish;
    }
}
