package dev.numberpool;

import static dev.numberpool.World.ALICE;
import static dev.numberpool.World.BEN;
import static dev.numberpool.World.ONE;
import static dev.numberpool.World.THREE;
import static dev.numberpool.World.TWO;
import static dev.numberpool.World.handover;
import static dev.numberpool.World.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("A10 cool-down: a thread that was left is avoided for a time")
class CoolDownTest {
    private static final Duration ALMOST = Duration.ofMinutes(10).minusMillis(1);
    private static final Duration LAST_BIT = Duration.ofMillis(1);

    private final World world = new World(ONE, TWO);

    /** Which numbers are cooling down for this agent at present. */
    private List<PhoneNumber> coolingFor(Participant agent) {
        return world.pool.explain(handover(999, agent)).candidates().stream()
                .filter(Candidate::coolingDown)
                .map(Candidate::number)
                .toList();
    }

    private List<PhoneNumber> coolingForAnybody() {
        return world.pool.explain(handover(999)).candidates().stream()
                .filter(Candidate::coolingDown)
                .map(Candidate::number)
                .toList();
    }

    @Nested
    @DisplayName("begins when an assignment leaves the thread")
    class Begins {
        @Test
        void by_release_and_lasts_ten_minutes_by_default() {
            world.assign(1, ALICE);
            world.pool.release(id(1));
            assertThat(coolingFor(ALICE)).containsExactly(ONE);

            world.clock.advance(ALMOST);
            assertThat(coolingFor(ALICE)).containsExactly(ONE);

            world.clock.advance(LAST_BIT);
            assertThat(coolingFor(ALICE)).isEmpty();
        }

        @Test
        void by_a_close_that_a_decision_sees() {
            world.assign(1, ALICE);
            world.clock.advance(Duration.ofHours(1));
            world.close(1);
            world.clock.advance(Duration.ofHours(1));

            assertThat(coolingFor(ALICE)).as("first seen now").containsExactly(ONE);
            world.clock.advance(ALMOST);
            assertThat(coolingFor(ALICE)).containsExactly(ONE);
            world.clock.advance(LAST_BIT);
            assertThat(coolingFor(ALICE)).isEmpty();
        }

        @Test
        void a_close_is_dated_by_the_last_message_if_one_came() {
            world.assign(1, ALICE);
            world.clock.advance(Duration.ofHours(1));
            world.store.noteInbound(new SenderThread(ALICE, ONE), world.clock.instant());
            world.close(1);
            world.clock.advance(ALMOST);
            assertThat(coolingFor(ALICE)).containsExactly(ONE);

            world.clock.advance(LAST_BIT);
            assertThat(coolingFor(ALICE)).isEmpty();
        }

        @Test
        void a_close_is_not_dated_by_a_message_from_before_the_assignment() {
            world.store.noteInbound(new SenderThread(ALICE, ONE), world.clock.instant());
            world.assign(1, ALICE);
            world.clock.advance(Duration.ofHours(1));
            world.close(1);

            assertThat(coolingFor(ALICE)).containsExactly(ONE);
        }

        @Test
        void a_close_is_dated_once() {
            world.assign(1, ALICE);
            world.close(1);
            world.look();
            world.clock.advance(ALMOST);
            world.look();
            world.clock.advance(LAST_BIT);

            assertThat(coolingFor(ALICE)).isEmpty();
        }

        @Test
        void by_transfer_on_the_former_agents_thread_only() {
            world.assign(1, ALICE);
            world.pool.transfer(id(1), BEN);

            assertThat(world.assign(1).number()).isEqualTo(ONE);
            assertThat(coolingFor(ALICE)).containsExactly(ONE);
            assertThat(coolingFor(BEN)).isEmpty();
        }

        @Test
        void by_reassign_on_the_former_number() {
            world.assign(1, ALICE);
            world.pool.reassign(id(1));

            assertThat(coolingFor(ALICE)).containsExactly(ONE);
        }

        @Test
        void not_by_assigning_or_by_attaching_an_agent() {
            world.assign(1);
            world.assign(1, ALICE);

            assertThat(coolingFor(ALICE)).isEmpty();
            assertThat(coolingForAnybody()).isEmpty();
        }

        @Test
        void a_second_end_on_the_same_thread_begins_it_anew() {
            world.setPool(ONE);
            world.assign(1, ALICE);
            world.assign(2, ALICE);
            world.pool.release(id(1));
            world.clock.advance(ALMOST);
            world.pool.release(id(2));
            world.clock.advance(ALMOST);

            assertThat(coolingFor(ALICE)).containsExactly(ONE);
        }
    }

    @Nested
    @DisplayName("is a preference, never a refusal")
    class Preference {
        @Test
        void the_other_number_is_taken_although_it_carries_more() {
            world.assign(1, ALICE);
            for (int other = 0; other < 6; other++) {
                world.assign(100 + other, Participant.of("+2010000000" + other));
            }
            world.pool.release(id(1));
            world.pool.release(id(102));
            world.pool.release(id(104));

            assertThat(world.pool.explain(handover(2, ALICE)).number()).isEqualTo(TWO);
        }

        @Test
        void the_cooling_thread_is_taken_if_it_is_the_only_one() {
            world.setPool(ONE);
            world.assign(1, ALICE);
            world.pool.release(id(1));

            assertThat(world.assign(2, ALICE).number()).isEqualTo(ONE);
        }

        @Test
        void the_cooling_free_thread_goes_before_a_taken_one() {
            world.assign(1, ALICE);
            world.assign(2, ALICE);
            world.pool.release(id(1));

            assertThat(world.assign(3, ALICE).number()).isEqualTo(ONE);
        }

        @Test
        void another_agents_thread_on_the_same_number_is_not_cooling() {
            world.assign(1, ALICE);
            world.pool.release(id(1));

            assertThat(coolingFor(BEN)).isEmpty();
        }

        @Test
        void an_unknown_agent_counts_as_possibly_this_one_both_ways() {
            world.assign(1, ALICE);
            world.pool.release(id(1));
            assertThat(coolingForAnybody()).containsExactly(ONE);

            world.clock.advance(Duration.ofMinutes(10));
            world.assign(2);
            PhoneNumber left = world.assign(2).number();
            world.pool.release(id(2));
            assertThat(coolingFor(BEN)).containsExactly(left);
        }

        @Test
        void it_holds_across_widgets() {
            world.assignElsewhere(1, ALICE);
            world.pool.release(id(1));

            assertThat(coolingFor(ALICE)).containsExactly(ONE);
        }
    }

    @Nested
    @DisplayName("its length is the host's")
    class Length {
        @Test
        void zero_switches_it_off() {
            NumberPool never = world.newPool(builder -> builder.coolDown(Duration.ZERO));
            never.assign(handover(1, ALICE));
            never.release(id(1));

            assertThat(never.explain(handover(2, ALICE)).candidates()).noneMatch(Candidate::coolingDown);
        }

        @Test
        void zero_switches_it_off_even_where_another_nodes_clock_is_ahead() {
            NumberPool never = world.newPool(builder -> builder.coolDown(Duration.ZERO));
            never.assign(handover(1, ALICE));
            world.store.release(id(1), world.clock.instant().plusSeconds(2));

            assertThat(never.explain(handover(2, ALICE)).candidates()).noneMatch(Candidate::coolingDown);
        }

        @Test
        void it_can_be_a_day_and_no_more() {
            NumberPool.Builder builder = NumberPool.builder(world.store);

            assertThatCode(() -> builder.coolDown(Duration.ofDays(1))).doesNotThrowAnyException();
            assertThatThrownBy(() -> builder.coolDown(Duration.ofDays(1).plusNanos(1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("PT24H0.000000001S")
                    .hasMessageContaining("one day");
            assertThatThrownBy(() -> builder.coolDown(Duration.ofNanos(-1)))
                    .isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void it_can_be_changed_at_the_next_release_because_only_the_end_is_stored() {
            world.assign(1, ALICE);
            world.pool.release(id(1));
            world.clock.advance(Duration.ofHours(5));

            NumberPool longer = world.newPool(builder -> builder.coolDown(Duration.ofHours(6)));

            assertThat(coolingFor(ALICE)).isEmpty();
            assertThat(longer.explain(handover(2, ALICE)).candidates().get(0).coolingDown())
                    .isTrue();
        }
    }

    @Test
    void usage_shows_it() {
        world.setPool(ONE, TWO, THREE);
        world.assign(1, ALICE);
        world.pool.release(id(1));

        assertThat(world.pool.usage(World.WIDGET).numbers())
                .extracting(number -> number.coolingDown())
                .containsExactly(true, false, false);
    }
}
