package dev.numberpool.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.numberpool.ConversationId;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.StoreException;
import dev.numberpool.WidgetId;
import dev.numberpool.desk.Content;
import dev.numberpool.desk.DeliveryReport;
import dev.numberpool.desk.DeliveryState;
import dev.numberpool.desk.InboundMessage;
import dev.numberpool.spi.InboundLog.Claim;
import dev.numberpool.spi.InboundLog.Completion;
import dev.numberpool.spi.OutboundRecord;
import dev.numberpool.spi.OutboundRecord.Kind;
import dev.numberpool.spi.SendGate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the log's contract in the test kit does not ask, or leaves open. */
@DisplayName("the log in memory")
class InMemoryMessageLogTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final SendGate OPEN =
            new SendGate(true, NOON.minusSeconds(60), Integer.MAX_VALUE, NOON.minusSeconds(60));
    private static final SendGate SHUT = new SendGate(false, OPEN.inFlightSince(), OPEN.burst(), OPEN.burstSince());
    private static final PhoneNumber NUMBER = PhoneNumber.of("+15558986359");
    private static final Participant ALICE = Participant.of("+201016666348");
    private static final SenderThread THREAD = new SenderThread(ALICE, NUMBER);
    private static final ConversationId CONVERSATION = ConversationId.of(282);
    private static final Content TEXT = new Content.Text("hello", List.of());
    private static final Content TEMPLATE = new Content.Template("HX1", Map.of());

    private final InMemoryMessageLog log = new InMemoryMessageLog();

    private static OutboundRecord message(String id, Content content) {
        return new OutboundRecord(
                id,
                Kind.MESSAGE,
                CONVERSATION,
                WidgetId.of(7),
                id,
                1,
                1,
                THREAD,
                content,
                null,
                NOON,
                DeliveryState.PARKED,
                1,
                null,
                null,
                NOON,
                null,
                0);
    }

    private OutboundRecord append(String id, Content content, SendGate gate) {
        return log.append(List.of(message(id, content)), NOON, gate).get(0);
    }

    private Content contentOf(OutboundRecord message) {
        return log.recorded(CONVERSATION, message.messageId(), NOON)
                .parts()
                .get(0)
                .content();
    }

    @ParameterizedTest
    @EnumSource(DeliveryState.class)
    void what_a_message_said_is_forgotten_when_it_has_arrived_or_failed(DeliveryState state) {
        OutboundRecord message = append("one", TEXT, OPEN);
        log.note(new DeliveryReport(message.reference(), null, state, null, NOON));

        boolean isOver = state.hasArrived() || state.isFinal();
        assertThat(contentOf(message)).isEqualTo(isOver ? new Content.Text("", List.of()) : TEXT);
    }

    @Test
    void a_new_template_does_not_pass_one_that_waits() {
        SendGate nobody = new SendGate(false, NOON, 0, NOON);
        append("first", TEMPLATE, nobody);

        assertThat(append("second", TEMPLATE, SHUT).state()).isEqualTo(DeliveryState.PARKED);
    }

    @Test
    void a_message_that_waits_may_be_given_up() {
        OutboundRecord waiting = append("one", TEXT, SHUT);

        assertThat(log.note(new DeliveryReport(waiting.reference(), null, DeliveryState.CANCELED, null, NOON)))
                .isPresent();
        assertThat(log.hasWritten(CONVERSATION, Set.of(ALICE))).isFalse();
        assertThat(log.next(THREAD, NOON, OPEN)).isEmpty();
    }

    @Test
    void a_message_that_waits_is_sent_if_the_provider_says_so() {
        OutboundRecord waiting = append("one", TEXT, SHUT);
        log.note(new DeliveryReport(waiting.reference(), null, DeliveryState.SENT, null, NOON));

        assertThat(log.writtenOn(NUMBER, Set.of(ALICE), NOON)).containsOnlyKeys(CONVERSATION);
    }

    @Test
    void a_message_that_moved_was_not_written_to_the_new_agent() {
        OutboundRecord taken = append("one", TEXT, OPEN);
        Participant ben = Participant.of("+201016666349");
        log.move(taken.on(new SenderThread(ben, NUMBER), null, NOON), NOON);

        assertThat(log.hasWritten(CONVERSATION, Set.of(ben))).isFalse();
        assertThat(log.writtenOn(NUMBER, Set.of(ALICE, ben), Instant.MIN)).isEmpty();
    }

    @Test
    void nothing_appended_is_nothing_logged() {
        assertThat(log.append(List.of(), NOON, OPEN)).isEmpty();
    }

    @Test
    void a_claim_that_was_given_back_neither_takes_nor_completes() {
        InboundMessage held = InboundMessage.of("SM1", ALICE, NUMBER, "hello", NOON);
        log.complete(log.claim("SM1", NOON, LEASE), new Completion(held, null, true), NOON);
        Claim claim = log.claim("SM2", NOON, LEASE);
        log.giveBack(claim);

        assertThat(log.takeHeld(claim, NUMBER, Set.of(ALICE), NOON, NOON)).isEmpty();
        assertThatThrownBy(() -> log.complete(claim, new Completion(held, null, false), NOON))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("SM2")
                .hasMessageNotContaining(ALICE.address());
    }

    @Test
    void held_messages_and_dead_claims_that_are_old_are_purged() {
        InboundMessage held = InboundMessage.of("SM1", ALICE, NUMBER, "hello", NOON);
        log.complete(log.claim("SM1", NOON, LEASE), new Completion(held, null, true), NOON);
        log.claim("SM2", NOON, LEASE);

        assertThat(log.purge(NOON.plus(LEASE), conversation -> true)).isEqualTo(1);
        assertThat(log.purge(NOON.plus(LEASE).plusMillis(1), conversation -> true))
                .isEqualTo(1);
        assertThat(log.takeHeld(log.claim("SM3", NOON, LEASE), NUMBER, Set.of(ALICE), NOON, NOON))
                .isEmpty();
    }
}
