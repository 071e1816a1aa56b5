package dev.numberpool.jdbc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.StoreException;
import dev.numberpool.desk.Content;
import dev.numberpool.desk.InboundMessage;
import dev.numberpool.desk.Media;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What messages say, as JSON: all that is personal stands in one column, so that it is forgotten with it. Thread-safe. */
final class ContentJson {
    private final ObjectMapper mapper = new ObjectMapper();

    /** What an outbound message says, and what is put in front. */
    record Body(Content content, @Nullable String heading) {
        /** The same without anything that people wrote. */
        Body forgotten() {
            Content nothing = content instanceof Content.Template template
                    ? new Content.Template(template.id(), Map.of())
                    : new Content.Text("", List.of());
            return new Body(nothing, null);
        }
    }

    String write(Body body) {
        ObjectNode node = mapper.createObjectNode();
        if (body.content() instanceof Content.Template template) {
            node.put("template", template.id());
            ObjectNode variables = node.putObject("variables");
            template.variables().forEach((name, value) -> variables.put(readable(name), value));
        } else if (body.content() instanceof Content.Text text) {
            node.put("text", text.text());
            putMedia(node, text.media());
        }
        putText(node, "heading", body.heading());
        return PoolJson.escaped(node.toString());
    }

    /** Values may have half a surrogate pair, as an escape; a name that has one could not be read again. */
    private static String readable(String name) {
        if (!PoolJson.escaped(name).equals(name)) {
            throw new IllegalArgumentException("the name of a template's variable has half a surrogate pair");
        }
        return name;
    }

    Body read(String id, String json) {
        JsonNode node = parse(id, json);
        String heading = text(node, "heading");
        if (!node.has("template")) {
            return new Body(new Content.Text(node.path("text").asText(), media(node)), heading);
        }
        Map<String, String> variables = new TreeMap<>();
        node.path("variables")
                .properties()
                .forEach(variable ->
                        variables.put(variable.getKey(), variable.getValue().asText()));
        return new Body(new Content.Template(node.path("template").asText(), variables), heading);
    }

    /** All of the message but its id, its sender and the number that it was written to. */
    String write(InboundMessage message) {
        ObjectNode node = mapper.createObjectNode().put("text", message.text());
        putMedia(node, message.media());
        putText(node, "quoted", message.quoted());
        putText(node, "button", message.button());
        putText(node, "alias", message.alias() == null ? null : message.alias().address());
        node.put("at", message.at().toString());
        node.put("replayed", message.replayed());
        return PoolJson.escaped(node.toString());
    }

    InboundMessage read(String id, Participant from, PhoneNumber to, String json) {
        JsonNode node = parse(id, json);
        String alias = text(node, "alias");
        return new InboundMessage(
                id,
                from,
                to,
                node.path("text").asText(),
                media(node),
                text(node, "quoted"),
                text(node, "button"),
                Instant.parse(node.path("at").asText()),
                alias == null ? null : Participant.of(alias),
                node.path("replayed").asBoolean());
    }

    private JsonNode parse(String id, String json) {
        try {
            return mapper.readTree(json);
        } catch (JsonProcessingException e) {
            // The parser's message quotes the text, so it is not passed on.
            throw new StoreException("the stored content of message '" + id + "' is no JSON; mend it by SQL");
        }
    }

    private static void putMedia(ObjectNode node, List<Media> media) {
        if (!media.isEmpty()) {
            var array = node.putArray("media");
            media.forEach(
                    each -> array.addObject().put("reference", each.reference()).put("type", each.contentType()));
        }
    }

    private static List<Media> media(JsonNode node) {
        List<Media> media = new ArrayList<>();
        node.path("media")
                .forEach(each -> media.add(new Media(
                        each.path("reference").asText(), each.path("type").asText())));
        return media;
    }

    private static void putText(ObjectNode node, String name, @Nullable String text) {
        if (text != null) {
            node.put(name, text);
        }
    }

    private static @Nullable String text(JsonNode node, String name) {
        return node.hasNonNull(name) ? node.path(name).asText() : null;
    }
}
