package dev.numberpool.desk;

import static dev.numberpool.desk.DeskWorld.ALICE;
import static dev.numberpool.desk.DeskWorld.BEN;
import static dev.numberpool.desk.DeskWorld.BIT;
import static dev.numberpool.desk.DeskWorld.ONE;
import static dev.numberpool.desk.DeskWorld.TWO;
import static dev.numberpool.desk.DeskWorld.describe;
import static dev.numberpool.desk.DeskWorld.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.StoreException;
import dev.numberpool.spi.InboundLog.Claim;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("D11: what is held waits a quarter of an hour for the agent to say for whom it is")
class HoldingTest {
    private static final Duration HOLD = Duration.ofMinutes(15);
    private static final String HELD = "held for [281, 282]";
    private static final Media PHOTO = new Media("MM1", "image/jpeg");

    private final DeskWorld world = new DeskWorld();

    /** 281 with SM1, 282 with SM2, both in Alice's chat with the number ONE. */
    @BeforeEach
    void shareTheThread() {
        share(ALICE, ONE, 281);
    }

    private void share(Participant agent, PhoneNumber number, long first) {
        world.assign(first, agent, number);
        world.assign(first + 1, agent, number);
        world.say(first, "m1", "Hello");
        world.say(first + 1, "m1", "Hello");
    }

    private String hear(String text) {
        return world.hear(ALICE, ONE, text);
    }

    /** Sends the texts one by one; all of them are held. */
    private void hold(String... texts) {
        for (String text : texts) {
            assertThat(hear(text)).isEqualTo(HELD);
        }
        world.handled.clear();
    }

    @Test
    void a_bare_code_releases_it_in_order_and_comes_last_itself() {
        hold("one", "two", "three");

        assertThat(hear("#282")).isEqualTo("empty for 282, released 3");

        assertThat(world.handled())
                .containsExactly(
                        "282 gets 'one' by RELEASED",
                        "282 gets 'two' by RELEASED",
                        "282 gets 'three' by RELEASED",
                        "empty for 282, released 3");
        assertThat(world.handled)
                .extracting(each -> each.message().text())
                .containsExactly("one", "two", "three", "#282");
    }

    @ParameterizedTest
    @ValueSource(strings = {"#282", "#282:", " # 282 ", "＃２８２"})
    void a_bare_code_may_be_written_as_people_do(String code) {
        hold("one");

        assertThat(hear(code)).isEqualTo("empty for 282, released 1");
    }

    @Test
    void it_is_released_once() {
        hold("one");
        hear("#282");

        assertThat(hear("#281")).isEqualTo("empty for 281, released 0");
        assertThat(hear("#282")).isEqualTo("empty for 282, released 0");
    }

    @Test
    void pictures_are_released_with_it() {
        world.hear(world.message(ALICE, ONE, "").with(PHOTO));
        world.handled.clear();

        hear("#282");

        assertThat(world.handled.get(0).message().media()).containsExactly(PHOTO);
        assertThat(world.handled().get(0)).isEqualTo("282 gets '' by RELEASED");
    }

    @Test
    void for_a_quarter_of_an_hour_since_it_was_written() {
        hold("old");
        world.pass(BIT);
        hold("new");

        world.pass(HOLD);

        assertThat(hear("#282")).isEqualTo("empty for 282, released 1");
        assertThat(world.handled()).startsWith("282 gets 'new' by RELEASED");
    }

    @Test
    void to_the_end_of_the_quarter() {
        hold("one");

        world.pass(HOLD);

        assertThat(hear("#282")).isEqualTo("empty for 282, released 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"👆", ".", "^", "☝️ !"})
    void a_quote_with_nothing_but_a_sign_releases_it(String sign) {
        hold("one", "two");

        world.hear(world.message(ALICE, ONE, sign).quoting("SM2"));

        assertThat(world.handled())
                .startsWith("282 gets 'one' by RELEASED", "282 gets 'two' by RELEASED")
                .hasSize(3);
    }

    @Test
    void a_quote_of_the_held_message_itself_does_not_release_it() {
        InboundMessage one = world.message(ALICE, ONE, "one");
        world.receive(one);
        world.handled.clear();

        assertThat(world.hear(world.message(ALICE, ONE, "👆").quoting(one.id())))
                .isEqualTo(HELD);
        assertThat(world.handled()).containsExactly(HELD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "3", "да", "👍 ok"})
    void a_quote_with_words_of_its_own_does_not_release_it(String words) {
        hold("one");

        world.hear(world.message(ALICE, ONE, words).quoting("SM2"));
        assertThat(world.handled()).containsExactly("282 gets '" + words + "' by QUOTE");

        assertThat(hear("#281")).isEqualTo("empty for 281, released 1");
    }

    @Test
    void a_quote_with_a_picture_does_not_release_it() {
        hold("one");

        world.hear(world.message(ALICE, ONE, "").with(PHOTO).quoting("SM2"));

        assertThat(world.handled()).containsExactly("282 gets '' by QUOTE");
    }

    @Test
    void a_code_with_words_does_not_release_it() {
        hold("one");

        hear("#282: two");

        assertThat(world.handled()).containsExactly("282 gets 'two' by CODE");
    }

    @Test
    void the_tap_on_a_button_does_not_release_it() {
        hold("one");

        assertThat(world.hear(world.message(ALICE, ONE, "Open").tapped("#282"))).isEqualTo("empty for 282, released 0");
    }

    @Test
    void a_code_that_is_not_the_agents_does_not_release_it() {
        world.assign(290, BEN, TWO);
        hold("one");

        assertThat(hear("#290:")).isEqualTo("unknown 290");
        assertThat(hear("#282")).isEqualTo("empty for 282, released 1");
    }

    @Test
    void a_question_mark_is_not_held() {
        assertThat(hear("?")).isEqualTo("listed [281, 282]");

        assertThat(hear("#282")).isEqualTo("empty for 282, released 0");
    }

    @Test
    void what_another_agent_wrote_is_not_released() {
        share(BEN, ONE, 291);
        hold("for one of mine");

        assertThat(world.hear(BEN, ONE, "#291")).isEqualTo("empty for 291, released 0");
    }

    @Test
    void what_was_written_in_another_chat_is_not_released() {
        share(ALICE, TWO, 291);
        hold("on the first number");

        assertThat(world.hear(ALICE, TWO, "#282:")).isEqualTo("empty for 282, released 0");
    }

    @Test
    void a_code_that_contradicted_a_quote_is_not_shown_to_the_visitor() {
        assertThat(world.hear(world.message(ALICE, ONE, "#282: hi").quoting("SM1")))
                .isEqualTo(HELD);
        world.handled.clear();

        hear("#281");

        assertThat(world.handled()).startsWith("281 gets 'hi' by RELEASED");
    }

    @Test
    void what_only_looks_like_a_code_is_shown_to_the_visitor() {
        hold("#1 fan of you");

        hear("#281");

        assertThat(world.handled()).startsWith("281 gets '#1 fan of you' by RELEASED");
    }

    @Test
    void what_was_released_may_be_quoted() {
        InboundMessage one = world.message(ALICE, ONE, "one");
        world.receive(one);
        hear("#282");

        assertThat(world.hear(world.message(ALICE, ONE, "two").quoting(one.id())))
                .isEqualTo("282 gets 'two' by QUOTE");
    }

    @Test
    void what_was_held_before_the_conversations_number_changed_is_released_there() {
        hold("one");
        world.pool.reassign(id(282));

        assertThat(hear("#282:")).isEqualTo("empty for 282, released 1");
    }

    @Test
    void a_handler_that_fails_in_the_middle_gives_everything_back() {
        hold("one", "two", "three");
        InboundMessage code = world.message(ALICE, ONE, "#282");
        List<String> handled = new ArrayList<>();

        assertThatThrownBy(() -> world.desk.receive(code, (message, outcome) -> {
                    if (message.text().equals("two")) {
                        throw new IllegalStateException("the visitor's chat is down");
                    }
                    handled.add(describe(outcome));
                }))
                .hasMessage("the visitor's chat is down");
        assertThat(handled).containsExactly("282 gets 'one' by RELEASED");

        assertThat(world.hear(code)).isEqualTo("empty for 282, released 3");
        assertThat(world.handled())
                .containsExactly(
                        "282 gets 'one' by RELEASED",
                        "282 gets 'two' by RELEASED",
                        "282 gets 'three' by RELEASED",
                        "empty for 282, released 3");
    }

    @Test
    void a_handler_that_fails_at_the_code_itself_gives_everything_back_for_another_code_too() {
        hold("one");
        InboundMessage code = world.message(ALICE, ONE, "#282");

        assertThatThrownBy(() -> world.desk.receive(code, (message, outcome) -> {
                    if (outcome instanceof InboundOutcome.Empty) {
                        throw new IllegalStateException();
                    }
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(hear("#281")).isEqualTo("empty for 281, released 1");
    }

    @Test
    void of_two_codes_at_once_one_releases_it() {
        hold("one");
        List<String> second = new ArrayList<>();
        InboundMessage code = world.message(ALICE, ONE, "#282");

        InboundOutcome first = world.desk.receive(code, (message, outcome) -> {
            if (outcome instanceof InboundOutcome.Routed) {
                second.add(hear("#281"));
            }
        });

        assertThat(describe(first)).isEqualTo("empty for 282, released 1");
        assertThat(second).containsExactly("empty for 281, released 0");
    }

    @Test
    void whoever_releases_it_for_longer_than_the_lease_is_told_to_roll_back() {
        hold("one");
        List<String> second = new ArrayList<>();

        assertThatThrownBy(() -> world.desk.receive(world.message(ALICE, ONE, "#282"), (message, outcome) -> {
                    if (outcome instanceof InboundOutcome.Routed) {
                        world.pass(Duration.ofMinutes(2));
                        second.add(hear("#281"));
                    }
                }))
                .isInstanceOf(StoreException.class);

        assertThat(second).containsExactly("empty for 281, released 1");
    }

    @Test
    void what_a_process_took_before_it_died_is_free_again_after_the_lease() {
        hold("one");
        InboundMessage code = world.message(ALICE, ONE, "#282");
        Claim claim = world.log.claim(code.id(), world.now(), Duration.ofMinutes(2));
        assertThat(world.log.takeHeld(claim, ONE, Set.of(ALICE), world.now().minus(HOLD), world.now()))
                .hasSize(1);
        assertThat(hear("#282")).isEqualTo("empty for 282, released 0");

        world.pass(Duration.ofMinutes(2));

        assertThat(world.hear(code)).isEqualTo("empty for 282, released 1");
    }
}
