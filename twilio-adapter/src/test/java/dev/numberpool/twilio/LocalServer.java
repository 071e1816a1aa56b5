package dev.numberpool.twilio;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Answers in Twilio's place, and counts what reaches it. */
final class LocalServer implements AutoCloseable {
    /** What it does with a request. */
    @FunctionalInterface
    interface Behaviour {
        void answer(HttpExchange exchange) throws IOException;
    }

    /** A request as it came in. */
    record Received(String method, URI uri, Map<String, List<String>> headers, String body) {
        Map<String, List<String>> form() {
            Map<String, List<String>> form = new HashMap<>();
            for (String pair : body.split("&")) {
                String[] parts = pair.split("=", 2);
                form.computeIfAbsent(decoded(parts[0]), name -> new ArrayList<>())
                        .add(decoded(parts[1]));
            }
            return form;
        }

        private static String decoded(String text) {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        }
    }

    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final CountDownLatch stalled = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private volatile Behaviour behaviour;

    private LocalServer(int port, Behaviour behaviour) throws IOException {
        this.behaviour = behaviour;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    static LocalServer start(Behaviour behaviour) {
        return startOn(0, behaviour);
    }

    static LocalServer startOn(int port, Behaviour behaviour) {
        try {
            return new LocalServer(port, behaviour);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Behaviour answering(int status, String body, String... headers) {
        return exchange -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
            }
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        };
    }

    /** Takes the message as Twilio does. */
    static Behaviour accepting() {
        return answering(201, "{\"sid\":\"SM" + "a".repeat(32) + "\",\"status\":\"queued\"}");
    }

    /** Has processed the request, but its answer is lost. */
    static Behaviour hangingUp() {
        return HttpExchange::close;
    }

    /** Sends the head and the beginning of the body, and then nothing until the server is closed. */
    Behaviour stalling() {
        return exchange -> {
            exchange.sendResponseHeaders(201, 1000);
            exchange.getResponseBody().write("{\"sid\":".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            awaitClose();
        };
    }

    /** Answers nothing until the server is closed. */
    Behaviour silent() {
        return exchange -> awaitClose();
    }

    /** Answers without an end. */
    static Behaviour endless(int status) {
        return exchange -> {
            exchange.sendResponseHeaders(status, 0);
            byte[] kilobyte = " ".repeat(1024).getBytes(StandardCharsets.UTF_8);
            try (OutputStream body = exchange.getResponseBody()) {
                while (true) {
                    body.write(kilobyte);
                }
            }
        };
    }

    LocalServer then(Behaviour next) {
        behaviour = next;
        return this;
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    Map<String, URI> endpoints() {
        return Map.of("api.twilio.com", base(), "conversations.twilio.com", base(), "messaging.twilio.com", base());
    }

    List<Received> received() {
        return received;
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        received.add(new Received(
                exchange.getRequestMethod(), exchange.getRequestURI(), Map.copyOf(exchange.getRequestHeaders()), body));
        behaviour.answer(exchange);
    }

    private void awaitClose() {
        try {
            stalled.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stalled.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
