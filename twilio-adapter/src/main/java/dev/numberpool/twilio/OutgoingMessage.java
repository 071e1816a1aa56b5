package dev.numberpool.twilio;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.twilio.rest.api.v2010.account.Message;
import com.twilio.rest.api.v2010.account.MessageCreator;
import com.twilio.type.PhoneNumber;
import dev.numberpool.desk.Content;
import dev.numberpool.desk.Failure.Kind;
import dev.numberpool.desk.GatewayException;
import dev.numberpool.desk.Media;
import dev.numberpool.spi.OutboundMessage;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns a message of ours into a request of the SDK. What Twilio would refuse for certain is refused here, before
 * anything is sent.
 */
final class OutgoingMessage {
    /** The query parameter of the status callback that carries our reference. */
    static final String REFERENCE = "numberpool_ref";

    private static final String CHANNEL = "whatsapp:";

    /** UTF-16 units (https://www.twilio.com/docs/api/errors/21617). */
    private static final int MAX_LENGTH = 1_600;

    /** The SDK leaves out whatever equals this text. */
    private static final String DROPPED_BY_SDK = "null";

    private final ObjectMapper json;
    private final @Nullable URI statusCallback;

    OutgoingMessage(ObjectMapper json, @Nullable URI statusCallback) {
        this.json = json;
        this.statusCallback = statusCallback;
    }

    /**
     * The request.
     *
     * @throws GatewayException if Twilio would not take it
     */
    MessageCreator of(String accountSid, OutboundMessage message) {
        MessageCreator creator = content(accountSid, message);
        if (statusCallback != null) {
            creator.setStatusCallback(withReference(statusCallback, message.reference()));
        }
        return creator;
    }

    private MessageCreator content(String accountSid, OutboundMessage message) {
        PhoneNumber to =
                new PhoneNumber(CHANNEL + message.thread().participant().address());
        PhoneNumber from = new PhoneNumber(CHANNEL + message.thread().number().e164());
        if (message.content() instanceof Content.Template template) {
            return template(Message.creator(accountSid, to, from, (String) null), template);
        }
        Content.Text text = (Content.Text) message.content();
        check(text);
        if (text.media().isEmpty()) {
            return Message.creator(accountSid, to, from, sendable(text.text()));
        }
        MessageCreator creator =
                Message.creator(accountSid, to, from, List.of(url(text.media().get(0))));
        return text.text().isBlank() ? creator : creator.setBody(sendable(text.text()));
    }

    static void check(Content.Text text) {
        if (text.text().isBlank() && text.media().isEmpty()) {
            throw new GatewayException(Kind.CONTENT, "nothing to send: no text and no media");
        }
        if (text.text().length() > MAX_LENGTH) {
            throw new GatewayException(
                    Kind.CONTENT,
                    "a text of " + text.text().length() + " UTF-16 units; " + MAX_LENGTH + " are possible");
        }
        if (text.media().size() > 1) {
            throw new GatewayException(Kind.CONTENT, text.media().size() + " media in one message; WhatsApp takes one");
        }
    }

    /** A blank that nobody sees saves what the SDK would drop. */
    static String sendable(String text) {
        return text.equals(DROPPED_BY_SDK) ? text + " " : text;
    }

    private static URI url(Media media) {
        try {
            URI url = new URI(media.reference());
            if (url.getHost() != null && ("https".equals(url.getScheme()) || "http".equals(url.getScheme()))) {
                return url;
            }
        } catch (URISyntaxException e) {
            // Said below, without the address.
        }
        throw new GatewayException(
                Kind.CONTENT, "the reference of a medium is no http or https address that Twilio could fetch it from");
    }

    private MessageCreator template(MessageCreator creator, Content.Template template) {
        check(template);
        creator.setContentSid(template.id());
        return template.variables().isEmpty() ? creator : creator.setContentVariables(json(json, template.variables()));
    }

    static void check(Content.Template template) {
        if (!template.id().startsWith("HX")) {
            throw new GatewayException(Kind.TEMPLATE, "the id of a template at Twilio is a content SID, HX…");
        }
    }

    static String json(ObjectMapper json, Map<String, String> variables) {
        try {
            return json.writeValueAsString(variables);
        } catch (JsonProcessingException e) {
            throw new GatewayException(Kind.TEMPLATE, "the template's variables cannot be written as JSON");
        }
    }

    static URI withReference(URI base, String reference) {
        String separator = base.getRawQuery() == null ? "?" : "&";
        return URI.create(base + separator + REFERENCE + "=" + URLEncoder.encode(reference, StandardCharsets.UTF_8));
    }
}
