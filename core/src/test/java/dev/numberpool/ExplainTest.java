package dev.numberpool;

import static dev.numberpool.World.ALICE;
import static dev.numberpool.World.BEN;
import static dev.numberpool.World.DEFAULT;
import static dev.numberpool.World.ONE;
import static dev.numberpool.World.THREE;
import static dev.numberpool.World.TWO;
import static dev.numberpool.World.WIDGET;
import static dev.numberpool.World.handover;
import static dev.numberpool.World.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("explain: what assign would do now, and why")
class ExplainTest {
    private final World world = new World(ONE, TWO, THREE);

    static long[] seeds() {
        return Seeds.fresh(3);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void it_says_what_assign_then_does(long seed) {
        Random random = new Random(seed);
        for (int step = 0; step < 300; step++) {
            long conversation = random.nextInt(20);
            Participant agent = List.of(ALICE, BEN).get(random.nextInt(2));
            Handover asked = random.nextBoolean() ? handover(conversation) : handover(conversation, agent);
            world.clock.advance(Duration.ofSeconds(random.nextInt(300)));
            switch (random.nextInt(6)) {
                case 0 -> world.close(conversation);
                case 1 -> world.reopen(conversation);
                case 2 -> world.pool.quarantine(ONE, Duration.ofMinutes(random.nextInt(5)), "test");
                default -> compare(asked, seed, step);
            }
        }
    }

    private void compare(Handover asked, long seed, int step) {
        Decision decision;
        try {
            decision = world.pool.explain(asked);
        } catch (AgentConflictException | ConversationClosedException e) {
            assertThatThrownBy(() -> world.pool.assign(asked)).hasSameClassAs(e).hasMessage(e.getMessage());
            return;
        }
        Assignment assignment = world.pool.assign(asked);
        assertThat(assignment.number()).as("seed %d, step %d", seed, step).isEqualTo(decision.number());
        assertThat(assignment.displayName()).isEqualTo(decision.displayName());
        assertThat(assignment.source()).isEqualTo(decision.source());
    }

    @Test
    void it_records_nothing_and_tells_nobody() {
        for (int call = 0; call < 5; call++) {
            assertThat(world.pool.explain(handover(1, ALICE)).number()).isEqualTo(ONE);
        }

        assertThat(world.store.find(id(1))).isEmpty();
        assertThat(world.listener.events).isEmpty();
        assertThat(world.assign(1, ALICE).number()).isEqualTo(ONE);
    }

    @Test
    void it_does_not_attach_the_agent() {
        world.assign(1);
        world.pool.explain(handover(1, ALICE));

        assertThat(world.assign(1).agent()).isNull();
    }

    @Test
    void of_a_conversation_that_has_a_number_it_says_that_it_keeps_it() {
        world.editEntries(entry -> entry.withDisplayName("Support"));
        Assignment assigned = world.assign(1);
        world.setPool(TWO);

        Decision decision = world.pool.explain(handover(1));

        assertThat(decision.number()).isEqualTo(ONE);
        assertThat(decision.displayName()).isEqualTo("Support");
        assertThat(decision.source()).isEqualTo(Assignment.Source.POOL);
        assertThat(decision.reason()).isEqualTo("keeps the number that it has since " + assigned.assignedAt());
        assertThat(decision.candidates()).extracting(Candidate::number).containsExactly(TWO);
    }

    @Test
    void a_conversation_leaves_itself_out_of_the_counts() {
        world.assign(1, ALICE);

        Candidate one = world.pool.explain(handover(1, ALICE)).candidates().get(0);

        assertThat(one.active()).isZero();
        assertThat(one.isFree()).isTrue();
    }

    @Test
    void where_no_step_has_a_number_it_says_why_instead_of_failing() {
        world.setPool();

        Decision decision = world.pool.explain(handover(1));

        assertThat(decision.number()).isNull();
        assertThat(decision.displayName()).isNull();
        assertThat(decision.source()).isNull();
        assertThat(decision.reason()).isEqualTo("no number available");
        assertThat(decision.steps()).hasSize(3);
        assertThat(decision.toString()).contains("no number (no number available)");
    }

    @Test
    void another_agents_conversation_is_refused_as_assign_does() {
        world.assign(1, ALICE);

        assertThatThrownBy(() -> world.pool.explain(handover(1, BEN))).isInstanceOf(AgentConflictException.class);
    }

    @Test
    void it_gives_every_fact_that_the_strategy_saw() {
        world.assign(1, ALICE);
        world.store.noteInbound(new SenderThread(ALICE, ONE), world.clock.instant());
        world.store.noteInbound(
                new SenderThread(ALICE, TWO), world.clock.instant().minus(Duration.ofHours(24)));
        world.editEntries(entry -> entry.number().equals(TWO) ? entry.withWeight(2.5) : entry);
        world.switchOff(THREE);

        Decision decision = world.pool.explain(handover(2, ALICE));

        assertThat(decision.candidates())
                .containsExactly(
                        new Candidate(ONE, ONE.e164(), 1, 0, 1, 1, 1, null, false, ServiceWindow.OPEN, true),
                        new Candidate(TWO, TWO.e164(), 2.5, 1, 0, 0, 0, null, false, ServiceWindow.CLOSED, true));
        assertThat(decision.excluded()).isEqualTo(Map.of(THREE, "switched off"));
        assertThat(decision.steps()).containsExactly("pool: 2 of 3 numbers can serve");
        assertThat(decision.handover()).isEqualTo(handover(2, ALICE));
    }

    @Test
    void the_strategy_sees_candidates_in_pool_order_and_cannot_change_them() {
        List<List<Candidate>> seen = new ArrayList<>();
        NumberPool pool = world.newPool(builder -> builder.strategy((handover, candidates) -> {
            seen.add(candidates);
            return candidates.stream().findFirst();
        }));
        pool.explain(handover(1));

        assertThat(seen.get(0)).extracting(Candidate::number).containsExactly(ONE, TWO, THREE);
        assertThatThrownBy(() -> seen.get(0).clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Nested
    @DisplayName("the reason is the first fact in which the winner differs from the next best")
    class Reasons {
        private String reason(Handover handover) {
            return world.pool.explain(handover).reason();
        }

        @Test
        void the_only_number() {
            world.setPool(ONE);

            assertThat(reason(handover(1))).isEqualTo("the only number that can serve");
        }

        @Test
        void a_free_thread() {
            world.setPool(ONE, TWO);
            world.assign(1, ALICE);

            assertThat(reason(handover(2, ALICE))).isEqualTo("the agent has no other conversation on it");
        }

        @Test
        void the_least_shared_thread() {
            world.setPool(ONE, TWO);
            world.assign(1, ALICE);
            world.assign(2, ALICE);
            world.assign(3, ALICE);

            assertThat(reason(handover(4, ALICE))).isEqualTo("the agent has the fewest other conversations on it");
        }

        @Test
        void not_cooling_down() {
            world.setPool(ONE, TWO);
            world.assign(1, ALICE);
            world.pool.release(id(1));

            assertThat(reason(handover(2, ALICE))).isEqualTo("it is not cooling down");
        }

        @Test
        void fewest_active() {
            world.setPool(ONE, TWO);
            world.assign(1, BEN);

            assertThat(reason(handover(2, ALICE))).isEqualTo("fewest active conversations (0)");
        }

        @Test
        void never_used() {
            world.setPool(ONE, TWO);
            world.assign(1, ALICE);
            world.pool.release(id(1));
            world.clock.advance(Duration.ofHours(1));

            assertThat(reason(handover(2, ALICE))).isEqualTo("never used so far");
        }

        @Test
        void least_recently_used() {
            world.setPool(ONE, TWO);
            world.assign(1, ALICE);
            world.assign(2, ALICE);
            world.pool.release(id(1));
            world.pool.release(id(2));
            world.clock.advance(Duration.ofHours(1));

            assertThat(reason(handover(3, ALICE))).isEqualTo("least recently used");
        }

        @Test
        void first_in_the_pool() {
            assertThat(reason(handover(1))).isEqualTo("first in the pool among equals");
        }

        @Test
        void the_strategys_own_choice() {
            NumberPool last = world.newPool(builder -> builder.strategy(
                    (handover, candidates) -> candidates.stream().reduce((a, b) -> b)));

            assertThat(last.explain(handover(1)).reason()).isEqualTo("the strategy's own choice");
        }

        @Test
        void the_fallback() {
            world.setPool();
            world.edit(widget -> widget.withHandoverNumber(DEFAULT));

            assertThat(reason(handover(1))).isEqualTo("fallback: handover default");
        }
    }

    @Nested
    @DisplayName("as a table")
    class Table {
        @Test
        void it_has_a_row_for_every_number_and_a_line_for_every_step() {
            world.assign(1, ALICE);
            world.assign(2, BEN);
            world.pool.release(id(1));
            world.store.noteInbound(new SenderThread(ALICE, ONE), world.clock.instant());
            world.store.noteInbound(
                    new SenderThread(ALICE, TWO), world.clock.instant().minus(Duration.ofDays(2)));
            world.editEntries(entry -> entry.number().equals(TWO) ? entry.withWeight(2.5) : entry);
            world.switchOff(THREE);

            assertThat(world.pool.explain(handover(3, ALICE)).toString().lines())
                    .containsExactly(
                            "conversation 3 of widget 7: +1555•••6360 (it is not cooling down)",
                            "    number         active with agent weight last use  remarks",
                            "    +1555•••6359        0          0      1       #1  cooling down, window open",
                            "  > +1555•••6360        1          0    2.5       #2  window closed",
                            "  - +1555•••6361                                      switched off",
                            "  pool: 2 of 3 numbers can serve");
        }

        @Test
        void remarks_may_be_one_or_none() {
            world.setPool(ONE, TWO);
            world.assign(1, ALICE);
            world.pool.release(id(1));

            assertThat(world.pool.explain(handover(3, ALICE)).toString().lines())
                    .contains(
                            "    +1555•••6359        0          0      1       #1  cooling down",
                            "  > +1555•••6360        0          0      1    never");
        }

        @Test
        void a_weight_that_is_no_small_whole_number_is_written_as_it_is() {
            world.setPool(ONE, TWO);
            world.editEntries(entry -> entry.withWeight(entry.number().equals(ONE) ? 1e6 : 999_999));

            assertThat(world.pool.explain(handover(1)).toString())
                    .contains(" 1000000.0 ")
                    .contains(" 999999 ");
        }

        @Test
        void a_pool_without_candidates_still_shows_why() {
            world.setPool(ONE);
            world.switchOff(ONE);

            assertThat(world.pool.explain(handover(1)).toString())
                    .contains("remarks")
                    .contains("  - +1555•••6359")
                    .contains("  pool: none of 1 numbers is active");
        }

        @Test
        void without_a_pool_there_is_no_table_head() {
            world.setPool();

            assertThat(world.pool.explain(handover(1)).toString()).doesNotContain("remarks");
        }

        @Test
        void it_contains_no_whole_number_and_no_name() {
            world.edit(widget -> widget.withHandoverNumber(DEFAULT)
                    .withPool(List.of(
                            PooledNumber.of(ONE).withDisplayName("Secret Team").withActive(false),
                            PooledNumber.of(TWO),
                            PooledNumber.of(THREE))));
            world.quarantine(TWO, THREE);
            world.assign(1, ALICE);
            world.pool.quarantine(TWO, Duration.ZERO, "ok");
            Handover asked = handover(1, ALICE).withCustomer(World.MARIA);

            for (String text : List.of(
                    world.pool.explain(asked).toString(),
                    world.pool.explain(handover(2, ALICE)).toString(),
                    world.listener.only("assigned").why().toString())) {
                assertThat(text)
                        .doesNotContain(
                                ONE.e164(),
                                TWO.e164(),
                                THREE.e164(),
                                DEFAULT.e164(),
                                ALICE.address(),
                                World.MARIA.address())
                        .doesNotContain("Secret")
                        .contains("•••");
            }
        }
    }

    @Test
    void the_decision_of_an_assignment_is_the_listeners_too() {
        Decision before = world.pool.explain(handover(1, ALICE));
        world.assign(1, ALICE);

        assertThat(world.listener.only("assigned").why()).isEqualTo(before);
        assertThat(world.pool.explain(Handover.of(WIDGET, id(1))).number()).isEqualTo(before.number());
    }
}
