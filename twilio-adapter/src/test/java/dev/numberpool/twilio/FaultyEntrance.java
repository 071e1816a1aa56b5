package dev.numberpool.twilio;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Stands before the processes of a host. A webhook goes to one that lives; if that breaks off or takes too long, it is
 * delivered once more, to whichever lives then. Some webhooks are lost on their way, and some come twice. Calls of browsers
 * are repeated until they are answered.
 */
final class FaultyEntrance implements AutoCloseable {
    private static final int LOST_PERCENT = 8;
    /** Of so many messages nobody hears what became of them. */
    private static final int SILENT_PERCENT = 30;

    private static final int TWICE_PERCENT = 5;
    private static final Pattern STATUS = Pattern.compile("MessageSid=(\\w+)&.*MessageStatus=");
    private static final Duration PATIENCE = Duration.ofSeconds(4);
    private static final Duration LONGEST_CALL = Duration.ofSeconds(40);

    /** Webhooks that were thrown away, by what they told of. */
    final AtomicInteger messagesLost = new AtomicInteger();

    final AtomicInteger statusesLost = new AtomicInteger();
    /** Webhooks that were delivered although they had been. */
    final AtomicInteger twice = new AtomicInteger();
    /** Webhooks and calls that a process took and did not answer. */
    final AtomicInteger brokenOff = new AtomicInteger();

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final List<Integer> ports = new CopyOnWriteArrayList<>();
    private final Random random;
    private volatile boolean isOpen = true;

    FaultyEntrance(long seed) throws IOException {
        random = new Random(seed);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::webhook);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** From now on a process is asked, too. */
    void add(int port) {
        ports.add(port);
    }

    void remove(int port) {
        ports.remove((Integer) port);
    }

    /** Whatever comes from now on is lost. */
    void shut() {
        isOpen = false;
    }

    private void webhook(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        int status = 503;
        if (isOpen && !isLost(new String(body, StandardCharsets.UTF_8))) {
            status = forward(exchange, body);
            if (status == 200 && chance(TWICE_PERCENT)) {
                twice.incrementAndGet();
                forward(exchange, body);
            }
        }
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private boolean isLost(String form) {
        Matcher status = STATUS.matcher(form);
        boolean isStatus = status.find();
        boolean isLost =
                isStatus ? Math.floorMod(status.group(1).hashCode(), 100) < SILENT_PERCENT : chance(LOST_PERCENT);
        if (isLost) {
            (isStatus ? statusesLost : messagesLost).incrementAndGet();
        }
        return isLost;
    }

    /** Once, and once more. */
    private int forward(HttpExchange exchange, byte[] body) {
        HttpRequest.BodyPublisher content = HttpRequest.BodyPublishers.ofByteArray(body);
        Map<String, List<String>> headers = exchange.getRequestHeaders();
        for (int attempt = 0; attempt < 2; attempt++) {
            HttpRequest.Builder request =
                    to(exchange.getRequestURI().toString()).POST(content);
            List.of("Content-type", "X-twilio-signature")
                    .forEach(name ->
                            headers.getOrDefault(name, List.of()).forEach(value -> request.header(name, value)));
            HttpResponse<String> answer = answer(request.build());
            if (answer != null && answer.statusCode() < 500) {
                return answer.statusCode();
            }
        }
        return 502;
    }

    /** Repeats a call until a process has answered it. */
    String call(String path, String body) {
        long end = System.nanoTime() + LONGEST_CALL.toNanos();
        while (System.nanoTime() < end) {
            HttpResponse<String> answer = answer(
                    to(path).POST(HttpRequest.BodyPublishers.ofString(body)).build());
            if (answer != null && answer.statusCode() == 200) {
                return answer.body();
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        throw new IllegalStateException("nobody answered " + path + " within " + LONGEST_CALL);
    }

    private HttpRequest.Builder to(String path) {
        List<Integer> alive = List.copyOf(ports);
        int port = alive.isEmpty() ? 1 : alive.get(next(alive.size()));
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(PATIENCE);
    }

    private @Nullable HttpResponse<String> answer(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (ConnectException nobody) {
            return null;
        } catch (IOException e) {
            brokenOff.incrementAndGet();
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted", e));
        }
    }

    private boolean chance(int percent) {
        return next(100) < percent;
    }

    private int next(int bound) {
        return random.nextInt(bound);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
