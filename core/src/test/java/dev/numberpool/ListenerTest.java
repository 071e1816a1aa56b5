package dev.numberpool;

import static dev.numberpool.World.ALICE;
import static dev.numberpool.World.BEN;
import static dev.numberpool.World.ONE;
import static dev.numberpool.World.TWO;
import static dev.numberpool.World.WIDGET;
import static dev.numberpool.World.handover;
import static dev.numberpool.World.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("the listener is told what happened and cannot break it")
class ListenerTest {
    @Test
    void every_event_in_its_order() {
        World world = new World(ONE, TWO);
        world.assign(1, ALICE);
        world.assign(2, ALICE);
        world.assign(3, ALICE);
        world.pool.transfer(id(1), BEN);
        world.pool.reassign(id(1));
        world.pool.drain(TWO);
        world.pool.release(id(1));
        world.clock.advance(Duration.ofDays(1));
        world.pool.releaseIdle(Duration.ofHours(1), 1);
        world.quarantine(ONE, TWO);
        world.assign(4, World.MARIA);

        assertThat(world.listener.names().stream().filter(name -> !name.equals("shared")))
                .containsExactly(
                        "assigned",
                        "assigned",
                        "assigned",
                        "moved",
                        "moved",
                        "moved",
                        "moved",
                        "released",
                        "released",
                        "assigned",
                        "usedUnhealthy");
    }

    @Test
    void a_listener_that_throws_changes_nothing_and_hears_the_rest() {
        List<String> heard = new ArrayList<>();
        NumberPoolListener broken = new NumberPoolListener() {
            @Override
            public void assigned(Assignment assignment, Supplier<Decision> why) {
                throw hear("assigned");
            }

            @Override
            public void moved(Assignment before, Assignment after, Supplier<Decision> why) {
                throw hear("moved");
            }

            @Override
            public void shared(Assignment assignment, int others) {
                throw hear("shared");
            }

            @Override
            public void usedUnhealthy(Assignment assignment) {
                throw hear("usedUnhealthy");
            }

            @Override
            public void released(Assignment assignment) {
                throw hear("released");
            }

            private IllegalStateException hear(String event) {
                heard.add(event);
                return new IllegalStateException("the listener is broken");
            }
        };
        World world = new World(builder -> builder.listener(broken), ONE);
        world.quarantine(ONE);

        assertThat(world.assign(1, ALICE).isNew()).isTrue();
        assertThat(world.assign(2, ALICE).isNew()).isTrue();
        assertThat(world.pool.transfer(id(2), BEN).agent()).isEqualTo(BEN);
        assertThat(world.pool.release(id(2))).isPresent();
        assertThat(heard)
                .containsExactly(
                        "assigned", "usedUnhealthy", "assigned", "shared", "usedUnhealthy", "moved", "released");
    }

    @Test
    void it_is_told_after_the_fact_and_outside_the_lock() {
        AtomicReference<World> itself = new AtomicReference<>();
        List<Object> seen = new ArrayList<>();
        World world = new World(
                builder -> builder.listener(new NumberPoolListener() {
                    @Override
                    public void assigned(Assignment assignment, Supplier<Decision> why) {
                        seen.add(itself.get()
                                .pool
                                .assignmentOf(assignment.conversation())
                                .orElseThrow());
                        seen.add(itself.get().pool.explain(handover(99)).number());
                    }
                }),
                ONE,
                TWO);
        itself.set(world);

        Assignment assignment = world.assign(1);

        assertThat(seen).containsExactly(assignment.asNew(false), TWO);
    }

    @Test
    void the_default_methods_do_nothing() {
        World world = new World(ONE);
        NumberPool silent = NumberPool.builder(world.store).clock(world.clock).build();
        world.quarantine(ONE);

        assertThatCode(() -> {
                    silent.assign(handover(1, ALICE));
                    silent.assign(handover(2, ALICE));
                    silent.transfer(id(1), BEN);
                    silent.release(id(1));
                })
                .doesNotThrowAnyException();
    }

    /** Kotlin declares no checked exceptions, and throws them; a listener that calls the pool may call itself for ever. */
    @ParameterizedTest
    @ValueSource(
            classes = {
                IllegalStateException.class,
                IOException.class,
                AssertionError.class,
                NoClassDefFoundError.class,
                StackOverflowError.class
            })
    void whatever_a_listener_throws_changes_nothing(Class<? extends Throwable> type) throws Exception {
        Throwable thrown = type.getConstructor().newInstance();
        World world = new World(
                builder -> builder.listener(new NumberPoolListener() {
                    @Override
                    public void assigned(Assignment assignment, Supplier<Decision> why) {
                        ListenerTest.<RuntimeException>throwUndeclared(thrown);
                    }
                }),
                ONE);

        assertThat(world.assign(1, ALICE).isNew()).isTrue();
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void throwUndeclared(Throwable thrown) throws T {
        throw (T) thrown;
    }

    @Test
    void nobody_is_told_of_an_assignment_that_failed() {
        World world = new World(
                builder -> builder.strategy((handover, candidates) -> {
                    throw new IllegalArgumentException("the strategy is broken");
                }),
                ONE);

        assertThatCode(() -> world.assign(1)).hasMessage("the strategy is broken");
        assertThat(world.listener.events).isEmpty();
        assertThat(world.pool.assignmentOf(id(1))).isEmpty();
        assertThat(world.newPool(builder -> builder).assign(WIDGET, id(1)).isNew())
                .as("the lock was given back")
                .isTrue();
    }
}
