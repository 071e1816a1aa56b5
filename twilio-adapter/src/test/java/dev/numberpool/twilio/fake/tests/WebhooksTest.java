package dev.numberpool.twilio.fake.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.twilio.security.RequestValidator;
import dev.numberpool.twilio.fake.FakePhone;
import dev.numberpool.twilio.fake.FakeTwilio;
import dev.numberpool.twilio.fake.SentWebhook;
import dev.numberpool.twilio.fake.SentWebhook.Outcome;
import dev.numberpool.twilio.fake.StatusHabit;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class WebhooksTest {
    private static final String SUPPORT = "+1234567890";
    private static final String PERSON = "+201016666348";

    private final FakeTwilio twilio = FakeTwilio.start();
    private final Rest rest = new Rest(twilio);
    private final Host host;

    WebhooksTest() throws IOException {
        host = new Host();
    }

    @BeforeEach
    void connect() {
        twilio.senders().add(SUPPORT);
        twilio.webhooks().inbound(host.url("/in?widget=1"));
    }

    @AfterEach
    void close() {
        twilio.close();
        host.close();
    }

    @Test
    void whatAPersonWritesReachesTheHostSignedForItsPublicAddress() {
        twilio.webhooks()
                .place(URI.create("https://host.example"), host.url(""))
                .inbound(URI.create("https://host.example/in?widget=1"));
        String sid = twilio.phone(PERSON).profileName("Ann & Bob").write(SUPPORT, "Grüße + 1 = 😀");
        Host.Arrival arrival = onlyArrival();
        assertEquals("/in?widget=1", arrival.uri());
        assertEquals(sid, arrival.field("MessageSid"));
        assertEquals("Grüße + 1 = 😀", arrival.field("Body"));
        assertEquals("whatsapp:" + PERSON, arrival.field("From"));
        assertEquals("201016666348", arrival.field("WaId"));
        assertTrue(validator().validate("https://host.example/in?widget=1", arrival.form(), arrival.signature()));
        assertFalse(validator().validate("https://host.example/in", arrival.form(), arrival.signature()));
    }

    @Test
    void anotherTokenSignsAfterARotationAndNewFieldsComeWithoutNotice() {
        twilio.webhooks().signWith("second").alsoSend("Tomorrow", "x");
        twilio.phone(PERSON).write(SUPPORT, "Hello");
        Host.Arrival arrival = onlyArrival();
        String url = host.url("/in?widget=1").toString();
        assertEquals("x", arrival.field("Tomorrow"));
        assertTrue(new RequestValidator("second").validate(url, arrival.form(), arrival.signature()));
        assertFalse(validator().validate(url, arrival.form(), arrival.signature()));
    }

    @Test
    void quotesAndButtonsNameTheMessageThatTheyAnswer() {
        FakePhone phone = twilio.phone(PERSON);
        phone.write(SUPPORT, "Hello");
        String sid = Rest.json(rest.message(SUPPORT, PERSON, "Yes or no?"))
                .path("sid")
                .asText();
        phone.quote(sid, "What?");
        phone.tap(sid, "Yes", "yes-1");
        twilio.webhooks().settle();
        Host.Arrival quote = host.arrivals().get(1);
        Host.Arrival tap = host.arrivals().get(2);
        assertEquals(sid, quote.field("OriginalRepliedMessageSid"));
        assertEquals("whatsapp:" + SUPPORT, quote.field("OriginalRepliedMessageSender"));
        assertEquals(
                List.of("button", "Yes", "yes-1", sid),
                List.of(
                        tap.field("MessageType"),
                        tap.field("ButtonText"),
                        tap.field("ButtonPayload"),
                        tap.field("OriginalRepliedMessageSid")));
    }

    @Test
    void aUsernameComesAsExternalUserIdAndAsAddressWhereTheNumberIsHidden() {
        twilio.phone("US.ABC123XYZ").write(SUPPORT, "Hidden");
        twilio.phone(PERSON).externalUserId("US.DEF456").write(SUPPORT, "Both");
        twilio.webhooks().settle();
        Host.Arrival hidden = host.arrivals().get(0);
        Host.Arrival both = host.arrivals().get(1);
        assertEquals("whatsapp:US.ABC123XYZ", hidden.field("From"));
        assertEquals("whatsapp:US.ABC123XYZ", hidden.field("ExternalUserId"));
        assertNull(hidden.field("WaId"));
        assertEquals("whatsapp:" + PERSON, both.field("From"));
        assertEquals("whatsapp:US.DEF456", both.field("ExternalUserId"));
    }

    @Test
    void mediaComeAsAddressesThatCanBeFetched() {
        twilio.messages().redirectMedia(false);
        String sid = twilio.phone(PERSON).sendMedia(SUPPORT, "text/plain", "note".getBytes(), "A note");
        Host.Arrival arrival = onlyArrival();
        assertTrue(sid.startsWith("MM"));
        assertEquals("1", arrival.field("NumMedia"));
        assertEquals("text/plain", arrival.field("MediaContentType0"));
        assertEquals("note", rest.get(arrival.field("MediaUrl0")).body());
    }

    @Test
    void aNumberMayHaveItsOwnAddressAndAFallback() {
        host.answer(500);
        twilio.senders().add(SUPPORT).callback(host.url("/own")).fallback(host.url("/fallback"));
        twilio.phone(PERSON).write(SUPPORT, "Hello");
        twilio.webhooks().settle();
        assertEquals(List.of("/own", "/fallback"), uris());
        assertEquals("11200", host.arrivals().get(1).field("ErrorCode"));
        assertEquals(host.url("/own").toString(), host.arrivals().get(1).field("ErrorUrl"));
    }

    @Test
    void anErrorOfTheHostIsNotRepeated() {
        host.answer(500);
        twilio.phone(PERSON).write(SUPPORT, "Hello");
        onlyArrival();
        assertEquals(List.of(Outcome.ANSWERED), outcomes());
    }

    @Test
    void aHostThatTakesTooLongIsNotAskedAgain() {
        host.silent(true);
        twilio.webhooks().timeout(Duration.ofMillis(200));
        twilio.phone(PERSON).write(SUPPORT, "Hello");
        onlyArrival();
        assertEquals(List.of(Outcome.TIMED_OUT), outcomes());
    }

    @Test
    void aFailedConnectionIsTriedOnceMoreAndThenTheMessageIsOnlyInTheList() {
        host.close();
        String sid = twilio.phone(PERSON).write(SUPPORT, "Hello");
        twilio.webhooks().settle();
        assertEquals(List.of(Outcome.NOT_CONNECTED, Outcome.NOT_CONNECTED), outcomes());
        assertTrue(rest.get(rest.messages()).body().contains(sid));
    }

    @Test
    void theFragmentOfAnAddressOverridesTheRetriesAndIsNotSigned() {
        host.answer(503);
        twilio.webhooks().inbound(URI.create(host.url("/in") + "#rc=2&rp=5xx"));
        twilio.phone(PERSON).write(SUPPORT, "Hello");
        twilio.webhooks().settle();
        assertEquals(3, host.arrivals().size());
        assertEquals(
                1, host.arrivals().stream().map(Host.Arrival::token).distinct().count());
        assertTrue(validator()
                .validate(
                        host.url("/in").toString(),
                        host.arrivals().get(0).form(),
                        host.arrivals().get(0).signature()));
    }

    @Test
    void statusesComeInOrderAndSigned() {
        twilio.phone(PERSON).write(SUPPORT, "Hello");
        send();
        twilio.phone(PERSON).read(SUPPORT);
        twilio.webhooks().settle();
        assertEquals(List.of("queued", "sent", "delivered", "read"), statuses());
        Host.Arrival last = host.arrivals().get(host.arrivals().size() - 1);
        assertEquals("READ", last.field("EventType"));
        assertTrue(validator().validate(host.url("/status").toString(), last.form(), last.signature()));
    }

    @Test
    void aMessageThatDoesNotArriveSaysWhy() {
        send();
        twilio.webhooks().settle();
        Host.Arrival last = host.arrivals().get(host.arrivals().size() - 1);
        assertEquals(List.of("queued", "undelivered"), statuses());
        assertEquals("63016", last.field("ErrorCode"));
        assertFalse(host.arrivals().get(0).form().containsKey("ErrorCode"));
    }

    @Test
    void statusesMayComeTwiceAndOutOfOrder() {
        twilio.webhooks().statuses(StatusHabit.TWICE, StatusHabit.OUT_OF_ORDER);
        twilio.phone(PERSON).write(SUPPORT, "Hello");
        send();
        twilio.webhooks().settle();
        assertEquals(List.of("delivered", "delivered", "sent", "sent", "queued", "queued"), statuses());
    }

    @Test
    void statusesMayComeBeforeTheMessageIsAnswered() {
        twilio.webhooks().statuses(StatusHabit.BEFORE_ANSWER);
        twilio.phone(PERSON).write(SUPPORT, "Hello");
        send();
        assertEquals(List.of("queued", "sent", "delivered"), statuses());
    }

    @Test
    void lateStatusesWaitUntilTheyAreReleasedAndOthersDoNot() {
        twilio.webhooks().statuses(StatusHabit.LATE);
        twilio.phone(PERSON).write(SUPPORT, "Hello");
        send();
        twilio.webhooks().settle();
        assertEquals(List.of("Hello"), host.fields("Body"));
        twilio.webhooks().release();
        twilio.webhooks().settle();
        assertEquals(List.of("queued", "sent", "delivered"), statuses());
    }

    @Test
    void everythingCanBeHeldAndKeepsItsOrder() {
        twilio.webhooks().hold();
        twilio.phone(PERSON).write(SUPPORT, "1");
        twilio.phone(PERSON).write(SUPPORT, "2");
        twilio.webhooks().settle();
        assertEquals(List.of(), host.arrivals());
        twilio.webhooks().release();
        twilio.webhooks().settle();
        assertEquals(List.of("1", "2"), host.fields("Body"));
        assertEquals(2, twilio.webhooks().sent().size());
    }

    @Test
    void conversationsTellOnlyOfWhatWasAskedToBeToldOrCameFromAPerson() {
        twilio.webhooks().conversations(host.url("/events"));
        String chat = twilio.conversations().open(PERSON, SUPPORT);
        String messages = "/v1/Conversations/" + chat + "/Messages";
        twilio.phone(PERSON).write(SUPPORT, "Hello");
        rest.post(messages, "Body", "Silent", "Author", "agent-1");
        loud("/v1/Conversations/" + chat, "State", "closed");
        twilio.webhooks().settle();
        assertEquals(
                List.of("onMessageAdded", "onDeliveryUpdated", "onConversationStateUpdated", "onConversationUpdated"),
                events());
        Host.Arrival said = event("onMessageAdded");
        assertEquals(chat, said.field("ConversationSid"));
        assertEquals("whatsapp:" + PERSON, said.field("Author"));
        assertEquals("closed", event("onConversationStateUpdated").field("StateTo"));
        assertTrue(validator().validate(host.url("/events").toString(), said.form(), said.signature()));
    }

    @Test
    void participantsAreToldWithTheirBindingAndOnlyWantedEventsCome() {
        twilio.webhooks().conversations(host.url("/events"), "onParticipantAdded");
        String chat = Rest.json(loud("/v1/Conversations")).path("sid").asText();
        loud(
                "/v1/Conversations/" + chat + "/Participants",
                "MessagingBinding.Address",
                "whatsapp:" + PERSON,
                "MessagingBinding.ProxyAddress",
                "whatsapp:" + SUPPORT);
        twilio.webhooks().settle();
        assertEquals(List.of("onParticipantAdded"), events());
        Map<String, String> form = host.arrivals().get(0).form();
        assertEquals("whatsapp:" + SUPPORT, form.get("MessagingBinding.ProxyAddress"));
        assertEquals("WHATSAPP", form.get("MessagingBinding.Type"));
    }

    @Test
    void eventsMayComeAsJsonWithTheDigestOfTheBodyInTheSignedAddress() throws URISyntaxException {
        twilio.webhooks().conversations(host.url("/events?a=b")).conversationsAsJson(true);
        loud("/v1/Conversations");
        Host.Arrival arrival = onlyArrival();
        assertEquals("application/json", arrival.type());
        assertTrue(arrival.uri().startsWith("/events?a=b&bodySHA256="));
        String url = host.url(arrival.uri()).toString();
        assertTrue(validator().validate(url, arrival.body(), arrival.signature()));
        assertFalse(validator().validate(url, arrival.body() + " ", arrival.signature()));
    }

    private void send() {
        rest.post(
                rest.messages(),
                "From",
                "whatsapp:" + SUPPORT,
                "To",
                "whatsapp:" + PERSON,
                "Body",
                "Hi",
                "StatusCallback",
                host.url("/status").toString());
    }

    private java.net.http.HttpResponse<String> loud(String path, String... form) {
        return rest.send(rest.request(path)
                .header("X-Twilio-Webhook-Enabled", "true")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(Rest.form(form))));
    }

    private Host.Arrival onlyArrival() {
        twilio.webhooks().settle();
        assertEquals(1, host.arrivals().size());
        return host.arrivals().get(0);
    }

    private List<String> statuses() {
        return host.arrivals().stream()
                .filter(arrival -> arrival.uri().equals("/status"))
                .map(arrival -> arrival.field("MessageStatus"))
                .toList();
    }

    private List<String> events() {
        return host.arrivals().stream()
                .filter(arrival -> arrival.uri().startsWith("/events"))
                .map(arrival -> arrival.field("EventType"))
                .toList();
    }

    private Host.Arrival event(String type) {
        return host.arrivals().stream()
                .filter(arrival -> type.equals(arrival.field("EventType")))
                .findFirst()
                .orElseThrow();
    }

    private List<String> uris() {
        return host.arrivals().stream().map(Host.Arrival::uri).toList();
    }

    private List<Outcome> outcomes() {
        return twilio.webhooks().sent().get(0).attempts().stream()
                .map(SentWebhook.Attempt::outcome)
                .toList();
    }

    private RequestValidator validator() {
        return new RequestValidator(twilio.authToken());
    }
}
