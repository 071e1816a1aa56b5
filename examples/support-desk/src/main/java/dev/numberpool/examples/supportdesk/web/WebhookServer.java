package dev.numberpool.examples.supportdesk.web;

import dev.numberpool.twilio.TwilioWebhooks;
import io.javalin.Javalin;
import io.javalin.util.JavalinBindException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The door for Twilio: one path, and nothing else. It has a port of its own, so that a tunnel to it leads to no page. Only
 * what Twilio has signed comes in.
 */
public final class WebhookServer implements AutoCloseable {
    private static final int LIMIT = 5 * 1024 * 1024;

    private final Javalin server;

    private WebhookServer(Javalin server) {
        this.server = server;
    }

    /**
     * Opens the door.
     *
     * @param port 0 for any that is free
     */
    public static WebhookServer start(int port, Function<TwilioWebhooks.Request, TwilioWebhooks.Result> webhooks) {
        Javalin server = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.routes.post("/twilio", context -> {
                TwilioWebhooks.Result result = webhooks.apply(request(context.req()));
                context.status(result.status())
                        .contentType(result.contentType())
                        .result(result.body());
            });
        });
        try {
            return new WebhookServer(server.start("127.0.0.1", port));
        } catch (JavalinBindException e) {
            throw new IllegalStateException(
                    "port " + port + " for Twilio's webhooks is taken; choose another with --webhook-port, 0 for any",
                    e);
        }
    }

    private static TwilioWebhooks.Request request(HttpServletRequest http) throws IOException {
        Map<String, List<String>> headers = new TreeMap<>();
        for (String name : Collections.list(http.getHeaderNames())) {
            headers.put(name, Collections.list(http.getHeaders(name)));
        }
        String query = http.getQueryString() == null ? "" : "?" + http.getQueryString();
        byte[] body = http.getInputStream().readNBytes(LIMIT + 1); // one more than is taken: too large is noticed
        return new TwilioWebhooks.Request(http.getMethod(), http.getRequestURI() + query, headers, body);
    }

    /** Its port. */
    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
    }
}
