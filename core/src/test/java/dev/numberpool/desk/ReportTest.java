package dev.numberpool.desk;

import static dev.numberpool.desk.DeliveryState.ACCEPTED;
import static dev.numberpool.desk.DeliveryState.DELIVERED;
import static dev.numberpool.desk.DeliveryState.FAILED;
import static dev.numberpool.desk.DeliveryState.QUEUED;
import static dev.numberpool.desk.DeliveryState.READ;
import static dev.numberpool.desk.DeliveryState.SENT;
import static dev.numberpool.desk.DeliveryState.UNDELIVERED;
import static dev.numberpool.desk.DeskWorld.ALICE;
import static dev.numberpool.desk.DeskWorld.ONE;
import static dev.numberpool.desk.DeskWorld.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.numberpool.ConversationId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("D14: what the provider says later only moves a message forward, and the host hears of it")
class ReportTest {
    private static final Failure CONTENT = new Failure(Failure.Kind.CONTENT, 63013);

    private final DeskWorld world = new DeskWorld();

    @BeforeEach
    void assign() {
        world.assign(282, ALICE, ONE);
    }

    private void report(String providerId, DeliveryState state) {
        report(providerId, state, null);
    }

    private void report(String providerId, DeliveryState state, @Nullable Failure failure) {
        world.desk.report(new DeliveryReport(null, providerId, state, failure, world.now()));
    }

    private void reportByReference(String reference, DeliveryState state, @Nullable Failure failure) {
        world.desk.report(new DeliveryReport(reference, null, state, failure, world.now()));
    }

    /** What a repeated call says of m1. */
    private Delivery now() {
        return world.say(282, "m1", "Hello");
    }

    @Nested
    @DisplayName("states")
    class States {
        @BeforeEach
        void send() {
            world.say(282, "m1", "Hello");
        }

        @Test
        void move_forward_step_by_step() {
            for (DeliveryState state : List.of(QUEUED, DeliveryState.SENDING, SENT, DELIVERED, READ)) {
                report("SM1", state);
                assertThat(now()).isEqualTo(new Delivery.Accepted(state));
            }
        }

        @Test
        void may_skip_a_step() {
            report("SM1", READ);

            assertThat(now()).isEqualTo(new Delivery.Accepted(READ));
        }

        @ParameterizedTest
        @EnumSource(
                value = DeliveryState.class,
                names = {"ACCEPTED", "SCHEDULED", "QUEUED", "SENDING", "SENT", "DELIVERED", "UNKNOWN", "PENDING"})
        void never_move_back(DeliveryState late) {
            report("SM1", DELIVERED);

            report("SM1", late);

            assertThat(now()).isEqualTo(new Delivery.Accepted(DELIVERED));
            assertThat(world.listener.news()).containsExactly("delivered 282 m1");
        }

        @ParameterizedTest
        @EnumSource(
                value = DeliveryState.class,
                names = {"FAILED", "UNDELIVERED", "CANCELED"})
        void do_not_fail_what_has_arrived(DeliveryState failure) {
            report("SM1", DELIVERED);

            report("SM1", failure, CONTENT);

            assertThat(now()).isEqualTo(new Delivery.Accepted(DELIVERED));
            assertThat(world.listener.of("failed")).isEmpty();
        }

        @Test
        void do_not_mend_what_has_failed() {
            report("SM1", UNDELIVERED, CONTENT);

            report("SM1", DELIVERED);
            report("SM1", FAILED, Failure.of(Failure.Kind.QUOTA));

            assertThat(now()).isEqualTo(new Delivery.Failed(CONTENT));
            assertThat(world.listener.news()).containsExactly("failed 282 m1 CONTENT");
        }

        @Test
        void do_not_send_again_what_has_arrived() {
            report("SM1", DELIVERED);

            report("SM1", FAILED, Failure.of(Failure.Kind.THROTTLED));
            world.pass(Duration.ofHours(1));
            world.flush();

            assertThat(world.provider.asked).hasSize(1);
        }
    }

    @Nested
    @DisplayName("the host")
    class Listener {
        @BeforeEach
        void send() {
            world.say(282, "m1", "Hello");
        }

        @Test
        void hears_of_acceptance_delivery_and_reading() {
            report("SM1", QUEUED);
            report("SM1", SENT);
            report("SM1", DELIVERED);
            report("SM1", READ);

            assertThat(world.listener.events).containsExactly("accepted 282 m1", "delivered 282 m1", "read 282 m1");
        }

        @Test
        void hears_nothing_of_delivery_after_reading() {
            report("SM1", READ);
            report("SM1", DELIVERED);

            assertThat(world.listener.news()).containsExactly("read 282 m1");
        }

        @Test
        void hears_once_of_what_is_reported_twice() {
            report("SM1", DELIVERED);
            report("SM1", DELIVERED);
            report("SM1", READ);
            report("SM1", READ);

            assertThat(world.listener.news()).containsExactly("delivered 282 m1", "read 282 m1");
        }

        @Test
        void hears_once_of_a_failure_that_is_reported_twice_and_flushed_after() {
            report("SM1", UNDELIVERED, CONTENT);
            report("SM1", FAILED, CONTENT);
            world.flush();

            assertThat(world.listener.news()).containsExactly("failed 282 m1 CONTENT");
        }

        @Test
        void hears_of_a_failure_without_a_reason_too() {
            report("SM1", UNDELIVERED);

            assertThat(now()).isInstanceOf(Delivery.Failed.class);
            assertThat(world.listener.of("failed")).hasSize(1);
        }

        @Test
        void changes_nothing_by_throwing() {
            HandoverDesk desk = world.newDesk(builder -> builder.listener(new Throwing(IllegalStateException::new)));

            assertThat(DeskWorld.say(desk, 282, "m2", "Hello")).isEqualTo(new Delivery.Accepted(ACCEPTED));
            desk.report(new DeliveryReport(null, "SM2", UNDELIVERED, CONTENT, world.now()));

            assertThat(DeskWorld.say(desk, 282, "m2", "Hello")).isEqualTo(new Delivery.Failed(CONTENT));
        }

        @Test
        void hears_of_a_failure_again_if_the_process_died_while_it_was_told() {
            HandoverDesk dying = world.newDesk(builder -> builder.listener(new Throwing(Killed::new)));

            assertThatThrownBy(() -> dying.report(new DeliveryReport(null, "SM1", UNDELIVERED, CONTENT, world.now())))
                    .isInstanceOf(Killed.class);
            world.flush();
            world.flush();

            assertThat(world.listener.news()).containsExactly("failed 282 m1 CONTENT");
        }
    }

    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Throws whatever it is told. */
    private record Throwing(Supplier<Throwable> what) implements DeskListener {
        @Override
        public void accepted(ConversationId conversation, String messageId) {
            fail();
        }

        @Override
        public void failed(ConversationId conversation, String messageId, Failure failure) {
            fail();
        }

        private void fail() {
            Throwable failure = what.get();
            if (failure instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) failure;
        }
    }

    @Nested
    @DisplayName("a report that is faster than the provider's answer")
    class Early {
        private void reportEarly(DeliveryState state, @Nullable Failure failure) {
            world.provider.during(message ->
                    world.desk.report(new DeliveryReport(message.reference(), "SM1", state, failure, world.now())));
        }

        @Test
        void counts() {
            reportEarly(DELIVERED, null);

            assertThat(now()).isEqualTo(new Delivery.Accepted(DELIVERED));

            assertThat(world.listener.events).containsExactly("delivered 282 m1");
        }

        @Test
        void may_say_that_it_has_failed() {
            reportEarly(FAILED, CONTENT);

            assertThat(now()).isEqualTo(new Delivery.Failed(CONTENT));

            assertThat(world.listener.events).containsExactly("failed 282 m1 CONTENT");
        }

        @Test
        void may_ask_to_wait() {
            reportEarly(FAILED, Failure.of(Failure.Kind.THROTTLED));

            assertThat(now()).isInstanceOf(Delivery.Parked.class);
            assertThat(world.provider.asked).hasSize(1);
            world.pass(Duration.ofHours(1));
            world.flush();
            assertThat(world.provider.asked).hasSize(2);
        }

        @Test
        void is_not_undone_by_an_answer_that_was_lost() {
            world.provider.during(message -> {
                reportByReference(message.reference(), DELIVERED, null);
                throw new GatewayException(Failure.Kind.UNKNOWN_OUTCOME, "timeout");
            });

            assertThat(now()).isEqualTo(new Delivery.Accepted(DELIVERED));
            assertThat(world.listener.events).containsExactly("delivered 282 m1");
        }

        @Test
        void lets_its_message_be_quoted() {
            reportEarly(DELIVERED, null);
            world.assign(281, ALICE, ONE);
            now();

            assertThat(world.hear(world.message(ALICE, ONE, "hi").quoting("SM1")))
                    .isEqualTo("282 gets 'hi' by QUOTE");
        }
    }

    @Nested
    @DisplayName("a report that is late")
    class Late {
        @Test
        void of_a_throttled_message_parks_it_for_some_minutes() {
            now();

            report("SM1", FAILED, new Failure(Failure.Kind.THROTTLED, 63018));

            Instant until = world.now().plus(Duration.ofMinutes(4));
            assertThat(now()).isEqualTo(new Delivery.Parked(Delivery.Why.TIME, until));
            assertThat(world.listener.news()).isEmpty();
            world.pass(Duration.ofMinutes(4));
            world.flush();
            assertThat(world.provider.texts()).containsExactly("Hello", "Hello");
        }

        @Test
        void of_an_earlier_attempt_says_nothing_of_the_present_one() {
            now();
            String first = world.provider.last().reference();
            reportByReference(first, FAILED, Failure.of(Failure.Kind.THROTTLED));
            world.pass(Duration.ofHours(1));
            world.flush();

            reportByReference(first, UNDELIVERED, CONTENT);
            reportByReference(first, FAILED, Failure.of(Failure.Kind.THROTTLED));
            report("SM1", UNDELIVERED, CONTENT);

            assertThat(now()).isEqualTo(new Delivery.Accepted(ACCEPTED));
            assertThat(world.listener.of("failed")).isEmpty();
            reportByReference(world.provider.last().reference(), DELIVERED, null);
            assertThat(now()).isEqualTo(new Delivery.Accepted(DELIVERED));
        }

        @Test
        void of_a_message_that_nobody_knows_changes_nothing() {
            report("SM99", DELIVERED);
            reportByReference("nobody.1", FAILED, CONTENT);
            reportByReference("no reference at all", FAILED, Failure.of(Failure.Kind.WINDOW_CLOSED));

            assertThat(world.listener.events).isEmpty();
            assertThat(world.flush()).isZero();
        }

        @Test
        void settles_what_was_unknown() {
            world.provider.refuse(Failure.Kind.UNKNOWN_OUTCOME);
            assertThat(now()).isEqualTo(new Delivery.Unknown());

            world.desk.report(
                    new DeliveryReport(world.provider.asked.get(0).reference(), "SM7", SENT, null, world.now()));

            assertThat(now()).isEqualTo(new Delivery.Accepted(SENT));
            report("SM7", READ);
            assertThat(now()).isEqualTo(new Delivery.Accepted(READ));
        }

        @Test
        void that_the_number_is_unusable_keeps_new_conversations_off_it() {
            now();
            world.setPool(ONE);

            report("SM1", FAILED, Failure.of(Failure.Kind.SENDER_UNUSABLE));

            assertThat(world.store.usage(DeskWorld.WIDGET))
                    .singleElement()
                    .satisfies(facts -> assertThat(facts.health()).isNotNull());
        }
    }

    @Nested
    @DisplayName("what is not a visitor's message")
    class Ours {
        @Test
        void is_told_if_it_did_not_arrive() {
            world.setWindow(ALICE, ONE, Duration.ofHours(1));
            world.desk.tellEnded(world.pool.release(id(282)).orElseThrow());

            report("SM1", UNDELIVERED, CONTENT);

            assertThat(world.listener.events).containsExactly("notTold 282 CONTENT");
        }

        @Test
        void is_not_told_if_all_is_well() {
            world.setWindow(ALICE, ONE, Duration.ofHours(1));
            world.desk.tellEnded(world.pool.release(id(282)).orElseThrow());

            report("SM1", DELIVERED);

            assertThat(world.listener.events).isEmpty();
        }

        @Test
        void is_told_if_nobody_knows() {
            world.setWindow(ALICE, ONE, Duration.ofHours(1));
            world.provider.refuse(Failure.Kind.UNKNOWN_OUTCOME);

            world.desk.tellEnded(world.pool.release(id(282)).orElseThrow());
            world.flush();

            assertThat(world.listener.events).containsExactly("notTold 282 UNKNOWN_OUTCOME");
        }
    }

    @Test
    void a_report_names_its_message() {
        assertThatThrownBy(() -> new DeliveryReport(null, null, SENT, null, world.now()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
