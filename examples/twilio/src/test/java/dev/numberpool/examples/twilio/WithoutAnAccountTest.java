package dev.numberpool.examples.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.numberpool.ConversationId;
import dev.numberpool.Handover;
import dev.numberpool.Participant;
import dev.numberpool.WidgetId;
import dev.numberpool.desk.Delivery;
import dev.numberpool.twilio.fake.FakePhone;
import dev.numberpool.twilio.fake.FakeTwilio;
import dev.numberpool.twilio.fake.Fault;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What the README shows of testing without an account")
class WithoutAnAccountTest {
    private static final String SUPPORT = "+15558986359";
    private static final ConversationId MARIA = ConversationId.of(282);

    @Test
    void a_host_talks_with_an_agents_phone() {
        try (FakeTwilio twilio = FakeTwilio.start();
                TestSite site = TestSite.start(twilio)) {
            TwilioHost host = site.host();
            host.handOver(Handover.of(WidgetId.of(7), MARIA).withAgent(Participant.of("+201016666301")));

            FakePhone layla = twilio.phone("+201016666301");
            layla.write(SUPPORT, "It left this morning."); // Twilio calls your webhook
            twilio.webhooks().settle(); // and you have answered
            assertThat(site.visitorReads(MARIA)).containsExactly("It left this morning.");

            host.send(MARIA, "m1", "Thank you!", "Maria"); // your code as it is, with twilio.endpoints()
            assertThat(layla.texts(SUPPORT)).last().asString().endsWith("Thank you!");

            twilio.clock().advance(Duration.ofHours(25)); // free text is refused from now on
            Delivery delivery = host.send(MARIA, "m2", "Are you there?", "Maria");
            assertThat(delivery).isEqualTo(new Delivery.Parked(Delivery.Why.SERVICE_WINDOW, null));

            layla.write(SUPPORT, "Yes");
            twilio.webhooks().settle();
            twilio.faults().script("POST", "*/Messages.json", Fault.dropAfter());
            host.send(MARIA, "m3", "Good night", "Maria"); // the connection breaks, the message is out
            assertThat(layla.texts(SUPPORT)).filteredOn("Good night"::equals).hasSize(1);
        }
    }
}
