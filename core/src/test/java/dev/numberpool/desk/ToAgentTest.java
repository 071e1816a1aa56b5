package dev.numberpool.desk;

import static dev.numberpool.desk.DeskWorld.ALICE;
import static dev.numberpool.desk.DeskWorld.BEN;
import static dev.numberpool.desk.DeskWorld.BIT;
import static dev.numberpool.desk.DeskWorld.COOL_DOWN;
import static dev.numberpool.desk.DeskWorld.DEFAULT;
import static dev.numberpool.desk.DeskWorld.ONE;
import static dev.numberpool.desk.DeskWorld.OTHER_WIDGET;
import static dev.numberpool.desk.DeskWorld.TWO;
import static dev.numberpool.desk.DeskWorld.WIDGET;
import static dev.numberpool.desk.DeskWorld.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.numberpool.Assignment;
import dev.numberpool.ConversationClosedException;
import dev.numberpool.ConversationId;
import dev.numberpool.NumberPool;
import dev.numberpool.PooledNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.UnknownConversationException;
import dev.numberpool.Widget;
import dev.numberpool.spi.MessageLog;
import dev.numberpool.spi.OutboundMessage;
import dev.numberpool.spi.OutboundRecord;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("D1, D2, D3, D5, D6: what a visitor writes reaches the agent once, with code and header where needed")
class ToAgentTest {
    private static final Duration LONG = Duration.ofDays(3);
    private static final Delivery ACCEPTED = new Delivery.Accepted(DeliveryState.ACCEPTED);

    private static final Media PHOTO = new Media("https://example.org/1", "image/jpeg");
    private static final Media VOICE = new Media("https://example.org/2", "audio/ogg");

    private final DeskWorld world = new DeskWorld();

    private static DeskWorld withHeaders() {
        return new DeskWorld(builder -> builder.texts(DeskTexts.english()));
    }

    /** So many characters. */
    private static String words(int length) {
        return "lorem ipsum ".repeat(length / 12 + 1).substring(0, length - 1) + "!";
    }

    /** What the agent reads, without what we put in front; blanks at the edges do not count. */
    private static String joined(List<String> parts, String front) {
        return parts.stream()
                .map(part -> part.replaceFirst("^" + front, "").strip())
                .collect(Collectors.joining(" "));
    }

    @Nested
    @DisplayName("D1: it goes from the assignment's number to the assignment's agent")
    class Route {
        private List<SenderThread> threads() {
            return world.provider.taken.stream().map(OutboundMessage::thread).toList();
        }

        @Test
        void from_the_number_of_the_conversation_and_to_its_agent() {
            world.assign(281, BEN, ONE);
            world.assign(282, ALICE, TWO);

            assertThat(world.say(282, "m1", "Hello")).isEqualTo(ACCEPTED);

            assertThat(threads()).containsExactly(new SenderThread(ALICE, TWO));
            assertThat(world.provider.texts()).containsExactly("Hello");
            assertThat(world.provider.last().widget()).isEqualTo(WIDGET);
        }

        @Test
        void to_the_new_agent_after_a_transfer() {
            world.assign(282, ALICE, ONE);
            Assignment now = world.pool.transfer(id(282), BEN);

            world.say(282, "m1", "Hello");

            assertThat(threads()).containsExactly(new SenderThread(BEN, now.number()));
        }

        @Test
        void never_for_a_conversation_without_an_assignment() {
            assertThatThrownBy(() -> world.say(282, "m1", "Hello")).isInstanceOf(UnknownConversationException.class);

            world.assign(282, ALICE);
            world.release(282);
            assertThatThrownBy(() -> world.say(282, "m1", "Hello")).isInstanceOf(UnknownConversationException.class);
            assertNothingHappened();
        }

        @Test
        void never_for_a_closed_conversation() {
            world.assign(282, ALICE);
            world.close(282);

            assertThatThrownBy(() -> world.say(282, "m1", "Hello")).isInstanceOf(ConversationClosedException.class);
            assertNothingHappened();
        }

        @Test
        void never_without_an_agent() {
            world.pool.assign(WIDGET, id(282));

            assertThatThrownBy(() -> world.say(282, "m1", "Hello"))
                    .isInstanceOf(NoAgentException.class)
                    .hasMessageContaining("282");
            assertNothingHappened();
        }

        @Test
        void an_agent_who_is_attached_later_gets_the_same_message() {
            world.pool.assign(WIDGET, id(282));
            assertThatThrownBy(() -> world.say(282, "m1", "Hello")).isInstanceOf(NoAgentException.class);
            Assignment now = world.assign(282, ALICE);

            world.say(282, "m1", "Hello");

            assertThat(threads()).containsExactly(new SenderThread(ALICE, now.number()));
        }

        @Test
        void to_the_default_agent_of_its_widget_who_is_attached() {
            DeskWorld other = new DeskWorld(builder ->
                    builder.defaultAgent(widget -> widget.equals(WIDGET) ? Optional.of(BEN) : Optional.empty()));
            other.pool.assign(WIDGET, id(282));
            other.pool.assign(OTHER_WIDGET, id(283));

            other.say(282, "m1", "Hello");

            assertThat(other.provider.last().thread().participant()).isEqualTo(BEN);
            assertThat(other.pool.assignmentOf(id(282)).map(Assignment::agent)).contains(BEN);
            assertThatThrownBy(() -> other.say(283, "m1", "Hello")).isInstanceOf(NoAgentException.class);
        }

        @Test
        void from_another_number_if_its_own_was_given_away_while_it_was_closed() {
            world.assign(282, ALICE, ONE);
            world.close(282);
            world.assign(283, ALICE, ONE);
            world.store.setStatus(WIDGET, id(282), "open");

            world.say(282, "m1", "Hello");

            assertThat(threads()).containsExactly(new SenderThread(ALICE, TWO));
        }

        @Test
        void the_default_agent_takes_nothing_from_an_agent_who_is_there() {
            DeskWorld other = new DeskWorld(builder -> builder.defaultAgent(widget -> Optional.of(BEN)));
            other.assign(282, ALICE);

            other.say(282, "m1", "Hello");

            assertThat(other.provider.last().thread().participant()).isEqualTo(ALICE);
        }

        private void assertNothingHappened() {
            assertThat(world.provider.asked).isEmpty();
            assertThat(world.isLogged(282, "m1")).isFalse();
            assertThat(world.listener.events).isEmpty();
        }
    }

    @Nested
    @DisplayName("D1: a message id is sent once")
    class Once {
        @Test
        void a_second_call_sends_nothing_and_says_what_became_of_the_first() {
            world.assign(282, ALICE);
            world.say(282, "m1", "Hello");
            world.desk.report(new DeliveryReport(null, "SM1", DeliveryState.DELIVERED, null, world.now()));

            assertThat(world.say(282, "m1", "Hello again")).isEqualTo(new Delivery.Accepted(DeliveryState.DELIVERED));
            assertThat(world.provider.texts()).containsExactly("Hello");
        }

        @Test
        void a_second_call_after_a_failure_sends_nothing_either() {
            world.assign(282, ALICE);
            world.provider.refuse(Failure.Kind.CONTENT);
            Delivery first = world.say(282, "m1", "Hello");

            assertThat(first).isEqualTo(new Delivery.Failed(Failure.of(Failure.Kind.CONTENT)));
            assertThat(world.say(282, "m1", "Hello")).isEqualTo(first);
            assertThat(world.provider.asked).hasSize(1);
        }

        @Test
        void a_second_call_after_a_transfer_sends_nothing_to_the_new_agent() {
            world.assign(282, ALICE);
            world.say(282, "m1", "Hello");
            world.pool.transfer(id(282), BEN);

            assertThat(world.say(282, "m1", "Hello")).isEqualTo(ACCEPTED);
            assertThat(world.provider.asked).hasSize(1);
        }

        @Test
        void a_second_call_while_the_first_is_at_the_provider_sends_nothing() {
            world.assign(282, ALICE);
            HandoverDesk otherNode = world.newDesk(builder -> builder);
            List<Delivery> second = new ArrayList<>();
            world.provider.during(message -> second.add(DeskWorld.say(otherNode, 282, "m1", "Hello")));

            assertThat(world.say(282, "m1", "Hello")).isEqualTo(ACCEPTED);

            assertThat(second).containsExactly(new Delivery.Unknown());
            assertThat(world.provider.asked).hasSize(1);
        }

        @Test
        void another_message_waits_for_the_one_at_the_provider_and_is_sent_by_the_same_call() {
            world.assign(282, ALICE);
            List<Delivery> second = new ArrayList<>();
            world.provider.during(message -> second.add(world.say(282, "m2", "two")));

            world.say(282, "m1", "one");

            assertThat(second).containsExactly(new Delivery.Parked(Delivery.Why.TURN, null));
            assertThat(world.provider.texts()).containsExactly("one", "two");
            assertThat(world.say(282, "m2", "two")).isEqualTo(ACCEPTED);
        }

        @Test
        void the_same_id_in_another_conversation_is_another_message() {
            world.assign(281, ALICE, ONE);
            world.assign(282, ALICE, TWO);

            world.say(281, "m1", "for 281");
            world.say(282, "m1", "for 282");

            assertThat(world.provider.texts()).containsExactly("for 281", "for 282");
        }
    }

    @Nested
    @DisplayName("D2: a code stands in front where the agent may take the message for another conversation's")
    class Codes {
        private List<String> textsOf282() {
            world.say(282, "m1", "Hello");
            return world.provider.texts();
        }

        @Test
        void not_on_an_exclusive_thread() {
            world.assign(281, BEN, ONE);
            world.assign(283, ALICE, TWO);
            world.assign(282, ALICE, ONE);

            assertThat(textsOf282()).containsExactly("Hello");
        }

        @Test
        void on_a_shared_thread() {
            world.assign(281, ALICE, ONE);
            world.assign(282, ALICE, ONE);

            assertThat(textsOf282()).containsExactly("#282: Hello");
        }

        @Test
        void on_a_thread_that_is_shared_with_another_widget() {
            world.assign(OTHER_WIDGET, 281, ALICE, ONE);
            world.assign(282, ALICE, ONE);

            assertThat(textsOf282()).containsExactly("#282: Hello");
        }

        @Test
        void on_a_thread_that_another_has_left_until_the_cool_down_is_over() {
            world.assign(281, ALICE, ONE);
            world.assign(282, ALICE, ONE);
            world.release(281);

            world.pass(COOL_DOWN);
            world.say(282, "m1", "soon");
            world.pass(BIT);
            world.say(282, "m2", "late");

            assertThat(world.provider.texts()).containsExactly("#282: soon", "late");
        }

        @Test
        void on_a_thread_that_a_conversation_of_another_widget_has_left() {
            world.assign(OTHER_WIDGET, 281, ALICE, ONE);
            world.release(281);
            world.assign(282, ALICE, ONE);

            assertThat(textsOf282()).containsExactly("#282: Hello");
        }

        @Test
        void not_because_it_has_left_the_thread_itself_and_is_back() {
            world.assign(282, ALICE, ONE);
            world.release(282);
            world.assign(282, ALICE, ONE);

            assertThat(textsOf282()).containsExactly("Hello");
        }

        @Test
        void on_a_thread_whose_conversation_the_host_has_closed_just_now() {
            world.assign(281, ALICE, ONE);
            world.assign(282, ALICE, ONE);
            world.close(281);

            assertThat(textsOf282()).containsExactly("#282: Hello");
        }

        @Test
        void on_a_number_from_the_fallback_chain() {
            world.store.put(Widget.of(WIDGET).withHandoverNumber(DEFAULT));
            world.assign(282, ALICE);

            assertThat(textsOf282()).containsExactly("#282: Hello");
        }

        @Test
        void in_a_pool_with_one_active_number() {
            world.store.put(Widget.of(WIDGET)
                    .withPool(List.of(PooledNumber.of(ONE), PooledNumber.of(TWO).withActive(false))));
            world.assign(282, ALICE);

            assertThat(textsOf282()).containsExactly("#282: Hello");
        }

        @Test
        void in_the_words_of_the_hosts_scheme() {
            DeskWorld other = new DeskWorld(builder -> builder.codes(new Letters()));
            other.setPool(ONE);
            other.assign(282, ALICE);

            other.say(282, "m1", "Hello");

            assertThat(other.provider.texts()).containsExactly("#C-282: Hello");
        }

        @Test
        void as_it_is_needed_when_a_parked_message_is_sent() {
            world.assign(282, ALICE, ONE);
            world.provider.refuse(Failure.Kind.THROTTLED);
            world.say(282, "m1", "Hello");
            world.assign(281, ALICE, ONE);

            world.pass(Duration.ofHours(1));
            world.flush();

            assertThat(world.provider.texts()).containsExactly("#282: Hello");
        }

        @Test
        void not_any_more_if_it_was_needed_when_a_message_was_parked() {
            world.assign(281, ALICE, ONE);
            world.assign(282, ALICE, ONE);
            world.provider.refuse(Failure.Kind.THROTTLED);
            world.say(282, "m1", "Hello");
            world.release(281);

            world.pass(Duration.ofHours(1));
            world.flush();

            assertThat(world.provider.texts()).containsExactly("Hello");
        }
    }

    /** Codes that are no numbers. */
    private static final class Letters implements CodeScheme {
        @Override
        public String write(ConversationId conversation) {
            return "C-" + conversation;
        }

        @Override
        public Optional<ConversationId> read(String code) {
            return code.startsWith("C-") ? Optional.of(ConversationId.of(code.substring(2))) : Optional.empty();
        }
    }

    @Nested
    @DisplayName("D6: the first message of an assignment says whose it is")
    class Header {
        private final DeskWorld world = withHeaders();

        @Test
        void above_the_first_message_only() {
            world.assign(282, ALICE);

            world.say(282, "m1", "one");
            world.say(282, "m2", "two");

            assertThat(world.provider.texts()).containsExactly("— New chat: Maria (#282) —\none", "two");
        }

        @Test
        void with_the_code_alone_for_a_visitor_without_a_name() {
            world.assign(282, ALICE);

            world.desk.toAgent(id(282), Message.of("m1", "one"));

            assertThat(world.provider.texts()).containsExactly("— New chat: #282 —\none");
        }

        @Test
        void above_the_code_on_a_shared_thread() {
            world.assign(281, ALICE, ONE);
            world.assign(282, ALICE, ONE);

            world.say(282, "m1", "one");

            assertThat(world.provider.texts()).containsExactly("— New chat: Maria (#282) —\n#282: one");
        }

        @Test
        void again_after_a_transfer() {
            world.assign(282, ALICE);
            world.say(282, "m1", "one");
            world.pass(BIT);
            world.pool.transfer(id(282), BEN);

            world.say(282, "m2", "two");
            world.say(282, "m3", "three");

            assertThat(world.provider.textsAfter(1)).containsExactly("— New chat: Maria (#282) —\ntwo", "three");
        }

        @Test
        void again_after_a_reassignment() {
            world.assign(282, ALICE);
            world.say(282, "m1", "one");
            world.pass(BIT);
            world.pool.reassign(id(282));

            world.say(282, "m2", "two");
            world.say(282, "m3", "three");

            assertThat(world.provider.textsAfter(1)).containsExactly("— New chat: Maria (#282) —\ntwo", "three");
        }

        @Test
        void again_if_the_message_below_it_failed() {
            world.assign(282, ALICE);
            world.provider.refuse(Failure.Kind.CONTENT);
            world.say(282, "m1", "one");

            world.say(282, "m2", "two");

            assertThat(world.provider.texts()).containsExactly("— New chat: Maria (#282) —\ntwo");
        }

        @Test
        void never_if_the_texts_have_none() {
            DeskWorld silent = new DeskWorld(builder -> builder.texts(DeskWorld.WITHOUT_HEADER));
            silent.assign(282, ALICE);

            silent.say(282, "m1", "one");

            assertThat(silent.provider.texts()).containsExactly("one");
        }

        @Test
        void never_if_the_words_are_blank() {
            DeskWorld blank = new DeskWorld(builder -> builder.texts(new DeskTexts() {
                @Override
                public Optional<String> header(String visitor, String code) {
                    return Optional.of(" ");
                }
            }));
            blank.assign(282, ALICE);

            blank.say(282, "m1", "one");

            assertThat(blank.provider.texts()).containsExactly("one");
        }

        @Test
        void above_a_picture_without_words() {
            world.assign(282, ALICE);

            world.desk.toAgent(id(282), new Message("m1", "", List.of(PHOTO), "Maria"));

            assertThat(world.provider.texts()).containsExactly("— New chat: Maria (#282) —");
            assertThat(TestProvider.media(world.provider.last())).containsExactly(PHOTO);
        }
    }

    @Nested
    @DisplayName("D6: a footer says that the conversation has ended")
    class Footer {
        private final DeskWorld world = withHeaders();

        @Test
        void while_the_window_is_open_and_once() {
            Assignment ended = world.assign(282, ALICE, ONE);
            world.setWindow(ALICE, ONE, Duration.ofHours(1));
            world.release(282);

            assertThat(world.desk.tellEnded(ended)).contains(ACCEPTED);
            assertThat(world.desk.tellEnded(ended)).isEmpty();
            assertThat(world.provider.texts()).containsExactly("— Chat #282 has ended. —");
            assertThat(world.provider.last().thread()).isEqualTo(new SenderThread(ALICE, ONE));
        }

        @Test
        void again_for_another_assignment_of_the_conversation() {
            world.setWindow(ALICE, ONE, Duration.ofHours(1));
            Assignment first = world.assign(282, ALICE, ONE);
            world.release(282);
            world.pass(BIT);
            Assignment second = world.assign(282, ALICE, ONE);

            world.desk.tellEnded(first);
            world.desk.tellEnded(second);

            assertThat(world.provider.texts()).hasSize(2);
        }

        @Test
        void not_if_it_might_not_arrive() {
            Assignment unknown = world.assign(281, ALICE, ONE);
            Assignment closed = world.assign(282, ALICE, TWO);
            world.closeWindow(ALICE, TWO);

            assertThat(world.desk.tellEnded(unknown)).isEmpty();
            assertThat(world.desk.tellEnded(closed)).isEmpty();
            assertThat(world.provider.asked).isEmpty();
        }

        @Test
        void not_to_nobody() {
            assertThat(world.desk.tellEnded(world.pool.assign(WIDGET, id(282)))).isEmpty();
        }

        @Test
        void not_if_the_texts_have_none() {
            DeskWorld silent = new DeskWorld(builder -> builder.texts(new DeskTexts() {
                @Override
                public Optional<String> footer(String code) {
                    return Optional.of(" ");
                }
            }));
            Assignment ended = silent.assign(282, ALICE, ONE);
            silent.setWindow(ALICE, ONE, Duration.ofHours(1));

            assertThat(silent.desk.tellEnded(ended)).isEmpty();
            assertThat(silent.provider.asked).isEmpty();
        }

        @Test
        void a_footer_that_fails_is_told() {
            Assignment ended = world.assign(282, ALICE, ONE);
            world.setWindow(ALICE, ONE, Duration.ofHours(1));
            world.provider.refuse(Failure.Kind.RECIPIENT_REFUSED);

            assertThat(world.desk.tellEnded(ended))
                    .contains(new Delivery.Failed(Failure.of(Failure.Kind.RECIPIENT_REFUSED)));
            assertThat(world.listener.events).containsExactly("notTold 282 RECIPIENT_REFUSED");
        }
    }

    @Nested
    @DisplayName("D3: what is too long goes in parts")
    class Parts {
        @Test
        void each_with_code_and_marker() {
            world.assign(281, ALICE, ONE);
            world.assign(282, ALICE, ONE);
            String text = words(4_000);

            assertThat(world.say(282, "m1", text)).isEqualTo(ACCEPTED);

            List<String> sent = world.provider.texts();
            assertThat(sent).hasSize(3).allMatch(part -> part.length() <= 1_600);
            for (int i = 0; i < 3; i++) {
                assertThat(sent.get(i)).startsWith("#282: (" + (i + 1) + "/3) ");
            }
            assertThat(joined(sent, "#282: \\(\\d/3\\) ")).isEqualTo(text);
            assertThat(world.log.recorded(id(282), "m1", world.now()).parts())
                    .extracting(OutboundRecord::part)
                    .containsExactly(1, 2, 3);
        }

        @Test
        void without_code_where_none_is_needed() {
            world.assign(282, ALICE);
            String text = words(3_000);

            world.say(282, "m1", text);

            assertThat(world.provider.texts()).hasSize(2).allMatch(part -> part.startsWith("("));
            assertThat(joined(world.provider.texts(), "\\(\\d/2\\) ")).isEqualTo(text);
        }

        @Test
        void not_a_text_that_just_fits() {
            world.assign(282, ALICE);
            String text = words(1_600);

            world.say(282, "m1", text);

            assertThat(world.provider.texts()).containsExactly(text);
        }

        @Test
        void the_header_stands_above_the_first_part_only() {
            DeskWorld other = withHeaders();
            other.assign(282, ALICE);

            other.say(282, "m1", words(3_000));

            assertThat(other.provider.texts()).hasSize(2);
            assertThat(other.provider.texts().get(0)).startsWith("— New chat: Maria (#282) —\n(1/2) ");
            assertThat(other.provider.texts().get(1)).startsWith("(2/2) ");
        }

        @Test
        void one_part_that_is_throttled_holds_up_those_that_follow() {
            world.assign(282, ALICE);
            world.provider.take();
            world.provider.refuse(Failure.Kind.THROTTLED);

            assertThat(world.say(282, "m1", words(4_000))).isInstanceOf(Delivery.Parked.class);

            assertThat(world.provider.texts()).hasSize(1);
            world.pass(Duration.ofHours(1));
            world.flush();
            assertThat(world.provider.texts()).hasSize(3);
            assertThat(world.provider.texts().get(1)).startsWith("(2/3) ");
        }

        @Test
        void a_part_that_fails_fails_the_message() {
            world.assign(282, ALICE);
            world.provider.take();
            world.provider.refuse(Failure.Kind.CONTENT);

            assertThat(world.say(282, "m1", words(4_000)))
                    .isEqualTo(new Delivery.Failed(Failure.of(Failure.Kind.CONTENT)));
        }

        @Test
        void the_part_that_is_least_far_speaks_for_all() {
            world.assign(282, ALICE);
            world.say(282, "m1", words(3_000));
            world.desk.report(new DeliveryReport(null, "SM2", DeliveryState.READ, null, world.now()));
            world.desk.report(new DeliveryReport(null, "SM1", DeliveryState.SENT, null, world.now()));

            assertThat(world.say(282, "m1", "Hello")).isEqualTo(new Delivery.Accepted(DeliveryState.SENT));
        }

        @ParameterizedTest
        @ValueSource(
                ints = {1_480, 1_500, 1_510, 1_520, 1_530, 1_560, 1_590, 1_594, 1_595, 1_600, 1_601, 3_190, 99_999})
        void nothing_at_the_provider_is_ever_longer_than_1600(int length) {
            DeskWorld other = withHeaders();
            other.assign(281, ALICE, ONE);
            other.assign(282, ALICE, ONE);

            other.desk.toAgent(id(282), Message.of("m1", words(length)).from("Maximiliana ".repeat(10)));
            for (int i = 0; i < 20; i++) {
                other.pass(Duration.ofMinutes(5));
                other.flush();
            }

            List<String> sent = other.provider.texts();
            assertThat(sent).allMatch(text -> text.length() <= 1_600);
            assertThat(joined(sent, "(— .* —\n)?#282: (\\(\\d+/\\d+\\) )?")).isEqualTo(words(length));
        }

        @Test
        void a_text_that_just_fitted_is_cut_if_a_code_has_become_necessary() {
            world.assign(282, ALICE, ONE);
            world.provider.refuse(Failure.Kind.THROTTLED);
            String text = words(1_600);
            world.say(282, "m1", text);
            world.assign(281, ALICE, ONE);

            world.pass(Duration.ofHours(1));
            world.flush();

            assertThat(world.provider.texts()).hasSize(2).allMatch(part -> part.length() <= 1_600);
            assertThat(joined(world.provider.texts(), "#282: ")).isEqualTo(text);
        }

        @Test
        void a_text_that_is_cut_late_has_its_header_above_the_first_piece_only() {
            DeskWorld other = withHeaders();
            other.assign(282, ALICE, ONE);
            other.provider.refuse(Failure.Kind.THROTTLED);
            String text = words(1_570);
            other.say(282, "m1", text);
            other.assign(281, ALICE, ONE);

            other.pass(Duration.ofHours(1));
            other.flush();

            assertThat(other.provider.texts()).hasSize(2).allMatch(part -> part.length() <= 1_600);
            assertThat(other.provider.texts().get(0)).startsWith("— New chat: Maria (#282) —\n#282: lorem");
            assertThat(other.provider.texts().get(1)).startsWith("#282: ");
            assertThat(joined(other.provider.texts(), "(— .* —\n)?#282: ")).isEqualTo(text);
        }

        @Test
        void a_text_that_was_cut_late_and_sent_by_half_is_not_sent_again() {
            world.assign(282, ALICE, ONE);
            world.provider.refuse(Failure.Kind.THROTTLED);
            world.say(282, "m1", words(1_600));
            world.assign(281, ALICE, ONE);
            world.provider.take();
            world.provider.refuse(Failure.Kind.THROTTLED);

            for (int i = 0; i < 5; i++) {
                world.pass(Duration.ofHours(1));
                world.flush();
            }

            assertThat(world.provider.texts()).hasSize(1);
            assertThat(world.listener.events).containsExactly("unknown 282 m1");
        }

        @Test
        void nothing_at_the_provider_is_ever_blank() {
            world.assign(282, ALICE);

            world.say(282, "m1", "one" + " ".repeat(5_000) + "two");

            assertThat(world.provider.texts())
                    .noneMatch(text -> text.replaceFirst("\\(\\d/\\d\\)", "").isBlank());
            assertThat(joined(world.provider.texts(), "\\(\\d/\\d\\) ")).isEqualTo("one two");
        }
    }

    @Nested
    @DisplayName("media go one by one")
    class Pictures {
        private List<List<Media>> media() {
            return world.provider.taken.stream().map(TestProvider::media).toList();
        }

        @Test
        void the_first_with_the_text_below_it() {
            world.assign(282, ALICE);

            world.desk.toAgent(id(282), Message.of("m1", "Look").with(PHOTO, VOICE));

            assertThat(world.provider.texts()).containsExactly("Look", "");
            assertThat(media()).containsExactly(List.of(PHOTO), List.of(VOICE));
        }

        @Test
        void each_with_its_code() {
            world.assign(281, ALICE, ONE);
            world.assign(282, ALICE, ONE);

            world.desk.toAgent(id(282), Message.of("m1", "Look").with(PHOTO, VOICE));

            assertThat(world.provider.texts()).containsExactly("#282: Look", "#282:");
        }

        @Test
        void behind_a_text_that_is_too_long_to_stand_below() {
            world.assign(282, ALICE);

            world.desk.toAgent(id(282), Message.of("m1", words(1_025)).with(PHOTO));

            assertThat(world.provider.texts()).containsExactly(words(1_025), "");
            assertThat(media()).containsExactly(List.of(), List.of(PHOTO));
        }

        @Test
        void behind_a_text_that_a_code_has_made_too_long() {
            world.assign(282, ALICE, ONE);
            world.provider.refuse(Failure.Kind.THROTTLED);
            world.desk.toAgent(id(282), Message.of("m1", words(1_020)).with(PHOTO));
            world.assign(281, ALICE, ONE);

            world.pass(Duration.ofHours(1));
            world.flush();

            assertThat(world.provider.texts()).containsExactly("#282: " + words(1_020), "#282:");
            assertThat(media()).containsExactly(List.of(), List.of(PHOTO));
        }

        @Test
        void behind_a_text_only_if_it_does_not_fit_below_with_its_code() {
            world.assign(281, ALICE, ONE);
            world.assign(282, ALICE, ONE);
            int room = 1_024 - "#282: ".length();

            world.desk.toAgent(id(282), Message.of("m1", words(room)).with(PHOTO));
            world.desk.toAgent(id(282), Message.of("m2", words(room + 1)).with(PHOTO));

            assertThat(world.provider.texts())
                    .containsExactly("#282: " + words(room), "#282: " + words(room + 1), "#282:");
        }

        @Test
        void nothing_below_a_picture_is_ever_longer_than_1024() {
            DeskWorld other = withHeaders();
            other.assign(281, ALICE, ONE);
            other.assign(282, ALICE, ONE);

            other.desk.toAgent(
                    id(282), Message.of("m1", words(1_024)).with(PHOTO).from("Maria"));

            assertThat(other.provider.taken)
                    .filteredOn(message -> !TestProvider.media(message).isEmpty())
                    .hasSize(1)
                    .allMatch(message -> TestProvider.text(message).length() <= 1_024);
        }
    }

    @Nested
    @DisplayName("D5: what nobody knows the end of is never sent again")
    class Uncertain {
        private static final Duration IN_FLIGHT = Duration.ofMinutes(2);

        private static final class Killed extends Error {
            private static final long serialVersionUID = 1L;
        }

        private void dieWhileSending() {
            world.assign(282, ALICE);
            world.provider.during(message -> {
                throw new Killed();
            });
            assertThatThrownBy(() -> world.say(282, "m1", "Hello")).isInstanceOf(Killed.class);
        }

        private void flushAfter(Duration time) {
            world.pass(time);
            world.flush();
        }

        @Test
        void an_unknown_outcome_is_told_and_not_repeated() {
            world.assign(282, ALICE);
            world.provider.refuse(Failure.Kind.UNKNOWN_OUTCOME);

            assertThat(world.say(282, "m1", "Hello")).isEqualTo(new Delivery.Unknown());
            flushAfter(LONG);

            assertThat(world.say(282, "m1", "Hello")).isEqualTo(new Delivery.Unknown());
            assertThat(world.provider.asked).hasSize(1);
            assertThat(world.listener.events).containsExactly("unknown 282 m1");
        }

        @Test
        void a_gateway_that_fails_without_a_word_may_have_sent_it() {
            world.assign(282, ALICE);
            world.provider.during(message -> {
                throw new IllegalStateException("broken");
            });

            assertThat(world.say(282, "m1", "Hello")).isEqualTo(new Delivery.Unknown());
            flushAfter(LONG);

            assertThat(world.provider.asked).hasSize(1);
            assertThat(world.listener.events).containsExactly("unknown 282 m1");
        }

        @Test
        void what_was_being_sent_when_its_process_died_is_unknown_after_two_minutes() {
            dieWhileSending();

            flushAfter(IN_FLIGHT);
            assertThat(world.listener.events).isEmpty();
            flushAfter(BIT);
            assertThat(world.listener.events).containsExactly("unknown 282 m1");
            assertThat(world.say(282, "m1", "Hello")).isEqualTo(new Delivery.Unknown());
        }

        @Test
        void it_is_unknown_since_it_was_taken_however_much_later_that_is_found_out() {
            Instant taken = world.now();
            dieWhileSending();

            flushAfter(LONG);

            assertThat(world.log.unsettled(taken, taken.plus(BIT), 0, 10))
                    .singleElement()
                    .satisfies(record -> assertThat(record.state()).isEqualTo(DeliveryState.UNKNOWN));
        }

        @Test
        void whoever_looks_for_it_is_told_what_it_looks_like_with_a_code_and_without() {
            dieWhileSending();

            OutboundRecord record = world.log
                    .unsettled(Instant.EPOCH, world.now().plus(BIT), 0, 10)
                    .get(0);
            assertThat(world.desk.renderings(record))
                    .containsExactly(
                            List.of(new Content.Text("Hello", List.of())),
                            List.of(new Content.Text("#282: Hello", List.of())));
        }

        @Test
        void it_is_told_once_and_never_sent_again() {
            dieWhileSending();

            flushAfter(IN_FLIGHT.plus(BIT));
            flushAfter(BIT);
            flushAfter(LONG);

            assertThat(world.listener.events).containsExactly("unknown 282 m1");
            assertThat(world.provider.asked).hasSize(1);
        }

        @Test
        void a_later_report_settles_it() {
            dieWhileSending();
            flushAfter(IN_FLIGHT.plus(BIT));

            String reference = world.provider.asked.get(0).reference();
            world.desk.report(new DeliveryReport(reference, "SM9", DeliveryState.DELIVERED, null, world.now()));

            assertThat(world.say(282, "m1", "Hello")).isEqualTo(new Delivery.Accepted(DeliveryState.DELIVERED));
            assertThat(world.listener.events).containsExactly("unknown 282 m1", "delivered 282 m1");
        }

        @Test
        void what_follows_waits_for_it_two_minutes() {
            dieWhileSending();

            assertThat(world.say(282, "m2", "two")).isEqualTo(new Delivery.Parked(Delivery.Why.TURN, null));
            flushAfter(IN_FLIGHT);
            assertThat(world.provider.texts()).isEmpty();
            flushAfter(BIT);
            assertThat(world.provider.texts()).containsExactly("two");
        }
    }

    @Nested
    @DisplayName("D5: nothing of ours is open while the provider is asked")
    class NoTransaction {
        private final AtomicInteger inside = new AtomicInteger();
        private final List<Integer> seen = new ArrayList<>();

        private <T> T counted(Class<T> port, Object delegate) {
            return port.cast(Proxy.newProxyInstance(
                    port.getClassLoader(), new Class<?>[] {port}, (proxy, method, arguments) -> {
                        inside.incrementAndGet();
                        try {
                            return method.invoke(delegate, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        } finally {
                            inside.decrementAndGet();
                        }
                    }));
        }

        private HandoverDesk desk() {
            SimulatedNode.Store ports = counted(SimulatedNode.Store.class, world.store);
            NumberPool pool = NumberPool.builder(ports).clock(world.clock).build();
            return HandoverDesk.builder(pool, ports, counted(MessageLog.class, world.log), message -> {
                        seen.add(inside.get());
                        return world.provider.send(message);
                    })
                    .clock(world.clock)
                    .wakeUp(DeskWorld.TEMPLATE)
                    .build();
        }

        @Test
        void whoever_asks_it() {
            HandoverDesk desk = desk();
            Assignment assignment = world.assign(282, ALICE, ONE);
            world.provider.refuse(Failure.Kind.THROTTLED);
            DeskWorld.say(desk, 282, "m1", "Hello");
            world.pass(Duration.ofHours(1));
            desk.flush(10);
            InboundMessage strange = world.message(ALICE, ONE, "#999: hi");
            desk.tell(strange, desk.receive(strange, (message, outcome) -> {}));
            desk.tellEnded(assignment);
            world.pass(Duration.ofDays(2));
            DeskWorld.say(desk, 282, "m2", "Are you there?");

            assertThat(world.provider.texts())
                    .extracting(text -> text.substring(0, 4))
                    .containsExactly("— Ne", "Not ", "— Ch", "[HX1");
            assertThat(seen).hasSize(5).containsOnly(0);
        }

        @Test
        void so_that_others_need_not_wait_for_it() {
            world.assign(282, ALICE, ONE);
            List<Boolean> released = new ArrayList<>();
            Thread other = new Thread(() -> {
                world.release(282);
                world.desk.flush(1);
                released.add(true);
            });
            world.provider.during(message -> {
                other.start();
                join(other);
                assertThat(released).as("while the provider has the message").containsExactly(true);
            });

            assertThat(world.say(282, "m1", "Hello")).isEqualTo(ACCEPTED);
        }

        private static void join(Thread thread) {
            try {
                thread.join(10_000);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
