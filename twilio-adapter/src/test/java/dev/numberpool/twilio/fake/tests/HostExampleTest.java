package dev.numberpool.twilio.fake.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.numberpool.twilio.fake.FakePhone;
import dev.numberpool.twilio.fake.FakeTwilio;
import dev.numberpool.twilio.fake.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the section "Testing without a Twilio account" shows. */
final class HostExampleTest {
    private static final String SUPPORT = "+1234567890";

    @Test
    void aHostTalksWithACustomer() throws IOException {
        try (Host host = new Host()) {
            // snippet: fake
            try (FakeTwilio twilio = FakeTwilio.start()) {
                twilio.senders().add(SUPPORT);
                twilio.webhooks().inbound(host.url("/twilio/inbound"));
                FakePhone customer = twilio.phone("+201016666348");

                customer.write(SUPPORT, "Hello");
                twilio.webhooks().settle();
                send(twilio, "How can I help?");
                assertEquals(List.of("Hello", "How can I help?"), customer.texts(SUPPORT));

                twilio.clock().advance(Duration.ofHours(24));
                send(twilio, "Are you still there?");
                assertEquals(63016, twilio.messages().sent().get(1).errorCode());

                twilio.faults().script("POST", "*/Messages.json", Fault.dropAfter());
            }
            // snippet end
            assertEquals(List.of("Hello"), host.fields("Body"));
        }
    }

    private static void send(FakeTwilio twilio, String text) {
        new Rest(twilio).message(SUPPORT, "+201016666348", text);
    }
}
