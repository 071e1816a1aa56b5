package dev.numberpool.twilio.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Approved templates by their ids. Guarded by the world's lock. */
final class Templates {
    private final Map<String, String> texts = new HashMap<>();

    void put(String sid, String text) {
        texts.put(sid, text);
    }

    /** The text with its variables filled in. */
    String text(String sid, @Nullable String variables) {
        String text = texts.get(sid);
        if (text == null) {
            throw TwilioError.bad(21655, "The ContentSid is Invalid");
        }
        if (variables == null) {
            return text;
        }
        if (!Json.isObject(variables)) {
            throw TwilioError.bad(21656, "The ContentVariables Parameter is invalid");
        }
        for (Map.Entry<String, JsonNode> variable : Json.read(variables).properties()) {
            text = text.replace(
                    "{{" + variable.getKey() + "}}", variable.getValue().asText());
        }
        return text;
    }
}
