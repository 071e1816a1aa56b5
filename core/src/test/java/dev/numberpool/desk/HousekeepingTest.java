package dev.numberpool.desk;

import static dev.numberpool.desk.DeskWorld.ALICE;
import static dev.numberpool.desk.DeskWorld.BEN;
import static dev.numberpool.desk.DeskWorld.BIT;
import static dev.numberpool.desk.DeskWorld.CAROL;
import static dev.numberpool.desk.DeskWorld.ID;
import static dev.numberpool.desk.DeskWorld.ONE;
import static dev.numberpool.desk.DeskWorld.OTHER_WIDGET;
import static dev.numberpool.desk.DeskWorld.TWO;
import static dev.numberpool.desk.DeskWorld.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.numberpool.Assignment;
import dev.numberpool.Participant;
import dev.numberpool.SenderThread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("D15, D16: what the host's clock calls, and who is the same person")
class HousekeepingTest {
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration LATER = Duration.ofHours(1);

    private final DeskWorld world = new DeskWorld();

    private void sayThrottled(long conversation, String messageId, String text) {
        world.provider.refuse(Failure.Kind.THROTTLED);
        world.say(conversation, messageId, text);
    }

    @Nested
    @DisplayName("D15: purge")
    class Purge {
        /** 281 has ended, 282 has not; each has a message in and out. */
        private InboundMessage writeAndEnd() {
            world.assign(281, ALICE, ONE);
            world.assign(282, BEN, TWO);
            world.say(281, "m1", "Hello");
            world.say(282, "m1", "Hello");
            InboundMessage message = world.message(ALICE, ONE, "hi");
            world.receive(message);
            world.hear(BEN, TWO, "hi");
            world.release(281);
            return message;
        }

        @Test
        void of_less_than_a_week_is_refused() {
            assertThatThrownBy(() -> world.desk.purge(WEEK.minus(BIT)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("7 days");
        }

        @Test
        void deletes_what_is_old_of_conversations_that_have_ended() {
            InboundMessage message = writeAndEnd();
            world.pass(WEEK.plus(BIT));

            assertThat(world.desk.purge(WEEK)).isEqualTo(2);
            assertThat(world.desk.purge(WEEK)).isZero();

            assertThat(world.isLogged(281, "m1")).isFalse();
            assertThat(world.hear(message)).isEqualTo("closed 281");
        }

        @Test
        void keeps_everything_of_an_active_conversation() {
            writeAndEnd();
            world.pass(Duration.ofDays(400));

            world.desk.purge(WEEK);

            assertThat(world.isLogged(282, "m1")).isTrue();
            assertThat(world.say(282, "m1", "Hello")).isEqualTo(new Delivery.Accepted(DeliveryState.ACCEPTED));
            assertThat(world.hear(world.message(BEN, TWO, "hi").quoting("SM2"))).isEqualTo("282 gets 'hi' by QUOTE");
        }

        @Test
        void recognises_what_comes_again_for_a_week() {
            InboundMessage message = writeAndEnd();
            world.pass(WEEK);

            world.desk.purge(WEEK);

            assertThat(world.hear(message)).isEqualTo("duplicate");
            assertThat(world.isLogged(281, "m1")).isTrue();
        }

        @Test
        void looks_at_what_the_host_says_now() {
            writeAndEnd();
            world.close(282);
            world.pass(WEEK.plus(BIT));

            assertThat(world.desk.purge(WEEK)).isEqualTo(4);
            assertThat(world.isLogged(282, "m1")).isFalse();
        }

        @Test
        void keeps_what_still_waits() {
            world.assign(282, ALICE, ONE);
            sayThrottled(282, "m1", "Hello");
            world.release(282);
            world.pass(WEEK.plus(BIT));

            assertThat(world.desk.purge(WEEK)).isZero();
            world.flush();

            assertThat(world.listener.events).containsExactly("failed 282 m1 CONVERSATION_ENDED");
        }

        @Test
        void keeps_what_is_known_of_people() {
            world.assign(282, ALICE, ONE);
            world.hear(world.message(ALICE, ONE, "hi").knownAs(ID));
            world.pass(Duration.ofDays(400));

            world.desk.purge(WEEK);

            assertThat(world.hear(ID, ONE, "hi")).isEqualTo("282 gets 'hi' by ONLY_CANDIDATE");
        }
    }

    @Nested
    @DisplayName("D15: two nodes that flush at once")
    class TwoNodes {
        private final HandoverDesk other = world.newDesk(builder -> builder);

        @Test
        void send_each_message_once() {
            world.assign(282, ALICE, ONE);
            sayThrottled(282, "m1", "one");
            world.say(282, "m2", "two");
            world.pass(LATER);
            List<Integer> sent = new ArrayList<>();
            world.provider.during(message -> sent.add(other.flush(100)));

            assertThat(world.flush()).isEqualTo(2);

            assertThat(sent).containsExactly(0);
            assertThat(world.provider.texts()).containsExactly("one", "two");
        }

        @Test
        void do_not_wait_for_each_other_on_different_threads() {
            world.assign(281, ALICE, ONE);
            world.assign(282, BEN, ONE);
            sayThrottled(281, "m1", "one");
            sayThrottled(282, "m1", "two");
            world.pass(LATER);
            List<Integer> sent = new ArrayList<>();
            world.provider.during(message -> sent.add(other.flush(100)));

            assertThat(world.flush()).isEqualTo(1);

            assertThat(sent).containsExactly(1);
            assertThat(world.provider.texts()).containsExactlyInAnyOrder("one", "two");
        }

        @Test
        void tell_once_what_nobody_knows() {
            world.assign(282, ALICE, ONE);
            world.provider.during(message -> {
                throw new StackOverflowError();
            });
            assertThatThrownBy(() -> world.say(282, "m1", "Hello")).isInstanceOf(StackOverflowError.class);
            world.pass(LATER);

            world.flush();
            other.flush(100);

            assertThat(world.listener.events).containsExactly("unknown 282 m1");
        }

        @Test
        void move_a_message_once() {
            world.assign(282, ALICE, ONE);
            sayThrottled(282, "m1", "one");
            world.pool.transfer(id(282), BEN);
            world.pass(LATER);

            for (int i = 0; i < 3; i++) {
                world.flush();
                other.flush(100);
            }

            assertThat(world.provider.texts()).containsExactly("one");
        }
    }

    @Nested
    @DisplayName("D16: a new phone")
    class Rebind {
        @Test
        void gets_every_conversation_of_the_old_one() {
            world.assign(281, ALICE, ONE);
            world.assign(OTHER_WIDGET, 282, ALICE, TWO);
            world.assign(283, BEN, ONE);

            List<Assignment> moved = world.desk.rebind(ALICE, CAROL);

            assertThat(moved).extracting(Assignment::conversation).containsExactlyInAnyOrder(id(281), id(282));
            assertThat(moved).extracting(Assignment::agent).containsOnly(CAROL);
            assertThat(world.pool.assignmentOf(id(281)).map(Assignment::agent)).contains(CAROL);
            assertThat(world.pool.assignmentOf(id(283)).map(Assignment::agent)).contains(BEN);
        }

        @Test
        void may_be_repeated() {
            world.assign(281, ALICE, ONE);
            world.desk.rebind(ALICE, CAROL);

            assertThat(world.desk.rebind(ALICE, CAROL)).isEmpty();
            assertThat(world.pool.assignmentOf(id(281)).map(Assignment::agent)).contains(CAROL);
        }

        @Test
        void makes_the_old_one_a_former_agents() {
            world.assign(282, ALICE, ONE);
            world.say(282, "m1", "Hello");
            Assignment now = world.desk.rebind(ALICE, CAROL).get(0);

            assertThat(world.hear(ALICE, ONE, "hi")).isEqualTo("transferred 282");
            assertThat(world.hear(ALICE, ONE, "#282: hi")).isEqualTo("transferred 282");
            world.say(282, "m2", "Hello");
            assertThat(world.hear(CAROL, now.number(), "hi")).isEqualTo("282 gets 'hi' by ONLY_CANDIDATE");
        }

        @Test
        void gets_what_waits() {
            world.assign(282, ALICE, ONE);
            sayThrottled(282, "m1", "one");
            world.desk.rebind(ALICE, CAROL);
            world.pass(LATER);

            world.flush();
            world.flush();

            assertThat(world.provider.texts()).containsExactly("one");
            assertThat(world.provider.last().thread().participant()).isEqualTo(CAROL);
        }

        @Test
        void takes_nothing_else_over_that_was_known_of_the_old_one() {
            world.assign(282, ALICE, ONE);
            world.hear(world.message(ALICE, ONE, "hi").knownAs(ID));

            world.desk.rebind(ALICE, CAROL);

            assertThat(world.log.aliases(ALICE)).containsExactly(ALICE);
            assertThat(world.log.aliases(CAROL)).containsExactly(CAROL);
            assertThat(world.hear(ID, ONE, "#282: hi")).isEqualTo("no session of a stranger");
        }

        @Test
        void gets_the_conversations_under_the_other_form_of_the_old_number() {
            world.assign(282, Participant.of("+5215512345678"), ONE);

            world.desk.rebind(Participant.of("+525512345678"), CAROL);

            assertThat(world.pool.assignmentOf(id(282)).map(Assignment::agent)).contains(CAROL);
        }
    }

    @Nested
    @DisplayName("D16: the other address of a person")
    class Aliases {
        private InboundMessage both(Participant from, Participant alias) {
            return world.message(from, ONE, "hi").knownAs(alias);
        }

        @Test
        void is_learnt_from_a_message_of_the_phone() {
            world.assign(282, ALICE, ONE);

            assertThat(world.hear(both(ALICE, ID))).isEqualTo("282 gets 'hi' by ONLY_CANDIDATE");

            assertThat(world.hear(ID, ONE, "hi")).isEqualTo("282 gets 'hi' by ONLY_CANDIDATE");
            assertThat(world.hear(ALICE, ONE, "hi")).isEqualTo("282 gets 'hi' by ONLY_CANDIDATE");
        }

        @Test
        void is_learnt_from_a_message_of_the_username() {
            world.assign(282, ALICE, ONE);

            assertThat(world.hear(both(ID, ALICE))).isEqualTo("282 gets 'hi' by ONLY_CANDIDATE");

            assertThat(world.hear(ID, ONE, "#282: hi")).isEqualTo("282 gets 'hi' by CODE");
        }

        @Test
        void works_for_a_conversation_that_is_assigned_to_the_username() {
            world.assign(282, ID, ONE);

            assertThat(world.hear(both(ALICE, ID))).isEqualTo("282 gets 'hi' by ONLY_CANDIDATE");
            assertThat(world.hear(ALICE, ONE, "hi")).isEqualTo("282 gets 'hi' by ONLY_CANDIDATE");
        }

        @Test
        void keeps_a_conversation_from_being_idle() {
            world.assign(282, ALICE, ONE);
            world.hear(both(ALICE, ID));
            world.pass(LATER);
            world.hear(ID, ONE, "hi");

            assertThat(world.pool.releaseIdle(Duration.ofMinutes(30), 10)).isEmpty();
        }

        @Test
        void makes_two_chats_one() {
            world.assign(281, ALICE, ONE);
            world.assign(282, ID, ONE);
            world.hear(both(ALICE, ID));

            assertThat(world.hear(ALICE, ONE, "hi")).isEqualTo("held for [281, 282]");
            world.say(282, "m1", "Hello");
            assertThat(world.provider.texts()).containsExactly("#282: Hello");
        }

        @Test
        void is_nobodys_without_such_a_message() {
            world.assign(282, ALICE, ONE);

            assertThat(world.hear(ID, ONE, "hi")).isEqualTo("no session of a stranger");
        }

        @Test
        void that_is_somebody_elses_already_is_not_learnt_and_the_host_is_told() {
            world.assign(281, ALICE, ONE);
            world.assign(282, BEN, ONE);
            world.hear(both(ALICE, ID));

            assertThat(world.hear(both(BEN, ID))).isEqualTo("282 gets 'hi' by ONLY_CANDIDATE");

            assertThat(world.listener.events).containsExactly("contradicted " + BEN.masked() + " " + ID.masked());
            assertThat(world.hear(ID, ONE, "hi")).isEqualTo("281 gets 'hi' by ONLY_CANDIDATE");
        }

        @Test
        void that_contradicts_what_is_known_of_the_username_reaches_only_whom_it_reached_before() {
            world.assign(281, ALICE, ONE);
            world.assign(282, BEN, ONE);
            world.hear(both(ALICE, ID));

            assertThat(world.hear(both(ID, BEN))).isEqualTo("281 gets 'hi' by ONLY_CANDIDATE");
            assertThat(world.listener.of("contradicted")).hasSize(1);
        }

        @Test
        void is_not_learnt_from_what_is_rejected() {
            world.assign(282, ALICE, ONE);
            Participant own = Participant.of(TWO.e164());

            world.hear(both(own, ID));
            world.hear(world.message(ALICE, DeskWorld.FOREIGN, "hi").knownAs(ID));

            assertThat(world.log.aliases(own)).containsExactly(own);
            assertThat(world.log.aliases(ALICE)).containsExactly(ALICE);
        }

        @Test
        void is_never_another_phone() {
            world.assign(282, ALICE, ONE);

            world.hear(both(ALICE, BEN));

            assertThat(world.hear(BEN, ONE, "hi")).isEqualTo("no session of a stranger");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "+5215512345678, +525512345678",
        "+525512345678, +5215512345678",
        "+5491123456789, +541123456789",
        "+5511987654321, +551187654321"
    })
    void the_forms_of_a_number_are_one_person(String assigned, String seen) {
        world.assign(282, Participant.of(assigned), ONE);

        assertThat(world.hear(Participant.of(seen), ONE, "hi")).isEqualTo("282 gets 'hi' by ONLY_CANDIDATE");
        assertThat(world.hear(Participant.of(seen), TWO, "#282: hi")).isEqualTo("282 gets 'hi' by CODE");
        world.say(282, "m1", "Hello");
        assertThat(world.provider.last().thread()).isEqualTo(new SenderThread(Participant.of(assigned), ONE));
    }

    @Test
    void numbers_of_other_countries_have_one_form() {
        world.assign(282, Participant.of("+4915512345678"), ONE);

        assertThat(world.hear(Participant.of("+495512345678"), ONE, "hi")).isEqualTo("no session of a stranger");
    }
}
