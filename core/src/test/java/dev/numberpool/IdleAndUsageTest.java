package dev.numberpool;

import static dev.numberpool.World.ALICE;
import static dev.numberpool.World.BEN;
import static dev.numberpool.World.DEFAULT;
import static dev.numberpool.World.ONE;
import static dev.numberpool.World.THREE;
import static dev.numberpool.World.TWO;
import static dev.numberpool.World.WIDGET;
import static dev.numberpool.World.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A15 chats that nobody closes")
class IdleAndUsageTest {
    private static final Duration DAY = Duration.ofDays(1);

    private final World world = new World(ONE, TWO);

    @Nested
    @DisplayName("releaseIdle")
    class ReleaseIdle {
        @Test
        void releases_what_is_older_and_silent_and_nothing_else() {
            Assignment old = world.assign(1, ALICE);
            world.assign(2, ALICE);
            world.clock.advance(DAY);
            world.store.noteInbound(new SenderThread(ALICE, TWO), world.clock.instant());
            world.assign(3, BEN);
            world.clock.advance(Duration.ofSeconds(1));

            assertThat(world.pool.releaseIdle(DAY, 100)).containsExactly(old.asNew(false));
            assertThat(world.listener.only("released").assignment()).isEqualTo(old.asNew(false));
            assertThat(world.pool.assignmentOf(id(1))).isEmpty();
            assertThat(world.pool.assignmentOf(id(2))).isPresent();
            assertThat(world.pool.assignmentOf(id(3))).isPresent();
        }

        @Test
        void what_is_exactly_as_old_stays() {
            world.assign(1, ALICE);
            world.clock.advance(DAY);
            assertThat(world.pool.releaseIdle(DAY, 100)).isEmpty();

            world.clock.advance(Duration.ofMillis(1));
            assertThat(world.pool.releaseIdle(DAY, 100)).hasSize(1);
        }

        @Test
        void a_message_of_another_agent_or_on_another_number_does_not_count() {
            world.assign(1, ALICE);
            world.clock.advance(DAY.plusSeconds(1));
            world.store.noteInbound(new SenderThread(BEN, ONE), world.clock.instant());
            world.store.noteInbound(new SenderThread(ALICE, TWO), world.clock.instant());

            assertThat(world.pool.releaseIdle(DAY, 100)).hasSize(1);
        }

        @Test
        void an_older_message_that_arrives_late_does_not_hide_a_newer_one() {
            world.assign(1, ALICE);
            world.clock.advance(DAY.plusSeconds(1));
            Instant now = world.clock.instant();
            world.store.noteInbound(new SenderThread(ALICE, ONE), now);
            world.store.noteInbound(new SenderThread(ALICE, ONE), now.minus(DAY));

            assertThat(world.pool.releaseIdle(DAY, 100)).isEmpty();
        }

        @Test
        void begins_with_the_oldest_and_stops_at_the_limit() {
            for (long conversation = 9; conversation >= 1; conversation--) {
                world.assign(conversation);
                world.clock.advance(Duration.ofSeconds(1));
            }
            world.clock.advance(DAY);

            assertThat(world.pool.releaseIdle(DAY, 2))
                    .extracting(Assignment::conversation)
                    .containsExactly(id(9), id(8));
            assertThat(world.pool.releaseIdle(DAY, 100)).hasSize(7);
            assertThat(world.pool.releaseIdle(DAY, 100)).isEmpty();
        }

        @Test
        void conversations_that_end_meanwhile_do_not_stop_it() {
            InterruptedStore interrupted = new InterruptedStore(world.store);
            NumberPool pool = NumberPool.builder(interrupted, world.store)
                    .clock(world.clock)
                    .build();
            for (long conversation = 1; conversation <= 4; conversation++) {
                world.assign(conversation);
            }
            world.clock.advance(DAY.plusSeconds(1));
            interrupted.afterActive(() -> {
                world.store.delete(id(1));
                world.close(2);
                world.pool.release(id(3));
            });

            assertThat(pool.releaseIdle(DAY, 100))
                    .extracting(Assignment::conversation)
                    .containsExactly(id(4));
        }

        @ParameterizedTest
        @ValueSource(longs = {0, -1})
        void needs_a_time(long seconds) {
            assertThatThrownBy(() -> world.pool.releaseIdle(Duration.ofSeconds(seconds), 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("olderThan");
        }

        @Test
        void needs_a_limit() {
            assertThatThrownBy(() -> world.pool.releaseIdle(DAY, 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("limit is 0");
        }
    }

    @Nested
    @DisplayName("usage")
    class UsageOfAWidget {
        @Test
        void shows_every_number_of_the_pool_in_its_order() {
            world.editEntries(
                    entry -> entry.withDisplayName("Team " + entry.number().masked()));
            world.switchOff(TWO);
            Instant start = world.clock.instant();
            world.assign(1, ALICE);
            world.clock.advance(Duration.ofHours(1));
            world.assign(2, BEN);

            Usage usage = world.pool.usage(WIDGET);

            assertThat(usage.widget()).isEqualTo(WIDGET);
            assertThat(usage.numbers()).hasSize(2);
            var one = usage.numbers().get(0);
            assertThat(one.number()).isEqualTo(ONE);
            assertThat(one.displayName()).isEqualTo("Team " + ONE.masked());
            assertThat(one.inPool()).isTrue();
            assertThat(one.enabled()).isTrue();
            assertThat(one.active()).isEqualTo(2);
            assertThat(one.sharedThreads()).isZero();
            assertThat(one.oldest()).isEqualTo(start);
            assertThat(one.lastUsedAt()).isEqualTo(start.plusSeconds(3600));
            var two = usage.numbers().get(1);
            assertThat(two.number()).isEqualTo(TWO);
            assertThat(two.enabled()).isFalse();
            assertThat(two.active()).isZero();
            assertThat(two.oldest()).isNull();
            assertThat(two.lastUsedAt()).isNull();
            assertThat(two.coolingDown()).isFalse();
            assertThat(two.unhealthy()).isNull();
        }

        @Test
        void counts_threads_that_are_shared_and_takes_unknown_agents_as_one() {
            world.setPool(ONE);
            world.assign(1, ALICE);
            world.assign(2, ALICE);
            world.assign(3, ALICE);
            world.assign(4, BEN);
            world.assign(5);
            world.assign(6);

            assertThat(world.pool.usage(WIDGET).numbers().get(0).sharedThreads())
                    .isEqualTo(2);
        }

        @Test
        void lists_numbers_that_left_the_pool_but_still_carry_conversations() {
            world.setPool(THREE, ONE, TWO);
            world.edit(widget -> widget.withHandoverNumber(DEFAULT));
            for (long conversation = 1; conversation <= 3; conversation++) {
                world.assign(conversation);
            }
            world.setPool();
            world.assign(4);
            world.setPool(TWO);

            List<PhoneNumber> numbers = world.pool.usage(WIDGET).numbers().stream()
                    .map(number -> number.number())
                    .toList();

            assertThat(numbers).containsExactly(TWO, DEFAULT, ONE, THREE);
            var gone = world.pool.usage(WIDGET).numbers().get(2);
            assertThat(gone.inPool()).isFalse();
            assertThat(gone.enabled()).isFalse();
            assertThat(gone.active()).isEqualTo(1);
            assertThat(gone.displayName()).isEqualTo(ONE.e164());
        }

        @Test
        void leaves_the_other_widgets_conversations_out() {
            world.assignElsewhere(1, ALICE);

            assertThat(world.pool.usage(WIDGET).numbers()).allSatisfy(number -> {
                assertThat(number.active()).isZero();
                assertThat(number.lastUsedAt()).isNull();
            });
        }

        @Test
        void of_a_widget_without_numbers_is_empty() {
            world.setPool();

            assertThat(world.pool.usage(WIDGET).numbers()).isEmpty();
        }
    }
}
