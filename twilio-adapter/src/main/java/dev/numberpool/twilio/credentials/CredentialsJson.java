package dev.numberpool.twilio.credentials;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.numberpool.PhoneNumber;
import dev.numberpool.spi.Credentials;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Credentials as JSON: {@code {"account": "AC…", "tokens": ["…"], "number": "+…"}}, the number only if there is one. */
final class CredentialsJson {
    private static final Set<String> NAMES = Set.of("account", "tokens", "number");

    private final JsonMapper mapper = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    byte[] write(Credentials credentials) {
        ObjectNode json = mapper.createObjectNode().put("account", credentials.accountId());
        ArrayNode tokens = json.putArray("tokens");
        credentials.tokens().forEach(tokens::add);
        PhoneNumber number = credentials.number();
        if (number != null) {
            json.put("number", number.e164());
        }
        try {
            return mapper.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts can always be written");
        }
    }

    /** The credentials; empty if it is anything but what {@link #write} writes. */
    Optional<Credentials> read(byte[] json) {
        try {
            return Optional.ofNullable(credentials(mapper.readTree(json)));
        } catch (IOException | IllegalArgumentException e) {
            // What these say may quote a token.
            return Optional.empty();
        }
    }

    private static @Nullable Credentials credentials(JsonNode json) {
        JsonNode account = json.path("account");
        JsonNode number = json.path("number");
        List<String> tokens = tokens(json.path("tokens"));
        if (!hasOnlyKnownNames(json)
                || !account.isTextual()
                || tokens.isEmpty()
                || !(number.isMissingNode() || number.isTextual())) {
            return null;
        }
        return new Credentials(
                account.textValue(), tokens, number.isTextual() ? PhoneNumber.of(number.textValue()) : null);
    }

    private static boolean hasOnlyKnownNames(JsonNode json) {
        for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
            if (!NAMES.contains(names.next())) {
                return false;
            }
        }
        return json.isObject();
    }

    private static List<String> tokens(JsonNode json) {
        List<String> tokens = new ArrayList<>();
        for (JsonNode token : json) {
            if (!token.isTextual()) {
                return List.of();
            }
            tokens.add(token.textValue());
        }
        return json.isArray() ? tokens : List.of();
    }
}
