package dev.numberpool.twilio.fake.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.numberpool.twilio.fake.FakeTwilio;
import dev.numberpool.twilio.fake.Fault;
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

/** What a test can set up in conversations and look up afterwards. */
final class PresetConversationsTest {
    private static final String PERSON = "+201016666348";
    private static final String SUPPORT = "+1234567890";

    private final FakeTwilio twilio = FakeTwilio.start();
    private final Rest rest = new Rest(twilio);

    @BeforeEach
    void addNumber() {
        twilio.senders().add(SUPPORT);
    }

    @AfterEach
    void close() {
        twilio.close();
    }

    @Test
    void anybodyCanBeLetInAndTakenOut() {
        String chat = twilio.conversations().open("name");
        twilio.conversations().join(chat, "agent-1");
        twilio.conversations().join(chat, PERSON, SUPPORT);
        assertEquals(
                List.of("agent-1"),
                participants(chat).findValuesAsText("identity").stream()
                        .filter(identity -> !identity.equals("null"))
                        .toList());
        assertEquals(
                "whatsapp:" + SUPPORT,
                participants(chat).findValuesAsText("proxy_address").get(0));
        twilio.conversations().leave(chat);
        assertEquals(0, participants(chat).size());
        assertEquals("name", twilio.conversations().get(chat).uniqueName());
    }

    @Test
    void aPresetNameIsTaken() {
        twilio.conversations().open("name");
        assertEquals(50353, Rest.code(rest.post("/v1/Conversations", "UniqueName", "name")));
    }

    @Test
    void aDeletedConversationIsUnknown() {
        String chat = twilio.conversations().open(PERSON, SUPPORT);
        twilio.conversations().delete(chat);
        assertEquals(20404, Rest.code(rest.get("/v1/Conversations/" + chat)));
        assertThrows(
                IllegalArgumentException.class, () -> twilio.conversations().get(chat));
    }

    @Test
    void theLogKnowsHowManyCameAtOnce() throws Exception {
        twilio.faults().always("GET", "*", Fault.slow(Duration.ofMillis(100)));
        List<Callable<Integer>> five = IntStream.range(0, 5)
                .mapToObj(i ->
                        (Callable<Integer>) () -> rest.get("/v1/Conversations").statusCode())
                .toList();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        for (Future<Integer> status : threads.invokeAll(five)) {
            assertEquals(200, status.get());
        }
        threads.shutdown();
        assertEquals(2, twilio.calls().mostAtOnce());
        twilio.calls().clear();
        rest.get("/v1/Conversations");
        assertEquals(1, twilio.calls().mostAtOnce());
        assertTrue(twilio.calls().all().get(0).processed());
    }

    private JsonNode participants(String chat) {
        return Rest.json(rest.get("/v1/Conversations/" + chat + "/Participants"))
                .path("participants");
    }
}
