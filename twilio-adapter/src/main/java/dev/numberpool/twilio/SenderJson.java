package dev.numberpool.twilio;

import com.fasterxml.jackson.databind.JsonNode;
import dev.numberpool.PhoneNumber;
import dev.numberpool.spi.SenderDirectory.Sender;
import dev.numberpool.spi.SenderDirectory.State;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a row of the Senders API, version 2. States as in
 * https://www.twilio.com/docs/whatsapp/api/senders; a sender that is being updated still sends and receives.
 */
final class SenderJson {
    private static final String PREFIX = "whatsapp:";
    private static final Map<String, State> STATES = Map.of(
            "ONLINE", State.ONLINE,
            "ONLINE:UPDATING", State.ONLINE,
            "OFFLINE", State.OFFLINE,
            "CREATING", State.NOT_READY,
            "PENDING_VERIFICATION", State.NOT_READY,
            "VERIFYING", State.NOT_READY,
            "TWILIO_REVIEW", State.NOT_READY,
            "DRAFT", State.NOT_READY,
            "STUBBED", State.NOT_READY);

    /** Stands for an address that is set, but none: it is not nothing, and it is not the host's. */
    private static final URI UNREADABLE = URI.create("unreadable:address");

    private SenderJson() {}

    /** The sender; empty if its id is no number, so that no pool can hold it. */
    static Optional<Sender> sender(JsonNode row) {
        return number(row.path("sender_id")).map(number -> sender(number, row));
    }

    /** The number of a WhatsApp address. */
    static Optional<PhoneNumber> number(JsonNode address) {
        String text = Objects.requireNonNullElse(text(address), "");
        String number = text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : "";
        return PhoneNumber.isValid(number) ? Optional.of(PhoneNumber.of(number)) : Optional.empty();
    }

    private static Sender sender(PhoneNumber number, JsonNode row) {
        String status = Objects.requireNonNullElse(text(row.path("status")), "");
        JsonNode properties = row.path("properties");
        JsonNode webhook = row.path("webhook");
        return new Sender(
                number,
                STATES.getOrDefault(status, State.UNKNOWN),
                status,
                text(properties.path("quality_rating")),
                text(properties.path("messaging_limit")),
                reasons(row.path("offline_reasons")),
                address(webhook.path("callback_url")),
                address(webhook.path("status_callback_url")));
    }

    private static List<String> reasons(JsonNode array) {
        List<String> reasons = new ArrayList<>();
        for (JsonNode reason : array) {
            String code = text(reason.path("code"));
            String message = text(reason.path("message"));
            String both = code == null || message == null ? "" : ": ";
            reasons.add((code == null ? "" : code) + both + (message == null ? "" : message));
        }
        reasons.removeIf(String::isEmpty);
        return reasons;
    }

    private static @Nullable URI address(JsonNode value) {
        String text = text(value);
        if (text == null) {
            return null;
        }
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            return UNREADABLE;
        }
    }

    /** The text, or null if there is none. */
    private static @Nullable String text(JsonNode value) {
        String text = value.isValueNode() && !value.isNull() ? value.asText().strip() : "";
        return text.isEmpty() ? null : text;
    }
}
