package dev.numberpool;

import static dev.numberpool.World.ALICE;
import static dev.numberpool.World.BEN;
import static dev.numberpool.World.ONE;
import static dev.numberpool.World.THREE;
import static dev.numberpool.World.TWO;
import static dev.numberpool.World.id;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A2 least used")
class LeastUsedTest {
    @Nested
    @DisplayName("each criterion decides before those after it")
    class Order {
        static Stream<Arguments> better_and_worse() {
            return Stream.of(
                    Arguments.of(
                            "a free thread before everything else",
                            CandidateBuilder.at(1)
                                    .activeWithAgent(0)
                                    .coolingDown(true)
                                    .active(50)
                                    .lastUsed(99),
                            CandidateBuilder.at(0).activeWithAgent(1).active(1)),
                    Arguments.of(
                            "the least shared thread before everything else",
                            CandidateBuilder.at(1)
                                    .activeWithAgent(1)
                                    .coolingDown(true)
                                    .active(50)
                                    .lastUsed(99),
                            CandidateBuilder.at(0).activeWithAgent(2).active(2)),
                    Arguments.of(
                            "a thread that is not cooling down before load, recency and place",
                            CandidateBuilder.at(1).active(50).lastUsed(99),
                            CandidateBuilder.at(0).coolingDown(true)),
                    Arguments.of(
                            "fewest active before recency and place",
                            CandidateBuilder.at(1).active(1).lastUsed(99),
                            CandidateBuilder.at(0).active(2)),
                    Arguments.of(
                            "fewest active divided by weight, not fewest active",
                            CandidateBuilder.at(1).active(3).weight(2).lastUsed(99),
                            CandidateBuilder.at(0).active(2).weight(1)),
                    Arguments.of(
                            "half a weight is half the work",
                            CandidateBuilder.at(1).active(1).weight(1).lastUsed(99),
                            CandidateBuilder.at(0).active(1).weight(0.5)),
                    Arguments.of(
                            "weight does not matter where nothing is active, recency does",
                            CandidateBuilder.at(1).weight(0.1).lastUsed(4),
                            CandidateBuilder.at(0).weight(9).lastUsed(5)),
                    Arguments.of(
                            "equal shares of unequal weights are equal, so recency decides",
                            CandidateBuilder.at(1).active(4).weight(2).lastUsed(4),
                            CandidateBuilder.at(0).active(2).weight(1).lastUsed(5)),
                    Arguments.of(
                            "least recently used before place",
                            CandidateBuilder.at(1).lastUsed(4),
                            CandidateBuilder.at(0).lastUsed(5)),
                    Arguments.of(
                            "never used before used",
                            CandidateBuilder.at(1),
                            CandidateBuilder.at(0).lastUsed(1)),
                    Arguments.of("first in the pool", CandidateBuilder.at(0), CandidateBuilder.at(1)));
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("better_and_worse")
        void it_takes(String what, CandidateBuilder better, CandidateBuilder worse) {
            Candidate first = better.build();
            Candidate second = worse.build();
            AssignmentStrategy strategy = AssignmentStrategy.leastUsed();

            assertThat(strategy.choose(World.handover(1), List.of(first, second)))
                    .as(what)
                    .contains(first);
            assertThat(strategy.choose(World.handover(1), List.of(second, first)))
                    .as(what + ", whatever the order of the list")
                    .contains(first);
        }
    }

    @Nested
    @DisplayName("on a pool")
    class OnAPool {
        @Test
        void conversations_without_an_agent_go_round() {
            World world = new World(ONE, TWO, THREE);

            List<PhoneNumber> numbers = LongStream.rangeClosed(1, 6)
                    .mapToObj(conversation -> world.assign(conversation).number())
                    .toList();

            assertThat(numbers).containsExactly(ONE, TWO, THREE, ONE, TWO, THREE);
        }

        @Test
        void an_agent_gets_a_free_thread_even_on_the_busiest_number() {
            World world = new World(ONE, TWO);
            world.assign(1, ALICE);
            world.switchOff(ONE);
            for (int other = 0; other < 5; other++) {
                world.assign(100 + other, Participant.of("+2010000000" + other));
            }
            world.editEntries(entry -> entry.withActive(true));

            assertThat(world.counts()).isEqualTo(Map.of(ONE.e164(), 1L, TWO.e164(), 5L));
            assertThat(world.assign(2, ALICE).number()).isEqualTo(TWO);
        }

        @Test
        void one_number_serves_many_agents_without_sharing() {
            World world = new World(ONE);
            for (int agent = 0; agent < 20; agent++) {
                world.assign(agent, Participant.of("+20100000000" + agent));
            }

            assertThat(world.listener.names()).containsOnly("assigned");
            assertThat(world.pool.usage(World.WIDGET).numbers().get(0).sharedThreads())
                    .isZero();
        }

        @Test
        void the_same_agent_of_another_widget_counts_because_threads_have_no_widget() {
            World world = new World(ONE, TWO);
            world.assignElsewhere(1, ALICE);

            assertThat(world.assign(2, ALICE).number()).isEqualTo(TWO);
        }

        @Test
        void another_agent_of_another_widget_does_not_count() {
            World world = new World(ONE, TWO);
            world.assignElsewhere(1, BEN);

            assertThat(world.assign(2, ALICE).number()).isEqualTo(ONE);
        }

        @Test
        void a_conversation_without_an_agent_may_be_this_agents() {
            World world = new World(ONE, TWO);
            world.assignElsewhere(1);

            assertThat(world.assign(2, ALICE).number()).isEqualTo(TWO);
        }

        @Test
        void any_agents_conversation_may_be_in_the_way_of_one_without_an_agent() {
            World world = new World(ONE, TWO);
            world.assignElsewhere(1, BEN);

            assertThat(world.assign(2).number()).isEqualTo(TWO);
        }

        @Test
        void numbers_of_the_other_widget_do_not_count_as_this_widgets_load() {
            World world = new World(ONE, TWO);
            world.assign(1, BEN);
            for (int other = 0; other < 4; other++) {
                world.assignElsewhere(100 + other, Participant.of("+2010000000" + other));
            }
            assertThat(world.pool.assignmentsOn(TWO)).isNotEmpty();

            assertThat(world.assign(2, ALICE).number()).isEqualTo(TWO);
        }

        @Test
        void of_weights_two_and_one_the_first_carries_twice_the_conversations() {
            World world = new World(ONE, TWO);
            world.editEntries(entry -> entry.number().equals(ONE) ? entry.withWeight(2) : entry);

            for (int agent = 0; agent < 9; agent++) {
                world.assign(agent, Participant.of("+20100000000" + agent));
            }

            assertThat(world.counts()).isEqualTo(Map.of(ONE.e164(), 6L, TWO.e164(), 3L));
        }

        @Test
        void recency_is_the_widgets_own() {
            World world = new World(builder -> builder.coolDown(Duration.ZERO), ONE, TWO);
            world.assign(1);
            world.pool.release(id(1));
            world.assignElsewhere(2);
            world.assignElsewhere(3);
            world.pool.release(id(2));
            world.pool.release(id(3));

            assertThat(world.assign(4).number())
                    .as("ONE was this widget's last")
                    .isEqualTo(TWO);
        }

        @Test
        void an_inactive_or_unhealthy_number_is_no_candidate() {
            World world = new World(ONE, TWO, THREE);
            world.switchOff(ONE);
            world.quarantine(TWO);

            assertThat(world.assign(1).number()).isEqualTo(THREE);
            assertThat(world.assign(2).number()).isEqualTo(THREE);
        }
    }

    @Nested
    @DisplayName("A3 active conversations count, ended ones do not")
    class EndedOnes {
        @Test
        void a_number_added_today_is_not_flooded_until_it_has_caught_up() {
            World world = new World(builder -> builder.coolDown(Duration.ZERO), ONE);
            for (long conversation = 1; conversation <= 40; conversation++) {
                world.assign(conversation);
                if (conversation % 2 == 0) {
                    world.close(conversation);
                } else {
                    world.pool.release(id(conversation));
                }
            }
            world.setPool(ONE, TWO);

            List<PhoneNumber> numbers = LongStream.rangeClosed(101, 104)
                    .mapToObj(conversation -> world.assign(conversation).number())
                    .toList();

            assertThat(numbers).containsExactly(TWO, ONE, TWO, ONE);
        }

        @Test
        void released_closed_and_deleted_conversations_leave_their_place() {
            World world = new World(builder -> builder.coolDown(Duration.ZERO), ONE, TWO);
            for (long conversation = 1; conversation <= 6; conversation++) {
                world.assign(conversation);
            }
            world.pool.release(id(1));
            world.close(3);
            world.store.delete(id(5));

            assertThat(world.counts()).isEqualTo(Map.of(ONE.e164(), 0L, TWO.e164(), 3L));
            assertThat(LongStream.rangeClosed(7, 9)
                            .mapToObj(conversation -> world.assign(conversation).number()))
                    .containsOnly(ONE);
        }
    }
}
