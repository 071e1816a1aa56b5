package dev.numberpool.twilio.fake;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An HTTP request that has arrived whole. */
record Request(
        String method,
        String path,
        Params query,
        Params form,
        Headers headers,
        String body,
        Map<String, String> variables) {
    static Request read(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        boolean isForm = type != null && type.startsWith("application/x-www-form-urlencoded");
        return new Request(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                Params.parse(exchange.getRequestURI().getRawQuery()),
                Params.parse(isForm ? body : null),
                exchange.getRequestHeaders(),
                body,
                Map.of());
    }

    Request at(Map<String, String> places) {
        return new Request(method, path, query, form, headers, body, places);
    }

    /** A variable part of the path. */
    String part(String name) {
        return variables.get(name);
    }

    /** True where the caller wants webhooks for what it does itself. */
    boolean wantsWebhooks() {
        return "true".equals(headers.getFirst("X-Twilio-Webhook-Enabled"));
    }

    /** User and password as "user:password", or null where there are none. */
    @Nullable
    String credentials() {
        String header = headers.getFirst("Authorization");
        if (header == null || !header.startsWith("Basic ")) {
            return null;
        }
        try {
            return new String(Base64.getDecoder().decode(header.substring(6)), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException failure) {
            return null;
        }
    }
}
