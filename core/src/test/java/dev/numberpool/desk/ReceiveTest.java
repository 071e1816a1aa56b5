package dev.numberpool.desk;

import static dev.numberpool.desk.DeskWorld.ALICE;
import static dev.numberpool.desk.DeskWorld.BEN;
import static dev.numberpool.desk.DeskWorld.BIT;
import static dev.numberpool.desk.DeskWorld.FOREIGN;
import static dev.numberpool.desk.DeskWorld.ONE;
import static dev.numberpool.desk.DeskWorld.STRANGER;
import static dev.numberpool.desk.DeskWorld.TWO;
import static dev.numberpool.desk.DeskWorld.describe;
import static dev.numberpool.desk.DeskWorld.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.numberpool.StoreException;
import dev.numberpool.spi.InboundLog.Claim;
import dev.numberpool.spi.MessageLog;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("D8: an inbound message is handled once, however often it is delivered")
class ReceiveTest {
    private static final Duration LEASE = Duration.ofMinutes(2);

    private final DeskWorld world = new DeskWorld();

    private InboundMessage hi() {
        world.assign(282, ALICE, ONE);
        return world.message(ALICE, ONE, "hi");
    }

    private static InboundHandler failing(Throwable failure) {
        return (message, outcome) -> {
            if (failure instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) failure;
        };
    }

    @Test
    void a_second_delivery_is_a_duplicate_and_not_handled() {
        InboundMessage message = hi();

        assertThat(world.hear(message)).isEqualTo("282 gets 'hi' by ONLY_CANDIDATE");
        assertThat(world.hear(message)).isEqualTo("duplicate");

        assertThat(world.handled()).containsExactly("282 gets 'hi' by ONLY_CANDIDATE");
    }

    @Test
    void a_second_delivery_is_a_duplicate_though_it_is_replayed_and_has_lost_its_quote() {
        InboundMessage message = hi();
        world.hear(message.quoting("SM99"));

        assertThat(world.hear(message.asReplayed())).isEqualTo("duplicate");
    }

    @Test
    void a_delivery_on_another_node_while_the_first_is_handled_is_a_duplicate_in_progress() {
        InboundMessage message = hi();
        HandoverDesk otherNode = world.newDesk(builder -> builder);
        List<InboundOutcome> second = new ArrayList<>();

        world.desk.receive(
                message,
                (each, outcome) -> second.add(otherNode.receive(message, (again, twice) -> {
                    throw new AssertionError("handled twice");
                })));

        assertThat(second).containsExactly(new InboundOutcome.Duplicate(false));
    }

    @Test
    void messages_of_different_ids_are_different_however_alike() {
        world.assign(282, ALICE, ONE);

        world.hear(ALICE, ONE, "hi");
        world.hear(ALICE, ONE, "hi");

        assertThat(world.handled).hasSize(2);
    }

    @Test
    void the_handler_gets_every_outcome_but_duplicate() {
        world.assign(281, ALICE, ONE);
        world.assign(282, ALICE, ONE);
        world.assign(283, ALICE, TWO);
        world.assign(284, BEN, TWO);
        world.release(284);
        world.say(281, "m1", "Hello");
        world.pool.transfer(id(281), BEN);
        List<InboundMessage> messages = List.of(
                world.message(ALICE, TWO, "hi"),
                world.message(ALICE, ONE, "hi"),
                world.message(ALICE, ONE, "#999: hi"),
                world.message(BEN, TWO, "#284: hi"),
                world.message(ALICE, ONE, "#281: hi"),
                world.message(STRANGER, ONE, "hi"),
                world.message(ALICE, ONE, ""),
                world.message(ALICE, FOREIGN, "hi"));

        List<String> returned = messages.stream().map(world::hear).toList();
        messages.forEach(world::hear);

        assertThat(world.handled()).isEqualTo(returned);
        assertThat(returned)
                .extracting(outcome -> outcome.replaceFirst(" .*", ""))
                .containsExactly("283", "held", "unknown", "closed", "transferred", "no", "empty", "rejected:");
        assertThat(world.handled).extracting(DeskWorld.Handled::message).isEqualTo(messages);
    }

    @Nested
    @DisplayName("a handler that fails")
    class Failing {
        @Test
        void gives_the_message_back_and_its_caller_gets_what_it_threw() {
            InboundMessage message = hi();
            IllegalStateException failure = new IllegalStateException("no");

            assertThatThrownBy(() -> world.desk.receive(message, failing(failure)))
                    .isSameAs(failure);

            assertThat(world.hear(message)).isEqualTo("282 gets 'hi' by ONLY_CANDIDATE");
        }

        @Test
        void gives_the_message_back_with_an_error_too() {
            InboundMessage message = hi();
            Error failure = new StackOverflowError();

            assertThatThrownBy(() -> world.desk.receive(message, failing(failure)))
                    .isSameAs(failure);

            assertThat(world.hear(message)).isEqualTo("282 gets 'hi' by ONLY_CANDIDATE");
        }

        @Test
        void gives_a_held_message_back_so_that_nothing_is_released_that_was_not_handled() {
            world.assign(281, ALICE, ONE);
            InboundMessage message = hi();

            assertThatThrownBy(() -> world.desk.receive(message, failing(new IllegalStateException())))
                    .isInstanceOf(IllegalStateException.class);

            assertThat(world.hear(ALICE, ONE, "#282")).isEqualTo("empty for 282, released 0");
        }

        @Test
        void is_what_its_caller_hears_of_even_if_the_log_fails_too() {
            InboundMessage message = hi();
            IllegalStateException failure = new IllegalStateException("first");
            HandoverDesk desk = HandoverDesk.builder(world.pool, world.store, logThatKeepsClaims(), world.provider)
                    .clock(world.clock)
                    .build();

            assertThatThrownBy(() -> desk.receive(message, failing(failure)))
                    .isSameAs(failure)
                    .satisfies(thrown -> assertThat(thrown.getSuppressed()).hasSize(1));
        }

        private MessageLog logThatKeepsClaims() {
            return (MessageLog) Proxy.newProxyInstance(
                    MessageLog.class.getClassLoader(),
                    new Class<?>[] {MessageLog.class},
                    (proxy, method, arguments) -> {
                        if (method.getName().equals("giveBack")) {
                            throw new StoreException("the database is down");
                        }
                        try {
                            return method.invoke(world.log, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }
    }

    @Nested
    @DisplayName("after a crash")
    class Crashed {
        @Test
        void the_message_is_handled_again_when_the_lease_is_over() {
            InboundMessage message = hi();
            assertThat(world.log.claim(message.id(), world.now(), LEASE).state())
                    .isEqualTo(Claim.State.WON);

            world.pass(LEASE.minus(BIT));
            assertThat(world.hear(message)).isEqualTo("in progress");
            world.pass(BIT);
            assertThat(world.hear(message)).isEqualTo("282 gets 'hi' by ONLY_CANDIDATE");
            assertThat(world.hear(message)).isEqualTo("duplicate");
        }

        @Test
        void the_lease_is_as_long_as_the_host_says() {
            InboundMessage message = hi();
            HandoverDesk desk = world.newDesk(builder -> builder.lease(Duration.ofMinutes(10)));
            List<String> second = new ArrayList<>();

            assertThatThrownBy(() -> desk.receive(message, (each, outcome) -> {
                        world.pass(Duration.ofMinutes(10).minus(BIT));
                        second.add(world.hear(message));
                        world.pass(BIT);
                        second.add(world.hear(message));
                    }))
                    .isInstanceOf(StoreException.class);

            assertThat(second).containsExactly("in progress", "282 gets 'hi' by ONLY_CANDIDATE");
        }

        @Test
        void whoever_handles_longer_than_the_lease_is_told_to_roll_back() {
            InboundMessage message = hi();

            assertThatThrownBy(() -> world.desk.receive(message, (each, outcome) -> {
                        world.pass(LEASE);
                        world.hear(message);
                    }))
                    .isInstanceOf(StoreException.class);

            assertThat(world.handled()).containsExactly("282 gets 'hi' by ONLY_CANDIDATE");
            assertThat(world.hear(message)).isEqualTo("duplicate");
        }

        @Test
        void a_slow_handler_that_fails_gives_nothing_back_that_is_not_its_own_any_more() {
            InboundMessage message = hi();
            List<String> third = new ArrayList<>();
            HandoverDesk otherNode = world.newDesk(builder -> builder);

            assertThatThrownBy(() -> world.desk.receive(message, (each, outcome) -> {
                        world.pass(LEASE);
                        world.log.claim(message.id(), world.now(), LEASE);
                        throw new IllegalStateException();
                    }))
                    .isInstanceOf(IllegalStateException.class);
            third.add(describe(otherNode.receive(message, (each, outcome) -> {})));

            assertThat(third).containsExactly("in progress");
        }
    }

    @Test
    void a_lease_is_one_second_to_one_hour() {
        assertThatThrownBy(() -> world.newDesk(builder -> builder.lease(Duration.ofMillis(999))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> world.newDesk(
                        builder -> builder.lease(Duration.ofHours(1).plus(BIT))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatCode(() -> world.newDesk(builder -> builder.lease(Duration.ofSeconds(1))))
                .doesNotThrowAnyException();
        assertThatCode(() -> world.newDesk(builder -> builder.lease(Duration.ofHours(1))))
                .doesNotThrowAnyException();
    }

    @Test
    void of_sixty_four_deliveries_at_once_one_is_handled() throws InterruptedException {
        InboundMessage message = hi();
        AtomicInteger handled = new AtomicInteger();
        Queue<String> outcomes = new ConcurrentLinkedQueue<>();
        CountDownLatch start = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(64);
        for (int i = 0; i < 64; i++) {
            new Thread(() -> {
                        await(start);
                        outcomes.add(
                                describe(world.desk.receive(message, (each, outcome) -> handled.incrementAndGet())));
                        end.countDown();
                    })
                    .start();
        }
        start.countDown();

        assertThat(end.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(handled).hasValue(1);
        assertThat(outcomes).filteredOn(outcome -> outcome.startsWith("282")).hasSize(1);
        assertThat(outcomes).filteredOn(outcome -> !outcome.startsWith("282")).isSubsetOf("duplicate", "in progress");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
