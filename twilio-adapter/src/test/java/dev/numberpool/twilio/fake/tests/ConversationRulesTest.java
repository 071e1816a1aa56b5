package dev.numberpool.twilio.fake.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.numberpool.twilio.fake.FakeTwilio;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ConversationRulesTest {
    private static final String PERSON = "whatsapp:+201016666348";
    private static final String SUPPORT = "whatsapp:+1234567890";
    private static final String SALES = "whatsapp:+0987654321";
    private static final String BULK = "/v1/ConversationWithParticipants";

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
    void aPairIsHeldByOneConversationAndTheRefusalNamesIt() {
        String holder = conversation();
        bind(holder, PERSON, SUPPORT);
        HttpResponse<String> refusal = bind(conversation(), PERSON, SUPPORT);
        assertEquals(50416, Rest.code(refusal));
        assertTrue(Rest.json(refusal).path("message").asText().endsWith(holder));
    }

    @Test
    void anotherNumberOrAnotherPersonIsAnotherPair() {
        bind(conversation(), PERSON, SUPPORT);
        assertEquals(201, bind(conversation(), PERSON, SALES).statusCode());
        assertEquals(
                201, bind(conversation(), "whatsapp:+201016666349", SUPPORT).statusCode());
    }

    @Test
    void closingAConversationFreesItsPairs() {
        String holder = conversation();
        bind(holder, PERSON, SUPPORT);
        rest.post("/v1/Conversations/" + holder, "State", "closed");
        assertEquals(201, bind(conversation(), PERSON, SUPPORT).statusCode());
    }

    @Test
    void deletingAConversationFreesItsPairs() {
        String holder = conversation();
        bind(holder, PERSON, SUPPORT);
        assertEquals(204, rest.delete("/v1/Conversations/" + holder).statusCode());
        assertEquals(201, bind(conversation(), PERSON, SUPPORT).statusCode());
    }

    @Test
    void removingAParticipantFreesItsPair() {
        String holder = conversation();
        String member = Rest.json(bind(holder, PERSON, SUPPORT)).path("sid").asText();
        rest.delete("/v1/Conversations/" + holder + "/Participants/" + member);
        assertEquals(201, bind(conversation(), PERSON, SUPPORT).statusCode());
    }

    @Test
    void anInactiveConversationKeepsItsPairs() {
        String holder = conversation();
        bind(holder, PERSON, SUPPORT);
        rest.post("/v1/Conversations/" + holder, "State", "inactive");
        assertEquals(50416, Rest.code(bind(conversation(), PERSON, SUPPORT)));
    }

    @Test
    void ofManyAtTheSameTimeOneGetsThePair() throws Exception {
        List<Callable<Integer>> rush = IntStream.range(0, 12)
                .mapToObj(i -> (Callable<Integer>)
                        () -> bind(conversation(), PERSON, SUPPORT).statusCode())
                .toList();
        ExecutorService threads = Executors.newFixedThreadPool(6);
        int winners = 0;
        for (Future<Integer> status : threads.invokeAll(rush)) {
            winners += status.get() == 201 ? 1 : 0;
        }
        threads.shutdown();
        assertEquals(1, winners);
    }

    @Test
    void makingAConversationWithATakenPairFailsWholeWith50425() {
        bind(conversation(), PERSON, SUPPORT);
        HttpResponse<String> refusal = bulk(PERSON, SUPPORT);
        assertEquals(50425, Rest.code(refusal));
        assertEquals(1, twilio.conversations().all().size());
    }

    @Test
    void aConversationThatIsInitializingRefusesToBeChanged() {
        twilio.conversations().initializing(true);
        HttpResponse<String> made = bulk(PERSON, SUPPORT);
        String sid = Rest.json(made).path("sid").asText();
        assertEquals(202, made.statusCode());
        assertEquals("initializing", Rest.json(made).path("state").asText());
        assertEquals(50386, Rest.code(rest.post("/v1/Conversations/" + sid + "/Messages", "Body", "Hello")));
        twilio.conversations().initialized();
        assertEquals(
                201,
                rest.post("/v1/Conversations/" + sid + "/Messages", "Body", "Hello")
                        .statusCode());
    }

    @Test
    void anIdentityTakesPartOnce() {
        String chat = conversation();
        String path = "/v1/Conversations/" + chat + "/Participants";
        assertEquals(201, rest.post(path, "Identity", "agent-1").statusCode());
        assertEquals(50433, Rest.code(rest.post(path, "Identity", "agent-1")));
    }

    @Test
    void aUniqueNameIsTakenUntilItsConversationIsDeleted() {
        String first = Rest.json(rest.post("/v1/Conversations", "UniqueName", "n"))
                .path("sid")
                .asText();
        rest.post("/v1/Conversations/" + first, "State", "closed");
        assertEquals(50353, Rest.code(rest.post("/v1/Conversations", "UniqueName", "n")));
        rest.delete("/v1/Conversations/n");
        assertEquals(201, rest.post("/v1/Conversations", "UniqueName", "n").statusCode());
    }

    @Test
    void closedIsFinal() {
        String chat = conversation();
        rest.post("/v1/Conversations/" + chat, "State", "closed");
        assertEquals(50377, Rest.code(rest.post("/v1/Conversations/" + chat, "State", "active")));
        assertEquals(50377, Rest.code(bind(chat, PERSON, SUPPORT)));
        assertEquals(50377, Rest.code(rest.post("/v1/Conversations/" + chat + "/Messages", "Body", "Hello")));
    }

    @Test
    void timersCloseAConversationAsTimeGoesBy() {
        String chat = Rest.json(rest.post("/v1/Conversations", "Timers.Inactive", "PT1H", "Timers.Closed", "PT24H"))
                .path("sid")
                .asText();
        twilio.clock().advance(Duration.ofHours(1));
        assertEquals("inactive", twilio.conversations().get(chat).state());
        twilio.clock().advance(Duration.ofHours(24));
        assertEquals("closed", twilio.conversations().get(chat).state());
    }

    @Test
    void theConversationsOfAPersonIncludeClosedOnesAndAskForOneKeyOnly() {
        String closed = twilio.conversations().open(PERSON, SUPPORT);
        twilio.conversations().close(closed);
        twilio.conversations().open(PERSON, SUPPORT);
        HttpResponse<String> both = rest.get("/v1/ParticipantConversations?Address=" + encoded(PERSON));
        assertEquals(2, Rest.json(both).path("conversations").size());
        HttpResponse<String> refusal = rest.get("/v1/ParticipantConversations?Identity=a&Address=" + encoded(PERSON));
        assertEquals(50451, Rest.code(refusal));
    }

    @Test
    void theRowsOfAnIdentityHaveNoBinding() {
        String chat = twilio.conversations().open(PERSON, SUPPORT);
        rest.post("/v1/Conversations/" + chat + "/Participants", "Identity", "agent-1");
        HttpResponse<String> rows = rest.get("/v1/ParticipantConversations?Identity=agent-1");
        assertTrue(Rest.json(rows)
                .path("conversations")
                .path(0)
                .path("participant_messaging_binding")
                .isNull());
    }

    @Test
    void bindingsOfTwoChannelsOrToForeignNumbersAreRefused() {
        String chat = conversation();
        assertEquals(50414, Rest.code(bind(chat, PERSON, "+1234567890")));
        assertEquals(50415, Rest.code(bind(chat, PERSON, "whatsapp:+15550001111")));
        assertEquals(50407, Rest.code(bind(chat, "whatsapp:12", SUPPORT)));
    }

    @Test
    void aRefusedNumberShowsInTheReceiptOfAMessage() {
        String chat = twilio.conversations().open(PERSON, SUPPORT);
        twilio.senders().add(SUPPORT).status("OFFLINE");
        String message = Rest.json(rest.post("/v1/Conversations/" + chat + "/Messages", "Body", "Hello"))
                .path("sid")
                .asText();
        HttpResponse<String> receipts = rest.get("/v1/Conversations/" + chat + "/Messages/" + message + "/Receipts");
        assertEquals(
                63007,
                Rest.json(receipts)
                        .path("delivery_receipts")
                        .path(0)
                        .path("error_code")
                        .asInt());
    }

    private String conversation() {
        return Rest.json(rest.post("/v1/Conversations")).path("sid").asText();
    }

    private HttpResponse<String> bind(String chat, String person, String number) {
        return rest.post(
                "/v1/Conversations/" + chat + "/Participants",
                "MessagingBinding.Address",
                person,
                "MessagingBinding.ProxyAddress",
                number);
    }

    private HttpResponse<String> bulk(String person, String number) {
        return rest.post(
                BULK,
                "Participant",
                "{\"messaging_binding\":{\"address\":\"" + person + "\",\"proxy_address\":\"" + number + "\"}}",
                "Participant",
                "{\"identity\":\"agent-1\"}");
    }

    private static String encoded(String text) {
        return text.replace("+", "%2B");
    }
}
