package dev.numberpool.examples.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionTemplate;

@DisplayName("A visitor writes to an agent")
class OutboxTest extends ApplicationTest {
    @Autowired
    private Handovers handovers;

    @Autowired
    private Outbox outbox;

    @Autowired
    private TransactionTemplate transactions;

    @Test
    void the_message_is_on_the_agents_phone_once_however_often_the_call_is_repeated() {
        String number = handedOver();
        greeted(number);

        write("m1", "Where is my parcel?");
        write("m1", "Where is my parcel?");

        assertThat(phone.texts(number)).hasSize(2).last().asString().endsWith("Where is my parcel?");
    }

    @Test
    void what_was_left_when_a_process_died_is_sent_by_the_job_in_order_and_once() {
        String number = handedOver();
        greeted(number);
        handovers.addQuestion(282, "m1", "Where is my parcel?"); // committed, and then the process died
        handovers.addQuestion(282, "m2", "It was to come on Monday.");

        jobs.send();
        jobs.send();

        assertThat(phone.texts(number)).hasSize(3);
        assertThat(phone.texts(number).get(1)).endsWith("Where is my parcel?");
        assertThat(phone.texts(number).get(2)).endsWith("It was to come on Monday.");
    }

    @Test
    void in_a_transaction_sending_is_refused_and_nothing_goes_out() {
        String number = handedOver();
        greeted(number);

        assertThatThrownBy(() -> transactions.executeWithoutResult(status -> {
                    handovers.addQuestion(282, "m1", "Where is my parcel?");
                    outbox.send(282);
                }))
                .isInstanceOf(IllegalTransactionStateException.class);

        assertThat(phone.texts(number)).containsExactly("Good morning");
        assertThat(problems()).isEmpty();
    }

    @Test
    void without_an_agent_it_is_409_and_the_visitor_is_told() {
        post("/conversations/282/handover", "{}").expectStatus().isOk();

        post("/conversations/282/messages", "{\"id\": \"m1\", \"text\": \"Where is my parcel?\"}")
                .expectStatus()
                .isEqualTo(409)
                .expectBody()
                .jsonPath("$.title")
                .isEqualTo("NoAgentException");

        assertThat(problems()).singleElement().asString().contains("has no agent");
    }

    @Test
    void what_does_not_arrive_is_told_to_the_visitor() {
        String number = handedOver();
        greeted(number);
        phone.onWhatsapp(false);

        write("m1", "Where is my parcel?");
        twilio.webhooks().settle();

        assertThat(problems()).singleElement().asString().startsWith("not sent: ");
    }

    @Test
    void a_message_without_text_is_400_and_is_not_kept() {
        handedOver();

        post("/conversations/282/messages", "{\"id\": \"m1\", \"text\": \" \"}")
                .expectStatus()
                .isBadRequest();

        assertThat(problems()).isEmpty();
        assertThat(database.sql("SELECT count(*) FROM chat_message")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    private void write(String id, String text) {
        post("/conversations/282/messages", "{\"id\": \"%s\", \"text\": \"%s\"}".formatted(id, text))
                .expectStatus()
                .isAccepted();
    }

    private List<String> problems() {
        return database.sql("SELECT problem FROM chat_message WHERE problem IS NOT NULL ORDER BY seq")
                .query(String.class)
                .list();
    }
}
