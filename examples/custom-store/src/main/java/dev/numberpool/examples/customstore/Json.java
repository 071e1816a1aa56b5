package dev.numberpool.examples.customstore;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.deser.std.StdDelegatingDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.databind.util.StdConverter;
import dev.numberpool.ConversationId;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.StoreException;
import dev.numberpool.WidgetId;
import java.time.Instant;
import java.util.function.Function;

/** Documents as text and back. Ids, addresses and times are texts in them, everything else is a record. */
final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(texts())
            // A number in a property that is not ours is written as it was read.
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            // A getter of a newer version is no reason to refuse the documents of an older one.
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private Json() {}

    static String write(Object document) {
        try {
            return MAPPER.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new StoreException("a document cannot be written: " + e.getOriginalMessage(), false, e);
        }
    }

    static <D> D read(String text, Class<D> type) {
        try {
            return MAPPER.readValue(text, type);
        } catch (JsonProcessingException e) {
            // The parser's own message quotes the text, and numbers must not get into a log.
            e.clearLocation();
            throw new StoreException("a " + type.getSimpleName() + " cannot be read; the file is not one of ours");
        }
    }

    static JsonNode tree(String text) {
        return read(text, JsonNode.class);
    }

    private static SimpleModule texts() {
        SimpleModule module = new SimpleModule();
        asText(module, WidgetId.class, WidgetId::of);
        asText(module, ConversationId.class, ConversationId::of);
        asText(module, PhoneNumber.class, PhoneNumber::of);
        asText(module, Participant.class, Participant::of);
        asText(module, Instant.class, Instant::parse);
        return module;
    }

    private static <T> void asText(SimpleModule module, Class<T> type, Function<String, T> reader) {
        module.addSerializer(type, ToStringSerializer.instance);
        module.addDeserializer(type, new StdDelegatingDeserializer<>(new StdConverter<String, T>() {
            @Override
            public T convert(String text) {
                return reader.apply(text);
            }
        }));
    }
}
