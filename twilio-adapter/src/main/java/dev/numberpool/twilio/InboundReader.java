package dev.numberpool.twilio;

import static java.util.stream.Collectors.joining;

import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.desk.InboundMessage;
import dev.numberpool.desk.Media;
import dev.numberpool.twilio.TwilioEvent.InboundEvent;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads what somebody wrote to one of our numbers
 * (https://www.twilio.com/docs/messaging/guides/webhook-request). The form names no time, so it is when it came in.
 */
final class InboundReader {
    private static final String CHANNEL = "whatsapp:";
    private static final int MAX_MEDIA = 100;

    private final BiPredicate<String, PhoneNumber> numbers;
    private final InstantSource clock;

    InboundReader(BiPredicate<String, PhoneNumber> numbers, InstantSource clock) {
        this.numbers = numbers;
        this.clock = clock;
    }

    TwilioEvent read(String accountSid, Fields fields) {
        Optional<String> id = fields.text("MessageSid");
        Optional<String> from = fields.text("From");
        Optional<String> to = fields.text("To");
        if (id.isEmpty() || from.isEmpty() || to.isEmpty()) {
            return EventReader.unknown(accountSid, fields, "no event of Conversations, no status and no message");
        }
        if (!isWhatsApp(from.get()) || !isWhatsApp(to.get())) {
            return EventReader.unknown(accountSid, fields, "a message that did not come through WhatsApp");
        }
        Optional<Participant> sender = participant(from.get());
        String number = to.get().substring(CHANNEL.length()).strip();
        if (sender.isEmpty() || !PhoneNumber.isValid(number)) {
            return EventReader.unknown(accountSid, fields, "a message with an id or an address that cannot be one");
        }
        if (!numbers.test(accountSid, PhoneNumber.of(number))) {
            return EventReader.unknown(accountSid, fields, "a message to a number that is not the account's");
        }
        List<Media> media = media(fields);
        if (fields.first("Body").isEmpty()
                && media.isEmpty()
                && location(fields).isEmpty()) {
            return EventReader.unknown(accountSid, fields, "a message without a field for its text");
        }
        return new InboundEvent(
                accountSid,
                message(id.get(), sender.get(), PhoneNumber.of(number), fields).with(media.toArray(Media[]::new)));
    }

    private InboundMessage message(String id, Participant from, PhoneNumber to, Fields fields) {
        return new InboundMessage(
                id,
                from,
                to,
                text(fields),
                List.of(),
                fields.text("OriginalRepliedMessageSid").orElse(null),
                fields.text("ButtonPayload").or(() -> fields.text("ListId")).orElse(null),
                clock.instant(),
                alias(from, fields),
                false);
    }

    /** Without the character 0, which nobody types and PostgreSQL does not take. */
    private static String text(Fields fields) {
        return fields.text("Body").orElseGet(() -> location(fields)).replace("\0", "");
    }

    private static boolean isWhatsApp(String address) {
        return address.toLowerCase(Locale.ROOT).startsWith(CHANNEL);
    }

    private static Optional<Participant> participant(String address) {
        try {
            return Optional.of(Participant.of(address));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The number of who came with a username id, or the username id of who came with a number. */
    private static @Nullable Participant alias(Participant from, Fields fields) {
        Stream<Optional<Participant>> others = Stream.of(
                fields.text("ExternalUserId").flatMap(InboundReader::participant),
                fields.text("WaId")
                        .map(String::strip)
                        .filter(digits -> PhoneNumber.isValid("+" + digits))
                        .map(digits -> Participant.of("+" + digits)));
        return others.flatMap(Optional::stream)
                .filter(other -> isPhone(other) != isPhone(from))
                .findFirst()
                .orElse(null);
    }

    private static boolean isPhone(Participant participant) {
        return PhoneNumber.isValid(participant.address());
    }

    /** Goes by the addresses, not by {@code NumMedia}, which says less. */
    private static List<Media> media(Fields fields) {
        List<Media> media = new ArrayList<>();
        for (int i = 0; i < MAX_MEDIA; i++) {
            Optional<String> url = fields.text("MediaUrl" + i);
            if (url.isEmpty()) {
                return media;
            }
            media.add(new Media(url.get(), fields.text("MediaContentType" + i).orElse("application/octet-stream")));
        }
        return media;
    }

    /** A shared place has no text; its name, address and position (RFC 5870) are one. */
    private static String location(Fields fields) {
        Optional<String> position = fields.text("Latitude")
                .flatMap(latitude -> fields.text("Longitude").map(longitude -> "geo:" + latitude + "," + longitude));
        return position.map(geo -> Stream.of(fields.text("Label"), fields.text("Address"), position)
                        .flatMap(Optional::stream)
                        .collect(joining("\n")))
                .orElse("");
    }
}
