package dev.numberpool.twilio.fake.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.twilio.base.Page;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.conversations.v1.Conversation;
import com.twilio.rest.conversations.v1.ConversationReader;
import dev.numberpool.twilio.fake.FakeMessage;
import dev.numberpool.twilio.fake.FakeTwilio;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PagingTest {
    private static final String NUMBER = "+1234567890";

    private final FakeTwilio twilio = FakeTwilio.start();
    private final TwilioRestClient sdk = SdkClient.of(twilio);
    private final Rest rest = new Rest(twilio);

    @AfterEach
    void close() {
        twilio.close();
    }

    @Test
    void thePagesOfANewerApiFollowAnAbsoluteAddress() {
        conversations(5);
        JsonNode page = Rest.json(rest.get("/v1/Conversations?PageSize=2&State=active"));
        String next = page.path("meta").path("next_page_url").asText();
        assertTrue(next.startsWith("https://conversations.twilio.com/v1/Conversations?"), next);
        assertTrue(next.contains("State=active"), next);
        List<String> sids = new ArrayList<>(sids(page));
        while (!page.path("meta").path("next_page_url").isNull()) {
            page = Rest.json(rest.get(page.path("meta").path("next_page_url").asText()));
            sids.addAll(sids(page));
        }
        assertEquals(sids(), sids);
    }

    @Test
    void thePagesOfThe2010ApiFollowARelativeAddressNewestFirst() {
        List<String> sids = inbound(5);
        JsonNode page = Rest.json(rest.get(rest.messages() + "?PageSize=3"));
        assertEquals(
                List.of(sids.get(4), sids.get(3), sids.get(2)),
                page.path("messages").findValuesAsText("sid"));
        String next = page.path("next_page_uri").asText();
        assertTrue(next.startsWith(rest.messages() + "?"), next);
        JsonNode last = Rest.json(rest.get(next));
        assertEquals(List.of(sids.get(1), sids.get(0)), last.path("messages").findValuesAsText("sid"));
        assertTrue(last.path("next_page_uri").isNull());
    }

    @Test
    void aMessageThatComesInWhileReadingShiftsNothing() {
        List<String> sids = inbound(4);
        JsonNode page = Rest.json(rest.get(rest.messages() + "?PageSize=2"));
        inbound(3);
        JsonNode last = Rest.json(rest.get(page.path("next_page_uri").asText()));
        assertEquals(List.of(sids.get(1), sids.get(0)), last.path("messages").findValuesAsText("sid"));
    }

    @Test
    void tooLargePagesAreRefusedByEachList() {
        assertRefused("/v1/Conversations?PageSize=101");
        assertRefused("/v1/ParticipantConversations?Identity=a&PageSize=51");
        assertRefused("/v1/Configuration/Addresses?PageSize=51");
        assertRefused("/v2/Channels/Senders?Channel=whatsapp&PageSize=1001");
        assertRefused(rest.messages() + "?PageSize=1001");
        assertRefused(rest.messages() + "?PageSize=0");
    }

    @Test
    void aHollowPageIsEmptyAndLosesNothing() {
        conversations(5);
        twilio.pages().hollow(1);
        List<String> sids = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        ConversationReader reader = Conversation.reader().setPageSize(2L);
        Page<Conversation> page = reader.firstPage(sdk);
        while (true) {
            page.getRecords().forEach(conversation -> sids.add(conversation.getSid()));
            sizes.add(page.getRecords().size());
            if (!page.hasNextPage()) {
                break;
            }
            page = reader.nextPage(page, sdk);
        }
        assertEquals(List.of(2, 0, 2, 1), sizes);
        assertEquals(sids(), sids);
    }

    @Test
    void theFirstPageMayBeHollowToo() {
        conversations(1);
        twilio.pages().hollow(0);
        JsonNode page = Rest.json(rest.get("/v1/Conversations"));
        assertEquals(0, page.path("conversations").size());
        JsonNode next =
                Rest.json(rest.get(page.path("meta").path("next_page_url").asText()));
        assertEquals(1, next.path("conversations").size());
    }

    @Test
    void messagesAreFoundByTheirEndsAndDates() {
        List<String> early = inbound(2);
        twilio.clock().advance(java.time.Duration.ofDays(2));
        List<String> late = inbound(1);
        assertFound(late, "DateSent%3E=2026-11-04");
        assertFound(List.of(early.get(1), early.get(0)), "DateSent%3C=2026-11-03T00:00:00");
        assertFound(List.of(early.get(1), early.get(0)), "DateSent=2026-11-02");
        assertFound(List.of(), "To=whatsapp:%2B15550001111");
        assertFound(late, "From=whatsapp:%2B201016666348&To=whatsapp:%2B1234567890&DateSent%3E=2026-11-04T09:00:00Z");
    }

    @Test
    void aQueuedMessageHasNoDateAndIsFoundWithoutFilterOnly() {
        inbound(1);
        twilio.messages().pause();
        String sid = Rest.json(rest.message(NUMBER, "+201016666348", "Hello"))
                .path("sid")
                .asText();
        assertEquals("queued", twilio.messages().get(sid).status());
        assertFalse(rest.get(rest.messages() + "?DateSent%3E=2026-11-01").body().contains(sid));
        assertTrue(rest.get(rest.messages()).body().contains(sid));
        twilio.messages().resume();
        assertTrue(rest.get(rest.messages() + "?DateSent%3E=2026-11-01").body().contains(sid));
        assertEquals(
                List.of(sid),
                twilio.messages().sent().stream().map(FakeMessage::sid).toList());
    }

    private void assertFound(List<String> sids, String query) {
        JsonNode page = Rest.json(rest.get(rest.messages() + "?" + query));
        assertEquals(sids, page.path("messages").findValuesAsText("sid"), query);
    }

    private void assertRefused(String path) {
        assertEquals(20007, Rest.code(rest.get(path)), path);
    }

    private void conversations(int number) {
        IntStream.range(0, number).forEach(i -> rest.post("/v1/Conversations"));
    }

    private List<String> inbound(int number) {
        twilio.senders().add(NUMBER);
        return IntStream.range(0, number)
                .mapToObj(i -> twilio.phone("+201016666348").write(NUMBER, "Hello " + i))
                .toList();
    }

    private List<String> sids() {
        return twilio.conversations().all().stream().map(chat -> chat.sid()).toList();
    }

    private static List<String> sids(JsonNode page) {
        List<String> sids = new ArrayList<>();
        page.path("conversations").forEach(row -> sids.add(row.path("sid").asText()));
        return sids;
    }
}
