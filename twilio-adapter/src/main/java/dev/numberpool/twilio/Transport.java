package dev.numberpool.twilio;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * Makes HTTP requests on the JDK's client, each within a deadline and each once. Only a connection that did not come about
 * is tried again, up to three times: then nothing has been sent.
 *
 * <p>HTTP/1.1, because there the JDK repeats no POST that was cut off; no redirects, because they would carry the
 * credentials away. Nothing of a request or an answer is logged. Safe for use by many threads.
 */
final class Transport {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

    private final HttpClient http;
    private final HttpOptions options;
    private final Semaphore turns;

    Transport(HttpOptions options) {
        this.options = options;
        this.turns = new Semaphore(options.maxConcurrent(), true);
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(options.connectTimeout())
                .build();
    }

    /**
     * Makes a request and waits for what the handler makes of the answer.
     *
     * @throws TwilioCallException if there is no answer
     */
    <T> HttpResponse<T> exchange(HttpRequest request, BodyHandler<T> handler, Deadline deadline) {
        awaitTurn(deadline);
        try {
            return connected(request, handler, deadline);
        } finally {
            turns.release();
        }
    }

    private void awaitTurn(Deadline deadline) {
        try {
            if (!turns.tryAcquire(deadline.nanosToBegin(), TimeUnit.NANOSECONDS)) {
                throw TwilioCallException.notSent("too many other requests under way", null);
            }
        } catch (InterruptedException e) {
            throw interruptedBefore();
        }
    }

    private <T> HttpResponse<T> connected(HttpRequest request, BodyHandler<T> handler, Deadline deadline) {
        RetryPolicy<HttpResponse<T>> policy = RetryPolicy.<HttpResponse<T>>builder()
                .handleIf(failure -> isNotSent(failure) && deadline.nanosToBegin() > 0)
                .withBackoff(FIRST_PAUSE, LONGEST_PAUSE)
                .withJitter(0.5)
                .withMaxRetries(3)
                .build();
        try {
            return Failsafe.with(policy).get(() -> once(request, handler, deadline));
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
    private <T> HttpResponse<T> once(HttpRequest request, BodyHandler<T> handler, Deadline deadline) {
        CompletableFuture<HttpResponse<T>> call = http.sendAsync(request, handler);
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
}
