package dev.numberpool;

import static dev.numberpool.World.ALICE;
import static dev.numberpool.World.BEN;
import static dev.numberpool.World.DEFAULT;
import static dev.numberpool.World.MARIA;
import static dev.numberpool.World.ONE;
import static dev.numberpool.World.THREE;
import static dev.numberpool.World.TWO;
import static dev.numberpool.World.WIDGET;
import static dev.numberpool.World.handover;
import static dev.numberpool.World.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("A13 agents")
class AgentsTest {
    private final World world = new World(ONE, TWO);

    @Nested
    @DisplayName("assign attaches")
    class Attach {
        @Test
        void an_agent_to_an_assignment_that_has_none() {
            Assignment first = world.assign(1);

            Assignment attached = world.assign(1, ALICE);

            assertThat(attached).isEqualTo(first.asNew(false).withAgent(ALICE));
            assertThat(world.pool.assignmentOf(id(1))).contains(attached);
            assertThat(world.listener.names()).as("nothing was chosen").containsExactly("assigned");
        }

        @Test
        void the_same_agent_again_changes_nothing() {
            Assignment first = world.assign(1, ALICE);

            assertThat(world.assign(1, Participant.of("whatsapp:" + ALICE))).isEqualTo(first.asNew(false));
        }

        @Test
        void nobody_in_place_of_an_agent() {
            world.assign(1, ALICE);

            assertThat(world.assign(1).agent()).isEqualTo(ALICE);
        }

        @Test
        void not_another_agent_and_the_error_names_transfer() {
            world.assign(1, ALICE);

            AgentConflictException thrown =
                    catchThrowableOfType(AgentConflictException.class, () -> world.assign(1, BEN));

            assertThat(thrown).hasMessageContainingAll("conversation '1'", ALICE.masked(), BEN.masked(), "transfer(");
            assertThat(thrown.current()).isEqualTo(ALICE);
            assertThat(world.assign(1).agent()).isEqualTo(ALICE);
        }

        @Test
        void only_one_of_two_agents_who_come_at_once() {
            InterruptedStore interrupted = new InterruptedStore(world.store);
            NumberPool pool = NumberPool.builder(interrupted, world.store).build();
            world.assign(1);
            interrupted.beforeDecide(() -> world.assign(1, BEN));

            assertThatThrownBy(() -> pool.assign(handover(1, ALICE))).isInstanceOf(AgentConflictException.class);
            assertThat(world.assign(1).agent()).isEqualTo(BEN);
        }

        @Test
        void an_attached_agent_counts_from_then_on() {
            world.assignElsewhere(1);
            assertThat(world.pool.explain(handover(2, BEN)).number())
                    .as("ONE may be Ben's")
                    .isEqualTo(TWO);

            world.assignElsewhere(1, ALICE);

            assertThat(world.assign(2, BEN).number())
                    .as("ONE is surely not Ben's")
                    .isEqualTo(ONE);
        }
    }

    @Nested
    @DisplayName("transfer")
    class Transfer {
        @Test
        void keeps_the_number_if_the_new_agents_thread_there_is_free() {
            Assignment before = world.assign(1, ALICE);
            world.clock.advance(Duration.ofHours(1));

            Assignment after = world.pool.transfer(id(1), BEN);

            assertThat(after.number()).isEqualTo(before.number());
            assertThat(after.agent()).isEqualTo(BEN);
            assertThat(after.isNew()).isTrue();
            assertThat(after.assignedAt()).isEqualTo(world.clock.instant());
            RecordingListener.Event moved = world.listener.only("moved");
            assertThat(moved.before()).isEqualTo(before.asNew(false));
            assertThat(moved.assignment()).isEqualTo(after);
            assertThat(moved.why().reason()).isEqualTo("keeps its number: the new agent's thread on it is free");
        }

        @Test
        void keeps_the_number_even_if_it_was_switched_off_since() {
            world.assign(1, ALICE);
            world.switchOff(ONE);

            assertThat(world.pool.transfer(id(1), BEN).number()).isEqualTo(ONE);
        }

        @Test
        void moves_to_a_free_thread_if_it_is_taken() {
            world.setPool(ONE);
            world.assign(1, ALICE);
            world.assign(2, BEN);
            world.setPool(ONE, TWO);

            Assignment after = world.pool.transfer(id(1), BEN);

            assertThat(after.number()).isEqualTo(TWO);
            assertThat(world.assign(1)).isEqualTo(after.asNew(false));
            assertThat(world.listener.names()).doesNotContain("shared");
        }

        @Test
        void moves_away_from_a_conversation_that_may_be_the_agents() {
            world.setPool(ONE);
            world.assign(1, ALICE);
            world.assign(2);
            world.setPool(ONE, TWO);

            assertThat(world.pool.transfer(id(1), BEN).number()).isEqualTo(TWO);
        }

        @Test
        void shares_the_least_shared_thread_if_all_are_taken() {
            world.assign(1, ALICE);
            world.assign(2, BEN);
            world.assign(3, BEN);
            world.pool.release(id(1));
            world.assign(1, ALICE);

            Assignment after = world.pool.transfer(id(1), BEN);

            assertThat(world.listener.only("shared").assignment()).isEqualTo(after);
            assertThat(world.listener.only("shared").others()).isEqualTo(1);
        }

        @Test
        void keeps_the_number_if_there_is_no_other_at_all() {
            world.setPool(ONE);
            world.assign(1, ALICE);
            world.assign(2, BEN);
            world.setPool();

            Assignment after = world.pool.transfer(id(1), BEN);

            assertThat(after.number()).isEqualTo(ONE);
            assertThat(world.listener.only("moved").why().reason())
                    .isEqualTo("keeps its number: there is no other number");
            assertThat(world.listener.only("shared").others()).isEqualTo(1);
        }

        @Test
        void keeps_a_fallback_number_with_its_source_even_if_the_thread_is_taken() {
            world.setPool();
            world.edit(widget -> widget.withHandoverNumber(DEFAULT));
            world.assign(1, ALICE);
            world.assign(2, BEN);
            world.setPool(ONE, TWO);

            Assignment after = world.pool.transfer(id(1), BEN);

            assertThat(after.number()).isEqualTo(DEFAULT);
            assertThat(after.source()).isEqualTo(Assignment.Source.HANDOVER_DEFAULT);
            assertThat(world.listener.only("moved").why().reason())
                    .isEqualTo("keeps its number: it came from the fallback chain");
        }

        @Test
        void gives_an_agent_to_a_conversation_that_has_none() {
            world.assign(1);

            assertThat(world.pool.transfer(id(1), MARIA).agent()).isEqualTo(MARIA);
        }

        @Test
        void to_the_same_agent_changes_nothing() {
            Assignment first = world.assign(1, ALICE);

            assertThat(world.pool.transfer(id(1), ALICE)).isEqualTo(first.asNew(false));
            assertThat(world.listener.names()).containsExactly("assigned");
        }

        @Test
        void keeps_the_name_that_the_number_had() {
            world.editEntries(entry -> entry.withDisplayName("Support"));
            world.assign(1, ALICE);
            world.editEntries(entry -> entry.withDisplayName("Sales"));

            assertThat(world.pool.transfer(id(1), BEN).displayName()).isEqualTo("Support");
        }

        @Test
        void of_what_was_never_handed_over_or_was_released_says_so() {
            assertThatThrownBy(() -> world.pool.transfer(id(404), ALICE))
                    .isInstanceOf(UnknownConversationException.class)
                    .hasMessageContainingAll("conversation '404'", "assign()");

            world.assign(1, ALICE);
            world.pool.release(id(1));
            assertThatThrownBy(() -> world.pool.transfer(id(1), BEN)).isInstanceOf(UnknownConversationException.class);
        }

        @Test
        void of_what_was_released_meanwhile_says_so() {
            InterruptedStore interrupted = new InterruptedStore(world.store);
            NumberPool pool = NumberPool.builder(interrupted, world.store).build();
            world.assign(1, ALICE);
            interrupted.beforeDecide(() -> world.pool.release(id(1)));

            assertThatThrownBy(() -> pool.transfer(id(1), BEN)).isInstanceOf(UnknownConversationException.class);
            assertThat(world.pool.assignmentOf(id(1))).isEmpty();
        }

        @Test
        void asks_the_chain_outside_the_lock_if_the_strategy_wants_none() {
            AtomicInteger asked = new AtomicInteger();
            NumberPool pool = world.newPool(builder -> builder.strategy((h, candidates) -> Optional.empty())
                    .fallback(FallbackResolver.none().then("host", (h, widget) -> {
                        asked.incrementAndGet();
                        world.pool.usage(WIDGET);
                        return Optional.of(DEFAULT);
                    })));
            world.setPool(ONE);
            world.assign(1, ALICE);
            world.assign(2, BEN);
            world.setPool(ONE, TWO);

            assertThat(pool.transfer(id(1), BEN).number()).isEqualTo(DEFAULT);
            assertThat(asked).hasValue(1);
        }
    }

    @Nested
    @DisplayName("reassign never returns the current number")
    class Reassign {
        @Test
        void it_takes_another_and_keeps_the_agent() {
            Assignment before = world.assign(1, ALICE);

            Assignment after = world.pool.reassign(id(1));

            assertThat(after.number()).isEqualTo(TWO);
            assertThat(after.agent()).isEqualTo(ALICE);
            assertThat(after.isNew()).isTrue();
            assertThat(world.assign(1)).isEqualTo(after.asNew(false));
            assertThat(world.listener.only("moved").before()).isEqualTo(before.asNew(false));
            assertThat(world.listener.only("moved").why().excluded()).containsEntry(ONE, "the conversation has it now");
        }

        @Test
        void even_if_the_current_one_is_far_less_used() {
            world.setPool(TWO);
            for (int other = 0; other < 5; other++) {
                world.assign(100 + other, ALICE);
            }
            world.setPool(ONE, TWO);
            assertThat(world.assign(1, ALICE).number()).isEqualTo(ONE);

            assertThat(world.pool.reassign(id(1)).number()).isEqualTo(TWO);
        }

        @Test
        void the_chain_answers_if_the_pool_has_no_other() {
            world.setPool(ONE);
            world.edit(widget -> widget.withHandoverNumber(DEFAULT));
            world.assign(1);

            Assignment after = world.pool.reassign(id(1));

            assertThat(after.number()).isEqualTo(DEFAULT);
            assertThat(after.source()).isEqualTo(Assignment.Source.HANDOVER_DEFAULT);
        }

        @Test
        void a_conversation_on_the_default_can_be_moved_into_the_pool_explicitly() {
            world.setPool();
            world.edit(widget -> widget.withHandoverNumber(DEFAULT));
            world.assign(1);
            world.setPool(ONE);

            assertThat(world.pool.reassign(id(1)).number()).isEqualTo(ONE);
        }

        @Test
        void it_says_so_if_there_is_no_other_and_the_conversation_keeps_its_number() {
            world.setPool(ONE);
            world.edit(widget -> widget.withHandoverNumber(ONE));
            Assignment before = world.assign(1);

            NoNumberAvailableException thrown =
                    catchThrowableOfType(NoNumberAvailableException.class, () -> world.pool.reassign(id(1)));

            assertThat(thrown.reasons())
                    .containsExactly(
                            "pool: none of 1 numbers is active but the present one",
                            "handover default: " + ONE.masked() + ", which the conversation has now",
                            "credentials: the widget has no credentials");
            assertThat(world.assign(1)).isEqualTo(before.asNew(false));
            assertThat(world.listener.names()).containsExactly("assigned");
        }

        @Test
        void the_present_number_is_not_called_inactive_because_the_others_are() {
            world.assign(1);
            world.switchOff(TWO);

            NoNumberAvailableException thrown =
                    catchThrowableOfType(NoNumberAvailableException.class, () -> world.pool.reassign(id(1)));

            assertThat(thrown.reasons()).first().asString().contains("but the present one");
        }

        @Test
        void a_working_number_is_not_left_for_one_that_does_not_work() {
            world.assign(1);
            world.quarantine(TWO);

            assertThatThrownBy(() -> world.pool.reassign(id(1)))
                    .isInstanceOf(NoNumberAvailableException.class)
                    .hasMessageContaining("unhealthy");
            assertThat(world.assign(1).number()).isEqualTo(ONE);
        }

        @Test
        void the_least_recently_failed_other_is_taken_when_all_are_unhealthy() {
            world.setPool(ONE, TWO, THREE);
            world.assign(1);
            world.quarantine(ONE);
            world.clock.advance(Duration.ofSeconds(1));
            world.quarantine(THREE);
            world.clock.advance(Duration.ofSeconds(1));
            world.quarantine(TWO);

            assertThat(world.pool.reassign(id(1)).number()).isEqualTo(THREE);
            assertThat(world.listener.names()).contains("usedUnhealthy");
        }

        @Test
        void of_what_has_no_active_assignment_says_so() {
            assertThatThrownBy(() -> world.pool.reassign(id(404))).isInstanceOf(UnknownConversationException.class);
        }

        @Test
        void an_agent_who_came_meanwhile_is_seen() {
            InterruptedStore interrupted = new InterruptedStore(world.store);
            NumberPool pool = NumberPool.builder(interrupted, world.store).build();
            world.assign(1);
            Deque<Participant> coming = new ArrayDeque<>(List.of(ALICE, BEN));
            interrupted.beforeDecide(() -> {
                if (!coming.isEmpty()) {
                    world.pool.transfer(id(1), coming.pop());
                }
            });

            Assignment after = pool.reassign(id(1));

            assertThat(after.agent()).isEqualTo(BEN);
            assertThat(after.number()).isEqualTo(TWO);
        }

        @Test
        void agents_who_never_stop_coming_are_given_up_with_words() {
            InterruptedStore interrupted = new InterruptedStore(world.store);
            NumberPool pool = NumberPool.builder(interrupted, world.store).build();
            world.assign(1);
            AtomicInteger agents = new AtomicInteger(100_000);
            interrupted.beforeDecide(
                    () -> world.pool.transfer(id(1), Participant.of("+20" + agents.incrementAndGet())));

            assertThatThrownBy(() -> pool.reassign(id(1)))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("conversation '1' kept changing")
                    .matches(e -> ((StoreException) e).isTransient(), "may be repeated");
        }
    }

    @Nested
    @DisplayName("drain never returns the current number")
    class Drain {
        @Test
        void every_active_conversation_of_every_widget_leaves_the_number() {
            world.assign(1, ALICE);
            world.assignElsewhere(2, BEN);
            world.assign(3, ALICE);
            world.pool.release(id(3));

            List<Assignment> moved = world.pool.drain(ONE);

            assertThat(moved).extracting(Assignment::conversation).containsExactly(id(1), id(2));
            assertThat(moved).extracting(Assignment::number).containsOnly(TWO);
            assertThat(moved).extracting(Assignment::agent).containsExactly(ALICE, BEN);
            assertThat(world.pool.assignmentsOn(ONE)).isEmpty();
        }

        @Test
        void an_unused_number_needs_nothing() {
            assertThat(world.pool.drain(THREE)).isEmpty();
        }

        @Test
        void those_without_another_number_stay_and_are_named_and_the_others_are_moved() {
            world.assign(1, ALICE);
            world.assignElsewhere(2, ALICE);
            PhoneNumber number = world.assign(1).number();
            world.setPool(number, THREE);
            world.store.put(Widget.of(World.OTHER_WIDGET).withPool(World.entries(TWO)));
            world.assignElsewhere(3, BEN);

            NoNumberAvailableException thrown =
                    catchThrowableOfType(NoNumberAvailableException.class, () -> world.pool.drain(TWO));

            assertThat(thrown).hasMessageContaining("drain of " + TWO.masked() + " moved 0 conversations, not all");
            assertThat(thrown.reasons())
                    .hasSize(2)
                    .allMatch(reason -> reason.contains("pool: none of 1 numbers is active but the present one"));
            assertThat(thrown.reasons().get(0)).startsWith("conversation '2' stays: ");
            assertThat(world.assign(1).number()).isEqualTo(ONE);
        }

        @Test
        void a_partial_drain_moves_what_it_can() {
            world.setPool(ONE);
            world.store.put(Widget.of(World.OTHER_WIDGET).withPool(World.entries(ONE, TWO)));
            world.assign(1, ALICE);
            world.assignElsewhere(2, BEN);

            assertThatThrownBy(() -> world.pool.drain(ONE))
                    .isInstanceOf(NoNumberAvailableException.class)
                    .hasMessageContainingAll("moved 1 conversations", "conversation '1' stays");
            assertThat(world.pool.assignmentOf(id(1)).orElseThrow().number()).isEqualTo(ONE);
            assertThat(world.pool.assignmentOf(id(2)).orElseThrow().number()).isEqualTo(TWO);
        }

        @Test
        void conversations_that_end_meanwhile_are_off_the_number_too() {
            InterruptedStore interrupted = new InterruptedStore(world.store);
            NumberPool pool = NumberPool.builder(interrupted, world.store).build();
            world.setPool(ONE);
            world.assign(1, ALICE);
            world.assign(2, BEN);
            world.assign(3, MARIA);
            world.assign(4);
            world.setPool(ONE, TWO);
            interrupted.afterActive(() -> {
                world.pool.release(id(1));
                world.close(2);
                world.store.delete(id(3));
            });

            assertThat(pool.drain(ONE)).extracting(Assignment::conversation).containsExactly(id(4));
        }
    }
}
