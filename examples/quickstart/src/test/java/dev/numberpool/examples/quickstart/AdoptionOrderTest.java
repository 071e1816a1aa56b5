package dev.numberpool.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.numberpool.Assignment.Source;
import dev.numberpool.ConversationId;
import dev.numberpool.Handover;
import dev.numberpool.NumberPool;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.PooledNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.Widget;
import dev.numberpool.WidgetId;
import dev.numberpool.desk.HandoverDesk;
import dev.numberpool.desk.InboundMessage;
import dev.numberpool.desk.InboundOutcome;
import dev.numberpool.desk.Message;
import dev.numberpool.memory.InMemoryMessageLog;
import dev.numberpool.memory.InMemoryNumberStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What goes wrong in another order than that of docs/adoption.md: the reasons that the page gives. */
@DisplayName("docs/adoption.md, in another order")
class AdoptionOrderTest {
    private static final WidgetId WIDGET = WidgetId.of(7);
    private static final PhoneNumber DEFAULT = PhoneNumber.of("+15558986300");
    private static final PhoneNumber TEAM_1 = PhoneNumber.of("+15558986359");
    private static final PhoneNumber TEAM_2 = PhoneNumber.of("+15558986360");
    private static final Participant LAYLA = Participant.of("+201016666301");
    private static final SenderThread CHAT = new SenderThread(LAYLA, DEFAULT);
    private static final ConversationId MARIA = ConversationId.of(1);
    private static final ConversationId TOM = ConversationId.of(2);

    private Instant now = Instant.parse("2026-11-20T10:00:00Z");
    private final InMemoryNumberStore store = new InMemoryNumberStore();
    private final Phones phones = new Phones(() -> now);
    private final NumberPool pool = NumberPool.builder(store).clock(() -> now).build();
    private final HandoverDesk desk = HandoverDesk.builder(pool, store, new InMemoryMessageLog(), phones)
            .clock(() -> now)
            .build();

    @BeforeEach
    void handOverAsBefore() {
        store.put(Widget.of(WIDGET).withHandoverNumber(DEFAULT));
        store.setStatus(WIDGET, MARIA, "with agent");
        store.setStatus(WIDGET, TOM, "with agent");
    }

    private InboundOutcome receive(InboundMessage message) {
        List<InboundOutcome> outcomes = new ArrayList<>();
        desk.receive(message, (read, outcome) -> outcomes.add(outcome));
        return outcomes.get(0);
    }

    private InboundOutcome receive(String text) {
        return receive(phones.write(CHAT, text));
    }

    private void adopt() {
        Adoption.adopt(pool, conversation -> Optional.of(LAYLA));
    }

    @Test
    void before_the_adoption_a_code_reaches_nobody() {
        assertThat(receive("#1: It left this morning.")).isEqualTo(new InboundOutcome.OutOfSession(false));
    }

    @Test
    void adopted_without_its_agent_a_conversation_cannot_be_answered() {
        Adoption.adopt(pool, conversation -> Optional.empty());
        InboundMessage message = phones.write(CHAT, "#1: It left this morning.");
        InboundOutcome outcome = receive(message);
        assertThat(outcome).isEqualTo(new InboundOutcome.OutOfSession(false));
        assertThat(desk.tell(message, outcome)).isEmpty();
    }

    /** Layla means Tom, whom an old node has handed over to her since. */
    @Test
    void what_is_not_adopted_cannot_be_meant() {
        store.delete(TOM);
        adopt();
        store.setStatus(WIDGET, TOM, "with agent");
        assertThat(receive("It left this morning."))
                .isInstanceOfSatisfying(
                        InboundOutcome.Routed.class,
                        routed -> assertThat(routed.assignment().conversation()).isEqualTo(MARIA));
        adopt();
        assertThat(receive("It left this morning.")).isInstanceOf(InboundOutcome.Ambiguous.class);
    }

    @Test
    void what_ended_before_the_adoption_leaves_no_trace_and_what_ends_after_it_does() {
        adopt();
        store.setStatus(WIDGET, TOM, "closed");
        assertThat(receive("It left this morning.")).isInstanceOf(InboundOutcome.Ambiguous.class);
        now = now.plus(pool.coolDown()).plus(Duration.ofMinutes(1));
        assertThat(receive("It left this morning.")).isInstanceOf(InboundOutcome.Routed.class);
    }

    @Test
    void a_quote_of_what_the_old_way_has_sent_is_held_with_and_without_a_code() {
        adopt();
        for (String text : List.of("It left this morning.", "#1: It left this morning.")) {
            assertThat(receive(phones.write(CHAT, text).quoting("SM-of-the-old-way")))
                    .isInstanceOfSatisfying(
                            InboundOutcome.Ambiguous.class,
                            held -> assertThat(held.isHeld()).isTrue());
        }
    }

    @Test
    void with_one_number_switched_on_there_are_codes() {
        store.put(Widget.of(WIDGET)
                .withHandoverNumber(DEFAULT)
                .withPool(
                        List.of(PooledNumber.of(TEAM_1), PooledNumber.of(TEAM_2).withActive(false))));
        pool.assign(Handover.of(WIDGET, ConversationId.of(3)).withAgent(LAYLA));
        phones.write(new SenderThread(LAYLA, TEAM_1), "hello");
        desk.toAgent(ConversationId.of(3), Message.of("m1", "Where is my parcel?"));
        assertThat(phones.last("Where is my parcel?").hasCode(3)).isTrue();
    }

    @Test
    void a_number_that_is_on_is_taken_again_while_it_is_moved_off() {
        store.put(Widget.of(WIDGET).withHandoverNumber(DEFAULT).withPool(List.of(PooledNumber.of(TEAM_1))));
        pool.assign(Handover.of(WIDGET, ConversationId.of(3)).withAgent(LAYLA));
        Adoption.moveToTheDefaultNumber(pool);
        assertThat(pool.assignmentOf(ConversationId.of(3)).orElseThrow().source())
                .isEqualTo(Source.HANDOVER_DEFAULT);
        assertThat(pool.assign(Handover.of(WIDGET, ConversationId.of(4)).withAgent(LAYLA))
                        .number())
                .isEqualTo(TEAM_1);
    }
}
