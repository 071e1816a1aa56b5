package dev.numberpool.twilio;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is worth keeping of an answer that is no success. The text is not: it repeats the numbers of the request.
 *
 * @param code Twilio's error code, or null
 * @param retryAfter how long to wait, at most an hour, or null
 * @param requestId Twilio's id of the request, or null
 * @param namedConversation the conversation that the text names, or null
 */
record ErrorAnswer(
        @Nullable Integer code,
        @Nullable Duration retryAfter,
        @Nullable String requestId,
        @Nullable String namedConversation) {

    static final ErrorAnswer NONE = new ErrorAnswer(null, null, null, null);

    private static final Pattern CONVERSATION = Pattern.compile("\\bCH[0-9a-fA-F]{32}\\b");
    private static final Pattern REQUEST_ID = Pattern.compile("[0-9A-Za-z-]{1,64}");
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");
    private static final long MAX_SECONDS = Duration.ofHours(1).toSeconds();

    static ErrorAnswer of(String body, HttpHeaders headers, ObjectMapper json) {
        JsonNode tree = tree(body, json);
        return new ErrorAnswer(
                code(tree),
                headers.firstValue("Retry-After").map(ErrorAnswer::seconds).orElse(null),
                headers.firstValue("Twilio-Request-Id")
                        .filter(id -> REQUEST_ID.matcher(id).matches())
                        .orElse(null),
                conversation(tree.path("message").asText("")));
    }

    /** Proxies answer in HTML, gateways not at all. */
    private static JsonNode tree(String body, ObjectMapper json) {
        try {
            return json.readTree(body);
        } catch (JsonProcessingException e) {
            return json.missingNode();
        }
    }

    private static @Nullable Integer code(JsonNode tree) {
        int code = tree.path("code").asInt(0);
        return code > 0 ? Integer.valueOf(code) : null;
    }

    private static @Nullable Duration seconds(String value) {
        String bare = value.strip();
        return SECONDS.matcher(bare).matches() ? Duration.ofSeconds(Math.min(Long.parseLong(bare), MAX_SECONDS)) : null;
    }

    private static @Nullable String conversation(String message) {
        Matcher matcher = CONVERSATION.matcher(message);
        return matcher.find() ? matcher.group() : null;
    }
}
