package dev.numberpool.twilio;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.numberpool.twilio.TwilioEvent.Rejected.Reason;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads the top level of a JSON object as fields; what lies deeper stays JSON. A name that comes twice is malformed. */
final class JsonFields {
    private final JsonMapper json = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    Fields parse(String body) throws RejectedException {
        Map<String, String> fields = new LinkedHashMap<>();
        tree(body).properties().forEach(field -> fields.put(field.getKey(), text(field.getValue())));
        return Fields.of(fields);
    }

    private JsonNode tree(String body) throws RejectedException {
        try {
            JsonNode tree = json.readTree(body);
            if (tree != null && tree.isObject()) {
                return tree;
            }
        } catch (JsonProcessingException e) {
            // Said below: what cannot be read is not worth more words.
        }
        throw new RejectedException(Reason.MALFORMED);
    }

    private static String text(JsonNode value) {
        if (value.isNull()) {
            return "";
        }
        return value.isValueNode() ? value.asText() : value.toString();
    }
}
