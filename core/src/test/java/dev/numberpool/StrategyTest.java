package dev.numberpool;

import static dev.numberpool.World.handover;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("strategies")
class StrategyTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Handover HANDOVER = handover(1);
    private static final AssignmentStrategy NEVER = (handover, candidates) -> Optional.empty();

    private static Candidate choose(AssignmentStrategy strategy, Candidate... candidates) {
        return strategy.choose(HANDOVER, List.of(candidates)).orElseThrow();
    }

    @Nested
    @DisplayName("on thousands of random pools")
    class OnRandomPools {
        private static final int CASES = 3000;
        private static final double[] WEIGHTS = {0.1, 0.25, 0.5, 1, 1, 1, 1.5, 2, 3, 10, 1000};

        static long[] seeds() {
            return Seeds.fresh(2);
        }

        @ParameterizedTest(name = "seed {0}")
        @MethodSource("seeds")
        void least_used_is_what_the_sentence_of_rule_a2_says(long seed) {
            Random random = new Random(seed);
            for (int number = 0; number < CASES; number++) {
                List<Candidate> pool = pool(random);

                assertThat(AssignmentStrategy.leastUsed().choose(HANDOVER, pool))
                        .as("seed %d, case %d, pool %s", seed, number, pool)
                        .contains(NaiveLeastUsed.choose(pool));
            }
        }

        @ParameterizedTest(name = "seed {0}")
        @MethodSource("seeds")
        void every_stock_strategy_returns_a_candidate_and_the_same_one_again(long seed) {
            Map<String, AssignmentStrategy> strategies = Map.of(
                    "leastUsed", AssignmentStrategy.leastUsed(),
                    "leastRecentlyUsed", AssignmentStrategy.leastRecentlyUsed(),
                    "inPoolOrder", AssignmentStrategy.inPoolOrder(),
                    "stickyCustomer", AssignmentStrategy.stickyCustomer(AssignmentStrategy.leastUsed()),
                    "preferOpenWindow", AssignmentStrategy.preferOpenWindow(AssignmentStrategy.leastUsed()),
                    "both",
                            AssignmentStrategy.stickyCustomer(
                                    AssignmentStrategy.preferOpenWindow(AssignmentStrategy.inPoolOrder())),
                    "ordered", AssignmentStrategy.ordered(Comparator.comparing(Candidate::displayName)));
            Random random = new Random(seed);
            for (int number = 0; number < CASES; number++) {
                List<Candidate> pool = pool(random);
                int place = number;
                strategies.forEach((name, strategy) -> {
                    Optional<Candidate> chosen = strategy.choose(HANDOVER, pool);
                    assertThat(chosen)
                            .as("%s, seed %d, case %d", name, seed, place)
                            .isPresent();
                    assertThat(pool)
                            .as("%s, seed %d, case %d", name, seed, place)
                            .contains(chosen.get());
                    assertThat(strategy.choose(HANDOVER, pool)).isEqualTo(chosen);
                });
            }
        }

        @ParameterizedTest(name = "seed {0}")
        @MethodSource("seeds")
        void a_free_thread_is_never_passed_over_for_a_taken_one(long seed) {
            List<AssignmentStrategy> strategies = List.of(
                    AssignmentStrategy.leastUsed(),
                    AssignmentStrategy.leastRecentlyUsed(),
                    AssignmentStrategy.inPoolOrder(),
                    AssignmentStrategy.stickyCustomer(AssignmentStrategy.leastUsed()),
                    AssignmentStrategy.preferOpenWindow(AssignmentStrategy.leastUsed()));
            Random random = new Random(seed);
            for (int number = 0; number < CASES; number++) {
                List<Candidate> pool = pool(random);
                if (pool.stream().anyMatch(Candidate::isFree)) {
                    for (AssignmentStrategy strategy : strategies) {
                        assertThat(strategy.choose(HANDOVER, pool))
                                .as("seed %d, case %d, pool %s", seed, number, pool)
                                .hasValueSatisfying(
                                        chosen -> assertThat(chosen.isFree()).isTrue());
                    }
                }
            }
        }

        /** Few values each, so that ties are common. */
        private static List<Candidate> pool(Random random) {
            List<Candidate> pool = new ArrayList<>();
            int size = 1 + random.nextInt(6);
            for (int position = 0; position < size; position++) {
                int withAgent = random.nextInt(3);
                pool.add(CandidateBuilder.at(position)
                        .activeWithAgent(withAgent)
                        .active(random.nextInt(6))
                        .weight(WEIGHTS[random.nextInt(WEIGHTS.length)])
                        .coolingDown(random.nextInt(3) == 0)
                        .lastUsed(random.nextInt(4))
                        .lastUsedWithCustomer(
                                random.nextBoolean() ? null : NOON.plus(Duration.ofHours(random.nextInt(3))))
                        .window(ServiceWindow.values()[random.nextInt(3)])
                        .build());
            }
            return pool;
        }
    }

    @Nested
    class LeastRecentlyUsed {
        private final AssignmentStrategy strategy = AssignmentStrategy.leastRecentlyUsed();

        @Test
        void goes_round_whatever_the_load() {
            Candidate old = CandidateBuilder.at(1).lastUsed(3).active(9).build();
            Candidate recent = CandidateBuilder.at(0).lastUsed(4).build();

            assertThat(choose(strategy, recent, old)).isEqualTo(old);
        }

        @Test
        void but_prefers_free_threads_then_those_that_are_not_cooling_down() {
            Candidate taken = CandidateBuilder.at(0).activeWithAgent(1).build();
            Candidate cooling =
                    CandidateBuilder.at(1).coolingDown(true).lastUsed(1).build();
            Candidate recent = CandidateBuilder.at(2).lastUsed(9).build();

            assertThat(choose(strategy, taken, cooling, recent)).isEqualTo(recent);
            assertThat(choose(strategy, taken, cooling)).isEqualTo(cooling);
        }

        @Test
        void and_takes_the_first_of_equals() {
            Candidate first = CandidateBuilder.at(0).build();
            Candidate second = CandidateBuilder.at(1).build();

            assertThat(choose(strategy, second, first)).isEqualTo(first);
        }
    }

    @Nested
    class InPoolOrder {
        private final AssignmentStrategy strategy = AssignmentStrategy.inPoolOrder();

        @Test
        void fills_the_pool_from_the_top() {
            Candidate first = CandidateBuilder.at(0).active(9).lastUsed(9).build();
            Candidate second = CandidateBuilder.at(1).build();

            assertThat(choose(strategy, second, first)).isEqualTo(first);
        }

        @Test
        void but_prefers_free_threads_then_those_that_are_not_cooling_down() {
            Candidate taken = CandidateBuilder.at(0).activeWithAgent(1).build();
            Candidate cooling = CandidateBuilder.at(1).coolingDown(true).build();
            Candidate last = CandidateBuilder.at(2).build();

            assertThat(choose(strategy, taken, cooling, last)).isEqualTo(last);
            assertThat(choose(strategy, taken, cooling)).isEqualTo(cooling);
        }
    }

    @Nested
    class StickyCustomer {
        private final AssignmentStrategy strategy = AssignmentStrategy.stickyCustomer(AssignmentStrategy.leastUsed());

        @Test
        void prefers_the_number_that_the_customer_had_last() {
            Candidate before =
                    CandidateBuilder.at(0).lastUsedWithCustomer(NOON).active(9).build();
            Candidate last = CandidateBuilder.at(1)
                    .lastUsedWithCustomer(NOON.plusSeconds(1))
                    .active(9)
                    .build();
            Candidate idle = CandidateBuilder.at(2).build();

            assertThat(choose(strategy, before, last, idle)).isEqualTo(last);
            assertThat(choose(strategy, idle, last, before)).isEqualTo(last);
        }

        @Test
        void but_not_if_its_thread_is_taken() {
            Candidate taken = CandidateBuilder.at(0)
                    .lastUsedWithCustomer(NOON)
                    .activeWithAgent(1)
                    .build();
            Candidate free = CandidateBuilder.at(1).build();

            assertThat(choose(strategy, taken, free)).isEqualTo(free);
        }

        @Test
        void and_leaves_the_rest_to_the_next_strategy() {
            Candidate first = CandidateBuilder.at(0).build();

            assertThat(choose(strategy, first)).isEqualTo(first);
            assertThat(AssignmentStrategy.stickyCustomer(NEVER).choose(HANDOVER, List.of(first)))
                    .isEmpty();
        }

        @Test
        void brings_a_customer_back_to_the_same_number_on_a_pool() {
            World world = new World(
                    builder -> builder.strategy(AssignmentStrategy.stickyCustomer(AssignmentStrategy.leastUsed())),
                    World.ONE,
                    World.TWO,
                    World.THREE);
            Handover first = handover(1, World.ALICE).withCustomer(World.MARIA);
            assertThat(world.pool.assign(first).number()).isEqualTo(World.ONE);
            world.pool.release(World.id(1));
            world.clock.advance(Duration.ofDays(3));

            assertThat(world.pool
                            .assign(handover(2, World.BEN).withCustomer(World.MARIA))
                            .number())
                    .isEqualTo(World.ONE);
            assertThat(world.pool
                            .assign(handover(3, World.BEN).withCustomer(World.ALICE))
                            .number())
                    .as("another customer")
                    .isEqualTo(World.TWO);
            assertThat(world.listener.events.get(2).why().reason()).isEqualTo("the strategy's own choice");
        }
    }

    @Nested
    class PreferOpenWindow {
        private final AssignmentStrategy strategy = AssignmentStrategy.preferOpenWindow(AssignmentStrategy.leastUsed());

        @Test
        void chooses_as_the_next_strategy_among_the_open_windows() {
            Candidate closed =
                    CandidateBuilder.at(0).window(ServiceWindow.CLOSED).build();
            Candidate unknown = CandidateBuilder.at(1).build();
            Candidate busy =
                    CandidateBuilder.at(2).window(ServiceWindow.OPEN).active(9).build();
            Candidate open =
                    CandidateBuilder.at(3).window(ServiceWindow.OPEN).active(8).build();

            assertThat(choose(strategy, closed, unknown, busy, open)).isEqualTo(open);
        }

        @Test
        void not_on_a_taken_thread() {
            Candidate taken = CandidateBuilder.at(0)
                    .window(ServiceWindow.OPEN)
                    .activeWithAgent(1)
                    .build();
            Candidate free = CandidateBuilder.at(1).window(ServiceWindow.CLOSED).build();

            assertThat(choose(strategy, taken, free)).isEqualTo(free);
        }

        @Test
        void among_all_if_the_next_strategy_wants_none_of_the_open_ones() {
            AssignmentStrategy closedOnly = (handover, candidates) -> candidates.stream()
                    .filter(candidate -> candidate.window() == ServiceWindow.CLOSED)
                    .findFirst();
            Candidate open = CandidateBuilder.at(0).window(ServiceWindow.OPEN).build();
            Candidate closed =
                    CandidateBuilder.at(1).window(ServiceWindow.CLOSED).build();

            assertThat(choose(AssignmentStrategy.preferOpenWindow(closedOnly), open, closed))
                    .isEqualTo(closed);
            assertThat(AssignmentStrategy.preferOpenWindow(NEVER).choose(HANDOVER, List.of(open)))
                    .isEmpty();
        }

        @Test
        void the_window_of_a_thread_is_open_for_24_hours_from_the_last_message() {
            World world = new World(World.ONE);
            world.store.noteInbound(new SenderThread(World.ALICE, World.ONE), world.clock.instant());

            assertThat(window(world, World.ALICE)).isEqualTo(ServiceWindow.OPEN);
            assertThat(window(world, World.BEN)).isEqualTo(ServiceWindow.UNKNOWN);
            world.clock.advance(Duration.ofHours(24).minusMillis(1));
            assertThat(window(world, World.ALICE)).isEqualTo(ServiceWindow.OPEN);
            world.clock.advance(Duration.ofMillis(1));
            assertThat(window(world, World.ALICE)).isEqualTo(ServiceWindow.CLOSED);
            assertThat(world.pool.explain(handover(1)).candidates().get(0).window())
                    .as("without an agent there is no thread")
                    .isEqualTo(ServiceWindow.UNKNOWN);
        }

        private static ServiceWindow window(World world, Participant agent) {
            return world.pool.explain(handover(1, agent)).candidates().get(0).window();
        }
    }

    @Nested
    @DisplayName("a host's own")
    class OfAHost {
        @Test
        void may_choose_by_name() {
            World world = new World(
                    builder -> builder.strategy((handover, candidates) -> candidates.stream()
                            .filter(candidate -> candidate.displayName().startsWith("VIP"))
                            .findFirst()),
                    World.ONE,
                    World.TWO);
            world.editEntries(
                    entry -> entry.withDisplayName(entry.number().equals(World.TWO) ? "VIP line" : "Support"));

            assertThat(world.assign(1).number()).isEqualTo(World.TWO);
        }

        static List<AssignmentStrategy> stock() {
            AssignmentStrategy leastUsed = AssignmentStrategy.leastUsed();
            return List.of(
                    leastUsed,
                    AssignmentStrategy.leastRecentlyUsed(),
                    AssignmentStrategy.inPoolOrder(),
                    AssignmentStrategy.stickyCustomer(leastUsed),
                    AssignmentStrategy.preferOpenWindow(leastUsed));
        }

        @ParameterizedTest
        @MethodSource("stock")
        void may_leave_the_choice_among_some_to_a_stock_one_which_chooses_none_of_none(AssignmentStrategy stock) {
            Candidate second = CandidateBuilder.at(2).build();

            assertThat(stock.choose(HANDOVER, List.of(second))).contains(second);
            assertThat(stock.choose(HANDOVER, List.of())).isEmpty();
        }

        @Test
        void that_is_null_is_refused_at_once() {
            assertThatThrownBy(() -> AssignmentStrategy.stickyCustomer(null)).hasMessage("next");
            assertThatThrownBy(() -> AssignmentStrategy.preferOpenWindow(null)).hasMessage("next");
            assertThatThrownBy(() -> AssignmentStrategy.ordered(null)).hasMessage("order");
            assertThatThrownBy(() -> FallbackResolver.none().then("region", null))
                    .hasMessage("step");
        }

        @Test
        void must_return_one_of_the_candidates() {
            World world = new World(
                    builder -> builder.strategy((handover, candidates) ->
                            Optional.of(CandidateBuilder.at(5).build())),
                    World.ONE);

            assertThatThrownBy(() -> world.assign(1))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("+1555•••1005")
                    .hasMessageContaining("one of those that it was given");
            assertThat(world.pool.assignmentOf(World.id(1))).isEmpty();
        }

        @Test
        void must_not_change_the_store() {
            World[] itself = new World[1];
            World world = new World(
                    builder -> builder.strategy((handover, candidates) -> {
                        itself[0].pool.assign(World.WIDGET, World.id(2));
                        return Optional.empty();
                    }),
                    World.ONE);
            itself[0] = world;

            assertThatThrownBy(() -> world.assign(1))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("strategy");
        }
    }
}
