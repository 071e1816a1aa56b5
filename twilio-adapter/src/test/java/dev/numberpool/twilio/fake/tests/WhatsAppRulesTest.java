package dev.numberpool.twilio.fake.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.numberpool.twilio.fake.FakeMessage;
import dev.numberpool.twilio.fake.FakePhone;
import dev.numberpool.twilio.fake.FakeTwilio;
import dev.numberpool.twilio.fake.ScreenLine;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WhatsAppRulesTest {
    private static final String SUPPORT = "+1234567890";
    private static final String SALES = "+0987654321";
    private static final String PERSON = "+201016666348";
    private static final String TEMPLATE = "HX" + "1".repeat(32);

    private final FakeTwilio twilio = FakeTwilio.start();
    private final Rest rest = new Rest(twilio);

    @BeforeEach
    void addNumbers() {
        twilio.senders().add(SUPPORT);
        twilio.senders().add(SALES);
    }

    @AfterEach
    void close() {
        twilio.close();
    }

    @Test
    void freeTextOutsideTheWindowIsTakenAndComesBackUndelivered() {
        HttpResponse<String> answer = rest.message(SUPPORT, PERSON, "Hello");
        assertEquals(201, answer.statusCode());
        assertEquals("queued", Rest.json(answer).path("status").asText());
        assertEnd("undelivered", 63016);
        assertEquals(List.of(), twilio.phone(PERSON).screen());
    }

    @Test
    void whatAPersonWritesOpensTheWindowOfThatNumberFor24Hours() {
        twilio.phone(PERSON).write(SUPPORT, "Hello");
        assertEquals("delivered", send(SUPPORT, "1").status());
        assertEquals("undelivered", send(SALES, "2").status());
        twilio.clock().advance(Duration.ofHours(24).minusSeconds(1));
        assertEquals("delivered", send(SUPPORT, "3").status());
        twilio.clock().advance(Duration.ofSeconds(1));
        assertEquals("undelivered", send(SUPPORT, "4").status());
        assertEquals(List.of("Hello", "1", "3"), twilio.phone(PERSON).texts(SUPPORT));
    }

    @Test
    void aTemplateNeedsNoWindow() {
        twilio.messages().template(TEMPLATE, "Hello {{1}}, {{2}}!");
        assertEquals(
                201, template(TEMPLATE, "{\"1\":\"Ann\",\"2\":\"welcome\"}").statusCode());
        assertEquals(List.of("Hello Ann, welcome!"), twilio.phone(PERSON).texts(SUPPORT));
    }

    @Test
    void unknownTemplatesAndBrokenVariablesAreRefused() {
        twilio.messages().template(TEMPLATE, "Hello {{1}}");
        assertEquals(21655, Rest.code(template("HX" + "2".repeat(32), "{}")));
        assertEquals(21656, Rest.code(template(TEMPLATE, "Ann")));
    }

    @Test
    void aThrottledNumberLosesWhatComesTooSoon() {
        twilio.phone(PERSON).write(SUPPORT, "Hello");
        twilio.senders().add(SUPPORT).throughput(2, Duration.ofSeconds(1));
        assertEquals("delivered", send(SUPPORT, "1").status());
        assertEquals("delivered", send(SUPPORT, "2").status());
        assertEquals(63018, send(SUPPORT, "3").errorCode());
        twilio.clock().advance(Duration.ofSeconds(1));
        assertEquals("delivered", send(SUPPORT, "4").status());
    }

    @Test
    void foreignOfflineAndRemovedNumbersAreRefusedAtOnce() {
        assertEquals(63007, Rest.code(rest.message("+15550001111", PERSON, "Hello")));
        twilio.senders().add(SUPPORT).status("OFFLINE");
        assertEquals(63007, Rest.code(rest.message(SUPPORT, PERSON, "Hello")));
        twilio.senders().remove(SALES);
        assertEquals(63007, Rest.code(rest.message(SALES, PERSON, "Hello")));
        assertEquals(List.of(), twilio.messages().all());
    }

    @ParameterizedTest
    @ValueSource(strings = {"+0123456789", "+12", "201016666348", "us.abc", "US.", "+20101666634x"})
    void anAddressThatNobodyHasIsRefused(String to) {
        assertEquals(21211, Rest.code(rest.message(SUPPORT, to, "Hello")));
    }

    @Test
    void contentThatCannotBeSentIsRefused() {
        assertEquals(21619, Rest.code(rest.message(SUPPORT, PERSON, "")));
        assertEquals(21617, Rest.code(rest.message(SUPPORT, PERSON, "x".repeat(1601))));
        assertEquals(201, rest.message(SUPPORT, PERSON, "x".repeat(1600)).statusCode());
        assertEquals(21620, Rest.code(media("file:///tmp/a.png")));
        assertEquals(201, media("https://host.example/a.png").statusCode());
    }

    @Test
    void missingOrMixedAddressesAreRefused() {
        String person = "whatsapp:" + PERSON;
        assertEquals(21604, Rest.code(rest.post(rest.messages(), "From", "whatsapp:" + SUPPORT, "Body", "Hello")));
        assertEquals(21603, Rest.code(rest.post(rest.messages(), "To", person, "Body", "Hello")));
        assertEquals(21910, Rest.code(rest.post(rest.messages(), "From", SUPPORT, "To", person, "Body", "Hello")));
    }

    @Test
    void aPhoneThatBlocksOrIsNotThereGetsNothing() {
        FakePhone phone = twilio.phone(PERSON);
        phone.write(SUPPORT, "Hello");
        phone.block(SUPPORT);
        assertEquals(63014, send(SUPPORT, "1").errorCode());
        phone.unblock(SUPPORT).onWhatsapp(false);
        assertEquals(63024, send(SUPPORT, "2").errorCode());
        phone.onWhatsapp(true);
        assertNull(send(SUPPORT, "3").errorCode());
    }

    @Test
    void aUsernameIsAnAddress() {
        FakePhone hidden = twilio.phone("US.ABC123XYZ");
        hidden.write(SUPPORT, "Hello");
        rest.message(SUPPORT, "US.ABC123XYZ", "Hi");
        assertEquals(List.of("Hello", "Hi"), hidden.texts(SUPPORT));
    }

    @Test
    void aPhoneWithAUsernameBesidesIsReachedUnderBoth() {
        FakePhone phone = twilio.phone(PERSON).externalUserId("US.ABC123XYZ");
        phone.write(SUPPORT, "Hello");
        rest.message(SUPPORT, "US.ABC123XYZ", "Hi");
        assertEquals(List.of("Hello", "Hi"), phone.texts(SUPPORT));
    }

    @Test
    void aScreenShowsWhoWroteWhatWithItsPicturesAndQuotes() {
        FakePhone phone = twilio.phone(PERSON);
        phone.sendMedia(SUPPORT, "image/png", new byte[] {1}, "Look");
        String answer =
                Rest.json(rest.message(SUPPORT, PERSON, "Nice")).path("sid").asText();
        String quote = phone.quote(answer, "Yes");
        List<ScreenLine> screen = phone.screen();
        assertEquals(
                List.of(true, false, true), screen.stream().map(ScreenLine::own).toList());
        assertEquals(List.of("image/png"), screen.get(0).media());
        assertEquals(new ScreenLine(quote, "whatsapp:" + SUPPORT, true, "Yes", List.of(), answer), screen.get(2));
    }

    @Test
    void readingMovesEveryMessageOfThatChat() {
        FakePhone phone = twilio.phone(PERSON);
        phone.write(SUPPORT, "Hello");
        send(SUPPORT, "1");
        phone.read(SALES);
        assertEquals("delivered", last().status());
        phone.read(SUPPORT);
        assertEquals("read", last().status());
        phone.readsAtOnce(true);
        assertEquals("read", send(SUPPORT, "2").status());
    }

    @Test
    void mediaAreFetchedByARedirectToAHostThatNeedsNoCredentials() {
        String sid = twilio.phone(PERSON).sendMedia(SUPPORT, "text/plain", "note".getBytes(), "");
        String list =
                rest.get(rest.account() + "/Messages/" + sid + "/Media.json").body();
        String medium = Rest.json(list).path("media_list").path(0).path("sid").asText();
        String path = rest.account() + "/Messages/" + sid + "/Media/" + medium;
        HttpResponse<String> redirect = rest.get(path);
        String place = redirect.headers().firstValue("Location").orElseThrow();
        assertEquals(307, redirect.statusCode());
        assertTrue(place.startsWith("https://media.twiliocdn.com/"), place);
        assertEquals("note", rest.send(rest.anonymous(place)).body());
        twilio.messages().redirectMedia(false);
        assertEquals("note", rest.get(path).body());
        assertEquals(401, rest.send(rest.anonymous(path)).statusCode());
    }

    private FakeMessage send(String from, String text) {
        rest.message(from, PERSON, text);
        return last();
    }

    private FakeMessage last() {
        List<FakeMessage> sent = twilio.messages().sent();
        return sent.get(sent.size() - 1);
    }

    private void assertEnd(String status, int error) {
        assertEquals(status, last().status());
        assertEquals(error, last().errorCode());
    }

    private HttpResponse<String> template(String sid, String variables) {
        return rest.post(
                rest.messages(),
                "From",
                "whatsapp:" + SUPPORT,
                "To",
                "whatsapp:" + PERSON,
                "ContentSid",
                sid,
                "ContentVariables",
                variables);
    }

    private HttpResponse<String> media(String url) {
        return rest.post(rest.messages(), "From", "whatsapp:" + SUPPORT, "To", "whatsapp:" + PERSON, "MediaUrl", url);
    }
}
