package dev.numberpool;

import static dev.numberpool.World.ALICE;
import static dev.numberpool.World.BEN;
import static dev.numberpool.World.DEFAULT;
import static dev.numberpool.World.ONE;
import static dev.numberpool.World.OTHER_WIDGET;
import static dev.numberpool.World.THREE;
import static dev.numberpool.World.TWO;
import static dev.numberpool.World.WIDGET;
import static dev.numberpool.World.handover;
import static dev.numberpool.World.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.numberpool.spi.ConversationRecord;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("A12 lifecycle")
class LifecycleTest {
    private final World world = new World(ONE, TWO, THREE);

    @Nested
    class Release {
        @Test
        void keeps_the_number_on_record_but_it_counts_no_more() {
            Assignment assigned = world.assign(1, ALICE);

            assertThat(world.pool.release(id(1))).contains(assigned.asNew(false));

            ConversationRecord record = world.store.find(id(1)).orElseThrow();
            assertThat(record.assignment()).isEqualTo(assigned.asNew(false));
            assertThat(record.released()).isTrue();
            assertThat(record.open()).as("the host's status is left alone").isTrue();
            assertThat(world.pool.assignmentOf(id(1))).isEmpty();
            assertThat(world.pool.assignmentsOn(ONE)).isEmpty();
            assertThat(world.listener.only("released").assignment()).isEqualTo(assigned.asNew(false));
        }

        @Test
        void of_a_released_conversation_does_nothing() {
            world.assign(1);
            world.pool.release(id(1));

            assertThat(world.pool.release(id(1))).isEmpty();
            assertThat(world.listener.names()).containsExactly("assigned", "released");
        }

        @Test
        void of_a_closed_conversation_does_nothing() {
            world.assign(1);
            world.close(1);

            assertThat(world.pool.release(id(1))).isEmpty();
        }

        @Test
        void of_a_conversation_without_a_number_does_nothing() {
            world.setStatus(1, "bot");

            assertThat(world.pool.release(id(1))).isEmpty();
            assertThat(world.listener.events).isEmpty();
        }

        @Test
        void of_an_unknown_conversation_says_so() {
            assertThatThrownBy(() -> world.pool.release(id(404)))
                    .isInstanceOf(UnknownConversationException.class)
                    .hasMessageContaining("conversation '404'");
        }
    }

    @Nested
    class Closed {
        @Test
        void a_closed_conversation_gets_no_number() {
            world.close(1);

            assertThatThrownBy(() -> world.assign(1))
                    .isInstanceOf(ConversationClosedException.class)
                    .hasMessageContaining("conversation '1' is closed");
            assertThatThrownBy(() -> world.pool.explain(handover(1))).isInstanceOf(ConversationClosedException.class);
        }

        @Test
        void even_if_it_had_one() {
            world.assign(1);
            world.close(1);

            assertThatThrownBy(() -> world.assign(1)).isInstanceOf(ConversationClosedException.class);
            assertThatThrownBy(() -> world.pool.transfer(id(1), ALICE)).isInstanceOf(ConversationClosedException.class);
            assertThatThrownBy(() -> world.pool.reassign(id(1))).isInstanceOf(ConversationClosedException.class);
            assertThat(world.pool.assignmentOf(id(1))).isEmpty();
        }

        @Test
        void while_it_was_asked_for() {
            InterruptedStore interrupted = new InterruptedStore(world.store);
            NumberPool pool = NumberPool.builder(interrupted, world.store).build();
            pool.assign(WIDGET, id(1));
            interrupted.beforeDecide(() -> world.close(1));

            assertThatThrownBy(() -> pool.reassign(id(1))).isInstanceOf(ConversationClosedException.class);
        }
    }

    @Nested
    @DisplayName("after a release or a re-opening it is decided anew, preferring the old thread")
    class Anew {
        @Test
        void a_released_conversation_gets_its_old_thread_although_it_is_not_the_least_used() {
            world.assign(1, ALICE);
            world.pool.release(id(1));
            world.assign(2, BEN);
            world.clock.advance(Duration.ofHours(1));

            Assignment again = world.assign(1, ALICE);

            assertThat(again.number()).isEqualTo(ONE);
            assertThat(again.isNew()).isTrue();
            assertThat(again.assignedAt()).isEqualTo(world.clock.instant());
            assertThat(world.listener.last().why().reason()).isEqualTo("the conversation had it before");
            assertThat(world.pool.assignmentOf(id(1))).contains(again.asNew(false));
        }

        @Test
        void it_is_the_very_number_wherever_it_stands_in_the_pool() {
            world.assign(1, ALICE);
            world.assign(2, ALICE);
            world.pool.release(id(1));
            world.pool.release(id(2));
            world.clock.advance(Duration.ofHours(1));

            assertThat(world.assign(2, ALICE).number()).isEqualTo(TWO);
        }

        @Test
        void even_during_its_own_cool_down() {
            world.assign(1, ALICE);
            world.pool.release(id(1));

            assertThat(world.assign(1, ALICE).number()).isEqualTo(ONE);
        }

        @Test
        void a_re_opened_one_that_a_decision_saw_closed_is_decided_anew() {
            Assignment first = world.assign(1, ALICE);
            world.close(1);
            world.look();
            world.reopen(1);

            Assignment again = world.assign(1, ALICE);

            assertThat(again.number()).isEqualTo(first.number());
            assertThat(again.isNew()).isTrue();
            assertThat(world.assign(1, ALICE).isNew()).isFalse();
        }

        @Test
        void not_if_another_conversation_of_the_agent_took_the_thread_meanwhile() {
            world.assign(1, ALICE);
            world.close(1);
            world.look();
            world.setPool(ONE);
            world.assign(2, ALICE);
            world.setPool(ONE, TWO, THREE);
            world.reopen(1);

            Assignment again = world.assign(1, ALICE);

            assertThat(again.number()).isEqualTo(TWO);
            assertThat(again.isNew()).isTrue();
        }

        @Test
        void not_if_the_number_is_switched_off_unhealthy_or_gone() {
            world.assign(1, ALICE);
            world.pool.release(id(1));
            world.switchOff(ONE);
            assertThat(world.assign(1, ALICE).number()).isEqualTo(TWO);

            world.pool.release(id(1));
            world.quarantine(TWO);
            assertThat(world.assign(1, ALICE).number()).isEqualTo(THREE);

            world.pool.release(id(1));
            world.setPool(ONE);
            assertThat(world.assign(1, ALICE).number()).isEqualTo(ONE);
        }

        @Test
        void not_for_another_agent_whose_chat_it_never_was() {
            world.assign(1, ALICE);
            world.pool.release(id(1));

            assertThat(world.assign(1, BEN).number()).isEqualTo(TWO);
        }

        @Test
        void also_if_one_of_the_agents_is_not_known() {
            world.assign(1, ALICE);
            world.pool.release(id(1));
            assertThat(world.assign(1).number()).isEqualTo(ONE);

            world.pool.release(id(1));
            assertThat(world.assign(1, BEN).number()).isEqualTo(ONE);
        }

        @Test
        void a_fallback_number_is_not_preferred() {
            world.setPool();
            world.edit(widget -> widget.withHandoverNumber(TWO));
            world.assign(1);
            world.pool.release(id(1));
            world.setPool(ONE, TWO);

            assertThat(world.assign(1).number()).isEqualTo(ONE);
        }

        @Test
        void the_strategy_is_not_asked_about_it() {
            world.assign(1, ALICE);
            world.pool.release(id(1));
            NumberPool picky = world.newPool(builder -> builder.strategy((handover, candidates) -> {
                throw new IllegalStateException("not to be asked");
            }));

            assertThat(picky.assign(handover(1, ALICE)).number()).isEqualTo(ONE);
        }

        @Test
        void the_released_mark_is_gone() {
            world.assign(1);
            world.pool.release(id(1));
            world.assign(1);

            assertThat(world.store.find(id(1)).orElseThrow().released()).isFalse();
            assertThat(world.pool.release(id(1))).isPresent();
        }
    }

    @Nested
    @DisplayName("a conversation of another widget is refused with both ids")
    class OtherWidget {
        @Test
        void by_assign_and_explain() {
            world.assign(1);

            assertThatThrownBy(() -> world.assignElsewhere(1))
                    .isInstanceOf(UnknownConversationException.class)
                    .hasMessageContainingAll("conversation '1'", "widget '7'", "widget '8'");
            assertThatThrownBy(() -> world.pool.explain(Handover.of(OTHER_WIDGET, id(1))))
                    .isInstanceOf(UnknownConversationException.class)
                    .hasMessageContainingAll("widget '7'", "widget '8'");
            assertThat(world.assign(1).widget()).isEqualTo(WIDGET);
        }

        @Test
        void before_it_has_a_number_too() {
            world.setStatus(1, "bot");

            assertThatThrownBy(() -> world.assignElsewhere(1)).isInstanceOf(UnknownConversationException.class);
        }
    }

    @Nested
    class Lookups {
        @Test
        void an_unknown_conversation_has_no_assignment() {
            assertThat(world.pool.assignmentOf(id(404))).isEmpty();
        }

        @Test
        void assignments_on_a_number_are_those_of_every_widget_oldest_first() {
            Assignment first = world.assign(3, ALICE);
            world.clock.advance(Duration.ofSeconds(1));
            Assignment second = world.assignElsewhere(2, BEN);
            world.clock.advance(Duration.ofSeconds(1));
            world.assign(1, ALICE);

            assertThat(world.pool.assignmentsOn(ONE)).containsExactly(first.asNew(false), second.asNew(false));
            assertThat(world.pool.assignmentsOn(DEFAULT)).isEmpty();
        }

        @Test
        void a_deleted_conversation_is_unknown_and_may_come_again() {
            world.assign(1);
            world.store.delete(id(1));

            assertThat(world.pool.assignmentOf(id(1))).isEmpty();
            assertThat(world.assign(1).isNew()).isTrue();
        }
    }
}
