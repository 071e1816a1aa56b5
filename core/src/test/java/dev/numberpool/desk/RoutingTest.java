package dev.numberpool.desk;

import static dev.numberpool.desk.DeskWorld.ALICE;
import static dev.numberpool.desk.DeskWorld.BEN;
import static dev.numberpool.desk.DeskWorld.BIT;
import static dev.numberpool.desk.DeskWorld.COOL_DOWN;
import static dev.numberpool.desk.DeskWorld.DEFAULT;
import static dev.numberpool.desk.DeskWorld.FOREIGN;
import static dev.numberpool.desk.DeskWorld.ONE;
import static dev.numberpool.desk.DeskWorld.OTHER_WIDGET;
import static dev.numberpool.desk.DeskWorld.STRANGER;
import static dev.numberpool.desk.DeskWorld.TWO;
import static dev.numberpool.desk.DeskWorld.WIDGET;
import static dev.numberpool.desk.DeskWorld.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.PooledNumber;
import dev.numberpool.Widget;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("D9, D10, D12, D13: routing never guesses")
class RoutingTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Media PHOTO = new Media("MM1", "image/jpeg");

    private final DeskWorld world = new DeskWorld();

    private String hear(String text) {
        return world.hear(ALICE, ONE, text);
    }

    private String hearQuoting(String providerId, String text) {
        return world.hear(world.message(ALICE, ONE, text).quoting(providerId));
    }

    /** Both in Alice's chat with the number ONE, each with a message there: SM1 and SM2. */
    private void shareTheThread() {
        world.assign(281, ALICE, ONE);
        world.assign(282, ALICE, ONE);
        world.say(281, "m1", "Hello");
        world.say(282, "m1", "Hello");
    }

    @Nested
    @DisplayName("plain text")
    class Plain {
        @Test
        void goes_to_the_only_candidate() {
            world.assign(281, BEN, ONE);
            world.assign(282, ALICE, ONE);
            world.assign(283, ALICE, TWO);

            assertThat(hear("hi")).isEqualTo("282 gets 'hi' by ONLY_CANDIDATE");
        }

        @Test
        void goes_there_with_all_its_blanks_and_lines() {
            world.assign(282, ALICE, ONE);

            assertThat(hear(" one\n two ")).isEqualTo("282 gets ' one\n two ' by ONLY_CANDIDATE");
        }

        @Test
        void goes_to_the_only_candidate_without_text_too_if_there_is_a_picture() {
            world.assign(282, ALICE, ONE);

            assertThat(world.hear(world.message(ALICE, ONE, "").with(PHOTO)))
                    .isEqualTo("282 gets '' by ONLY_CANDIDATE");
        }

        @Test
        void is_held_between_two_candidates() {
            shareTheThread();

            assertThat(hear("hi")).isEqualTo("held for [281, 282]");
            assertThat(world.hear(world.message(ALICE, ONE, "").with(PHOTO))).isEqualTo("held for [281, 282]");
        }

        @Test
        void is_held_between_conversations_of_different_widgets() {
            world.assign(OTHER_WIDGET, 281, ALICE, ONE);
            world.assign(282, ALICE, ONE);

            assertThat(hear("hi")).isEqualTo("held for [281, 282]");
        }

        @Test
        void is_held_until_the_cool_down_of_one_that_left_is_over() {
            world.assign(281, ALICE, ONE);
            world.assign(282, ALICE, ONE);
            world.release(281);

            world.pass(COOL_DOWN);
            assertThat(hear("soon")).isEqualTo("held for [(281), 282]");
            world.pass(BIT);
            assertThat(hear("late")).isEqualTo("282 gets 'late' by ONLY_CANDIDATE");
        }

        @Test
        void is_held_by_the_time_when_it_was_written_not_when_it_came() {
            world.assign(281, ALICE, ONE);
            world.assign(282, ALICE, ONE);
            world.release(281);
            InboundMessage written = world.message(ALICE, ONE, "hi");

            world.pass(HOUR);

            assertThat(world.hear(written)).isEqualTo("held for [(281), 282]");
        }

        @Test
        void is_held_after_one_was_closed_behind_our_back() {
            world.assign(281, ALICE, ONE);
            world.assign(282, ALICE, ONE);
            world.close(281);

            assertThat(hear("soon")).isEqualTo("held for [(281), 282]");
            world.pass(COOL_DOWN.plus(BIT));
            assertThat(hear("late")).isEqualTo("282 gets 'late' by ONLY_CANDIDATE");
        }

        @Test
        void is_held_after_one_was_transferred_away() {
            world.assign(281, ALICE, ONE);
            world.assign(282, ALICE, ONE);
            world.pool.transfer(id(281), BEN);

            assertThat(hear("hi")).isEqualTo("held for [(281), 282]");
        }

        @Test
        void says_that_the_only_one_that_can_be_meant_has_ended() {
            world.assign(282, ALICE, ONE);
            world.release(282);
            assertThat(hear("hi")).isEqualTo("closed 282");

            world.assign(283, BEN, ONE);
            world.close(283);
            assertThat(world.hear(BEN, ONE, "hi")).isEqualTo("closed 283");
        }

        @Test
        void says_that_the_only_one_that_can_be_meant_is_with_somebody_else() {
            world.assign(282, ALICE, ONE);
            world.pool.transfer(id(282), BEN);

            assertThat(hear("hi")).isEqualTo("transferred 282");
        }

        @Test
        void is_held_if_the_only_one_that_can_be_meant_has_another_number_now() {
            world.assign(282, ALICE, ONE);
            world.pool.reassign(id(282));

            assertThat(hear("hi")).isEqualTo("held for [(282)]");
            assertThat(world.hear(ALICE, TWO, "hi")).isEqualTo("282 gets 'hi' by ONLY_CANDIDATE");
        }

        @Test
        void is_for_nobody_long_after_the_last_conversation() {
            world.assign(282, ALICE, ONE);
            world.say(282, "m1", "Hello");
            world.release(282);
            world.pass(HOUR);

            assertThat(hear("hi")).isEqualTo("no session of an agent");
        }

        @Test
        void is_for_nobody_on_a_number_where_the_agent_has_no_conversation() {
            world.assign(282, ALICE, ONE);

            assertThat(world.hear(ALICE, TWO, "hi")).isEqualTo("no session of an agent");
        }

        @Test
        void of_a_stranger_reaches_nobody() {
            world.assign(282, ALICE, ONE);

            assertThat(world.hear(STRANGER, ONE, "hi")).isEqualTo("no session of a stranger");
        }
    }

    @Nested
    @DisplayName("plain text is held although one conversation alone is active, if")
    class HeldForOne {
        @Test
        void it_was_written_before_the_conversation_got_the_thread() {
            InboundMessage early = world.message(ALICE, ONE, "early");
            world.pass(BIT);
            world.assign(282, ALICE, ONE);

            assertThat(world.hear(early)).isEqualTo("held for [282]");
            assertThat(hear("at the same time")).isEqualTo("282 gets 'at the same time' by ONLY_CANDIDATE");
        }

        @Test
        void the_agent_has_read_of_others_within_a_day_but_never_of_this_one() {
            world.assign(281, ALICE, ONE);
            world.say(281, "m1", "Hello");
            world.release(281);
            world.pass(HOUR);
            world.assign(282, ALICE, ONE);
            assertThat(hear("hi")).isEqualTo("held for [282]");

            world.say(282, "m1", "Hello");

            assertThat(hear("hi")).isEqualTo("282 gets 'hi' by ONLY_CANDIDATE");
        }

        @Test
        void but_not_if_the_agent_has_read_of_nobody() {
            world.assign(281, ALICE, ONE);
            world.release(281);
            world.pass(HOUR);
            world.assign(282, ALICE, ONE);

            assertThat(hear("hi")).isEqualTo("282 gets 'hi' by ONLY_CANDIDATE");
        }

        @Test
        void but_not_if_all_that_was_more_than_a_day_ago() {
            world.assign(281, ALICE, ONE);
            world.say(281, "m1", "Hello");
            world.release(281);
            world.assign(282, ALICE, ONE);

            world.pass(Duration.ofDays(1));
            assertThat(hear("hi")).isEqualTo("held for [282]");
            world.pass(BIT);
            assertThat(hear("hi")).isEqualTo("282 gets 'hi' by ONLY_CANDIDATE");
        }

        @Test
        void another_one_was_written_about_within_the_cool_down_although_it_left_earlier() {
            world.assign(281, ALICE, ONE);
            world.provider.during(message -> {
                world.release(281);
                world.pass(COOL_DOWN.minus(Duration.ofMinutes(1)));
            });
            world.say(281, "m1", "late");
            world.assign(282, ALICE, ONE);
            world.say(282, "m1", "Hello");

            assertThat(hear("hi")).isEqualTo("held for [(281), 282]");
        }

        @Test
        void it_comes_from_the_archive_and_the_agent_has_ever_read_of_another() {
            world.assign(281, ALICE, ONE);
            world.say(281, "m1", "Hello");
            world.release(281);
            world.pass(Duration.ofDays(9));
            world.assign(282, ALICE, ONE);
            world.say(282, "m1", "Hello");

            assertThat(hear("hi")).isEqualTo("282 gets 'hi' by ONLY_CANDIDATE");
            assertThat(world.hear(world.message(ALICE, ONE, "hi").asReplayed())).isEqualTo("held for [(281), 282]");
        }

        @Test
        void but_not_if_it_comes_from_the_archive_of_a_chat_with_one_visitor() {
            world.assign(282, ALICE, ONE);
            world.say(282, "m1", "Hello");

            assertThat(world.hear(world.message(ALICE, ONE, "hi").asReplayed()))
                    .isEqualTo("282 gets 'hi' by ONLY_CANDIDATE");
        }
    }

    @Test
    void what_the_archive_brings_with_a_code_is_routed() {
        shareTheThread();

        assertThat(world.hear(world.message(ALICE, ONE, "#282: hi").asReplayed()))
                .isEqualTo("282 gets 'hi' by CODE");
    }

    @Nested
    @DisplayName("a quote")
    class Quotes {
        @BeforeEach
        void share() {
            shareTheThread();
        }

        @Test
        void of_a_message_of_ours_names_its_conversation() {
            assertThat(hearQuoting("SM1", "hi")).isEqualTo("281 gets 'hi' by QUOTE");
            assertThat(hearQuoting("SM2", "hi")).isEqualTo("282 gets 'hi' by QUOTE");
        }

        @Test
        void of_a_message_of_ours_routes_a_picture_without_words() {
            assertThat(world.hear(world.message(ALICE, ONE, "").with(PHOTO).quoting("SM2")))
                    .isEqualTo("282 gets '' by QUOTE");
        }

        @Test
        void of_the_agents_own_message_names_its_conversation() {
            InboundMessage own = world.message(ALICE, ONE, "#282: hi");
            world.hear(own);

            assertThat(hearQuoting(own.id(), "again")).isEqualTo("282 gets 'again' by QUOTE");
        }

        @Test
        void of_the_agents_own_message_that_nobody_could_tell_is_held_too() {
            InboundMessage own = world.message(ALICE, ONE, "hi");
            world.hear(own);

            assertThat(hearQuoting(own.id(), "again")).isEqualTo("held for [281, 282]");
        }

        @Test
        void of_an_unknown_message_is_held() {
            assertThat(hearQuoting("SM99", "hi")).isEqualTo("held for [281, 282]");
        }

        @Test
        void that_agrees_with_a_code_is_routed_without_the_code() {
            assertThat(hearQuoting("SM2", "#282: hi")).isEqualTo("282 gets 'hi' by QUOTE");
        }

        @Test
        void that_contradicts_a_code_is_held() {
            assertThat(hearQuoting("SM1", "#282: hi")).isEqualTo("held for [281, 282]");
        }

        @Test
        void that_contradicts_a_code_of_no_conversation_is_held() {
            assertThat(hearQuoting("SM1", "#999: hi")).isEqualTo("held for [281, 282, (999)]");
        }

        @Test
        void of_an_unknown_message_beside_a_code_is_held() {
            assertThat(hearQuoting("SM99", "#282: hi")).isEqualTo("held for [281, 282]");
        }

        @Test
        void of_our_own_question_names_nobody() {
            InboundMessage unclear = world.message(ALICE, ONE, "hi");
            world.desk.tell(unclear, world.receive(unclear));

            assertThat(hearQuoting("SM3", "again")).isEqualTo("held for [281, 282]");
            assertThat(hearQuoting("SM3", "#282: again")).isEqualTo("282 gets 'again' by CODE");
        }

        @Test
        void counts_for_a_conversation_that_has_another_number_now() {
            world.pool.reassign(id(282));

            assertThat(hearQuoting("SM2", "hi")).isEqualTo("282 gets 'hi' by QUOTE");
        }

        @Test
        void of_a_message_to_somebody_else_reaches_nothing() {
            world.assign(290, BEN, TWO);

            assertThat(world.hear(world.message(BEN, TWO, "hi").quoting("SM2"))).isEqualTo("no session of an agent");
            assertThat(world.hear(world.message(STRANGER, TWO, "hi").quoting("SM2")))
                    .isEqualTo("no session of a stranger");
        }

        @Test
        void of_a_conversation_that_has_ended_says_so() {
            world.release(282);
            world.pass(Duration.ofDays(3));

            assertThat(hearQuoting("SM2", "hi")).isEqualTo("closed 282");
        }

        @Test
        void by_a_former_agent_says_so() {
            world.pool.transfer(id(282), BEN);
            world.pass(Duration.ofDays(3));

            assertThat(hearQuoting("SM2", "hi")).isEqualTo("transferred 282");
        }

        @Test
        void of_a_footer_names_the_conversation_that_has_ended() {
            world.setWindow(ALICE, ONE, HOUR);
            world.desk.tellEnded(world.pool.release(id(282)).orElseThrow());

            assertThat(hearQuoting("SM3", "thanks")).isEqualTo("closed 282");
        }
    }

    @Nested
    @DisplayName("a quote never falls through to the only candidate")
    class QuotesOnAnExclusiveThread {
        @Test
        void if_nobody_knows_it() {
            world.assign(282, ALICE, ONE);

            assertThat(hearQuoting("SM99", "hi")).isEqualTo("held for [282]");
        }

        @Test
        void if_it_is_the_agents_own_message_that_was_for_nobody() {
            InboundMessage early = world.message(ALICE, ONE, "early");
            world.receive(early);
            world.assign(282, ALICE, ONE);

            assertThat(hearQuoting(early.id(), "hi")).isEqualTo("held for [282]");
        }

        @Test
        void if_a_stranger_makes_it_up() {
            world.assign(282, ALICE, ONE);

            assertThat(world.hear(world.message(STRANGER, ONE, "hi").quoting("SM99")))
                    .isEqualTo("no session of a stranger");
        }

        @Test
        void unless_it_is_our_own_answer() {
            world.assign(282, ALICE, ONE);
            InboundMessage unknown = world.message(ALICE, ONE, "#999: hi");
            world.desk.tell(unknown, world.receive(unknown));

            assertThat(hearQuoting("SM1", "oh")).isEqualTo("282 gets 'oh' by ONLY_CANDIDATE");
        }
    }

    @Nested
    @DisplayName("a code on a shared thread")
    class CodesOnASharedThread {
        @BeforeEach
        void share() {
            shareTheThread();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "#282: hi",
                    "# 282 : hi",
                    "#282 hi",
                    "  #282:hi",
                    "\n#282:\nhi",
                    "＃２８２：hi",
                    "#٢٨٢: hi",
                    "\u200F#282: hi"
                })
        void names_its_conversation_however_it_is_written(String text) {
            assertThat(hear(text)).isEqualTo("282 gets 'hi' by CODE");
        }

        @ParameterizedTest
        @ValueSource(strings = {"2024 was fine", "#1 fan of you", "see #282: x", "#", "# hi", "282: hi"})
        void is_not_seen_where_none_is(String text) {
            assertThat(hear(text)).isEqualTo("held for [281, 282]");
        }

        @Test
        void below_a_picture_is_read_like_any_text() {
            assertThat(world.hear(world.message(ALICE, ONE, "#282: look").with(PHOTO)))
                    .isEqualTo("282 gets 'look' by CODE");
            assertThat(world.hear(world.message(ALICE, ONE, "#282").with(PHOTO)))
                    .isEqualTo("282 gets '' by CODE");
        }

        @Test
        void without_a_colon_counts_for_one_that_left_a_moment_ago() {
            world.pass(HOUR);
            world.release(281);

            assertThat(hear("#281 hi")).isEqualTo("closed 281");
        }

        @Test
        void may_name_a_conversation_of_another_number() {
            world.assign(283, ALICE, TWO);

            assertThat(hear("#283: hi")).isEqualTo("283 gets 'hi' by CODE");
            assertThat(hear("#283 hi")).isEqualTo("held for [281, 282]");
        }
    }

    @Nested
    @DisplayName("a code on an exclusive thread")
    class CodesOnAnExclusiveThread {
        @BeforeEach
        void assign() {
            world.assign(282, ALICE, ONE);
        }

        @Test
        void with_a_colon_is_a_code() {
            assertThat(hear("#282: hi")).isEqualTo("282 gets 'hi' by CODE");
        }

        @Test
        void without_a_colon_is_text_and_stays_there() {
            assertThat(hear("#282 hi")).isEqualTo("282 gets '#282 hi' by ONLY_CANDIDATE");
        }

        @Test
        void alone_is_nothing_for_the_visitor() {
            assertThat(hear("#282")).isEqualTo("empty for 282, released 0");
            assertThat(hear("#282:")).isEqualTo("empty for 282, released 0");
        }

        @Test
        void of_no_candidate_without_a_colon_is_text() {
            assertThat(hear("#1 fan")).isEqualTo("282 gets '#1 fan' by ONLY_CANDIDATE");
            assertThat(hear("#1")).isEqualTo("282 gets '#1' by ONLY_CANDIDATE");
        }

        @Test
        void arrives_on_any_of_our_numbers() {
            assertThat(world.hear(ALICE, TWO, "#282: hi")).isEqualTo("282 gets 'hi' by CODE");
        }

        @Test
        void of_no_conversation_is_unknown() {
            assertThat(hear("#999: hi")).isEqualTo("unknown 999");
        }

        @Test
        void that_the_scheme_does_not_know_is_text() {
            assertThat(hear("#abc: hi")).isEqualTo("282 gets '#abc: hi' by ONLY_CANDIDATE");
        }
    }

    @Nested
    @DisplayName("a button")
    class Buttons {
        @BeforeEach
        void share() {
            shareTheThread();
        }

        @Test
        void whose_payload_is_a_code_names_its_conversation() {
            assertThat(world.hear(world.message(ALICE, ONE, "Yes").tapped("#282: Yes please")))
                    .isEqualTo("282 gets 'Yes please' by BUTTON");
            assertThat(world.hear(world.message(ALICE, ONE, "Yes").tapped("#282")))
                    .isEqualTo("empty for 282, released 0");
        }

        @Test
        void that_contradicts_a_quote_is_held() {
            assertThat(world.hear(
                            world.message(ALICE, ONE, "Yes").quoting("SM1").tapped("#282")))
                    .isEqualTo("held for [281, 282]");
        }

        @Test
        void whose_payload_is_no_code_is_text() {
            assertThat(world.hear(world.message(ALICE, ONE, "Yes").tapped("yes")))
                    .isEqualTo("held for [281, 282]");
            assertThat(world.hear(
                            world.message(ALICE, ONE, "Yes").quoting("SM2").tapped("yes")))
                    .isEqualTo("282 gets 'Yes' by QUOTE");
        }
    }

    @Nested
    @DisplayName("an explicit reference counts only for the current agent")
    class Rights {
        @Test
        void a_former_agent_hears_that_it_was_handed_on() {
            world.assign(282, ALICE, ONE);
            world.say(282, "m1", "Hello");
            world.pool.transfer(id(282), BEN);
            world.pass(Duration.ofDays(3));

            assertThat(hear("#282: hi")).isEqualTo("transferred 282");
            assertThat(world.hear(BEN, ONE, "#282: hi")).isEqualTo("282 gets 'hi' by CODE");
        }

        @Test
        void a_former_agent_who_was_not_written_to_hears_it_too() {
            world.assign(282, ALICE, ONE);
            world.pool.transfer(id(282), BEN);

            assertThat(hear("#282: hi")).isEqualTo("transferred 282");
        }

        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void the_last_agent_of_one_that_has_ended_hears_that(boolean byHost) {
            world.assign(282, ALICE, ONE);
            if (byHost) {
                world.close(282);
            } else {
                world.release(282);
            }
            world.pass(Duration.ofDays(3));

            assertThat(hear("#282: hi")).isEqualTo("closed 282");
        }

        @Test
        void an_earlier_agent_of_one_that_has_ended_hears_that() {
            world.assign(282, ALICE, ONE);
            world.say(282, "m1", "Hello");
            world.pool.transfer(id(282), BEN);
            world.release(282);

            assertThat(hear("#282: hi")).isEqualTo("closed 282");
        }

        @Test
        void a_stranger_reaches_nothing() {
            world.assign(282, ALICE, ONE);

            assertThat(world.hear(STRANGER, ONE, "#282: hi")).isEqualTo("no session of a stranger");
            assertThat(world.hear(STRANGER, ONE, "#282")).isEqualTo("no session of a stranger");
            assertThat(world.handled()).containsOnly("no session of a stranger").hasSize(2);
        }

        @Test
        void another_agent_hears_no_more_than_of_a_code_that_does_not_exist() {
            world.assign(282, ALICE, ONE);
            world.assign(290, BEN, TWO);

            assertThat(world.hear(BEN, TWO, "#282: hi")).isEqualTo("unknown 282");
            assertThat(world.hear(BEN, TWO, "#999: hi")).isEqualTo("unknown 999");
            assertThat(world.hear(BEN, ONE, "#282: hi")).isEqualTo("unknown 282");
        }

        @Test
        void nobody_is_the_agent_of_a_conversation_without_one() {
            world.pool.assign(WIDGET, id(282));

            assertThat(world.hear(STRANGER, ONE, "#282: hi")).isEqualTo("no session of a stranger");
        }
    }

    @Nested
    @DisplayName("D12: what is ours")
    class Ours {
        private static final String OWN = "rejected: FROM_OURSELVES";
        private static final String NOT_OURS = "rejected: NOT_OUR_NUMBER";

        private String hearFrom(PhoneNumber number) {
            return world.hear(Participant.of(number.e164()), ONE, "hi");
        }

        @Test
        void a_number_of_a_pool_active_or_not_is_ours() {
            world.store.put(Widget.of(WIDGET)
                    .withPool(List.of(PooledNumber.of(ONE), PooledNumber.of(TWO).withActive(false))));
            world.store.put(Widget.of(OTHER_WIDGET));

            assertThat(hearFrom(ONE)).isEqualTo(OWN);
            assertThat(hearFrom(TWO)).isEqualTo(OWN);
            assertThat(world.hear(ALICE, TWO, "hi")).isEqualTo("no session of a stranger");
        }

        @Test
        void a_default_number_is_ours() {
            assertThat(world.hear(ALICE, DEFAULT, "hi")).isEqualTo(NOT_OURS);

            world.store.put(Widget.of(OTHER_WIDGET).withHandoverNumber(DEFAULT));

            assertThat(hearFrom(DEFAULT)).isEqualTo(OWN);
            assertThat(world.hear(ALICE, DEFAULT, "hi")).isEqualTo("no session of a stranger");
        }

        @Test
        void a_number_that_the_host_calls_its_own_is_ours() {
            DeskWorld other = new DeskWorld(builder -> builder.ownNumbers(FOREIGN::equals));

            assertThat(other.hear(Participant.of(FOREIGN.e164()), ONE, "hi")).isEqualTo(OWN);
            assertThat(other.hear(ALICE, FOREIGN, "hi")).isEqualTo("no session of a stranger");
        }

        @Test
        void any_other_number_is_not() {
            world.assign(282, ALICE, ONE);

            assertThat(world.hear(ALICE, FOREIGN, "hi")).isEqualTo(NOT_OURS);
            assertThat(world.hear(ALICE, FOREIGN, "#282: hi")).isEqualTo(NOT_OURS);
            assertThat(hearFrom(FOREIGN)).isEqualTo("no session of a stranger");
        }

        @Test
        void a_number_that_was_deleted_still_serves_its_conversations() {
            world.assign(282, ALICE, ONE);
            world.setPool(TWO);

            assertThat(hear("hi")).isEqualTo("282 gets 'hi' by ONLY_CANDIDATE");
            assertThat(hearFrom(ONE)).isEqualTo(OWN);
        }

        @Test
        void nothing_is_noted_of_what_is_rejected() {
            Participant own = Participant.of(TWO.e164());
            world.assign(282, own, ONE);
            world.closeWindow(own, ONE);

            assertThat(world.hear(own, ONE, "hi")).isEqualTo(OWN);

            assertThat(world.log.aliases(own)).containsExactly(own);
            assertThatThrownBy(() -> world.say(282, "m1", "Hello")).isInstanceOf(ServiceWindowClosedException.class);
        }
    }

    @Nested
    @DisplayName("a question mark")
    class QuestionMark {
        @ParameterizedTest
        @ValueSource(strings = {"?", " ? ", "？", "؟"})
        void lists_the_open_chats_where_it_would_be_held(String text) {
            shareTheThread();

            assertThat(hear(text)).isEqualTo("listed [281, 282]");
        }

        @Test
        void is_a_message_like_any_other_where_one_alone_can_be_meant() {
            world.assign(282, ALICE, ONE);

            assertThat(hear("?")).isEqualTo("282 gets '?' by ONLY_CANDIDATE");
        }

        @Test
        void for_somebody_is_a_message_too() {
            shareTheThread();

            assertThat(hear("#282: ?")).isEqualTo("282 gets '?' by CODE");
            assertThat(hearQuoting("SM2", "?")).isEqualTo("282 gets '?' by QUOTE");
        }

        @Test
        void below_a_picture_is_held_with_it() {
            shareTheThread();

            assertThat(world.hear(world.message(ALICE, ONE, "?").with(PHOTO))).isEqualTo("held for [281, 282]");
        }

        @Test
        void with_more_than_itself_is_held() {
            shareTheThread();

            assertThat(hear("??")).isEqualTo("held for [281, 282]");
        }
    }

    @ParameterizedTest
    @CsvSource(value = {"''", "'  '", "'\n'"})
    void nothing_is_empty(String text) {
        world.assign(282, ALICE, ONE);

        assertThat(hear(text)).isEqualTo("empty");
        assertThat(world.hear(STRANGER, ONE, text)).isEqualTo("empty");
    }

    @Test
    void every_outcome_tells_the_host_the_whole_assignment() {
        world.assign(282, ALICE, ONE);

        InboundOutcome outcome = world.receive(world.message(ALICE, ONE, "hi"));

        assertThat(((InboundOutcome.Routed) outcome).assignment())
                .isEqualTo(world.pool.assignmentOf(id(282)).orElseThrow());
    }
}
