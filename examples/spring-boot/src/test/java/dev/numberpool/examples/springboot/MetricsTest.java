package dev.numberpool.examples.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.numberpool.ConversationId;
import dev.numberpool.Participant;
import io.micrometer.core.instrument.Tag;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What is counted")
class MetricsTest extends ApplicationTest {
    @Test
    void assignments_by_source_and_releases() {
        double assigned = count("numberpool.assigned", "source", "pool");
        double released = count("numberpool.released");
        handedOver();
        handedOver();

        pool.release(ConversationId.of(282));

        assertThat(count("numberpool.assigned", "source", "pool") - assigned).isEqualTo(1);
        assertThat(count("numberpool.released") - released).isEqualTo(1);
    }

    @Test
    void a_third_conversation_of_one_agent_shares_a_chat_and_another_agent_moves_it() {
        double shared = count("numberpool.shared");
        double moved = count("numberpool.moved");
        handedOver();
        for (int conversation : new int[] {283, 284}) {
            database.sql("INSERT INTO widget_conversations (id, widget_id) VALUES (?, 7)")
                    .param(conversation)
                    .update();
            post("/conversations/" + conversation + "/handover", "{\"agent\": \"%s\"}".formatted(agent))
                    .expectStatus()
                    .isOk();
        }

        pool.transfer(ConversationId.of(284), Participant.of("+201099999901"));

        assertThat(count("numberpool.shared") - shared).isEqualTo(1);
        assertThat(count("numberpool.moved") - moved).isEqualTo(1);
    }

    @Test
    void messages_by_what_became_of_them_and_webhooks_by_status() {
        double delivered = count("numberpool.messages", "state", "delivered");
        double failed = count("numberpool.messages.failed", "kind", "invalid_recipient");
        double webhooks = count("numberpool.webhooks", "status", "200");
        String number = handedOver();
        greeted(number);
        send("m1");
        phone.onWhatsapp(false);
        send("m2");

        assertThat(count("numberpool.messages", "state", "delivered") - delivered)
                .isEqualTo(1);
        assertThat(count("numberpool.messages.failed", "kind", "invalid_recipient") - failed)
                .isEqualTo(1);
        assertThat(count("numberpool.webhooks", "status", "200") - webhooks).isGreaterThanOrEqualTo(3);
    }

    @Test
    void no_tag_holds_a_number_or_an_id() {
        handedOver();

        Set<String> values = meters.getMeters().stream()
                .filter(meter -> meter.getId().getName().startsWith("numberpool."))
                .flatMap(meter -> meter.getId().getTags().stream())
                .map(Tag::getValue)
                .collect(Collectors.toSet());

        assertThat(values).isNotEmpty().allSatisfy(value -> assertThat(value).matches("[a-z_]+|[1-5]\\d\\d"));
    }

    private void send(String id) {
        post("/conversations/282/messages", "{\"id\": \"%s\", \"text\": \"Where is my parcel?\"}".formatted(id))
                .expectStatus()
                .isAccepted();
        twilio.webhooks().settle();
    }
}
