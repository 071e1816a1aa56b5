package dev.numberpool.twilio.fake;

import dev.numberpool.twilio.fake.SentWebhook.Attempt;
import dev.numberpool.twilio.fake.SentWebhook.Outcome;
import java.lang.reflect.InvocationTargetException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Makes one HTTP request to the host. The client, and with it its threads, exists from the first webhook on. */
final class Postman {
    private final ReentrantLock lock = new ReentrantLock();
    private final ExecutorService threads = FakeThreads.many("fake-twilio-client");
    private @Nullable HttpClient client;

    Attempt post(URI url, String type, String body, Map<String, String> headers, Duration timeout) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .header("Content-Type", type)
                .header("User-Agent", "TwilioProxy/1.1")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        CompletableFuture<HttpResponse<String>> answer =
                client().sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
        try {
            HttpResponse<String> response = answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            return new Attempt(Outcome.ANSWERED, response.statusCode(), response.body());
        } catch (TimeoutException late) {
            answer.cancel(true);
            return new Attempt(Outcome.TIMED_OUT, 0, "");
        } catch (ExecutionException failure) {
            return new Attempt(outcome(failure.getCause()), 0, "");
        } catch (InterruptedException interrupted) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            return new Attempt(Outcome.BROKEN, 0, "");
        }
    }

    /** Ends the client's threads; on JDK 17 its selector thread ends when the collector has found the client. */
    void close() {
        lock.lock();
        try {
            if (client != null) {
                shutdown(client);
                client = null;
            }
        } finally {
            lock.unlock();
        }
        FakeThreads.stop(threads);
    }

    private HttpClient client() {
        lock.lock();
        try {
            if (client == null) {
                client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(Duration.ofSeconds(10))
                        .executor(threads)
                        .build();
            }
            return client;
        } finally {
            lock.unlock();
        }
    }

    private static void shutdown(HttpClient client) {
        try {
            HttpClient.class.getMethod("shutdownNow").invoke(client);
        } catch (NoSuchMethodException before21) {
            // Nothing to call on this JDK.
        } catch (IllegalAccessException | InvocationTargetException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static Outcome outcome(Throwable failure) {
        boolean unconnected = failure instanceof ConnectException || failure instanceof HttpConnectTimeoutException;
        return unconnected ? Outcome.NOT_CONNECTED : Outcome.BROKEN;
    }
}
