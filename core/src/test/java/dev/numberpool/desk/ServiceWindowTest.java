package dev.numberpool.desk;

import static dev.numberpool.desk.DeskWorld.ALICE;
import static dev.numberpool.desk.DeskWorld.BEN;
import static dev.numberpool.desk.DeskWorld.BIT;
import static dev.numberpool.desk.DeskWorld.ID;
import static dev.numberpool.desk.DeskWorld.ONE;
import static dev.numberpool.desk.DeskWorld.TEMPLATE;
import static dev.numberpool.desk.DeskWorld.TWO;
import static dev.numberpool.desk.DeskWorld.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.numberpool.Participant;
import dev.numberpool.SenderThread;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("D4: outside the service window one template goes out and the rest waits for the agent")
class ServiceWindowTest {
    private static final Duration DAY = Duration.ofHours(24);
    private static final SenderThread THREAD = new SenderThread(ALICE, ONE);
    private static final Delivery WAITS = new Delivery.Parked(Delivery.Why.SERVICE_WINDOW, null);

    private final DeskWorld world = new DeskWorld(builder -> builder.wakeUp(TEMPLATE));

    /** Says three things to 282, each to be repeated with the same id. */
    private void sayThree() {
        world.say(282, "m1", "one");
        world.say(282, "m2", "two");
        world.say(282, "m3", "three");
    }

    private void agentWrites() {
        world.hear(ALICE, ONE, "Yes?");
        world.desk.flush(THREAD);
    }

    @Nested
    @DisplayName("free text")
    class FreeText {
        @Test
        void goes_out_where_nobody_knows_of_a_message() {
            world.assign(282, ALICE, ONE);

            sayThree();

            assertThat(world.provider.texts()).containsExactly("one", "two", "three");
        }

        @Test
        void goes_out_until_a_day_after_the_agents_last_message() {
            world.assign(282, ALICE, ONE);
            world.setWindow(ALICE, ONE, DAY.minus(BIT));

            world.say(282, "m1", "one");
            world.pass(BIT);
            world.say(282, "m2", "two");

            assertThat(world.provider.texts()).containsExactly("one", "[HX1]");
        }

        @Test
        void goes_out_again_after_every_message_of_the_agent() {
            world.assign(282, ALICE, ONE);
            world.closeWindow(ALICE, ONE);
            world.hear(ALICE, ONE, "Hello?");

            sayThree();

            assertThat(world.provider.texts()).containsExactly("one", "two", "three");
        }

        @Test
        void is_a_matter_of_the_number() {
            world.assign(282, ALICE, ONE);
            world.closeWindow(ALICE, TWO);
            world.closeWindow(BEN, ONE);

            sayThree();

            assertThat(world.provider.texts()).containsExactly("one", "two", "three");
        }
    }

    @Nested
    @DisplayName("imported windows")
    class Imported {
        @Test
        void never_make_a_known_message_older() {
            world.assign(282, ALICE, ONE);
            world.hear(ALICE, ONE, "Hello");

            world.closeWindow(ALICE, ONE);

            world.say(282, "m1", "one");
            assertThat(world.provider.texts()).containsExactly("one");
        }

        @Test
        void may_come_for_many_threads_at_once() {
            world.assign(281, BEN, TWO);
            world.assign(282, ALICE, ONE);
            Instant longAgo = world.now().minus(Duration.ofDays(9));

            world.desk.importWindows(Map.of(THREAD, longAgo, new SenderThread(BEN, TWO), world.now()));

            assertThat(world.say(282, "m1", "one")).isEqualTo(WAITS);
            assertThat(world.say(281, "m1", "one")).isInstanceOf(Delivery.Accepted.class);
        }
    }

    @Nested
    @DisplayName("a closed window")
    class Closed {
        @BeforeEach
        void assignBehindAClosedWindow() {
            world.assign(282, ALICE, ONE);
            world.closeWindow(ALICE, ONE);
        }

        @Test
        void takes_one_template_however_many_messages_wait() {
            assertThat(world.say(282, "m1", "one")).isEqualTo(WAITS);
            assertThat(world.say(282, "m2", "two")).isEqualTo(WAITS);
            assertThat(world.say(282, "m1", "one")).isEqualTo(WAITS);

            assertThat(world.provider.texts()).containsExactly("[HX1]");
        }

        @Test
        void takes_one_template_however_often_somebody_flushes() {
            sayThree();
            for (int day = 0; day < 5; day++) {
                world.pass(DAY);
                world.flush();
                world.desk.flush(THREAD);
            }

            assertThat(world.provider.asked).hasSize(1);
        }

        @Test
        void takes_one_template_however_many_desks_there_are() {
            HandoverDesk other = world.newDesk(builder -> builder.wakeUp(TEMPLATE));
            List<Delivery> second = new ArrayList<>();
            world.provider.during(message -> second.add(DeskWorld.say(other, 282, "m2", "two")));

            world.say(282, "m1", "one");
            DeskWorld.say(other, 282, "m3", "three");
            other.flush(10);
            world.flush();

            assertThat(second).containsExactly(WAITS);
            assertThat(world.provider.texts()).containsExactly("[HX1]");
        }

        @Test
        void tells_the_template_who_writes() {
            world.say(282, "m1", "one");

            assertThat(world.provider.last().thread()).isEqualTo(THREAD);
            assertThat(world.provider.last().content())
                    .isEqualTo(new Content.Template("HX1", Map.of("1", "282", "2", "Maria")));
        }

        @Test
        void takes_a_template_for_each_conversation() {
            world.assign(283, ALICE, ONE);

            world.say(282, "m1", "one");
            world.say(283, "m1", "two");

            assertThat(world.provider.taken)
                    .extracting(message ->
                            ((Content.Template) message.content()).variables().get("1"))
                    .containsExactly("282", "283");
        }

        @Test
        void takes_another_template_for_another_assignment() {
            world.say(282, "m1", "one");
            world.release(282);
            world.pass(BIT);
            world.assign(282, ALICE, ONE);

            world.say(282, "m2", "two");
            world.flush();

            assertThat(world.provider.texts()).containsExactly("[HX1]", "[HX1]");
        }

        @Test
        void lets_everything_out_in_order_after_the_agent_has_written() {
            sayThree();

            agentWrites();

            assertThat(world.provider.texts()).containsExactly("[HX1]", "one", "two", "three");
            assertThat(world.say(282, "m3", "three")).isEqualTo(new Delivery.Accepted(DeliveryState.ACCEPTED));
        }

        @Test
        void lets_nothing_overtake_what_has_been_waiting() {
            sayThree();
            world.hear(ALICE, ONE, "Yes?");

            world.say(282, "m4", "four");
            world.flush();

            assertThat(world.provider.texts()).containsExactly("[HX1]", "one", "two", "three", "four");
        }

        @Test
        void stays_closed_while_the_agent_writes_elsewhere() {
            world.assign(283, ALICE, TWO);
            sayThree();

            world.hear(ALICE, TWO, "Yes?");
            world.flush();

            assertThat(world.provider.texts()).containsExactly("[HX1]");
        }

        @Test
        void takes_another_template_when_the_archive_shows_that_the_agent_wrote_and_a_day_has_passed() {
            sayThree();
            InboundMessage old = world.message(ALICE, ONE, "Yes?");
            world.pass(DAY);

            world.receive(old.asReplayed());
            world.flush();

            assertThat(world.provider.texts()).containsExactly("[HX1]", "[HX1]");
        }

        @Test
        void takes_another_template_when_it_closes_again() {
            sayThree();
            agentWrites();
            world.pass(DAY);

            world.say(282, "m4", "four");
            world.say(282, "m5", "five");

            assertThat(world.provider.texts()).containsExactly("[HX1]", "one", "two", "three", "[HX1]");
        }

        @Test
        void opens_with_a_tap_on_the_template_and_the_visitor_hears_nothing_of_it() {
            sayThree();

            InboundMessage tap =
                    world.message(ALICE, ONE, "Open").quoting("SM1").tapped("#282");
            assertThat(world.hear(tap)).isEqualTo("empty for 282, released 0");
            world.desk.flush(THREAD);

            assertThat(world.provider.texts()).containsExactly("[HX1]", "one", "two", "three");
        }

        @Test
        void opens_with_a_tap_whose_payload_names_no_conversation() {
            sayThree();

            InboundMessage tap =
                    world.message(ALICE, ONE, "Open").quoting("SM1").tapped("open");
            assertThat(world.hear(tap)).isEqualTo("empty for 282, released 0");
        }

        @Test
        void opens_with_a_tap_that_quotes_nothing() {
            sayThree();

            assertThat(world.hear(world.message(ALICE, ONE, "Open").tapped("#282")))
                    .isEqualTo("empty for 282, released 0");
        }

        @Test
        void takes_no_template_any_more_if_the_agent_writes_before_it_is_sent() {
            world.provider.refuse(Failure.Kind.THROTTLED);
            world.say(282, "m1", "one");
            world.hear(ALICE, ONE, "Hello");

            world.pass(Duration.ofHours(1));
            world.flush();

            assertThat(world.provider.texts()).containsExactly("one");
        }
    }

    @Nested
    @DisplayName("without a template")
    class WithoutTemplate {
        private final DeskWorld world = new DeskWorld();

        @Test
        void the_host_is_told_before_anything_is_sent_or_kept() {
            world.assign(282, ALICE, ONE);
            world.closeWindow(ALICE, ONE);

            assertThatThrownBy(() -> world.say(282, "m1", "one"))
                    .isInstanceOf(ServiceWindowClosedException.class)
                    .hasMessageContaining("282");

            assertThat(world.provider.asked).isEmpty();
            assertThat(world.isLogged(282, "m1")).isFalse();
        }

        @Test
        void the_same_message_goes_out_after_the_agent_has_written() {
            world.assign(282, ALICE, ONE);
            world.closeWindow(ALICE, ONE);
            assertThatThrownBy(() -> world.say(282, "m1", "one")).isInstanceOf(ServiceWindowClosedException.class);

            world.hear(ALICE, ONE, "Hello");

            assertThat(world.say(282, "m1", "one")).isInstanceOf(Delivery.Accepted.class);
        }

        @Test
        void what_was_accepted_and_comes_back_waits_and_the_host_is_told_that_nobody_wakes_the_agent() {
            world.assign(282, ALICE, ONE);
            world.say(282, "m1", "one");

            world.desk.report(closed("SM1", world.now()));
            world.flush();

            assertThat(world.listener.news()).containsExactly("windowClosed 282 not woken");
            assertThat(world.provider.texts()).containsExactly("one");

            world.pass(BIT);
            world.hear(ALICE, ONE, "Hello");
            world.flush();
            assertThat(world.provider.texts()).containsExactly("one", "one");
        }

        @Test
        void what_waits_for_something_else_when_the_window_closes_goes_on_waiting_and_the_host_is_told_once() {
            world.assign(282, ALICE, ONE);
            world.hear(ALICE, ONE, "Hello");
            world.pass(Duration.ofHours(24).minus(BIT));
            world.provider.refuse(Failure.Kind.THROTTLED);
            world.say(282, "m1", "one");
            world.pass(Duration.ofHours(1));

            world.flush();
            world.flush();

            assertThat(world.listener.news()).containsExactly("windowClosed 282 not woken");
            assertThat(world.provider.texts()).isEmpty();
            world.pass(BIT);
            world.hear(ALICE, ONE, "Hello again");
            world.flush();
            assertThat(world.provider.texts()).containsExactly("one");
        }
    }

    /** Twilio's 63016, which comes seconds after the message was accepted. */
    private static DeliveryReport closed(@Nullable String providerId, Instant at) {
        return new DeliveryReport(
                null, providerId, DeliveryState.UNDELIVERED, new Failure(Failure.Kind.WINDOW_CLOSED, 63016), at);
    }

    private static DeliveryReport closedByReference(String reference, Instant at) {
        return new DeliveryReport(
                reference, null, DeliveryState.UNDELIVERED, new Failure(Failure.Kind.WINDOW_CLOSED, 63016), at);
    }

    @Nested
    @DisplayName("a refusal that comes late")
    class Late {
        @BeforeEach
        void sayOne() {
            world.assign(282, ALICE, ONE);
            world.say(282, "m1", "one");
        }

        @Test
        void parks_the_message_wakes_the_agent_and_tells_the_host() {
            world.desk.report(closed("SM1", world.now()));

            assertThat(world.listener.news()).containsExactly("windowClosed 282 woken");
            assertThat(world.say(282, "m1", "one")).isEqualTo(WAITS);
            world.flush();
            assertThat(world.provider.texts()).containsExactly("one", "[HX1]");
        }

        @Test
        void closes_the_window_for_what_follows() {
            world.desk.report(closed("SM1", world.now()));

            assertThat(world.say(282, "m2", "two")).isEqualTo(WAITS);
            world.flush();

            assertThat(world.provider.texts()).containsExactly("one", "[HX1]");
        }

        @Test
        void is_sent_again_in_its_old_place_after_the_agent_has_written() {
            world.desk.report(closed("SM1", world.now()));
            world.say(282, "m2", "two");
            world.flush();
            world.pass(BIT);

            agentWrites();

            assertThat(world.provider.texts()).containsExactly("one", "[HX1]", "one", "two");
        }

        @Test
        void that_comes_twice_wakes_once_and_tells_once() {
            String reference = world.provider.last().reference();

            world.desk.report(closedByReference(reference, world.now()));
            world.desk.report(closedByReference(reference, world.now()));
            world.desk.report(closed("SM1", world.now()));
            world.flush();
            world.desk.report(closedByReference(reference, world.now()));
            world.flush();

            assertThat(world.listener.news()).containsExactly("windowClosed 282 woken");
            assertThat(world.provider.texts()).containsExactly("one", "[HX1]");
        }

        @Test
        void that_comes_again_after_the_message_was_sent_anew_changes_nothing() {
            String reference = world.provider.last().reference();
            world.desk.report(closedByReference(reference, world.now()));
            world.pass(BIT);
            agentWrites();
            int sent = world.provider.taken.size();

            world.desk.report(closedByReference(reference, world.now()));
            world.flush();

            assertThat(world.provider.taken).hasSize(sent);
            assertThat(world.say(282, "m1", "one")).isInstanceOf(Delivery.Accepted.class);
        }

        @Test
        void that_comes_after_the_agent_has_written_only_sends_the_message_again() {
            world.pass(BIT);
            world.hear(ALICE, ONE, "Hello");

            world.desk.report(closed("SM1", world.now()));
            world.flush();

            assertThat(world.provider.texts()).containsExactly("one", "one");
            assertThat(world.listener.news()).isEmpty();
        }

        @Test
        void that_comes_again_and_again_although_the_agent_has_written_is_believed_in_the_end() {
            world.pass(BIT);
            world.hear(ALICE, ONE, "Hello");

            for (int i = 0; i < 3; i++) {
                world.pass(Duration.ofSeconds(10));
                world.desk.report(closed("SM" + world.provider.taken.size(), world.now()));
                world.flush();
            }

            assertThat(world.provider.texts()).containsExactly("one", "one", "one", "[HX1]");
            assertThat(world.listener.of("windowClosed")).containsExactly("windowClosed 282 woken");
        }

        @Test
        void of_two_messages_wakes_once_and_keeps_their_order() {
            world.say(282, "m2", "two");

            world.desk.report(closed("SM2", world.now()));
            world.desk.report(closed("SM1", world.now()));
            world.flush();
            world.pass(BIT);
            agentWrites();

            assertThat(world.provider.texts()).containsExactly("one", "two", "[HX1]", "one", "two");
        }

        @Test
        void of_a_conversation_that_has_moved_wakes_nobody_and_follows_it() {
            world.pool.transfer(id(282), BEN);

            world.desk.report(closed("SM1", world.now()));
            world.flush();
            world.flush();

            assertThat(world.provider.texts()).containsExactly("one", "one");
            assertThat(world.provider.last().thread().participant()).isEqualTo(BEN);
        }

        @Test
        void of_a_message_that_has_arrived_is_ignored() {
            world.desk.report(new DeliveryReport(null, "SM1", DeliveryState.DELIVERED, null, world.now()));

            world.desk.report(closed("SM1", world.now()));

            assertThat(world.say(282, "m2", "two")).isInstanceOf(Delivery.Accepted.class);
            assertThat(world.listener.of("windowClosed")).isEmpty();
        }
    }

    @Nested
    @DisplayName("a refusal by the provider itself")
    class AtOnce {
        @BeforeEach
        void assign() {
            world.assign(282, ALICE, ONE);
        }

        @Test
        void parks_the_message_and_wakes_the_agent_at_once() {
            world.provider.refuse(Failure.Kind.WINDOW_CLOSED);

            assertThat(world.say(282, "m1", "one")).isEqualTo(WAITS);

            assertThat(world.provider.texts()).containsExactly("[HX1]");
            assertThat(world.listener.news()).containsExactly("windowClosed 282 woken");
        }

        @Test
        void while_the_queue_is_emptied_stops_at_the_first() {
            world.provider.refuse(Failure.Kind.THROTTLED);
            sayThree();
            world.pass(Duration.ofHours(1));
            world.provider.refuse(Failure.Kind.WINDOW_CLOSED);

            world.flush();
            world.flush();

            assertThat(world.provider.asked).extracting(TestProvider::text).containsExactly("one", "one", "[HX1]");
        }

        @Test
        void that_lasts_does_not_make_us_ask_without_end() {
            world.provider.refuse(Failure.Kind.THROTTLED);
            sayThree();
            world.pass(Duration.ofHours(1));
            world.provider.refuseAll(Failure.Kind.WINDOW_CLOSED);

            world.flush();

            assertThat(world.provider.asked).hasSizeLessThanOrEqualTo(5);
        }

        @Test
        void that_is_reported_before_it_is_said_parks_the_message_too() {
            world.provider.during(message -> world.desk.report(closedByReference(message.reference(), world.now())));

            assertThat(world.say(282, "m1", "one")).isEqualTo(WAITS);

            world.flush();
            assertThat(world.provider.texts()).containsExactly("one", "[HX1]");
        }
    }

    @Nested
    @DisplayName("a template that fails")
    class FailingTemplate {
        @BeforeEach
        void assignBehindAClosedWindow() {
            world.assign(282, ALICE, ONE);
            world.closeWindow(ALICE, ONE);
        }

        @Test
        void fails_what_waits_and_tells() {
            world.provider.refuse(Failure.Kind.TEMPLATE);

            assertThat(world.say(282, "m1", "one"))
                    .isEqualTo(new Delivery.Failed(Failure.of(Failure.Kind.WAKE_UP_FAILED)));

            assertThat(world.listener.events).containsExactly("notTold 282 TEMPLATE", "failed 282 m1 WAKE_UP_FAILED");
        }

        @Test
        void fails_what_follows_too() {
            world.provider.refuse(Failure.Kind.TEMPLATE);
            world.say(282, "m1", "one");

            assertThat(world.say(282, "m2", "two"))
                    .isEqualTo(new Delivery.Failed(Failure.of(Failure.Kind.WAKE_UP_FAILED)));
            assertThat(world.provider.asked).hasSize(1);
        }

        @Test
        void fails_what_waits_also_if_that_is_reported_late() {
            sayThree();

            world.desk.report(new DeliveryReport(
                    null, "SM1", DeliveryState.UNDELIVERED, Failure.of(Failure.Kind.TEMPLATE), world.now()));

            assertThat(world.listener.events)
                    .containsExactly(
                            "notTold 282 TEMPLATE",
                            "failed 282 m1 WAKE_UP_FAILED",
                            "failed 282 m2 WAKE_UP_FAILED",
                            "failed 282 m3 WAKE_UP_FAILED");
            agentWrites();
            assertThat(world.provider.texts()).containsExactly("[HX1]");
        }

        @Test
        void does_not_fail_what_is_said_after_the_agent_has_written() {
            world.provider.refuse(Failure.Kind.TEMPLATE);
            world.say(282, "m1", "one");

            world.hear(ALICE, ONE, "Hello");

            assertThat(world.say(282, "m2", "two")).isInstanceOf(Delivery.Accepted.class);
        }

        @Test
        void fails_what_comes_to_wait_after_the_window_has_closed_again() {
            world.provider.refuse(Failure.Kind.TEMPLATE);
            world.say(282, "m1", "one");
            world.hear(ALICE, ONE, "Hello");
            world.provider.refuse(Failure.Kind.THROTTLED);
            world.say(282, "m2", "two");
            world.provider.refuse(Failure.Kind.TEMPLATE);

            world.pass(DAY);
            world.flush();
            world.flush();

            assertThat(world.listener.of("failed"))
                    .containsExactly("failed 282 m1 WAKE_UP_FAILED", "failed 282 m2 WAKE_UP_FAILED");
        }

        @Test
        void is_tried_again_if_it_was_throttled() {
            world.provider.refuse(Failure.Kind.THROTTLED);
            assertThat(world.say(282, "m1", "one")).isEqualTo(WAITS);

            world.pass(Duration.ofHours(1));
            world.flush();

            assertThat(world.provider.texts()).containsExactly("[HX1]");
            assertThat(world.listener.of("failed")).isEmpty();
        }

        @Test
        void is_not_sent_again_if_nobody_knows_and_what_waits_goes_on_waiting() {
            world.provider.refuse(Failure.Kind.UNKNOWN_OUTCOME);

            assertThat(world.say(282, "m1", "one")).isEqualTo(WAITS);
            world.pass(Duration.ofHours(1));
            world.flush();

            assertThat(world.provider.asked).hasSize(1);
            assertThat(world.listener.events).containsExactly("notTold 282 UNKNOWN_OUTCOME");
        }
    }

    @Nested
    @DisplayName("the window of a person with several addresses")
    class Addresses {
        private final Participant withOne = Participant.of("+5215512345678");
        private final Participant withoutOne = Participant.of("+525512345678");

        @Test
        void opens_with_a_message_from_the_other_form_of_the_number() {
            world.assign(282, withOne, ONE);
            world.closeWindow(withOne, ONE);
            world.say(282, "m1", "one");

            world.hear(withoutOne, ONE, "Hello");
            world.flush();

            assertThat(world.provider.texts()).containsExactly("[HX1]", "one");
        }

        @Test
        void is_imported_under_either_form() {
            world.assign(282, withOne, ONE);
            world.closeWindow(withoutOne, ONE);

            assertThat(world.say(282, "m1", "one")).isEqualTo(WAITS);
        }

        @Test
        void opens_with_a_message_from_a_username_that_is_known_to_be_theirs() {
            world.assign(282, ALICE, ONE);
            world.hear(world.message(ALICE, ONE, "Hello").knownAs(ID));
            world.pass(Duration.ofHours(25));
            assertThat(world.say(282, "m1", "one")).isEqualTo(WAITS);

            world.hear(ID, ONE, "Hello");
            world.flush();

            assertThat(world.provider.texts()).containsExactly("[HX1]", "one");
        }

        @Test
        void is_nobody_elses() {
            world.assign(282, ALICE, ONE);
            world.closeWindow(ALICE, ONE);
            world.say(282, "m1", "one");

            world.hear(ID, ONE, "Hello");
            world.flush();

            assertThat(world.provider.texts()).containsExactly("[HX1]");
        }
    }

    @Test
    void who_waits_behind_an_answer_of_ours_when_the_window_closes_is_not_forgotten() {
        world.assign(281, ALICE, ONE);
        world.assign(282, ALICE, ONE);
        InboundMessage unclear = world.message(ALICE, ONE, "hi");
        world.provider.refuse(Failure.Kind.THROTTLED);
        world.desk.tell(unclear, world.receive(unclear));
        world.say(282, "m1", "one");
        world.pass(DAY);

        world.flush();

        assertThat(world.provider.texts()).containsExactly("[HX1]");
    }

    @Test
    void what_was_parked_for_another_reason_when_the_window_closes_wakes_the_agent() {
        world.assign(282, ALICE, ONE);
        world.setWindow(ALICE, ONE, Duration.ZERO);
        world.provider.refuse(Failure.Kind.THROTTLED);
        world.say(282, "m1", "one");
        world.pass(DAY);

        assertThat(world.flush()).isEqualTo(1);
        assertThat(world.flush()).isZero();

        assertThat(world.provider.texts()).containsExactly("[HX1]");
        agentWrites();
        assertThat(world.provider.texts()).containsExactly("[HX1]", "one");
    }

    @Test
    void what_waits_for_one_agent_does_not_wait_for_another_to_whom_it_is_transferred() {
        world.assign(282, ALICE, ONE);
        world.closeWindow(ALICE, ONE);
        sayThree();
        world.pool.transfer(id(282), BEN);

        for (int i = 0; i < 5; i++) {
            world.flush();
        }

        assertThat(world.provider.texts()).containsExactly("[HX1]", "one", "two", "three");
        assertThat(world.provider.last().thread().participant()).isEqualTo(BEN);
    }
}
