package dev.numberpool.twilio;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.twilio.constant.EnumConstants;
import com.twilio.http.HttpClient;
import com.twilio.http.HttpMethod;
import com.twilio.http.HttpUtility;
import com.twilio.http.Request;
import com.twilio.http.Response;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.message.BasicHeader;
import org.jspecify.annotations.Nullable;

/**
 * The SDK's way to Twilio: one call is one HTTP request at most, whatever becomes of it. The SDK's own client repeats a
 * POST up to six times, and no time-out of it can be set. Only a connection that did not come about is tried again, up to
 * three times and inside the call's deadline: then nothing has been sent.
 *
 * <p>HTTP/1.1, because there a request that was cut off is never repeated by the platform; no redirects, because they
 * would carry the credentials away. Nothing of a request or an answer is logged. Safe for use by many threads.
 */
final class SingleAttemptHttpClient extends HttpClient {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

    private final java.net.http.HttpClient http;
    private final HttpOptions options;
    private final Semaphore turns;
    private final ObjectMapper json = new ObjectMapper();

    SingleAttemptHttpClient(HttpOptions options) {
        this.options = options;
        this.turns = new Semaphore(options.maxConcurrent(), true);
        this.http = java.net.http.HttpClient.newBuilder()
                .version(java.net.http.HttpClient.Version.HTTP_1_1)
                .followRedirects(java.net.http.HttpClient.Redirect.NEVER)
                .connectTimeout(options.connectTimeout())
                .build();
    }

    @Override
    public Response reliableRequest(Request request) {
        return makeRequest(request);
    }

    @Override
    public Response reliableRequest(Request request, int[] retryCodes, int retries, long delayMillis) {
        return makeRequest(request);
    }

    /**
     * Makes the request.
     *
     * @throws TwilioCallException unless the answer is a whole one with a status of 200 to 299
     */
    @Override
    public Response makeRequest(Request request) {
        Deadline deadline = Deadline.in(options.totalTimeout());
        HttpRequest wire = wire(request);
        awaitTurn(deadline);
        try {
            return checked(connected(wire, deadline));
        } finally {
            turns.release();
        }
    }

    private void awaitTurn(Deadline deadline) {
        try {
            if (!turns.tryAcquire(deadline.nanosLeft(), TimeUnit.NANOSECONDS)) {
                throw TwilioCallException.notSent("too many other requests under way", null);
            }
        } catch (InterruptedException e) {
            throw interruptedBefore();
        }
    }

    private HttpResponse<CappedBody.Read> connected(HttpRequest wire, Deadline deadline) {
        RetryPolicy<HttpResponse<CappedBody.Read>> policy = RetryPolicy.<HttpResponse<CappedBody.Read>>builder()
                .handleIf(failure -> isNotSent(failure) && deadline.leaves(LONGEST_PAUSE))
                .withBackoff(FIRST_PAUSE, LONGEST_PAUSE)
                .withJitter(0.5)
                .withMaxRetries(3)
                .build();
        try {
            return Failsafe.with(policy).get(() -> exchange(wire, deadline));
        } catch (FailsafeException e) {
            // The only checked exception that can get here is the interruption of a pause.
            throw interruptedBefore();
        }
    }

    private static boolean isNotSent(@Nullable Throwable failure) {
        return failure instanceof TwilioCallException call
                && call.reach() == TwilioCallException.Reach.NOT_SENT
                && !Thread.currentThread().isInterrupted();
    }

    /** The deadline covers the body, too, which {@link HttpRequest#timeout()} does not. */
    private HttpResponse<CappedBody.Read> exchange(HttpRequest wire, Deadline deadline) {
        CompletableFuture<HttpResponse<CappedBody.Read>> call =
                http.sendAsync(wire, head -> new CappedBody(options.maxAnswerBytes()));
        try {
            return call.get(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            call.cancel(true);
            throw TwilioCallException.uncertain("not complete within " + options.totalTimeout());
        } catch (InterruptedException e) {
            call.cancel(true);
            Thread.currentThread().interrupt();
            throw TwilioCallException.uncertain("interrupted while waiting");
        } catch (ExecutionException e) {
            throw broken(Objects.requireNonNullElse(e.getCause(), e));
        }
    }

    private static TwilioCallException interruptedBefore() {
        Thread.currentThread().interrupt();
        return TwilioCallException.notSent("interrupted before", null);
    }

    private static TwilioCallException broken(Throwable cause) {
        boolean isBefore = cause instanceof ConnectException
                || cause instanceof HttpConnectTimeoutException
                || cause instanceof SSLHandshakeException;
        String what = cause.getClass().getSimpleName();
        return isBefore ? TwilioCallException.notSent(what, cause) : TwilioCallException.uncertain(what);
    }

    private Response checked(HttpResponse<CappedBody.Read> answer) {
        CappedBody.Read body = answer.body();
        if (answer.statusCode() >= 300) {
            throw TwilioCallException.answered(
                    answer.statusCode(), ErrorAnswer.of(body.text(), answer.headers(), json));
        }
        if (!body.isWhole()) {
            throw TwilioCallException.uncertain("longer than " + options.maxAnswerBytes() + " bytes");
        }
        // The SDK looks into the headers when it logs, so there must be some.
        Header[] headers = answer.headers().map().entrySet().stream()
                .flatMap(entry -> entry.getValue().stream().map(value -> new BasicHeader(entry.getKey(), value)))
                .toArray(Header[]::new);
        return new Response(body.text(), answer.statusCode(), headers);
    }

    private HttpRequest wire(Request request) {
        HttpRequest.Builder wire = HttpRequest.newBuilder(options.endpoints().target(request.constructURL()))
                .header("Accept", "application/json")
                .header("User-Agent", HttpUtility.getUserAgentString(request.getUserAgentExtensions(), true));
        request.getHeaderParams().forEach((name, values) -> values.forEach(value -> wire.header(name, value)));
        if (request.requiresAuthentication()) {
            wire.header("Authorization", request.getAuthString());
        }
        return withBody(wire, request).build();
    }

    private static HttpRequest.Builder withBody(HttpRequest.Builder wire, Request request) {
        String method = request.getMethod().toString();
        if (request.getMethod() == HttpMethod.GET || request.getMethod() == HttpMethod.DELETE) {
            return wire.method(method, BodyPublishers.noBody());
        }
        EnumConstants.ContentType type =
                Objects.requireNonNullElse(request.getContentType(), EnumConstants.ContentType.FORM_URLENCODED);
        if (type == EnumConstants.ContentType.MULTIPART_FORM_DATA) {
            throw new UnsupportedOperationException("no call of numberpool uploads a form with files");
        }
        String body = type == EnumConstants.ContentType.JSON ? request.getBody() : request.encodeFormBody();
        return wire.header("Content-Type", type.getValue()).method(method, BodyPublishers.ofString(body));
    }
}
