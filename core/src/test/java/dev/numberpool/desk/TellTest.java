package dev.numberpool.desk;

import static dev.numberpool.desk.DeskWorld.ALICE;
import static dev.numberpool.desk.DeskWorld.BEN;
import static dev.numberpool.desk.DeskWorld.BIT;
import static dev.numberpool.desk.DeskWorld.FOREIGN;
import static dev.numberpool.desk.DeskWorld.ID;
import static dev.numberpool.desk.DeskWorld.ONE;
import static dev.numberpool.desk.DeskWorld.OTHER_WIDGET;
import static dev.numberpool.desk.DeskWorld.STRANGER;
import static dev.numberpool.desk.DeskWorld.TWO;
import static dev.numberpool.desk.DeskWorld.WIDGET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.SenderThread;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("D11: the agent hears in a few words what became of a message, but not without end")
class TellTest {
    private static final Duration HOUR = Duration.ofHours(1);

    /** Answers everything, even what must not be answered. */
    private static final DeskTexts TALKATIVE = new DeskTexts() {
        @Override
        public Optional<String> header(String visitor, String code) {
            return Optional.empty();
        }

        @Override
        public Optional<String> answer(InboundOutcome outcome, List<String> openChats) {
            return Optional.of("I heard you");
        }
    };

    private final DeskWorld world = new DeskWorld();

    private static Optional<Delivery> tell(DeskWorld world, InboundMessage message) {
        return world.desk.tell(message, world.receive(message));
    }

    private Optional<Delivery> tell(Participant from, PhoneNumber to, String text) {
        return tell(world, world.message(from, to, text));
    }

    /** What the agent hears, or nothing. */
    private String answerTo(Participant from, PhoneNumber to, String text) {
        int before = world.provider.taken.size();
        tell(from, to, text);
        return String.join("|", world.provider.textsAfter(before));
    }

    private void shareTheThread() {
        shareTheThread(281, 282);
    }

    private void shareTheThread(long one, long other) {
        world.assign(one, ALICE, ONE);
        world.pass(BIT);
        world.assign(other, ALICE, ONE);
    }

    @Nested
    @DisplayName("in these words")
    class Words {
        @Test
        void it_is_asked_for_whom_it_is() {
            shareTheThread();

            assertThat(answerTo(ALICE, ONE, "hi"))
                    .isEqualTo("Who is this for? Reply with the code alone, like #281. Your open chats: #281, #282.");
        }

        @Test
        void a_question_mark_lists_the_open_chats_on_all_numbers() {
            shareTheThread();
            world.pass(BIT);
            world.assign(283, ALICE, TWO);
            world.assign(290, BEN, TWO);

            assertThat(answerTo(ALICE, ONE, "?")).isEqualTo("Your open chats: #281, #282, #283.");
        }

        @Test
        void a_question_mark_lists_the_open_chats_of_all_addresses_the_oldest_first() {
            world.assign(281, ID, TWO);
            world.pass(BIT);
            shareTheThread(282, 283);
            world.receive(world.message(ALICE, ONE, "hi").knownAs(ID));

            assertThat(answerTo(ALICE, ONE, "?")).isEqualTo("Your open chats: #281, #282, #283.");
        }

        @Test
        void a_code_is_unknown() {
            world.assign(282, ALICE, ONE);

            assertThat(answerTo(ALICE, ONE, "#999: hi"))
                    .isEqualTo("Not delivered: there is no chat #999. Your open chats: #282.");
        }

        @Test
        void a_chat_has_ended() {
            world.assign(282, ALICE, ONE);
            world.release(282);

            assertThat(answerTo(ALICE, ONE, "#282: hi"))
                    .isEqualTo("Not delivered: the chat has ended. You have no open chats.");
        }

        @Test
        void a_chat_is_with_somebody_else() {
            world.assign(282, ALICE, ONE);
            world.pool.transfer(DeskWorld.id(282), BEN);

            assertThat(answerTo(ALICE, ONE, "hi"))
                    .isEqualTo("Not delivered: the chat is with somebody else now. You have no open chats.");
        }

        @Test
        void there_is_no_chat_on_this_number() {
            world.assign(282, ALICE, ONE);

            assertThat(answerTo(ALICE, TWO, "hi"))
                    .isEqualTo("Not delivered: there is no open chat on this number. Your open chats: #282.");
        }

        @Test
        void of_the_host() {
            DeskWorld other = new DeskWorld(builder -> builder.texts(TALKATIVE));
            other.assign(282, ALICE, ONE);

            tell(other, other.message(ALICE, ONE, "hi"));

            assertThat(other.provider.texts()).containsExactly("I heard you");
        }

        @Test
        void never_more_than_fit_into_a_message() {
            DeskWorld other = new DeskWorld(builder -> builder.texts(new DeskTexts() {
                @Override
                public Optional<String> answer(InboundOutcome outcome, List<String> openChats) {
                    return Optional.of("word ".repeat(1_000));
                }
            }));

            tell(other, other.message(ALICE, ONE, "hi"));

            assertThat(other.provider.texts())
                    .singleElement()
                    .satisfies(text -> assertThat(text.length()).isBetween(1_000, 1_600));
        }
    }

    @Test
    void it_comes_from_the_number_that_was_written_to_with_the_credentials_of_the_chat_there() {
        world.assign(OTHER_WIDGET, 280, ALICE, TWO);
        shareTheThread();

        assertThat(tell(ALICE, ONE, "hi")).contains(new Delivery.Accepted(DeliveryState.ACCEPTED));

        assertThat(world.provider.last().thread()).isEqualTo(new SenderThread(ALICE, ONE));
        assertThat(world.provider.last().widget()).isEqualTo(WIDGET);
    }

    @Test
    void it_waits_for_its_turn_behind_the_visitors() {
        shareTheThread();
        world.provider.refuse(Failure.Kind.THROTTLED);
        world.say(281, "m1", "Hello");

        assertThat(tell(ALICE, ONE, "hi")).contains(new Delivery.Parked(Delivery.Why.TURN, null));
        world.pass(HOUR);
        world.flush();

        assertThat(world.provider.texts()).hasSize(2);
        assertThat(world.provider.texts().get(0)).isEqualTo("#281: Hello");
    }

    @Test
    void a_failure_is_told_to_the_host() {
        shareTheThread();
        world.provider.refuse(Failure.Kind.RECIPIENT_REFUSED);

        assertThat(tell(ALICE, ONE, "hi")).contains(new Delivery.Failed(Failure.of(Failure.Kind.RECIPIENT_REFUSED)));
        assertThat(world.listener.events).containsExactly("notTold RECIPIENT_REFUSED");
    }

    @Nested
    @DisplayName("silence")
    class Silence {
        @Test
        void when_the_message_has_reached_its_visitor() {
            world.assign(282, ALICE, ONE);

            assertThat(tell(ALICE, ONE, "hi")).isEmpty();
            assertThat(tell(ALICE, ONE, "#282")).isEmpty();
            assertThat(world.provider.asked).isEmpty();
        }

        @Test
        void to_strangers() {
            world.assign(282, ALICE, ONE);

            assertThat(tell(STRANGER, ONE, "hi")).isEmpty();
            assertThat(tell(STRANGER, ONE, "#282: hi")).isEmpty();
            assertThat(world.provider.asked).isEmpty();
        }

        @Test
        void about_what_was_rejected_or_delivered_twice_whatever_the_host_would_say() {
            DeskWorld other = new DeskWorld(builder -> builder.texts(TALKATIVE));
            InboundMessage message = other.message(ALICE, ONE, "hi");
            other.receive(message);

            assertThat(tell(other, message)).isEmpty();
            assertThat(tell(other, other.message(Participant.of(TWO.e164()), ONE, "hi")))
                    .isEmpty();
            assertThat(tell(other, other.message(ALICE, FOREIGN, "hi"))).isEmpty();
            assertThat(other.provider.asked).isEmpty();
        }

        @Test
        void if_there_are_no_words_for_it() {
            DeskWorld other = new DeskWorld(builder -> builder.texts(new DeskTexts() {
                @Override
                public Optional<String> answer(InboundOutcome outcome, List<String> openChats) {
                    return Optional.of(" ");
                }
            }));

            assertThat(tell(other, other.message(ALICE, ONE, "hi"))).isEmpty();
            assertThat(other.provider.asked).isEmpty();
        }
    }

    @Test
    void a_message_is_answered_once() {
        shareTheThread();
        InboundMessage message = world.message(ALICE, ONE, "hi");
        InboundOutcome outcome = world.receive(message);

        assertThat(world.desk.tell(message, outcome)).isPresent();
        assertThat(world.desk.tell(message, outcome)).isEmpty();
        assertThat(world.newDesk(builder -> builder).tell(message, outcome)).isEmpty();

        assertThat(world.provider.asked).hasSize(1);
    }

    @Nested
    @DisplayName("a cap")
    class Cap {
        private int answersTo(DeskWorld world, Participant from, PhoneNumber to, int messages) {
            int before = world.provider.asked.size();
            for (int i = 0; i < messages; i++) {
                tell(world, world.message(from, to, "hi"));
            }
            return world.provider.asked.size() - before;
        }

        @Test
        void of_five_answers_in_an_hour() {
            shareTheThread();

            assertThat(answersTo(world, ALICE, ONE, 8)).isEqualTo(5);
            world.pass(HOUR);
            assertThat(answersTo(world, ALICE, ONE, 8)).isZero();
            world.pass(BIT);
            assertThat(answersTo(world, ALICE, ONE, 8)).isEqualTo(5);
        }

        @Test
        void that_slides_with_the_answers() {
            shareTheThread();
            answersTo(world, ALICE, ONE, 1);
            world.pass(Duration.ofMinutes(30));
            answersTo(world, ALICE, ONE, 4);

            world.pass(Duration.ofMinutes(30).plus(BIT));

            assertThat(answersTo(world, ALICE, ONE, 8)).isEqualTo(1);
        }

        @Test
        void for_each_thread() {
            shareTheThread();
            answersTo(world, ALICE, ONE, 8);

            assertThat(answersTo(world, ALICE, TWO, 8)).isEqualTo(5);
        }

        @Test
        void that_is_no_concern_of_the_visitors_messages() {
            shareTheThread();
            answersTo(world, ALICE, ONE, 8);

            assertThat(world.say(281, "m1", "Hello")).isInstanceOf(Delivery.Accepted.class);
        }

        @Test
        void as_the_host_wants_it() {
            DeskWorld silent =
                    new DeskWorld(builder -> builder.answersPerHour(0).texts(TALKATIVE));
            DeskWorld brief = new DeskWorld(builder -> builder.answersPerHour(1).texts(TALKATIVE));

            assertThat(answersTo(silent, ALICE, ONE, 3)).isZero();
            assertThat(answersTo(brief, ALICE, ONE, 3)).isEqualTo(1);
            assertThatThrownBy(() -> world.newDesk(builder -> builder.answersPerHour(-1)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void two_desks_that_answer_each_other_stop() {
        DeskWorld mine = new DeskWorld();
        DeskWorld theirs = new DeskWorld();
        PhoneNumber myNumber = ONE;
        PhoneNumber theirNumber = FOREIGN;
        theirs.setPool(theirNumber, TWO);
        for (int i = 281; i <= 282; i++) {
            mine.assign(i, Participant.of(theirNumber.e164()), myNumber);
            theirs.assign(i, Participant.of(myNumber.e164()), theirNumber);
        }
        int rounds = 0;
        boolean talks = tell(mine, mine.message(Participant.of(theirNumber.e164()), myNumber, "hi"))
                .isPresent();

        while (talks && rounds++ < 100) {
            talks = passOn(mine, theirs, theirNumber) && passOn(theirs, mine, myNumber);
        }

        assertThat(mine.provider.asked).hasSize(5);
        assertThat(theirs.provider.asked).hasSize(5);
    }

    /** Brings the last answer of one desk to the other. */
    private static boolean passOn(DeskWorld from, DeskWorld to, PhoneNumber number) {
        Participant sender =
                Participant.of(from.provider.last().thread().number().e164());
        return tell(to, to.message(sender, number, TestProvider.text(from.provider.last())))
                .isPresent();
    }
}
