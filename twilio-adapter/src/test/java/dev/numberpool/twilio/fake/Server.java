package dev.numberpool.twilio.fake;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The HTTP side: reads, lets faults happen, answers, and writes the log. */
final class Server {
    static {
        // Read once by the JDK's server; without it every answer on a kept connection waits 40 ms.
        if (System.getProperty("sun.net.httpserver.nodelay") == null) {
            System.setProperty("sun.net.httpserver.nodelay", "true");
        }
    }

    private final World world;
    private final Accounts accounts;
    private final Router router;
    private final Faults faults;
    private final CallLog calls;
    private final Courier courier;
    private final HttpServer http;
    private final ExecutorService threads = FakeThreads.many("fake-twilio-http");
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicLong requests = new AtomicLong();

    Server(Accounts accounts, World world, Parts parts) {
        this.world = world;
        this.accounts = accounts;
        this.router = parts.router;
        this.faults = parts.faults;
        this.calls = parts.calls;
        this.courier = parts.courier;
        try {
            this.http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        http.createContext("/", this::handle);
        http.setExecutor(threads);
        http.start();
    }

    URI address() {
        InetSocketAddress address = http.getAddress();
        return URI.create("http://" + address.getAddress().getHostAddress() + ":" + address.getPort());
    }

    void close() {
        closing.countDown();
        http.stop(0);
        FakeThreads.stop(threads);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try {
            serve(exchange);
        } finally {
            exchange.close();
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        Request request = Request.read(exchange);
        Served served = served(exchange, request);
        Fault.Ending ending = served.fault().ending();
        Parcel parcel = served.step().parcel();
        if (courier.comesFirst() || ending != Fault.Ending.ANSWER) {
            parcel.open();
            parcel.awaitArrival();
        }
        try {
            if (ending != Fault.Ending.DROP) {
                write(exchange, served.answer(), ending == Fault.Ending.STALL);
            }
        } finally {
            parcel.open();
        }
    }

    /** A request that has been served: what remains is to write the answer. */
    private record Served(Fault fault, World.Step<Answer> step, Answer answer) {}

    private Served served(HttpExchange exchange, Request request) {
        int now = calls.underWay(1);
        try {
            exchange.getResponseHeaders().set("Twilio-Concurrent-Requests", Integer.toString(now));
            String number = String.format("%032x", requests.incrementAndGet());
            exchange.getResponseHeaders().set("Twilio-Request-Id", "RQ" + number);
            Fault fault = faults.next(request.method(), request.path());
            await(fault.delay());
            World.Step<Answer> step =
                    fault.processed() ? processed(request) : new World.Step<>(Answer.noContent(), Parcel.EMPTY);
            Answer answer = fault.answer() == null ? step.answer() : fault.answer();
            calls.add(call(request, fault.processed(), fault.ending() == Fault.Ending.DROP ? null : answer));
            return new Served(fault, step, answer);
        } finally {
            // Before the answer is written: who has it may come again at once.
            calls.underWay(-1);
        }
    }

    private World.Step<Answer> processed(Request request) {
        try {
            accounts.check(request);
            return world.step(() -> router.answer(request));
        } catch (TwilioError refusal) {
            return new World.Step<>(refusal.answer(), Parcel.EMPTY);
        } catch (RuntimeException bug) {
            Answer answer = new TwilioError(500, 20500, "the fake failed: " + bug).answer();
            return new World.Step<>(answer, Parcel.EMPTY);
        }
    }

    private void write(HttpExchange exchange, Answer answer, boolean stall) throws IOException {
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        byte[] body = answer.body();
        if (body.length == 0) {
            exchange.sendResponseHeaders(answer.status(), -1);
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", answer.contentType());
        exchange.sendResponseHeaders(answer.status(), body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            if (stall) {
                out.write(body, 0, body.length / 2);
                out.flush();
                await(Duration.ofHours(1));
                return;
            }
            out.write(body);
        }
    }

    private void await(Duration delay) {
        if (delay.isZero()) {
            return;
        }
        try {
            closing.await(delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static Call call(Request request, boolean processed, @Nullable Answer answer) {
        String credentials = request.credentials();
        return new Call(
                request.method(),
                request.path(),
                request.query().asMap(),
                request.form().asMap(),
                headers(request),
                request.body(),
                credentials == null ? null : credentials.split(":", 2)[0],
                processed,
                answer == null ? 0 : answer.status(),
                answer == null ? "" : answer.contentType(),
                answer == null ? "" : answer.shownBody());
    }

    private static Map<String, String> headers(Request request) {
        Map<String, String> headers = new TreeMap<>();
        request.headers().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
        headers.remove("authorization");
        return headers;
    }
}
