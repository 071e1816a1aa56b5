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

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A1 sticky: a conversation keeps its number while its assignment is active")
class StickyTest {
    static Stream<Named<Consumer<World>>> whatever_happens() {
        return Stream.of(
                Named.of("nothing", world -> {}),
                Named.of("its number is switched off", world -> world.switchOff(ONE)),
                Named.of("its number leaves the pool", world -> world.setPool(TWO, THREE)),
                Named.of("the pool is emptied", world -> world.setPool()),
                Named.of("the pool is emptied and a default is set", world -> {
                    world.setPool();
                    world.edit(widget -> widget.withHandoverNumber(DEFAULT));
                }),
                Named.of("its number is quarantined", world -> world.quarantine(ONE)),
                Named.of("every number is quarantined", world -> world.quarantine(ONE, TWO, THREE)),
                Named.of("the order of the pool changes", world -> world.setPool(THREE, TWO, ONE)),
                Named.of(
                        "the others are wanted far more",
                        world -> world.editEntries(e -> e.number().equals(ONE) ? e : e.withWeight(1000))),
                Named.of("its number is renamed", world -> world.editEntries(e -> e.withDisplayName("renamed"))),
                Named.of("its number gets busy", world -> {
                    world.switchOff(TWO);
                    world.switchOff(THREE);
                    for (long other = 100; other < 110; other++) {
                        world.assign(other);
                    }
                }),
                Named.of("a year passes", world -> world.clock.advance(Duration.ofDays(365))),
                Named.of("the host's status changes to another open one", world -> world.setStatus(1, "waiting")),
                Named.of("it is closed and re-opened before anybody looks", world -> {
                    world.close(1);
                    world.reopen(1);
                }));
    }

    @ParameterizedTest
    @MethodSource("whatever_happens")
    void a_conversation_keeps_its_number_when(Consumer<World> happens) {
        World world = new World(ONE, TWO, THREE);
        Assignment first = world.assign(1);

        happens.accept(world);

        assertThat(world.assign(1)).isEqualTo(first.asNew(false));
        assertThat(world.pool.assignmentOf(id(1))).contains(first.asNew(false));
    }

    @Test
    void another_strategy_chain_or_cool_down_does_not_move_it() {
        World world = new World(ONE, TWO);
        Assignment first = world.assign(1);
        NumberPool nextRelease = world.newPool(builder -> builder.strategy((handover, candidates) -> Optional.empty())
                .fallback(FallbackResolver.none())
                .coolDown(Duration.ZERO));

        assertThat(nextRelease.assign(WIDGET, id(1))).isEqualTo(first.asNew(false));
    }

    @Test
    void a_known_conversation_costs_one_plain_read_and_no_decision() {
        World world = new World(ONE, TWO);
        InterruptedStore interrupted = new InterruptedStore(world.store);
        NumberPool pool = NumberPool.builder(interrupted, world.store).build();
        Assignment first = pool.assign(handover(1, ALICE));
        interrupted.beforeDecide(() -> {
            throw new AssertionError("no decision is needed");
        });

        assertThat(pool.assign(handover(1))).isEqualTo(first.asNew(false));
        assertThat(pool.assign(handover(1, ALICE))).isEqualTo(first.asNew(false));
    }

    @Test
    void only_the_first_call_is_new_and_only_it_is_told() {
        World world = new World(ONE, TWO);

        assertThat(world.assign(1).isNew()).isTrue();
        assertThat(world.assign(1).isNew()).isFalse();
        assertThat(world.assign(1).isNew()).isFalse();
        assertThat(world.listener.names()).containsExactly("assigned");
    }

    @Test
    void name_and_source_stay_as_they_were_when_chosen() {
        World world = new World(ONE);
        world.editEntries(entry -> entry.withDisplayName("Support Team 1"));
        world.assign(1);

        world.editEntries(entry -> entry.withDisplayName("Sales"));

        assertThat(world.assign(1).displayName()).isEqualTo("Support Team 1");
        assertThat(world.assign(1).source()).isEqualTo(Assignment.Source.POOL);
    }

    @Test
    void reassign_transfer_and_drain_do_move_it() {
        World world = new World(ONE, TWO, THREE);
        world.assign(1, ALICE);
        PhoneNumber reassigned = world.pool.reassign(id(1)).number();
        assertThat(reassigned).isNotEqualTo(ONE);
        assertThat(world.assign(1).number()).isEqualTo(reassigned);

        Assignment drained = world.pool.drain(reassigned).get(0);
        assertThat(drained.number()).isNotEqualTo(reassigned);
        assertThat(world.assign(1)).isEqualTo(drained.asNew(false));

        world.setPool(drained.number(), ONE);
        world.pool.assign(new Handover(World.OTHER_WIDGET, id(2), BEN, null));
        Assignment transferred = world.pool.transfer(id(1), BEN);
        assertThat(world.assign(1)).isEqualTo(transferred.asNew(false));
        assertThat(transferred.agent()).isEqualTo(BEN);
    }

    @Test
    void explaining_and_looking_move_nothing() {
        World world = new World(ONE, TWO);
        Assignment first = world.assign(1);

        world.pool.explain(handover(1));
        world.pool.usage(WIDGET);
        world.pool.assignmentsOn(ONE);
        world.pool.releaseIdle(Duration.ofDays(1), 10);
        world.pool.adopt(WIDGET, Set.of("open"), conversation -> Optional.empty());

        assertThat(world.assign(1)).isEqualTo(first.asNew(false));
        assertThat(world.counts()).isEqualTo(Map.of(ONE.e164(), 1L, TWO.e164(), 0L));
    }
}
