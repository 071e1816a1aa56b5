package dev.numberpool.examples.twilio;

import dev.numberpool.twilio.TwilioWebhooks;
import io.javalin.Javalin;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Where Twilio reaches the host. Here with Javalin; in any other server for servlets it is the same request. */
final class HttpEndpoint {
    private static final int LIMIT = 5 * 1024 * 1024;

    private HttpEndpoint() {}

    /** A server that is not started yet. */
    static Javalin of(TwilioHost host) {
        return Javalin.create(config -> config.routes.post("/twilio", context -> {
            TwilioWebhooks.Result result = host.webhook(request(context.req()));
            context.status(result.status()).contentType(result.contentType()).result(result.body());
        }));
    }

    static TwilioWebhooks.Request request(HttpServletRequest http) throws IOException {
        Map<String, List<String>> headers = new TreeMap<>();
        for (String name : Collections.list(http.getHeaderNames())) {
            headers.put(name, Collections.list(http.getHeaders(name)));
        }
        String query = http.getQueryString() == null ? "" : "?" + http.getQueryString();
        byte[] body = http.getInputStream().readNBytes(LIMIT + 1); // one more than is taken: too large is noticed
        return new TwilioWebhooks.Request(http.getMethod(), http.getRequestURI() + query, headers, body);
    }
}
