package dev.numberpool.twilio.fake.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.numberpool.twilio.fake.FakeTwilio;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SendersTest {
    private static final String NUMBER = "+1234567890";

    private final FakeTwilio twilio = FakeTwilio.start();
    private final Rest rest = new Rest(twilio);

    @AfterEach
    void close() {
        twilio.close();
    }

    @Test
    void whoIsBackOnlineHasNoReasonToBeOffline() {
        twilio.senders().add(NUMBER).offline(63020, "Locked");
        assertEquals(
                "63020", sender().path("offline_reasons").path(0).path("code").asText());
        twilio.senders().add(NUMBER).status("ONLINE");
        assertEquals("ONLINE", sender().path("status").asText());
        assertTrue(sender().path("offline_reasons").isNull());
    }

    @Test
    void anAddressThatAutocreatesMakesAConversationForWhoeverWrites() {
        twilio.senders().add(NUMBER);
        twilio.senders().autocreation(NUMBER, true);
        twilio.phone("+201016666348").write(NUMBER, "Hello");
        assertEquals(1, twilio.conversations().all().size());
        assertEquals(List.of("true"), configured());
    }

    @Test
    void anAddressIsConfiguredOnce() {
        twilio.senders().add(NUMBER);
        twilio.senders().autocreation(NUMBER, true);
        twilio.senders().autocreation("whatsapp:" + NUMBER, false);
        twilio.phone("+201016666348").write(NUMBER, "Hello");
        assertEquals(0, twilio.conversations().all().size());
        assertEquals(List.of("false"), configured());
    }

    private JsonNode sender() {
        return Rest.json(rest.get("/v2/Channels/Senders?Channel=whatsapp"))
                .path("senders")
                .path(0);
    }

    private List<String> configured() {
        JsonNode page = Rest.json(rest.get("/v1/Configuration/Addresses?Type=whatsapp"));
        return page.path("address_configurations").findValuesAsText("enabled");
    }
}
