package dev.numberpool.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.desk.DeliveryReport;
import dev.numberpool.desk.DeliveryState;
import dev.numberpool.desk.Failure;
import dev.numberpool.desk.Failure.Kind;
import dev.numberpool.desk.InboundMessage;
import dev.numberpool.desk.Media;
import dev.numberpool.twilio.TwilioEvent.ConversationEvent;
import dev.numberpool.twilio.TwilioEvent.InboundEvent;
import dev.numberpool.twilio.TwilioEvent.Rejected;
import dev.numberpool.twilio.TwilioEvent.Rejected.Reason;
import dev.numberpool.twilio.TwilioEvent.StatusEvent;
import dev.numberpool.twilio.TwilioEvent.UnknownEvent;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TwilioWebhooksTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final String OTHER_SID = "AC" + "f".repeat(32);
    private static final String BSUID = "US.13491208655302741918";

    private final TwilioWebhooks webhooks = TwilioWebhooks.builder(
                    URI.create(Signer.BASE), TwilioAccount.withAuthToken(Signer.SID, "token-new"))
            .clock(() -> NOW)
            .build();

    @Test
    void a_message_comes_with_its_text_its_thread_and_the_time_it_came_in() {
        TwilioWebhooks.Result result = webhooks.receive(Signer.form("/in", Signer.inbound()));

        assertThat(result.event())
                .isEqualTo(new InboundEvent(
                        Signer.SID,
                        InboundMessage.of(
                                "SM" + "1".repeat(32),
                                Participant.of("+201016666348"),
                                PhoneNumber.of("+15558986359"),
                                "Grüße & 🎈 + =",
                                NOW)));
        assertThat(result.status()).isEqualTo(200);
        assertThat(result.contentType()).startsWith("text/xml");
        assertThat(result.body()).endsWith("<Response/>");
    }

    @Test
    void fields_that_nobody_knows_are_no_obstacle() {
        assertThat(message(Map.of("ChannelMetadata", "{\"x\":1}", "FutureField", "ü", "Empty", ""))
                        .text())
                .isEqualTo("Grüße & 🎈 + =");
    }

    @Test
    void a_text_comes_without_the_character_that_no_database_takes() {
        assertThat(message(Map.of("Body", "a\0b")).text()).isEqualTo("ab");
    }

    @Test
    void a_quoted_message_and_a_button_are_kept() {
        InboundMessage message = message(Map.of(
                "OriginalRepliedMessageSid", "SM0", "ButtonPayload", "#282", "ButtonText", "Reply", "Body", "Reply"));

        assertThat(message.quoted()).isEqualTo("SM0");
        assertThat(message.button()).isEqualTo("#282");
    }

    @Test
    void the_row_of_a_list_counts_as_a_button_and_blank_fields_as_none() {
        assertThat(message(Map.of("ListId", "row-1")).button()).isEqualTo("row-1");
        assertThat(message(Map.of("ButtonPayload", " ", "OriginalRepliedMessageSid", ""))
                        .button())
                .isNull();
        assertThat(message(Map.of("OriginalRepliedMessageSid", "")).quoted()).isNull();
    }

    @Test
    void media_come_in_order_whatever_their_number_says() {
        InboundMessage message = message(Map.of(
                "Body", "",
                "NumMedia", "many",
                "MediaUrl0", "https://api.twilio.com/m0",
                "MediaContentType0", "image/jpeg",
                "MediaUrl1", "https://api.twilio.com/m1"));

        assertThat(message.text()).isEmpty();
        assertThat(message.media())
                .containsExactly(
                        new Media("https://api.twilio.com/m0", "image/jpeg"),
                        new Media("https://api.twilio.com/m1", "application/octet-stream"));
    }

    @Test
    void a_place_becomes_a_text() {
        assertThat(message(Map.of("Body", "", "Latitude", "30.04", "Longitude", "31.23", "Label", "Office"))
                        .text())
                .isEqualTo("Office\ngeo:30.04,31.23");
    }

    @Test
    void a_username_id_beside_a_number_is_an_alias() {
        InboundMessage message = message(Map.of("ExternalUserId", "whatsapp:" + BSUID, "WaId", "201016666348"));

        assertThat(message.from()).isEqualTo(Participant.of("+201016666348"));
        assertThat(message.alias()).isEqualTo(Participant.of(BSUID));
    }

    @Test
    void a_sender_with_a_username_only_has_no_alias_if_the_number_is_blank() {
        InboundMessage message =
                message(Map.of("From", "whatsapp:" + BSUID, "ExternalUserId", "whatsapp:" + BSUID, "WaId", " "));

        assertThat(message.from()).isEqualTo(Participant.of(BSUID));
        assertThat(message.alias()).isNull();
    }

    @Test
    void the_number_beside_a_username_id_is_an_alias() {
        InboundMessage message = message(
                Map.of("From", "whatsapp:" + BSUID, "ExternalUserId", "whatsapp:" + BSUID, "WaId", "201016666348"));

        assertThat(message.alias()).isEqualTo(Participant.of("+201016666348"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"201016666348", "20 10", "x", ""})
    void a_number_that_says_nothing_new_is_no_alias(String waId) {
        assertThat(message(Map.of("WaId", waId, "ExternalUserId", "")).alias()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "From, +201016666348, a message that did not come through WhatsApp",
        "To, +15558986359, a message that did not come through WhatsApp",
        "To, whatsapp:1555, a message with an id or an address that cannot be one",
        "From, whatsapp:, a message with an id or an address that cannot be one",
        "MessageSid, '', 'no event of Conversations, no status and no message'",
        "From, '', 'no event of Conversations, no status and no message'",
        "To, ' ', 'no event of Conversations, no status and no message'",
    })
    void a_message_that_cannot_be_one_is_an_unknown_event(String field, String value, String reason) {
        assertThat(event("/in", with(Signer.inbound(), Map.of(field, value))))
                .isInstanceOfSatisfying(UnknownEvent.class, event -> {
                    assertThat(event.reason()).isEqualTo(reason);
                    assertThat(event.accountSid()).isEqualTo(Signer.SID);
                    assertThat(event.fields()).containsEntry(field, value);
                });
    }

    @Test
    void a_message_without_a_field_for_its_text_is_an_unknown_event() {
        Map<String, String> fields = Signer.inbound();
        fields.remove("Body");

        assertThat(event("/in", fields)).isInstanceOf(UnknownEvent.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"From", "To", "Body", "MessageSid", "OriginalRepliedMessageSid", "MessageStatus"})
    void a_decisive_field_with_two_values_is_an_unknown_event(String field) {
        Map<String, String> twice = with(Signer.inbound(), Map.of(field, "a" + field + "b"));
        String form = new String(Signer.encoded(without(Signer.inbound(), field)), StandardCharsets.US_ASCII) + "&"
                + field + "=a&" + field + "=b";
        TwilioWebhooks.Request request = new TwilioWebhooks.Request(
                "POST",
                "/in",
                Signer.headers(Signer.signature("token-new", Signer.BASE + "/in", twice), Signer.FORM),
                form.getBytes(StandardCharsets.US_ASCII));

        assertThat(webhooks.receive(request).event())
                .isInstanceOfSatisfying(
                        UnknownEvent.class,
                        event -> assertThat(event.reason()).isEqualTo("field " + field + " is repeated"));
    }

    @ParameterizedTest
    @CsvSource({
        "accepted, ACCEPTED",
        "scheduled, SCHEDULED",
        "queued, QUEUED",
        "sending, SENDING",
        "sent, SENT",
        "delivered, DELIVERED",
        "read, READ",
        "canceled, CANCELED",
    })
    void a_status_comes_with_our_reference(String status, DeliveryState state) {
        TwilioWebhooks.Result result =
                webhooks.receive(Signer.form("/status?x=1&numberpool_ref=42.1-a", Signer.status(status)));

        assertThat(result.event())
                .isEqualTo(new StatusEvent(
                        Signer.SID, new DeliveryReport("42.1-a", "SM" + "2".repeat(32), state, null, NOW)));
        assertThat(result.status()).isEqualTo(200);
        assertThat(result.body()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "failed, 63016, FAILED, WINDOW_CLOSED, 63016",
                "undelivered, 63024, UNDELIVERED, INVALID_RECIPIENT, 63024",
                "undelivered, 63018, UNDELIVERED, THROTTLED, 63018",
                "failed, '', FAILED, UNCLASSIFIED, -",
                "failed, x, FAILED, UNCLASSIFIED, -",
                "failed, 0, FAILED, UNCLASSIFIED, -",
            })
    void a_failure_says_why(String status, String code, DeliveryState state, Kind kind, Integer read) {
        assertThat(event("/status", with(Signer.status(status), Map.of("ErrorCode", code))))
                .isEqualTo(new StatusEvent(
                        Signer.SID,
                        new DeliveryReport(null, "SM" + "2".repeat(32), state, new Failure(kind, read), NOW)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/status",
                "/status?numberpool_ref=",
                "/status?numberpool_ref=a/b",
                "/status?numberpool_ref=a&numberpool_ref=b",
                "/status?xnumberpool_ref=a",
            })
    void a_status_without_a_reference_that_can_be_ours_names_twilios_id_only(String target) {
        assertThat(event(target, Signer.status("sent")))
                .isInstanceOfSatisfying(
                        StatusEvent.class,
                        event -> assertThat(event.report().reference()).isNull());
    }

    @Test
    void the_reference_that_the_gateway_writes_is_the_one_that_is_read() {
        String reference = "widget-7.conversation-282.1";
        URI callback = OutgoingMessage.withReference(URI.create(Signer.BASE + "/status"), reference);

        assertThat(event(callback.getRawPath() + "?" + callback.getRawQuery(), Signer.status("sent")))
                .isInstanceOfSatisfying(
                        StatusEvent.class,
                        event -> assertThat(event.report().reference()).isEqualTo(reference));
    }

    @Test
    void a_status_that_is_not_known_or_names_no_message_is_an_unknown_event() {
        assertThat(event("/status", Signer.status("teleported"))).isInstanceOf(UnknownEvent.class);
        assertThat(event("/status", without(Signer.status("sent"), "MessageSid")))
                .isInstanceOf(UnknownEvent.class);
    }

    @Test
    void an_event_of_conversations_is_never_a_message() {
        Map<String, String> fields =
                with(Signer.inbound(), Map.of("EventType", "onMessageAdded", "ConversationSid", "CH1", "Author", "x"));

        assertThat(event("/in", fields)).isEqualTo(new ConversationEvent(Signer.SID, "onMessageAdded", fields));
    }

    @Test
    void json_that_looks_like_a_message_is_none() {
        assertThat(json("{\"AccountSid\":\"" + Signer.SID + "\",\"From\":\"whatsapp:+1\",\"MessageSid\":\"SM1\"}"))
                .isInstanceOf(UnknownEvent.class);
    }

    @Test
    void json_fields_are_texts_and_what_lies_deeper_stays_json() {
        assertThat(json("{\"account_sid\":\"" + Signer.SID
                        + "\",\"EventType\":\"onX\",\"Index\":3,\"None\":null,\"Media\":[{\"a\":1}]}"))
                .isEqualTo(new ConversationEvent(
                        Signer.SID,
                        "onX",
                        Map.of(
                                "account_sid", Signer.SID,
                                "EventType", "onX",
                                "Index", "3",
                                "None", "",
                                "Media", "[{\"a\":1}]")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "\"x\"", "{", "{}{}", "{\"AccountSid\":1,\"AccountSid\":2}", "nonsense"})
    void json_that_is_no_single_object_is_malformed(String body) {
        assertThat(json(body)).isEqualTo(new Rejected(Reason.MALFORMED));
    }

    @Test
    void json_that_is_nested_without_end_is_malformed() {
        assertThat(json("{\"a\":" + "[".repeat(100_000))).isEqualTo(new Rejected(Reason.MALFORMED));
    }

    @Test
    void a_body_of_five_megabytes_is_read_and_a_larger_one_is_not() {
        Map<String, String> fields = Signer.inbound();
        int rest = 5 * 1024 * 1024 - Signer.encoded(with(fields, Map.of("Padding", ""))).length;

        assertThat(event("/in", with(fields, Map.of("Padding", "x".repeat(rest)))))
                .isInstanceOf(InboundEvent.class);

        TwilioWebhooks.Result result =
                webhooks.receive(Signer.form("/in", with(fields, Map.of("Padding", "x".repeat(rest + 1)))));
        assertThat(result.event()).isEqualTo(new Rejected(Reason.TOO_LARGE));
        assertThat(result.status()).isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "post", ""})
    void only_post_is_taken(String method) {
        TwilioWebhooks.Request post = Signer.form("/in", Signer.inbound());

        TwilioWebhooks.Result result =
                webhooks.receive(new TwilioWebhooks.Request(method, post.target(), post.headers(), post.body()));

        assertThat(result.event()).isEqualTo(new Rejected(Reason.METHOD));
        assertThat(result.status()).isEqualTo(405);
    }

    @ParameterizedTest
    @CsvSource({
        "application/x-www-form-urlencoded, true",
        "APPLICATION/X-WWW-Form-Urlencoded; Charset=\"UTF-8\", true",
        "application/x-www-form-urlencoded;charset=utf8, true",
        "application/x-www-form-urlencoded; charset=ISO-8859-1, false",
        "application/x-www-form-urlencoded; charset=UTF-16, false",
        "multipart/form-data; boundary=x, false",
        "text/plain, false",
        "'', false",
    })
    void a_form_in_utf8_is_taken_and_nothing_else(String type, boolean isTaken) {
        TwilioWebhooks.Request form = Signer.form("/in", Signer.inbound());
        String signature = form.headers().get("x-twilio-signature").get(0);

        TwilioWebhooks.Result result = webhooks.receive(
                new TwilioWebhooks.Request("POST", "/in", Signer.headers(signature, type), form.body()));

        assertThat(result.status()).isEqualTo(isTaken ? 200 : 415);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=%",
                "a=%4",
                "a=%zz",
                "a=%-1",
                "%=1",
                "a=%FF",
                "a=%C3",
                "a=%ED%A0%80",
                "a",
                "=a",
                "a=1&",
                "&a=1",
                "a=1&&b=2",
                "a=1&a=1",
            })
    void a_form_that_cannot_be_read_is_malformed(String form) {
        TwilioWebhooks.Result result = webhooks.receive(new TwilioWebhooks.Request(
                "POST", "/in", Signer.headers("x", Signer.FORM), form.getBytes(StandardCharsets.US_ASCII)));

        assertThat(result.event()).isEqualTo(new Rejected(Reason.MALFORMED));
        assertThat(result.status()).isEqualTo(400);
    }

    @Test
    void bytes_that_are_no_utf8_are_malformed() {
        byte[] latin = "Body=Grüße".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(webhooks.receive(new TwilioWebhooks.Request("POST", "/in", Signer.headers("x", Signer.FORM), latin))
                        .event())
                .isEqualTo(new Rejected(Reason.MALFORMED));
    }

    @Test
    void a_thousand_fields_are_read_and_more_are_malformed() {
        Map<String, String> fields = Signer.inbound();
        IntStream.range(fields.size(), 1_000).forEach(i -> fields.put("Field" + i, ""));
        assertThat(event("/in", fields)).isInstanceOf(InboundEvent.class);

        fields.put("OneMore", "");
        assertThat(event("/in", fields)).isEqualTo(new Rejected(Reason.MALFORMED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "in", "https://example.com/in", "/in#rc=5", "/in dex", "/ü", "/in\r\nX: y"})
    void a_target_that_no_client_sends_is_malformed(String target) {
        assertThat(event(target, Signer.inbound())).isEqualTo(new Rejected(Reason.MALFORMED));
    }

    @Test
    void a_message_counts_only_to_a_number_of_the_account_that_signed_it() {
        Map<String, PhoneNumber> numbers =
                Map.of(Signer.SID, PhoneNumber.of("+15550000001"), OTHER_SID, PhoneNumber.of("+15550000002"));
        TwilioWebhooks tenants = TwilioWebhooks.builder(
                        URI.create(Signer.BASE),
                        sid -> Optional.of(TwilioAccount.withAuthToken(sid, "token-new")),
                        (sid, number) -> number.equals(numbers.get(sid)))
                .clock(() -> NOW)
                .build();

        for (String sid : numbers.keySet()) {
            for (PhoneNumber number : numbers.values()) {
                Map<String, String> fields =
                        with(Signer.inbound(), Map.of("AccountSid", sid, "To", "whatsapp:" + number.e164()));
                TwilioEvent event = tenants.receive(Signer.form("/in", fields)).event();
                if (number.equals(numbers.get(sid))) {
                    assertThat(((InboundEvent) event).message().to()).isEqualTo(number);
                } else {
                    assertThat(((UnknownEvent) event).reason()).contains("not the account's");
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"on", "on\nMessageAdded", "onMessageAdded 201016666348", "on201016666348", "ON"})
    void a_type_that_is_none_makes_no_event_of_conversations(String type) {
        assertThat(json("{\"AccountSid\":\"" + Signer.SID + "\",\"EventType\":" + new TextNode(type) + "}"))
                .isInstanceOf(UnknownEvent.class);
    }

    @Test
    void what_is_put_into_the_names_of_fields_is_not_shown() {
        TwilioEvent event = json("{\"AccountSid\":\"" + Signer.SID
                + "\",\"EventType\":\"onX\",\"+201016666348\":1,\"MediaUrl10\":2,\"a\\nb\":3}");

        assertThat(event).hasToString("ConversationEvent[onX, fields=[AccountSid, EventType, MediaUrl10, …]]");
    }

    @Test
    void a_thousand_long_values_of_one_field_are_read_without_comparing_each_with_each() {
        String form = IntStream.range(0, 1_000)
                .mapToObj(i -> "A=" + "x".repeat(5_000) + i)
                .collect(Collectors.joining("&"));

        assertThat(event("/in", form)).isEqualTo(new Rejected(Reason.UNKNOWN_ACCOUNT));
    }

    @Test
    void no_event_shows_texts_or_numbers() {
        Map<String, String> conversation = with(Signer.inbound(), Map.of("EventType", "onMessageAdded"));
        Map<String, String> unknown = with(Signer.inbound(), Map.of("To", "whatsapp:1555"));

        for (Map<String, String> fields : List.of(Signer.inbound(), Signer.status("sent"), conversation, unknown)) {
            TwilioWebhooks.Request request = Signer.form("/in?secret=1", fields);
            assertThat(webhooks.receive(request) + " " + request)
                    .doesNotContain("201016666348", "15558986359", "Grüße", "token-new", "secret");
        }
    }

    private InboundMessage message(Map<String, String> changes) {
        return ((InboundEvent) event("/in", with(Signer.inbound(), changes))).message();
    }

    private TwilioEvent event(String target, Map<String, String> fields) {
        return webhooks.receive(Signer.form(target, fields)).event();
    }

    private TwilioEvent event(String target, String form) {
        return webhooks.receive(new TwilioWebhooks.Request(
                        "POST",
                        target,
                        Signer.headers("signature", Signer.FORM),
                        form.getBytes(StandardCharsets.UTF_8)))
                .event();
    }

    private TwilioEvent json(String body) {
        String target = "/in?bodySHA256=" + Signer.sha256(body);
        String signature = Signer.signature("token-new", Signer.BASE + target, Map.of());
        return webhooks.receive(new TwilioWebhooks.Request(
                        "POST",
                        target,
                        Signer.headers(signature, "application/json"),
                        body.getBytes(StandardCharsets.UTF_8)))
                .event();
    }

    private static Map<String, String> with(Map<String, String> fields, Map<String, String> changes) {
        Map<String, String> changed = new LinkedHashMap<>(fields);
        changed.putAll(changes);
        return changed;
    }

    private static Map<String, String> without(Map<String, String> fields, String name) {
        Map<String, String> changed = new LinkedHashMap<>(fields);
        changed.remove(name);
        return changed;
    }
}
