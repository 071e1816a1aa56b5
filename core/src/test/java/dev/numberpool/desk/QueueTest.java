package dev.numberpool.desk;

import static dev.numberpool.desk.DeskWorld.ALICE;
import static dev.numberpool.desk.DeskWorld.BEN;
import static dev.numberpool.desk.DeskWorld.BIT;
import static dev.numberpool.desk.DeskWorld.CAROL;
import static dev.numberpool.desk.DeskWorld.ONE;
import static dev.numberpool.desk.DeskWorld.STRANGER;
import static dev.numberpool.desk.DeskWorld.TWO;
import static dev.numberpool.desk.DeskWorld.WIDGET;
import static dev.numberpool.desk.DeskWorld.id;
import static org.assertj.core.api.Assertions.assertThat;

import dev.numberpool.Assignment;
import dev.numberpool.Handover;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.spi.Health;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("D7, D5: what cannot be sent now waits in order and goes out later, at the same number")
class QueueTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration LATER = Duration.ofHours(1);

    private final DeskWorld world = new DeskWorld();

    private Delivery sayThrottled(long conversation, String messageId, String text) {
        world.provider.refuse(Failure.Kind.THROTTLED);
        return world.say(conversation, messageId, text);
    }

    private void flushAfter(Duration time) {
        world.pass(time);
        world.flush();
    }

    private List<Participant> readers() {
        return world.provider.taken.stream()
                .map(message -> message.thread().participant())
                .toList();
    }

    @Nested
    @DisplayName("a provider that says how long it is busy")
    class RetryAfter {
        private void sayRefused(Failure.Kind kind, Duration retryAfter) {
            world.assign(282, ALICE, ONE);
            world.provider.during(message -> {
                throw new GatewayException(new Failure(kind, 20429), 429, retryAfter, "busy", null);
            });
            world.say(282, "m1", "one");
        }

        private Duration waits() {
            Delivery.Parked parked = (Delivery.Parked) world.say(282, "m1", "one");
            return Duration.between(world.now(), parked.until());
        }

        @Test
        void is_left_alone_for_as_long() {
            sayRefused(Failure.Kind.RATE_LIMITED, Duration.ofSeconds(90));

            assertThat(waits()).isEqualTo(Duration.ofSeconds(90));
            world.pass(Duration.ofSeconds(89));
            assertThat(world.flush()).isZero();
            world.pass(Duration.ofSeconds(1));
            assertThat(world.flush()).isEqualTo(1);
        }

        @Test
        void is_not_asked_sooner_than_another_because_of_that() {
            sayRefused(Failure.Kind.RATE_LIMITED, Duration.ofSeconds(1));

            assertThat(waits()).isEqualTo(Duration.ofSeconds(5));
        }

        @Test
        void is_believed_for_an_hour_at_most() {
            sayRefused(Failure.Kind.THROTTLED, Duration.ofDays(365_000));

            assertThat(waits()).isEqualTo(Duration.ofHours(1));
        }

        @Test
        void is_not_asked_again_where_waiting_mends_nothing() {
            sayRefused(Failure.Kind.QUOTA, Duration.ofSeconds(1));

            assertThat(world.say(282, "m1", "one")).isInstanceOf(Delivery.Failed.class);
        }

        @Test
        void is_not_asked_again_where_nobody_knows_whether_it_was_sent() {
            sayRefused(Failure.Kind.UNKNOWN_OUTCOME, Duration.ofSeconds(1));

            assertThat(world.say(282, "m1", "one")).isInstanceOf(Delivery.Unknown.class);
        }
    }

    @Nested
    @DisplayName("a message that is throttled")
    class Throttled {
        @Test
        void is_parked_until_a_time_that_is_said() {
            world.assign(282, ALICE, ONE);

            assertThat(sayThrottled(282, "m1", "one"))
                    .isEqualTo(
                            new Delivery.Parked(Delivery.Why.TIME, world.now().plus(MINUTE)));
            assertThat(world.listener.events).isEmpty();
        }

        @Test
        void is_sent_by_flush_at_that_time_and_not_before() {
            world.assign(282, ALICE, ONE);
            sayThrottled(282, "m1", "one");

            world.pass(MINUTE.minus(BIT));
            assertThat(world.flush()).isZero();
            world.pass(BIT);
            assertThat(world.flush()).isEqualTo(1);
            assertThat(world.flush()).isZero();

            assertThat(world.provider.asked).hasSize(2);
            assertThat(world.say(282, "m1", "one")).isEqualTo(new Delivery.Accepted(DeliveryState.ACCEPTED));
        }

        @Test
        void is_sent_at_the_same_number_however_free_another_is() {
            world.assign(282, ALICE, ONE);
            sayThrottled(282, "m1", "one");

            flushAfter(LATER);

            assertThat(world.provider.last().thread()).isEqualTo(new SenderThread(ALICE, ONE));
        }

        @Test
        void has_a_new_reference_each_time() {
            world.assign(282, ALICE, ONE);
            sayThrottled(282, "m1", "one");
            flushAfter(LATER);

            assertThat(world.provider.asked)
                    .extracting(message -> message.reference())
                    .doesNotHaveDuplicates();
        }

        @Test
        void waits_twice_as_long_after_each_attempt() {
            world.assign(282, ALICE, ONE);
            sayThrottled(282, "m1", "one");
            world.provider.refuse(Failure.Kind.THROTTLED);
            flushAfter(MINUTE);

            assertThat(world.say(282, "m1", "one"))
                    .isEqualTo(
                            new Delivery.Parked(Delivery.Why.TIME, world.now().plus(MINUTE.multipliedBy(2))));
        }

        @Test
        void is_given_up_in_the_end_and_told_once() {
            world.assign(282, ALICE, ONE);
            world.provider.refuseAll(Failure.Kind.THROTTLED);
            world.say(282, "m1", "one");

            for (int i = 0; i < 300; i++) {
                flushAfter(MINUTE);
            }

            assertThat(world.provider.asked).hasSize(9);
            assertThat(world.listener.events).containsExactly("failed 282 m1 GIVEN_UP");
            assertThat(world.say(282, "m1", "one")).isEqualTo(new Delivery.Failed(Failure.of(Failure.Kind.GIVEN_UP)));
        }

        @Test
        void makes_room_for_those_behind_it_when_it_is_given_up() {
            world.assign(282, ALICE, ONE);
            world.provider.refuseAll(Failure.Kind.THROTTLED);
            world.say(282, "m1", "one");
            world.say(282, "m2", "two");
            for (int i = 0; i < 300; i++) {
                flushAfter(MINUTE);
            }
            world.provider.takeAll();

            flushAfter(LATER);

            assertThat(world.provider.texts()).containsExactly("two");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Failure.Kind.class,
            names = {"RATE_LIMITED", "CONCURRENT_CHANGE", "NOT_SENT"})
    void what_was_certainly_not_processed_is_tried_again_within_seconds(Failure.Kind kind) {
        world.assign(282, ALICE, ONE);
        world.provider.refuse(kind);
        assertThat(world.say(282, "m1", "one")).isInstanceOf(Delivery.Parked.class);

        flushAfter(Duration.ofSeconds(5));

        assertThat(world.provider.texts()).containsExactly("one");
    }

    @ParameterizedTest
    @EnumSource(
            value = Failure.Kind.class,
            names = {"AUTHENTICATION", "QUOTA", "INVALID_RECIPIENT", "RECIPIENT_REFUSED", "CONTENT", "UNCLASSIFIED"})
    void what_cannot_be_mended_by_waiting_is_told_and_holds_nobody_up(Failure.Kind kind) {
        world.assign(282, ALICE, ONE);
        world.provider.refuse(kind);

        assertThat(world.say(282, "m1", "one")).isEqualTo(new Delivery.Failed(Failure.of(kind)));
        assertThat(world.say(282, "m2", "two")).isInstanceOf(Delivery.Accepted.class);
        flushAfter(LATER);

        assertThat(world.listener.of("failed")).containsExactly("failed 282 m1 " + kind);
        assertThat(world.provider.asked).hasSize(2);
    }

    @Nested
    @DisplayName("the order of a thread")
    class Order {
        @Test
        void is_kept_behind_a_parked_message() {
            world.assign(282, ALICE, ONE);
            sayThrottled(282, "m1", "one");

            assertThat(world.say(282, "m2", "two")).isEqualTo(new Delivery.Parked(Delivery.Why.TURN, null));
            world.say(282, "m3", "three");
            assertThat(world.provider.asked).hasSize(1);
            flushAfter(LATER);

            assertThat(world.provider.texts()).containsExactly("one", "two", "three");
        }

        @Test
        void is_kept_between_conversations() {
            world.assign(281, ALICE, ONE);
            world.assign(282, ALICE, ONE);
            sayThrottled(281, "m1", "one");
            world.say(282, "m1", "two");
            world.say(281, "m2", "three");

            flushAfter(LATER);

            assertThat(world.provider.texts()).containsExactly("#281: one", "#282: two", "#281: three");
        }

        @Test
        void is_kept_if_the_time_has_come_and_nobody_has_flushed() {
            world.assign(282, ALICE, ONE);
            sayThrottled(282, "m1", "one");
            world.pass(LATER);

            assertThat(world.say(282, "m2", "two")).isInstanceOf(Delivery.Accepted.class);

            assertThat(world.provider.texts()).containsExactly("one", "two");
        }

        @Test
        void is_no_concern_of_other_threads() {
            world.assign(281, ALICE, ONE);
            world.assign(282, ALICE, TWO);
            world.assign(283, BEN, ONE);
            sayThrottled(281, "m1", "one");

            world.say(282, "m1", "two");
            world.say(283, "m1", "three");

            assertThat(world.provider.texts()).containsExactly("two", "three");
        }
    }

    @Nested
    @DisplayName("the pace of a thread")
    class Pace {
        private void sayMany(int count) {
            for (int i = 1; i <= count; i++) {
                world.say(282, "m" + i, "text " + i);
            }
        }

        @Test
        void allows_a_burst_of_forty_five() {
            world.assign(282, ALICE, ONE);

            sayMany(46);

            assertThat(world.provider.asked).hasSize(45);
            assertThat(world.say(282, "m45", "text 45")).isInstanceOf(Delivery.Accepted.class);
            assertThat(world.say(282, "m46", "text 46")).isEqualTo(new Delivery.Parked(Delivery.Why.TURN, null));
            assertThat(world.flush()).isZero();
        }

        @Test
        void lets_the_rest_out_when_the_burst_is_paid_for() {
            world.assign(282, ALICE, ONE);
            sayMany(47);

            flushAfter(Duration.ofSeconds(45 * 6));
            assertThat(world.provider.asked).hasSize(45);
            flushAfter(BIT);

            assertThat(world.provider.textsAfter(45)).containsExactly("text 46", "text 47");
        }

        @Test
        void is_never_more_than_one_message_in_six_seconds_for_long() {
            world.assign(282, ALICE, ONE);
            sayMany(200);
            for (int second = 0; second < 540; second++) {
                flushAfter(Duration.ofSeconds(1));
            }

            assertThat(world.provider.asked).hasSizeBetween(90, 45 + 540 / 6);
        }

        @Test
        void is_no_concern_of_another_agent() {
            world.assign(282, ALICE, ONE);
            world.assign(283, BEN, ONE);
            sayMany(46);

            assertThat(world.say(283, "m1", "Hello")).isInstanceOf(Delivery.Accepted.class);
        }
    }

    @Nested
    @DisplayName("a conversation that moves while its messages wait")
    class Moved {
        private final DeskWorld world = new DeskWorld(builder -> builder.texts(DeskTexts.english()));

        private void parkThree() {
            world.provider.refuse(Failure.Kind.THROTTLED);
            world.say(282, "m1", "one");
            world.say(282, "m2", "two");
            world.say(282, "m3", "three");
            world.pass(LATER);
        }

        private void flushAFewTimes() {
            for (int i = 0; i < 4; i++) {
                world.flush();
            }
        }

        @Test
        void takes_them_to_the_new_agent_in_order_and_says_whose_they_are() {
            world.assign(282, ALICE, ONE);
            parkThree();
            Assignment now = world.pool.transfer(id(282), BEN);

            flushAFewTimes();

            assertThat(world.provider.texts()).containsExactly("— New chat: #282 —\none", "two", "three");
            assertThat(world.provider.taken)
                    .extracting(message -> message.thread())
                    .containsOnly(new SenderThread(BEN, now.number()));
        }

        @Test
        void takes_them_to_its_new_number() {
            world.assign(282, ALICE, ONE);
            parkThree();
            world.pool.reassign(id(282));

            flushAFewTimes();

            assertThat(world.provider.texts()).containsExactly("— New chat: #282 —\none", "two", "three");
            assertThat(world.provider.last().thread()).isEqualTo(new SenderThread(ALICE, TWO));
        }

        @Test
        void greets_nobody_twice() {
            world.assign(282, ALICE, ONE);
            parkThree();
            world.pool.transfer(id(282), BEN);
            world.say(282, "m4", "four");

            flushAFewTimes();

            assertThat(world.provider.texts())
                    .filteredOn(text -> text.startsWith("—"))
                    .hasSize(1);
            assertThat(world.provider.texts()).hasSize(4);
        }

        @Test
        void leaves_the_messages_of_others_where_they_are() {
            world.assign(281, ALICE, ONE);
            world.assign(282, ALICE, ONE);
            parkThree();
            world.pool.transfer(id(282), BEN);
            world.say(281, "m1", "stays");

            flushAFewTimes();

            assertThat(world.provider.taken)
                    .filteredOn(message -> message.thread().participant().equals(ALICE))
                    .extracting(TestProvider::text)
                    .singleElement()
                    .asString()
                    .endsWith("stays");
            assertThat(world.provider.taken).hasSize(4);
        }
    }

    @Nested
    @DisplayName("a conversation that ends while its messages wait")
    class Ended {
        @Test
        void by_the_hosts_hand_fails_them() {
            world.assign(282, ALICE, ONE);
            sayThrottled(282, "m1", "one");
            world.say(282, "m2", "two");
            world.close(282);

            flushAfter(LATER);

            assertThat(world.listener.events)
                    .containsExactly("failed 282 m1 CONVERSATION_ENDED", "failed 282 m2 CONVERSATION_ENDED");
            assertThat(world.provider.texts()).isEmpty();
        }

        @Test
        void by_release_fails_them() {
            world.assign(282, ALICE, ONE);
            sayThrottled(282, "m1", "one");
            world.release(282);

            flushAfter(LATER);

            assertThat(world.listener.events).containsExactly("failed 282 m1 CONVERSATION_ENDED");
            assertThat(world.provider.texts()).isEmpty();
        }

        @Test
        void fails_them_behind_a_closed_window_too() {
            DeskWorld other = new DeskWorld(builder -> builder.wakeUp(DeskWorld.TEMPLATE));
            other.assign(282, ALICE, ONE);
            other.closeWindow(ALICE, ONE);
            other.say(282, "m1", "one");
            other.close(282);

            other.flush();

            assertThat(other.listener.news()).containsExactly("failed 282 m1 CONVERSATION_ENDED");
        }

        @Test
        void holds_nobody_up() {
            world.assign(281, ALICE, ONE);
            world.assign(282, ALICE, ONE);
            sayThrottled(282, "m1", "one");
            world.say(281, "m1", "two");
            world.close(282);

            flushAfter(LATER);

            assertThat(world.provider.texts()).containsExactly("#281: two");
        }
    }

    @Nested
    @DisplayName("a number that the provider refuses")
    class Unusable {
        private Assignment next(long conversation, Participant agent) {
            return world.assign(conversation, agent);
        }

        @Test
        void gets_no_new_conversations_for_half_an_hour() {
            world.assign(282, ALICE, ONE);
            world.assign(290, BEN, TWO);
            world.assign(291, BEN, TWO);
            world.provider.refuse(Failure.Kind.SENDER_UNUSABLE);

            assertThat(world.say(282, "m1", "one"))
                    .isEqualTo(new Delivery.Failed(Failure.of(Failure.Kind.SENDER_UNUSABLE)));

            assertThat(next(300, CAROL).number()).isEqualTo(TWO);
            world.pass(Duration.ofMinutes(31));
            assertThat(next(301, STRANGER).number()).isEqualTo(ONE);
        }

        @Test
        void is_preferred_as_long_as_it_works() {
            world.assign(282, ALICE, ONE);
            world.assign(290, BEN, TWO);
            world.assign(291, BEN, TWO);
            world.provider.refuse(Failure.Kind.CONTENT);
            world.say(282, "m1", "one");

            assertThat(next(300, CAROL).number()).isEqualTo(ONE);
        }

        @Test
        void keeps_the_conversations_that_it_has() {
            world.assign(282, ALICE, ONE);
            world.provider.refuse(Failure.Kind.SENDER_UNUSABLE);
            world.say(282, "m1", "one");

            world.say(282, "m2", "two");

            assertThat(world.provider.last().thread()).isEqualTo(new SenderThread(ALICE, ONE));
        }
    }

    @Nested
    @DisplayName("A14: the health of a number")
    class NumbersHealth {
        /** ONE has one conversation and TWO has two, so ONE is next as long as it works. */
        @BeforeEach
        void assign() {
            world.assign(282, ALICE, ONE);
            world.assign(290, BEN, TWO);
            world.assign(291, BEN, TWO);
        }

        private void fail() {
            world.provider.refuse(Failure.Kind.SENDER_UNUSABLE);
            world.say(282, "refused", "one");
        }

        /** Sends a message from ONE, of which the provider says this later. */
        private void sendAndReport(DeliveryState state) {
            world.say(282, "sent", "two");
            world.desk.report(new DeliveryReport(null, "SM1", state, null, world.now()));
        }

        private void says(Health.Source source, Duration time) {
            Health health = new Health("offline", world.now(), world.now().plus(time));
            world.store.noteHealth(ONE, source, health);
        }

        private void assertNext(PhoneNumber number) {
            assertThat(world.pool.explain(Handover.of(WIDGET, id(300))).number())
                    .isEqualTo(number);
        }

        @ParameterizedTest
        @EnumSource(
                value = DeliveryState.class,
                names = {"DELIVERED", "READ"})
        void is_restored_by_a_message_that_arrives(DeliveryState arrived) {
            fail();
            assertNext(TWO);

            sendAndReport(arrived);

            assertNext(ONE);
        }

        @ParameterizedTest
        @EnumSource(
                value = DeliveryState.class,
                names = {"ACCEPTED", "SENT", "UNKNOWN", "UNDELIVERED"})
        void is_not_restored_by_a_message_that_has_not_arrived(DeliveryState state) {
            fail();

            sendAndReport(state);

            assertNext(TWO);
        }

        @ParameterizedTest
        @EnumSource(
                value = Health.Source.class,
                names = {"OPERATOR", "POLL"})
        void is_not_restored_by_a_message_if_somebody_else_has_said_that_it_does_not_work(Health.Source source) {
            says(source, Duration.ofHours(2));
            fail();

            sendAndReport(DeliveryState.DELIVERED);

            assertNext(TWO);
            world.pass(Duration.ofHours(2));
            assertNext(ONE);
        }

        @ParameterizedTest
        @EnumSource(
                value = Health.Source.class,
                names = {"OPERATOR", "POLL"})
        void is_not_restored_earlier_because_a_message_has_failed(Health.Source source) {
            says(source, Duration.ofHours(2));

            fail();

            world.pass(Duration.ofHours(2).minus(BIT));
            assertNext(TWO);
            world.pass(BIT);
            assertNext(ONE);
        }

        @Test
        void is_not_restored_by_a_message_of_another_number() {
            fail();
            world.say(290, "sent", "two");
            world.desk.report(new DeliveryReport(null, "SM1", DeliveryState.DELIVERED, null, world.now()));

            assertNext(TWO);
        }

        @Test
        void suffers_for_half_an_hour_from_the_last_message_that_failed() {
            fail();
            world.pass(Duration.ofMinutes(20));
            world.provider.refuse(Failure.Kind.SENDER_UNUSABLE);
            world.say(282, "refused again", "three");

            world.pass(Duration.ofMinutes(30).minus(BIT));
            assertNext(TWO);
            world.pass(BIT);
            assertNext(ONE);
        }
    }

    @Nested
    @DisplayName("flush")
    class Flush {
        private void parkOnThreeThreads() {
            world.assign(281, ALICE, ONE);
            world.assign(282, BEN, ONE);
            world.assign(283, ALICE, TWO);
            for (int i = 281; i <= 283; i++) {
                sayThrottled(i, "m1", "for " + i);
                world.say(i, "m2", "again for " + i);
            }
            world.pass(LATER);
        }

        @Test
        void sends_what_is_due_on_every_thread_and_says_how_much() {
            parkOnThreeThreads();

            assertThat(world.flush()).isEqualTo(6);

            assertThat(readers()).hasSize(6);
            assertThat(world.flush()).isZero();
        }

        @Test
        void sends_no_more_than_it_is_told_to() {
            parkOnThreeThreads();

            assertThat(world.desk.flush(3)).isEqualTo(3);
            assertThat(world.provider.taken).hasSize(3);
            assertThat(world.desk.flush(100)).isEqualTo(3);
        }

        @Test
        void of_one_thread_leaves_the_others_alone() {
            parkOnThreeThreads();

            assertThat(world.desk.flush(new SenderThread(BEN, ONE))).isEqualTo(2);

            assertThat(world.provider.texts()).containsExactly("for 282", "again for 282");
        }

        @Test
        void looks_at_more_threads_than_fit_on_a_page() {
            for (int i = 0; i < 250; i++) {
                world.assign(1_000 + i, Participant.of("+2010000000" + (100 + i)), ONE);
                sayThrottled(1_000 + i, "m1", "Hello");
            }
            world.pass(LATER);

            assertThat(world.flush()).isEqualTo(250);
        }
    }
}
