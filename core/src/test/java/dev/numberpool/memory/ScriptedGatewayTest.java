package dev.numberpool.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.desk.Content;
import dev.numberpool.desk.Failure;
import dev.numberpool.desk.GatewayException;
import dev.numberpool.spi.OutboundMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("a provider that follows a script")
class ScriptedGatewayTest {
    private static final SenderThread THREAD =
            new SenderThread(Participant.of("+201016666348"), PhoneNumber.of("+15558986359"));
    private static final OutboundMessage ONE = message("one.1");
    private static final OutboundMessage TWO = message("two.1");

    private final ScriptedGateway gateway = new ScriptedGateway();

    private static OutboundMessage message(String reference) {
        return new OutboundMessage(reference, null, THREAD, new Content.Text("hello", List.of()));
    }

    private void assertRefused(OutboundMessage message, Failure.Kind kind) {
        assertThatThrownBy(() -> gateway.send(message))
                .isInstanceOfSatisfying(
                        GatewayException.class,
                        refused -> assertThat(refused.kind()).isEqualTo(kind))
                .hasMessageNotContaining("hello");
    }

    @Test
    void what_it_takes_is_remembered_in_order_under_ids_of_its_own() {
        assertThat(gateway.send(ONE)).isEqualTo("SM1");
        assertThat(gateway.send(TWO)).isEqualTo("SM2");

        assertThat(gateway.sent()).containsExactly(ONE, TWO);
        assertThat(gateway.sentById()).isEqualTo(Map.of("SM1", ONE, "SM2", TWO));
    }

    @Test
    void the_next_ones_fail_as_they_are_told_and_then_no_more() {
        gateway.fail(Failure.Kind.THROTTLED).fail(Failure.Kind.NOT_SENT);

        assertRefused(ONE, Failure.Kind.THROTTLED);
        assertRefused(ONE, Failure.Kind.NOT_SENT);
        assertThat(gateway.send(ONE)).isEqualTo("SM1");
        assertThat(gateway.sent()).containsExactly(ONE);
        assertThat(gateway.asked()).containsExactly(ONE, ONE, ONE);
    }

    @Test
    void some_fail_always_until_all_is_well_again() {
        gateway.failAlways(TWO::equals, Failure.Kind.WINDOW_CLOSED);

        assertRefused(TWO, Failure.Kind.WINDOW_CLOSED);
        assertThat(gateway.send(ONE)).isEqualTo("SM1");
        assertRefused(TWO, Failure.Kind.WINDOW_CLOSED);
        gateway.succeed();
        assertThat(gateway.send(TWO)).isEqualTo("SM2");
    }

    @Test
    void a_report_may_come_before_send_has_returned() {
        List<OutboundMessage> reported = new ArrayList<>();
        gateway.onSend(message -> reported.addAll(gateway.sent())).fail(Failure.Kind.THROTTLED);

        assertRefused(ONE, Failure.Kind.THROTTLED);
        assertThat(reported).isEmpty();
        gateway.send(TWO);
        assertThat(reported).containsExactly(TWO);
    }

    @Test
    void a_connection_may_break_when_the_message_has_been_taken() {
        IllegalStateException broken = new IllegalStateException("the connection broke");
        gateway.onSend(message -> {
            throw broken;
        });

        assertThatThrownBy(() -> gateway.send(ONE)).isSameAs(broken);
        assertThat(gateway.sent()).containsExactly(ONE);
    }
}
