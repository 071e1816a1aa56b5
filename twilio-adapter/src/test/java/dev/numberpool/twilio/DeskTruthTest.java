package dev.numberpool.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.numberpool.ConversationId;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.desk.Content;
import dev.numberpool.desk.DeliveryState;
import dev.numberpool.desk.Failure;
import dev.numberpool.spi.OutboundRecord;
import dev.numberpool.twilio.DeskTruth.Chat;
import dev.numberpool.twilio.DeskTruth.Handled;
import dev.numberpool.twilio.fake.FakeMessage;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Who judges the desk under faults notices what must not be")
class DeskTruthTest {
    private static final Chat MARIA = new Chat("1", "+201016666348", "+15558986359");
    private static final Chat ADAM = new Chat("2", "+201016666348", "+15558986359");

    private final DeskTruth truth = new DeskTruth();

    @Test
    void a_line_that_is_shown_once_in_its_chat_is_right() {
        truth.visitorWrites("v1.", MARIA);
        judge(DeliveryState.DELIVERED, null, shown("#1: Visitor says v1.", MARIA.agent(), MARIA.number()));
        assertThat(truth.wrong()).isEmpty();
        assertThat(truth.count("visitors' lines")).isEqualTo(1);
    }

    @Test
    void a_line_on_another_phone_from_another_number_or_with_another_code_is_wrong() {
        truth.visitorWrites("v1.", MARIA);
        truth.visitorWrites("v2.", MARIA);
        truth.visitorWrites("v3.", MARIA);
        judge(
                DeliveryState.DELIVERED,
                null,
                shown("Visitor says v1.", "+201016666349", MARIA.number()),
                shown("Visitor says v2.", MARIA.agent(), "+15558986360"),
                shown("#2: Visitor says v3.", MARIA.agent(), MARIA.number()));
        assertThat(truth.wrong())
                .containsExactlyInAnyOrder(
                        "in the wrong chat: v1.", "in the wrong chat: v2.", "with another conversation's code: v3.");
    }

    @Test
    void a_line_that_is_shown_twice_is_wrong() {
        truth.visitorWrites("v1.", MARIA);
        FakeMessage line = shown("Visitor says v1.", MARIA.agent(), MARIA.number());
        judge(DeliveryState.DELIVERED, null, line, line);
        assertThat(truth.wrong()).containsExactly("shown twice: v1.");
    }

    @Test
    void a_line_that_is_not_shown_is_lost_unless_its_conversation_has_ended_and_the_log_says_so() {
        truth.visitorWrites("v1.", MARIA);
        truth.visitorWrites("v2.", ADAM);
        truth.ends(ADAM);
        judge(DeliveryState.FAILED, Failure.of(Failure.Kind.CONVERSATION_ENDED));
        assertThat(truth.wrong()).singleElement().asString().startsWith("lost on the way to the agent: v1.");
    }

    @Test
    void a_line_of_an_ended_conversation_is_lost_if_nobody_said_so() {
        truth.visitorWrites("v1.", MARIA);
        truth.visitorWrites("v2.", MARIA);
        truth.ends(MARIA);
        truth.refused("v2.");
        judge(DeliveryState.UNKNOWN, Failure.of(Failure.Kind.UNKNOWN_OUTCOME));
        assertThat(truth.wrong()).singleElement().asString().startsWith("lost on the way to the agent: v1.");
    }

    @Test
    void a_line_that_is_shown_although_it_is_said_to_have_failed_is_wrong() {
        truth.visitorWrites("v1.", MARIA);
        judge(
                DeliveryState.FAILED,
                Failure.of(Failure.Kind.NOT_SENT),
                shown("Visitor says v1.", MARIA.agent(), MARIA.number()));
        assertThat(truth.wrong()).singleElement().asString().startsWith("shown, but not in the log, or as failed: v1.");
    }

    @Test
    void an_answer_that_is_heard_where_it_was_meant_is_right() {
        truth.agentWrote("SM1", "a1.", MARIA);
        truth.judgeAnswers(List.of(new Handled("SM1", "1", "Routed", "Agent says a1.")));
        assertThat(truth.wrong()).isEmpty();
    }

    @Test
    void an_answer_for_somebody_else_or_in_other_words_is_wrong() {
        truth.agentWrote("SM1", "a1.", MARIA);
        truth.agentWrote("SM2", "a2.", MARIA);
        truth.judgeAnswers(List.of(
                new Handled("SM1", "2", "Routed", "Agent says a1."),
                new Handled("SM2", "1", "Routed", "#1: Agent says a2.")));
        assertThat(truth.wrong()).containsExactly("misrouted: a1., meant for 1, went to 2", "in other words: a2.");
    }

    @Test
    void an_answer_that_is_handled_twice_or_heard_twice_is_wrong() {
        truth.agentWrote("SM1", "a1.", MARIA);
        truth.agentWrote("SM2", "a2.", MARIA);
        truth.agentWrote("SM3", "a2.", MARIA);
        truth.judgeAnswers(List.of(
                new Handled("SM1", null, "Ambiguous", "Agent says a1."),
                new Handled("SM1", "1", "Routed", "Agent says a1."),
                new Handled("SM2", "1", "Routed", "Agent says a2."),
                new Handled("SM3", "1", "Routed", "Agent says a2.")));
        assertThat(truth.wrong()).containsExactly("handled twice: a1.", "heard twice: a2.");
    }

    @Test
    void an_answer_that_nobody_has_handled_is_lost_and_one_that_was_held_is_to_be_written_again() {
        truth.agentWrote("SM1", "a1.", MARIA);
        truth.agentWrote("SM2", "a2.", MARIA);
        List<Handled> inbox = List.of(new Handled("SM2", null, "Ambiguous", "Agent says a2."));
        assertThat(truth.unheard(inbox)).extracting(DeskTruth.Answer::token).containsExactlyInAnyOrder("a1.", "a2.");
        truth.judgeAnswers(inbox);
        assertThat(truth.wrong())
                .containsExactlyInAnyOrder(
                        "never handled: a1.",
                        "lost on the way to the visitor: a1.",
                        "lost on the way to the visitor: a2.");
    }

    @Test
    void an_answer_to_a_conversation_that_has_ended_need_not_be_heard_but_has_to_be_handled() {
        truth.agentWrote("SM1", "a1.", MARIA);
        truth.agentWrote("SM2", "a2.", MARIA);
        truth.ends(MARIA);
        List<Handled> inbox = List.of(new Handled("SM1", null, "ConversationClosed", "Agent says a1."));
        assertThat(truth.unheard(inbox)).isEmpty();
        truth.judgeAnswers(inbox);
        assertThat(truth.wrong()).containsExactly("never handled: a2.");
    }

    private void judge(DeliveryState state, @Nullable Failure failure, FakeMessage... sent) {
        truth.judgeLines(List.of(sent), (chat, token) -> List.of(record(chat, token, state, failure)));
    }

    private static FakeMessage shown(String text, String agent, String number) {
        return new FakeMessage(
                "SM1",
                "whatsapp:" + number,
                "whatsapp:" + agent,
                text,
                null,
                List.of(),
                false,
                "delivered",
                null,
                Instant.EPOCH,
                Instant.EPOCH,
                null,
                null);
    }

    private static OutboundRecord record(Chat chat, String token, DeliveryState state, @Nullable Failure failure) {
        return new OutboundRecord(
                "1",
                OutboundRecord.Kind.MESSAGE,
                ConversationId.of(chat.conversation()),
                ReconcilerHost.WIDGET,
                token,
                1,
                1,
                new SenderThread(Participant.of(chat.agent()), PhoneNumber.of(chat.number())),
                new Content.Text("", List.of()),
                null,
                null,
                state,
                1,
                null,
                failure,
                Instant.EPOCH,
                null,
                1);
    }
}
