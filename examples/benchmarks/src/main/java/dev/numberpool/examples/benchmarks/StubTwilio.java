package dev.numberpool.examples.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

/** Answers every request with the same message, as fast as the JDK's server can. */
final class StubTwilio implements AutoCloseable {
    private static final String THREAD = "stub-twilio";

    /** As Twilio answers a message that it has taken. */
    private static final byte[] ANSWER = """
            {"body": "Where is my parcel?", "num_segments": "1", "direction": "outbound-api", \
            "from": "whatsapp:+15558986359", "to": "whatsapp:+201016666301", "date_updated": "Mon, 02 Nov 2026 09:00:00 +0000", \
            "price": null, "error_message": null, "uri": "/2010-04-01/Accounts/AC%1$s/Messages/SM%1$s.json", \
            "account_sid": "AC%1$s", "num_media": "0", "status": "queued", "messaging_service_sid": null, \
            "sid": "SM%1$s", "date_sent": null, "date_created": "Mon, 02 Nov 2026 09:00:00 +0000", "error_code": null, \
            "price_unit": null, "api_version": "2010-04-01", \
            "subresource_uris": {"media": "/2010-04-01/Accounts/AC%1$s/Messages/SM%1$s/Media.json"}}""".formatted("0".repeat(32)).getBytes(StandardCharsets.UTF_8);

    static {
        // Read once by the JDK's server. Without it every answer on a kept connection waits 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        // Connections that one way has not used while the others had their turn stay open: seconds, and how many.
        System.setProperty("sun.net.httpserver.idleInterval", "3600");
        System.setProperty("sun.net.httpserver.maxIdleConnections", "10000");
    }

    private final ThreadFactory factory = task -> new Thread(task, THREAD);
    private final ExecutorService threads = Executors.newCachedThreadPool(factory);
    private final HttpServer server;

    StubTwilio() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", StubTwilio::answer);
        server.start();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(201, ANSWER.length);
        exchange.getResponseBody().write(ANSWER);
        exchange.close();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Whether a thread of this name is the server's. */
    static boolean isServer(String thread) {
        return thread.equals(THREAD) || thread.startsWith("HTTP-Dispatcher");
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
