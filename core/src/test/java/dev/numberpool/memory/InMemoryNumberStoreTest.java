package dev.numberpool.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import dev.numberpool.Handover;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.PooledNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.Widget;
import dev.numberpool.WidgetId;
import dev.numberpool.spi.ActiveQuery;
import dev.numberpool.spi.Health;
import dev.numberpool.spi.NumberFacts;
import dev.numberpool.spi.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the store's contract in the test kit does not ask, or what only this store offers. */
@DisplayName("the store in memory")
class InMemoryNumberStoreTest {
    private static final WidgetId WIDGET = WidgetId.of(7);
    private static final WidgetId OTHER = WidgetId.of(8);
    private static final PhoneNumber ONE = PhoneNumber.of("+15558986359");
    private static final PhoneNumber TWO = PhoneNumber.of("+15558986360");
    private static final Participant ALICE = Participant.of("+201016666348");
    private static final Participant BEN = Participant.of("+201016666349");
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final InMemoryNumberStore store = new InMemoryNumberStore();

    @BeforeEach
    void two_widgets() {
        store.put(Widget.of(WIDGET).withPool(List.of(PooledNumber.of(ONE))));
        store.put(Widget.of(OTHER).withPool(List.of(PooledNumber.of(ONE))));
    }

    private static Handover handover(WidgetId widget, long conversation) {
        return Handover.of(widget, ConversationId.of(conversation));
    }

    private static Assignment assignment(Handover handover, PhoneNumber number, Participant agent) {
        return new Assignment(
                handover.widget(),
                handover.conversation(),
                number,
                "Support",
                Assignment.Source.POOL,
                agent,
                NOON,
                true);
    }

    private Assignment record(WidgetId widget, long conversation, PhoneNumber number, Participant agent) {
        Handover handover = handover(widget, conversation);
        return store.decide(handover, NOON, snapshot -> Optional.of(assignment(handover, number, agent)))
                .orElseThrow();
    }

    private Snapshot look(Handover handover) {
        Snapshot[] seen = new Snapshot[1];
        store.decide(handover, NOON, snapshot -> {
            seen[0] = snapshot;
            return Optional.empty();
        });
        return seen[0];
    }

    @Test
    void a_decision_answers_what_it_recorded() {
        Assignment recorded = record(WIDGET, 1, ONE, null);

        assertThat(recorded).isEqualTo(assignment(handover(WIDGET, 1), ONE, null));
        assertThat(store.decide(handover(WIDGET, 2), NOON, snapshot -> Optional.empty()))
                .isEmpty();
    }

    @Test
    void an_agent_is_attached_to_the_assignment_there_is_whatever_else_the_answer_says() {
        Assignment known = record(WIDGET, 1, ONE, null).asNew(false);
        Assignment odd = assignment(handover(WIDGET, 1), TWO, ALICE).asNew(false);

        assertThat(store.decide(handover(WIDGET, 1), NOON, snapshot -> Optional.of(odd)))
                .contains(known.withAgent(ALICE));
        assertThat(store.active(ActiveQuery.of(WIDGET))).containsExactly(known.withAgent(ALICE));
    }

    @Test
    void an_agent_cannot_be_attached_to_nothing() {
        Assignment nothing = assignment(handover(WIDGET, 1), ONE, ALICE).asNew(false);

        assertThatThrownBy(() -> store.decide(handover(WIDGET, 1), NOON, snapshot -> Optional.of(nothing)))
                .isInstanceOf(IllegalArgumentException.class);
        Assignment nobody = record(WIDGET, 2, ONE, null).asNew(false);
        assertThatThrownBy(() -> store.decide(handover(WIDGET, 2), NOON, snapshot -> Optional.of(nobody)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void active_ones_are_found_by_thread_widget_and_number_in_the_order_of_their_ids_if_equally_old() {
        Assignment third = record(WIDGET, 3, ONE, ALICE).asNew(false);
        Assignment first = record(WIDGET, 1, ONE, ALICE).asNew(false);
        Assignment second = record(OTHER, 2, ONE, ALICE).asNew(false);
        Assignment ofBen = record(WIDGET, 4, ONE, BEN).asNew(false);
        Assignment ofNobody = record(WIDGET, 5, ONE, null).asNew(false);
        Assignment elsewhere = record(WIDGET, 6, TWO, ALICE).asNew(false);

        assertThat(store.active(ActiveQuery.on(new SenderThread(ALICE, ONE)))).containsExactly(first, second, third);
        assertThat(store.active(ActiveQuery.on(ONE))).containsExactly(first, second, third, ofBen, ofNobody);
        assertThat(store.active(ActiveQuery.of(WIDGET))).containsExactly(first, third, ofBen, ofNobody, elsewhere);
        assertThat(store.active(new ActiveQuery(WIDGET, ONE, BEN, null, 10))).containsExactly(ofBen);
        assertThat(store.active(new ActiveQuery(null, null, null, null, 2))).containsExactly(first, second);
    }

    @Test
    void usage_has_the_numbers_of_the_pool_and_those_that_carry_conversations_of_the_widget() {
        record(WIDGET, 1, TWO, ALICE);
        record(OTHER, 2, PhoneNumber.of("+15558986361"), ALICE);

        List<NumberFacts> facts = store.usage(WIDGET);

        assertThat(facts).extracting(NumberFacts::number).containsExactlyInAnyOrder(ONE, TWO);
        assertThat(facts)
                .filteredOn(fact -> fact.number().equals(TWO))
                .singleElement()
                .satisfies(fact -> {
                    assertThat(fact.active()).isEqualTo(1);
                    assertThat(fact.lastUsed()).isEqualTo(1);
                    assertThat(fact.lastUsedAt()).isEqualTo(NOON);
                });
    }

    @Test
    void a_decision_sees_the_default_number_and_the_one_the_conversation_has() {
        store.put(Widget.of(WIDGET).withHandoverNumber(TWO));
        record(WIDGET, 1, ONE, ALICE);
        record(WIDGET, 2, TWO, ALICE);

        assertThat(look(handover(WIDGET, 1)).facts()).containsOnlyKeys(ONE, TWO);
        assertThat(look(handover(WIDGET, 1)).factsOf(TWO).active()).isEqualTo(1);
        assertThat(look(handover(WIDGET, 3)).facts()).containsOnlyKeys(TWO);
    }

    @Test
    void a_strategy_may_read_the_store_but_not_change_it() {
        assertThat(store.decide(handover(WIDGET, 1), NOON, snapshot -> {
                    assertThat(store.find(ConversationId.of(1))).isEmpty();
                    assertThat(store.active(ActiveQuery.of(WIDGET))).isEmpty();
                    assertThat(store.usage(WIDGET)).hasSize(1);
                    return Optional.empty();
                }))
                .isEmpty();
        List<Runnable> changes = List.of(
                () -> store.put(Widget.of(WIDGET)),
                () -> store.setStatus(WIDGET, ConversationId.of(1), "open"),
                () -> store.delete(ConversationId.of(1)),
                () -> store.save(Widget.of(WIDGET)),
                () -> store.release(ConversationId.of(1), NOON),
                () -> store.noteHealth(ONE, Health.Source.POLL, null),
                () -> store.noteInbound(new SenderThread(ALICE, ONE), NOON),
                () -> store.noteWindowClosed(new SenderThread(ALICE, ONE), NOON),
                () -> record(WIDGET, 2, ONE, null));
        for (Runnable change : changes) {
            assertThatThrownBy(() -> store.decide(handover(WIDGET, 1), NOON, snapshot -> {
                        change.run();
                        return Optional.empty();
                    }))
                    .hasMessageContaining("must not change the store");
        }
    }

    @Test
    void the_closed_statuses_are_the_hosts_and_compared_character_by_character() {
        InMemoryNumberStore own = new InMemoryNumberStore(Set.of("resolved", "spam"));
        own.put(Widget.of(WIDGET));

        for (String closed : List.of("resolved", "spam")) {
            own.setStatus(WIDGET, ConversationId.of(closed), closed);
            assertThat(own.find(ConversationId.of(closed)).orElseThrow().open()).isFalse();
        }
        for (String open : List.of("closed", "Resolved", "resolved ")) {
            own.setStatus(WIDGET, ConversationId.of(open.strip() + "1"), open);
            assertThat(own.find(ConversationId.of(open.strip() + "1"))
                            .orElseThrow()
                            .open())
                    .isTrue();
        }
    }

    @Test
    void a_conversation_stays_with_the_widget_that_made_it() {
        store.setStatus(WIDGET, ConversationId.of(1), "open");
        store.setStatus(OTHER, ConversationId.of(1), "closed");

        assertThat(store.find(ConversationId.of(1)).orElseThrow().widget()).isEqualTo(WIDGET);
        assertThat(store.find(ConversationId.of(1)).orElseThrow().open()).isFalse();
    }

    @Test
    void who_left_more_than_a_day_before_the_last_one_is_forgotten() {
        SenderThread thread = new SenderThread(ALICE, ONE);
        Instant late = NOON.plus(Duration.ofDays(1));
        for (long conversation = 1; conversation <= 3; conversation++) {
            record(WIDGET, conversation, ONE, ALICE);
        }
        store.release(ConversationId.of(1), NOON.minusMillis(1));
        store.release(ConversationId.of(2), NOON);
        store.release(ConversationId.of(3), late);

        assertThat(store.thread(thread.number(), Set.of(ALICE), Instant.MIN).left())
                .containsExactlyInAnyOrder(ConversationId.of(2), ConversationId.of(3));
    }

    @Test
    void a_message_dates_the_ends_on_its_own_thread_alone() {
        record(WIDGET, 1, ONE, ALICE);
        record(WIDGET, 2, ONE, BEN);
        record(WIDGET, 3, TWO, ALICE);
        for (long conversation = 1; conversation <= 3; conversation++) {
            store.setStatus(WIDGET, ConversationId.of(conversation), "closed");
        }
        store.noteInbound(new SenderThread(ALICE, ONE), NOON);

        assertThat(store.find(ConversationId.of(1)).orElseThrow().left()).isTrue();
        assertThat(store.find(ConversationId.of(2)).orElseThrow().left()).isFalse();
        assertThat(store.find(ConversationId.of(3)).orElseThrow().left()).isFalse();
    }
}
