package dev.numberpool.twilio;

import dev.numberpool.PhoneNumber;
import dev.numberpool.desk.DeliveryReport;
import dev.numberpool.desk.DeliveryState;
import dev.numberpool.desk.Failure;
import dev.numberpool.twilio.TwilioEvent.ConversationEvent;
import dev.numberpool.twilio.TwilioEvent.StatusEvent;
import dev.numberpool.twilio.TwilioEvent.UnknownEvent;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes an event of the fields of a genuine request. Fields that are not known here are ignored: Twilio adds new ones. */
final class EventReader {
    private static final Map<String, DeliveryState> STATES = Map.ofEntries(
            Map.entry("accepted", DeliveryState.ACCEPTED),
            Map.entry("scheduled", DeliveryState.SCHEDULED),
            Map.entry("queued", DeliveryState.QUEUED),
            Map.entry("sending", DeliveryState.SENDING),
            Map.entry("sent", DeliveryState.SENT),
            Map.entry("delivered", DeliveryState.DELIVERED),
            Map.entry("read", DeliveryState.READ),
            Map.entry("failed", DeliveryState.FAILED),
            Map.entry("undelivered", DeliveryState.UNDELIVERED),
            Map.entry("canceled", DeliveryState.CANCELED));

    /** Of these there must be one value, or the request can be read in two ways. */
    private static final List<String> DECISIVE = List.of(
            "EventType",
            "MessageSid",
            "MessageStatus",
            "SmsStatus",
            "ErrorCode",
            "From",
            "To",
            "Body",
            "WaId",
            "ExternalUserId",
            "OriginalRepliedMessageSid",
            "ButtonPayload",
            "ListId",
            "NumMedia");

    /** Each names a message; a database has room for so much, and PostgreSQL takes no character 0. */
    private static final List<String> IDS = List.of("MessageSid", "SmsSid", "OriginalRepliedMessageSid");

    private static final Pattern ID = Pattern.compile("[^\\p{Cc}]{1,255}");

    private static final Pattern CONVERSATION_TYPE = Pattern.compile("on[A-Za-z]{1,60}");

    private final InstantSource clock;
    private final InboundReader inbound;

    EventReader(BiPredicate<String, PhoneNumber> numbers, InstantSource clock) {
        this.clock = clock;
        this.inbound = new InboundReader(numbers, clock);
    }

    /** The event of a form. */
    TwilioEvent form(String accountSid, Fields fields, @Nullable String reference) {
        Optional<String> repeated = DECISIVE.stream().filter(fields::isRepeated).findFirst();
        if (repeated.isPresent()) {
            return unknown(accountSid, fields, "field " + repeated.get() + " is repeated");
        }
        if (conversationType(fields).isPresent()) {
            return json(accountSid, fields);
        }
        if (hasImpossibleId(fields)) {
            return unknown(accountSid, fields, "a message with an id or an address that cannot be one");
        }
        Optional<String> status = fields.text("MessageStatus").or(() -> fields.text("SmsStatus"));
        if (status.filter(EventReader::isOutbound).isPresent()) {
            return status(accountSid, fields, status.get(), reference);
        }
        return inbound.read(accountSid, fields);
    }

    /** The event of a JSON object; Twilio sends messages and their status as forms only. */
    TwilioEvent json(String accountSid, Fields fields) {
        Optional<String> type = conversationType(fields);
        return type.isPresent()
                ? new ConversationEvent(accountSid, type.get(), fields.single())
                : unknown(accountSid, fields, "no event of Conversations");
    }

    /** How far a message with this status has come; null if the status is not known here. */
    static @Nullable DeliveryState state(String status) {
        return STATES.get(status);
    }

    static UnknownEvent unknown(String accountSid, Fields fields, String reason) {
        return new UnknownEvent(accountSid, reason, fields.single());
    }

    /** Status callbacks of WhatsApp have an event type, too: {@code DELIVERED}. */
    private static Optional<String> conversationType(Fields fields) {
        return fields.text("EventType")
                .filter(type -> CONVERSATION_TYPE.matcher(type).matches());
    }

    private static boolean hasImpossibleId(Fields fields) {
        return IDS.stream()
                .flatMap(name -> fields.text(name).stream())
                .anyMatch(id -> !ID.matcher(id).matches());
    }

    private static boolean isOutbound(String status) {
        return !status.equals("received") && !status.equals("receiving");
    }

    private TwilioEvent status(String accountSid, Fields fields, String status, @Nullable String reference) {
        DeliveryState state = state(status);
        Optional<String> message = fields.text("MessageSid").or(() -> fields.text("SmsSid"));
        if (state == null) {
            return unknown(accountSid, fields, "a message status that is not known");
        }
        if (message.isEmpty()) {
            return unknown(accountSid, fields, "a message status without the message's id");
        }
        Failure failure =
                state.isFailure() && state != DeliveryState.CANCELED ? TwilioErrors.ofReport(code(fields)) : null;
        return new StatusEvent(
                accountSid, new DeliveryReport(reference, message.get(), state, failure, clock.instant()));
    }

    private static @Nullable Integer code(Fields fields) {
        return fields.text("ErrorCode")
                .filter(code -> code.matches("[1-9][0-9]{0,8}"))
                .map(Integer::valueOf)
                .orElse(null);
    }
}
