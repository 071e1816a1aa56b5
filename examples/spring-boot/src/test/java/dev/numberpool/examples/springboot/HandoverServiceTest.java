package dev.numberpool.examples.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.numberpool.ConversationId;
import dev.numberpool.NoNumberAvailableException;
import dev.numberpool.Participant;
import dev.numberpool.WidgetId;
import dev.numberpool.desk.Delivery;
import dev.numberpool.desk.Message;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@DisplayName("docs/recipes.md: assign and send from a Spring service")
class HandoverServiceTest extends ApplicationTest {
    private static final ConversationId MARIA = ConversationId.of(282);
    private static final Message QUESTION = Message.of("m1", "Where is my parcel?");

    @Autowired
    private HandoverService service;

    @Test
    void the_number_is_committed_and_the_question_is_on_the_agents_phone_once() {
        String number = "+15558986359";
        greeted(number);

        Delivery first = service.handOver(WidgetId.of(7), MARIA, Participant.of(agent), QUESTION);
        service.handOver(WidgetId.of(7), MARIA, Participant.of(agent), QUESTION);
        twilio.webhooks().settle();

        assertThat(first).isInstanceOf(Delivery.Accepted.class);
        assertThat(pool.assignmentOf(MARIA).orElseThrow().number()).hasToString(number);
        assertThat(phone.texts(number)).hasSize(2).last().asString().endsWith("Where is my parcel?");
    }

    @Test
    void without_a_number_nothing_is_kept_and_nothing_sent() {
        database.sql("UPDATE widget_conversations SET widget_id = 8").update();

        assertThatThrownBy(() -> service.handOver(WidgetId.of(8), MARIA, Participant.of(agent), QUESTION))
                .isInstanceOf(NoNumberAvailableException.class);

        assertThat(pool.assignmentOf(MARIA)).isEmpty();
        assertThat(phone.screen()).isEmpty();
    }
}
