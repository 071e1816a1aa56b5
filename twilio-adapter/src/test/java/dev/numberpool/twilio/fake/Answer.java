package dev.numberpool.twilio.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** An HTTP answer. */
record Answer(int status, String contentType, byte[] body, Map<String, String> headers) {
    static Answer json(int status, JsonNode body) {
        return text(status, "application/json", body.toString());
    }

    static Answer text(int status, String contentType, String body) {
        return new Answer(status, contentType, body.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    static Answer ok(JsonNode body) {
        return json(200, body);
    }

    static Answer created(JsonNode body) {
        return json(201, body);
    }

    static Answer noContent() {
        return new Answer(204, "", new byte[0], Map.of());
    }

    static Answer redirect(int status, String location) {
        return new Answer(status, "text/plain", new byte[0], Map.of("Location", location));
    }

    Answer with(Map<String, String> otherHeaders) {
        return new Answer(status, contentType, body, otherHeaders);
    }

    /** The body for the log: text as it is, anything else by its size. */
    String shownBody() {
        if (body.length == 0) {
            return "";
        }
        boolean readable = contentType.startsWith("text/") || contentType.startsWith("application/json");
        return readable ? new String(body, StandardCharsets.UTF_8) : body.length + " bytes of " + contentType;
    }
}
