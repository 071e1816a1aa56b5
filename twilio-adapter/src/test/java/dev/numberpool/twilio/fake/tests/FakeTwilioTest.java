package dev.numberpool.twilio.fake.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.numberpool.twilio.fake.Call;
import dev.numberpool.twilio.fake.FakeMessage;
import dev.numberpool.twilio.fake.FakeTwilio;
import dev.numberpool.twilio.fake.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class FakeTwilioTest {
    private static final String NUMBER = "+1234567890";
    private static final String PERSON = "+201016666348";

    @Test
    void closingLeavesNoThreadBehind() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        useEverything();
        Set<Thread> left = new HashSet<>(Thread.getAllStackTraces().keySet());
        left.removeAll(before);
        for (Thread thread : left) {
            awaitEnd(thread);
        }
    }

    @Test
    void oneAddressStandsForAllHostsOnTheLoopbackInterface() {
        try (FakeTwilio twilio = FakeTwilio.start()) {
            assertEquals(
                    Set.of("api.twilio.com", "conversations.twilio.com", "messaging.twilio.com", "media.twiliocdn.com"),
                    twilio.endpoints().keySet());
            assertEquals(1, Set.copyOf(twilio.endpoints().values()).size());
            assertEquals("127.0.0.1", twilio.endpoints().get("api.twilio.com").getHost());
        }
    }

    @Test
    void wrongMissingAndWithdrawnCredentialsAreRefused() {
        try (FakeTwilio twilio = FakeTwilio.start()) {
            Rest rest = new Rest(twilio);
            assertEquals(20003, Rest.code(rest.send(rest.anonymous("/v1/Conversations"))));
            assertEquals(
                    401,
                    rest.get("/2010-04-01/Accounts/AC" + "9".repeat(32) + "/Messages.json")
                            .statusCode());
            assertEquals(200, rest.get("/v1/Conversations").statusCode());
            twilio.refuse(twilio.accountSid());
            assertEquals(401, rest.get("/v1/Conversations").statusCode());
        }
    }

    @Test
    void anApiKeyIsAcceptedWhereItIsKnown() {
        try (FakeTwilio twilio = FakeTwilio.start()) {
            twilio.accept("SK" + "1".repeat(32), "secret");
            Rest rest = new Rest(twilio);
            rest.send(rest.anonymous("/v1/Conversations")
                    .header("Authorization", basic("SK" + "1".repeat(32) + ":secret")));
            Call call = twilio.calls().all().get(0);
            assertEquals(200, call.status());
            assertEquals("SK" + "1".repeat(32), call.user());
        }
    }

    @Test
    void twoAccountsHaveTheirOwnIdsAndMessages() {
        try (FakeTwilio one = FakeTwilio.start();
                FakeTwilio two = FakeTwilio.start("AC" + "2".repeat(32), "other")) {
            one.senders().add(NUMBER);
            two.senders().add(NUMBER);
            assertNotEquals(
                    one.phone(PERSON).write(NUMBER, "Hello"), two.phone(PERSON).write(NUMBER, "Hello"));
            assertEquals(1, two.messages().all().size());
        }
    }

    @Test
    void theLogKeepsFormsAndNoPasswords() {
        try (FakeTwilio twilio = FakeTwilio.start()) {
            new Rest(twilio).message(NUMBER, PERSON, "Hello");
            Call call = twilio.calls().to("POST", "*/Messages.json").get(0);
            assertEquals("Hello", call.field("Body"));
            assertEquals("whatsapp:" + PERSON, call.field("To"));
            assertFalse(call.headers().containsKey("authorization"));
            assertFalse(call.toString().contains(PERSON));
        }
    }

    @Test
    void theExamplesOfTheDocumentationHold() {
        try (FakeTwilio twilio = FakeTwilio.start()) {
            twilio.senders().add(NUMBER);
            twilio.phone(PERSON).write(NUMBER, "Hello");
            new Rest(twilio).message(NUMBER, PERSON, "How can I help?");
            assertEquals(
                    List.of("Hello", "How can I help?"), twilio.phone(PERSON).texts(NUMBER));
            FakeMessage sent = twilio.messages().sent().get(0);
            assertEquals("delivered", sent.status());
            assertThrows(IllegalArgumentException.class, () -> twilio.phone("someone"));
        }
    }

    private static void useEverything() throws IOException {
        try (Host host = new Host();
                FakeTwilio twilio = FakeTwilio.start()) {
            twilio.senders().add(NUMBER);
            twilio.webhooks().inbound(host.url("/in")).parallel(3);
            twilio.phone(PERSON).write(NUMBER, "Hello");
            twilio.webhooks().settle();
            assertEquals(1, host.arrivals().size());
            twilio.faults().always("GET", "*", Fault.dropBefore());
            assertThrows(UncheckedIOException.class, () -> new Rest(twilio).get("/v1/Conversations"));
            twilio.webhooks().inbound(URI.create("http://127.0.0.1:1/"));
            twilio.phone(PERSON).write(NUMBER, "Again");
        }
    }

    /** The JDK's own watchers of sockets end only when the collector has found their clients. */
    private static void awaitEnd(Thread thread) throws InterruptedException {
        boolean ofTheJdk =
                thread.getName().startsWith("HttpClient-") || thread.getName().startsWith("Common-Cleaner");
        for (int i = 0; i < 50 && thread.isAlive() && ofTheJdk; i++) {
            System.gc();
            thread.join(200);
        }
        thread.join(2_000);
        assertTrue(!thread.isAlive() || thread.getName().equals("Common-Cleaner"), "left behind: " + thread.getName());
    }

    private static String basic(String credentials) {
        return "Basic " + java.util.Base64.getEncoder().encodeToString(credentials.getBytes());
    }
}
