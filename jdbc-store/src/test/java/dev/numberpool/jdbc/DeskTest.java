package dev.numberpool.jdbc;

import static dev.numberpool.jdbc.HostDatabase.WIDGET;
import static dev.numberpool.jdbc.HostDatabase.conversation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.numberpool.Assignment;
import dev.numberpool.Handover;
import dev.numberpool.NumberPool;
import dev.numberpool.Participant;
import dev.numberpool.desk.Content;
import dev.numberpool.desk.Delivery;
import dev.numberpool.desk.DeliveryState;
import dev.numberpool.desk.Failure;
import dev.numberpool.desk.GatewayException;
import dev.numberpool.desk.HandoverDesk;
import dev.numberpool.desk.InboundMessage;
import dev.numberpool.desk.InboundOutcome;
import dev.numberpool.desk.Message;
import dev.numberpool.spi.MessagingGateway;
import dev.numberpool.spi.OutboundMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The desk on real databases: a morning of messages both ways. */
class DeskTest {
    private static final Participant AGENT = Participant.of("+201016666348");

    /** A provider that looks whether anybody holds a connection while it works. */
    private static final class WatchfulGateway implements MessagingGateway {
        private final HostDatabase host;
        private final List<String> shown = new ArrayList<>();
        private boolean refuses;

        private WatchfulGateway(HostDatabase host) {
            this.host = host;
        }

        @Override
        public String send(OutboundMessage message) {
            assertThat(host.dataSource().getHikariPoolMXBean().getActiveConnections())
                    .as("connections in use while the provider is asked")
                    .isZero();
            if (refuses && message.content() instanceof Content.Text) {
                throw new GatewayException(new Failure(Failure.Kind.WINDOW_CLOSED, 63016), 400, "refused", null);
            }
            shown.add(message.content() instanceof Content.Text text ? text.text() : "[template]");
            return "SM" + shown.size();
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "D1-D11: a shared chat with codes, a quote, a held answer, a closed window; no transaction while sending")
    void aMorningOfMessages(TestDatabase database) {
        try (HostDatabase host = HostDatabase.adopted(database)) {
            host.setPool(1);
            host.conversations(1, 2);
            WatchfulGateway gateway = new WatchfulGateway(host);
            HandoverDesk desk = desk(host, gateway);
            List<String> read = new ArrayList<>();

            assertThat(desk.toAgent(conversation(1), Message.of("m1", "Where is it?")))
                    .isEqualTo(new Delivery.Accepted(DeliveryState.ACCEPTED));
            desk.toAgent(conversation(2), Message.of("m1", "Can I pay later?"));
            assertThat(gateway.shown).hasSize(2).allMatch(text -> text.contains("#1: ") || text.contains("#2: "));

            receive(desk, write("IN1", "Yes").quoting("SM2"), read);
            receive(desk, write("IN2", "It left"), read);
            receive(desk, write("IN3", "#1"), read);
            receive(desk, write("IN3", "#1"), read);
            assertThat(read).containsExactly("2 Yes", "1 It left");

            gateway.refuses = true;
            assertThat(desk.toAgent(conversation(1), Message.of("m2", "Thank you")))
                    .isInstanceOf(Delivery.Parked.class);
            gateway.refuses = false;
            receive(desk, write("IN4", "#2: Bye"), read);
            assertThat(read).containsExactly("2 Yes", "1 It left", "2 Bye");
            assertThat(gateway.shown).last().isEqualTo("#1: Thank you");
            assertThat(desk.flush(10)).isZero();
        }
    }

    private static HandoverDesk desk(HostDatabase host, MessagingGateway gateway) {
        JdbcNumberStore store = JdbcNumberStore.create(host.dataSource());
        NumberPool pool = NumberPool.builder(store).build();
        for (int id = 1; id <= 2; id++) {
            Assignment assignment =
                    pool.assign(Handover.of(WIDGET, conversation(id)).withAgent(AGENT));
            assertThat(assignment.number().e164()).isEqualTo(HostDatabase.number(0));
        }
        return HandoverDesk.builder(pool, store, JdbcMessageLog.create(host.dataSource()), gateway)
                .wakeUp((assignment, visitor, code) -> new Content.Template("HX1", Map.of("1", code)))
                .build();
    }

    private static InboundMessage write(String id, String text) {
        return InboundMessage.of(id, AGENT, DeskWorker.NUMBER, text, Instant.now());
    }

    private static void receive(HandoverDesk desk, InboundMessage message, List<String> read) {
        InboundOutcome result = desk.receive(message, (each, outcome) -> {
            if (outcome instanceof InboundOutcome.Routed routed) {
                read.add(routed.assignment().conversation() + " " + routed.text());
            }
        });
        desk.tell(message, result);
        desk.flush(message.thread());
    }
}
