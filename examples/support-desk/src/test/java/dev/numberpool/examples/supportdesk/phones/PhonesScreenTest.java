package dev.numberpool.examples.supportdesk.phones;

import static dev.numberpool.examples.supportdesk.phones.BothSides.bubble;
import static dev.numberpool.examples.supportdesk.phones.BothSides.fate;
import static dev.numberpool.examples.supportdesk.phones.BothSides.form;
import static dev.numberpool.examples.supportdesk.phones.BothSides.notice;
import static dev.numberpool.examples.supportdesk.phones.BothSides.problem;
import static dev.numberpool.examples.supportdesk.phones.BothSides.story;
import static dev.numberpool.examples.supportdesk.phones.BothSides.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.numberpool.examples.supportdesk.TestDesk;
import dev.numberpool.examples.supportdesk.Visit.Answer;
import dev.numberpool.examples.supportdesk.site.Chat;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
@DisplayName("The screen of phones")
class PhonesScreenTest {
    private static TestDesk desk;

    @BeforeAll
    static void open() {
        desk = TestDesk.demonstration();
        desk.jobs().close(); // nothing runs by itself, and time stands still
    }

    @AfterAll
    static void close() {
        desk.close();
    }

    @Test
    void shows_the_threads_of_each_phone_with_the_names_of_our_numbers_and_the_visitors_on_them() {
        BothSides layla = new BothSides(desk, "Layla");
        BothSides omar = new BothSides(desk, "Omar");
        Chat maria = layla.handedOver("Maria", "Where is my parcel?");
        Chat daniel = omar.handedOver("Daniel", "It is too small");

        Answer laylas = layla.phone();
        Answer omars = omar.phone();

        assertThat(thread(laylas, layla.number(maria)).text())
                .startsWith(nameOf(layla.number(maria)))
                .contains("for Maria", "Where is my parcel?");
        assertThat(laylas.page().select(".device").text()).doesNotContain("Daniel", "It is too small");
        assertThat(thread(omars, omar.number(daniel)).text()).contains("for Daniel");
        assertThat(omars.page().select(".device").text()).doesNotContain("Maria", "Where is my parcel?");
        assertThat(person(laylas, layla).text()).contains(layla.agent.name(), "1 chat");
    }

    @Test
    void gives_each_visitor_of_an_agent_a_thread_while_there_is_a_free_number() {
        BothSides layla = new BothSides(desk, "Layla");
        List<Chat> chats = List.of(
                layla.handedOver("Maria", "one"),
                layla.handedOver("Youssef", "two"),
                layla.handedOver("Sofia", "three"));

        assertThat(chats.stream().map(layla::number)).containsExactlyInAnyOrderElementsOf(BothSides.NUMBERS);
        for (Chat chat : chats) {
            Answer page = layla.phone(chat);
            assertThat(page.page().select(".thread-open .code-front")).isEmpty();
            assertThat(story(page)).contains(chat.visitor() + " has this chat alone");
            assertThat(layla.website(chat).page().select(".why").text()).contains("belongs to this visitor alone");
        }
    }

    @Test
    void puts_the_thread_with_the_newest_message_first_and_opens_it() {
        BothSides layla = new BothSides(desk, "Layla");
        Chat maria = layla.handedOver("Maria", "one");
        Chat youssef = layla.handedOver("Youssef", "two");
        assertThat(firstThread(layla.phone())).isEqualTo(layla.number(youssef));

        layla.write(maria, "Hello again");

        Answer page = layla.phone();
        assertThat(firstThread(page)).isEqualTo(layla.number(maria));
        assertThat(page.page().select(".thread-open h3").text()).isEqualTo(nameOf(layla.number(maria)));
        assertThat(texts(page)).last().isEqualTo("Hello again");
    }

    @Test
    void counts_what_is_unread_until_the_agent_opens_the_thread_and_tells_the_visitor_then() {
        BothSides layla = new BothSides(desk, "Layla");
        Chat maria = layla.handedOver("Maria", "one");
        layla.write(maria, "two");
        Answer page = layla.phone(maria);
        assertThat(thread(page, layla.number(maria)).select(".unread").text()).isEqualTo("2 unread");
        assertThat(person(page, layla).select(".unread").text()).isEqualTo("2 unread");
        assertThat(states(layla, maria)).containsExactly("delivered", "delivered");

        Answer opened = layla.visit.send(thread(page, layla.number(maria)).closest("form"), Map.of());

        assertThat(thread(opened, layla.number(maria)).select(".unread")).isEmpty();
        assertThat(person(opened, layla).select(".unread")).isEmpty();
        assertThat(states(layla, maria)).containsExactly("read", "read");
    }

    @Test
    void names_the_visitor_above_the_first_message_only() {
        BothSides layla = new BothSides(desk, "Layla");
        Chat maria = layla.handedOver("Maria", "Two lines\nof text —\nand more —");
        layla.write(maria, "Second");

        Answer page = layla.phone(maria);

        Element first = bubble(page, "Two lines");
        assertThat(first.select(".heading").text()).isEqualTo("— New chat: Maria (#" + maria.id() + ") —");
        assertThat(first.select(".text").first().wholeText()).isEqualTo("Two lines\nof text —\nand more —");
        assertThat(bubble(page, "Second").select(".heading")).isEmpty();
    }

    @Test
    void brings_a_plain_answer_to_the_only_visitor_on_the_thread() {
        BothSides layla = new BothSides(desk, "Layla");
        Chat maria = layla.handedOver("Maria", "Where is my parcel?");
        Chat youssef = layla.handedOver("Youssef", "Can I pay later?");

        Answer page = layla.answer(maria, "It left this morning.");

        assertThat(page.status()).isEqualTo(200);
        assertThat(fate(page, "It left this morning.")).isEqualTo("reached Maria");
        assertThat(layla.heard(maria)).containsExactly("It left this morning.");
        assertThat(layla.heard(youssef)).isEmpty();
        assertThat(layla.website(maria).page().select(".line.agent .text").eachText())
                .containsExactly("It left this morning.");
    }

    @Test
    void puts_codes_in_front_where_visitors_share_a_thread_and_says_why() {
        BothSides layla = new BothSides(desk, "Layla");
        List<Chat> sharing = sharing(layla);
        Chat newest = sharing.get(1);

        Answer page = layla.phone(newest);

        assertThat(bubble(page, "I am newest").select(".code-front").text()).isEqualTo("#" + newest.id() + ":");
        assertThat(story(page))
                .contains("Maria and Newest share this number", "4 chats but 3 numbers", "#" + newest.id() + ":");
        assertThat(layla.website(newest).page().select(".why").text())
                .contains("shares", "with Maria", "4 chats but 3 numbers", "#" + newest.id() + ":");
        assertThat(thread(page, layla.number(newest)).text()).contains("Maria, Newest");
    }

    @Test
    void brings_a_reply_to_the_visitor_whose_message_is_quoted() {
        BothSides layla = new BothSides(desk, "Layla");
        List<Chat> sharing = sharing(layla);

        Answer page = layla.reply(sharing.get(0), "I am Maria", "For Maria only");

        Element reply = bubble(page, "For Maria only");
        assertThat(reply.select(".quoted").text()).contains("I am Maria");
        assertThat(reply.select(".fate").text()).isEqualTo("reached Maria");
        assertThat(layla.heard(sharing.get(0))).containsExactly("For Maria only");
        assertThat(layla.heard(sharing.get(1))).isEmpty();
        assertThat(page.page().select(".quoting"))
                .as("the next one is no reply")
                .isEmpty();
    }

    @Test
    void brings_a_message_with_a_code_to_the_visitor_whom_it_names() {
        BothSides layla = new BothSides(desk, "Layla");
        List<Chat> sharing = sharing(layla);

        Answer page = layla.answer(sharing.get(0), "#" + sharing.get(1).id() + ": Yes, in two parts.");

        assertThat(fate(page, "Yes, in two parts.")).isEqualTo("reached Newest");
        assertThat(layla.heard(sharing.get(1))).containsExactly("Yes, in two parts.");
        assertThat(layla.heard(sharing.get(0))).isEmpty();
    }

    @Test
    void holds_an_answer_that_could_be_for_two_until_the_agent_says_for_whom() {
        BothSides layla = new BothSides(desk, "Layla");
        List<Chat> sharing = sharing(layla);

        Answer held = layla.answer(sharing.get(0), "It left this morning.");

        assertThat(fate(held, "It left this morning.")).isEqualTo("held, nobody has got it");
        assertThat(story(held)).contains("could be for Maria or Newest: nobody has got it");
        assertThat(texts(held)).last().asString().startsWith("Who is this for?");
        assertThat(layla.heard(sharing.get(0))).isEmpty();
        assertThat(layla.heard(sharing.get(1))).isEmpty();
        assertThat(held.page().select(".whom form button").eachText())
                .containsExactly(
                        "#" + sharing.get(0).id() + " Maria",
                        "#" + sharing.get(1).id() + " Newest");

        Answer released = layla.visit.send(held.page().select(".whom form").get(1), Map.of());

        assertThat(fate(released, "It left this morning.")).isEqualTo("reached Newest");
        assertThat(layla.heard(sharing.get(1))).containsExactly("It left this morning.");
        assertThat(layla.heard(sharing.get(0))).isEmpty();
        assertThat(released.page().select(".whom")).isEmpty();
    }

    @Test
    void releases_what_is_held_by_a_reply_too() {
        BothSides layla = new BothSides(desk, "Layla");
        List<Chat> sharing = sharing(layla);
        layla.answer(sharing.get(0), "First half");
        layla.answer(sharing.get(0), "Second half");

        layla.reply(sharing.get(0), "I am Maria", "👍");

        assertThat(layla.heard(sharing.get(0))).startsWith("First half", "Second half");
        assertThat(layla.heard(sharing.get(1))).isEmpty();
    }

    @Test
    void says_of_what_was_held_too_long_that_it_reached_nobody() {
        BothSides layla = new BothSides(desk, "Layla");
        List<Chat> sharing = sharing(layla);
        layla.answer(sharing.get(0), "Too late");

        desk.twilio().pass(Duration.ofMinutes(16));

        Answer page = layla.phone(sharing.get(0));
        assertThat(fate(page, "Too late")).startsWith("reached nobody").contains("Write it again");
        assertThat(page.page().select(".whom")).isEmpty();
        layla.answer(sharing.get(0), "#" + sharing.get(0).id());
        assertThat(layla.heard(sharing.get(0))).isEmpty();
    }

    @Test
    void says_whom_a_late_answer_could_be_for_when_one_of_two_has_just_left() {
        BothSides layla = new BothSides(desk, "Layla");
        List<Chat> sharing = sharing(layla);
        layla.visit.send(form(layla.website(sharing.get(0)), "end"), Map.of());

        Answer held = layla.answer(sharing.get(1), "Which one?");

        assertThat(fate(held, "Which one?")).isEqualTo("held, nobody has got it");
        assertThat(story(held)).contains("could be for Newest or Maria, who has just left: nobody has got it");
        layla.visit.send(held.page().select(".whom form").first(), Map.of());
        assertThat(layla.heard(sharing.get(1))).containsExactly("Which one?");
        assertThat(layla.heard(sharing.get(0))).isEmpty();
    }

    @Test
    void refuses_a_code_that_names_no_chat_in_words() {
        BothSides layla = new BothSides(desk, "Layla");
        Chat maria = layla.handedOver("Maria", "Hello?");

        Answer page = layla.answer(maria, "#99999: Hello Nobody");

        assertThat(fate(page, "Hello Nobody")).isEqualTo("reached nobody: its code names no chat");
        assertThat(texts(page)).last().asString().startsWith("Not delivered: there is no chat #99999.");
        assertThat(layla.heard(maria)).isEmpty();
    }

    @Test
    void refuses_the_code_of_another_agents_chat() {
        BothSides layla = new BothSides(desk, "Layla");
        BothSides omar = new BothSides(desk, "Omar");
        Chat maria = layla.handedOver("Maria", "Hello?");
        Chat daniel = omar.handedOver("Daniel", "Hello?");

        Answer page = layla.answer(maria, "#" + daniel.id() + ": for whom?");

        assertThat(fate(page, "for whom?")).startsWith("reached nobody");
        assertThat(omar.heard(daniel)).isEmpty();
        assertThat(layla.heard(maria)).isEmpty();
    }

    @Test
    void tells_the_agent_who_answers_after_the_end_that_nobody_got_it() {
        BothSides layla = new BothSides(desk, "Layla");
        Chat maria = layla.handedOver("Maria", "Hello?");
        String number = layla.number(maria);
        Answer ended = layla.visit.send(form(layla.website(maria), "end"), Map.of());
        assertThat(notice(ended)).isEqualTo("The chat with Maria has ended. Its number is free.");

        Answer page = layla.visit.send(form(layla.phone(number), "answer"), Map.of("text", "Still there?"));

        assertThat(texts(page)).contains("— Chat #" + maria.id() + " has ended. —");
        assertThat(fate(page, "Still there?")).startsWith("reached nobody");
        assertThat(layla.heard(maria)).isEmpty();
        assertThat(form(layla.website(maria), "write")).isNull();
        assertThat(layla.website(maria).text()).contains("This chat has ended.");
    }

    @Test
    void shows_a_closed_window_its_template_and_after_the_tap_what_waited_in_order() {
        BothSides layla = new BothSides(desk, "Layla");
        Chat maria = layla.handedOver("Maria", "Hello?");
        layla.answer(maria, "Yes?");
        layla.visit.send(form(layla.phone(), "pass"), Map.of());
        Answer closed = layla.phone(maria);
        assertThat(closed.page().select(".window").text())
                .startsWith("Window closed. " + layla.agent.name() + " has not written on this number for 24 hours");
        assertThat(thread(closed, layla.number(maria)).select(".asleep")).hasSize(1);

        layla.write(maria, "First");
        Answer website = layla.write(maria, "Second");
        Answer waiting = layla.phone(maria);

        assertThat(website.page().select(".line .state").eachText())
                .filteredOn(state -> state.equals("waiting: the agent was asked to open the chat"))
                .hasSize(2);
        assertThat(waiting.page().select(".bubble.parked .text").eachText()).containsExactly("First", "Second");
        assertThat(story(waiting)).contains("nothing but a template", "taps its button");
        assertThat(waiting.page().select("form[action=/phones/tap]")).hasSize(1);
        assertThat(bubble(waiting, "Maria is waiting for an answer")
                        .select("button")
                        .text())
                .isEqualTo("Open chat");

        Answer tapped = layla.visit.send(form(waiting, "tap"), Map.of());

        assertThat(notice(tapped)).contains("open for 24 hours");
        assertThat(texts(tapped)).endsWith("Open chat", "First", "Second");
        assertThat(tapped.page().select(".bubble.parked, .window.closed")).isEmpty();
        assertThat(tapped.page().select("form[action=/phones/tap] button[disabled]"))
                .hasSize(1);
        assertThat(layla.heard(maria)).containsExactly("Yes?");
        assertThat(states(layla, maria)).last().isIn("delivered", "read");
    }

    @Test
    void brings_what_waited_after_the_number_was_released_and_a_human_is_asked_for_again() {
        BothSides layla = new BothSides(desk, "Layla");
        Chat maria = layla.handedOver("Maria", "Hello?");
        layla.visit.send(form(layla.phone(), "pass"), Map.of());
        layla.write(maria, "Anybody?");
        desk.handovers().pool().release(maria.conversation());
        Answer released = layla.website(maria);
        assertThat(released.page().select(".why").text()).contains("Its number was released");

        Answer again = layla.visit.send(form(released, "hand-over"), Map.of("to", layla.digits()));
        layla.visit.send(form(layla.phone(maria), "tap"), Map.of());

        assertThat(again.status()).isEqualTo(200);
        assertThat(texts(layla.phone(maria))).endsWith("Open chat", "Anybody?");
        assertThat(states(layla, maria)).last().isIn("delivered", "read");
    }

    @Test
    void opens_a_closed_window_by_whatever_the_agent_writes() {
        BothSides layla = new BothSides(desk, "Layla");
        Chat maria = layla.handedOver("Maria", "Hello?");
        layla.visit.send(form(layla.phone(), "pass"), Map.of());
        layla.write(maria, "Anybody?");

        Answer page = layla.answer(maria, "I am back");

        assertThat(page.page().select(".window").text()).startsWith("We can write here freely until ");
        assertThat(texts(page)).endsWith("I am back", "Anybody?");
        assertThat(layla.heard(maria)).containsExactly("I am back");
    }

    @Test
    void refuses_a_button_that_is_not_there_or_was_tapped_before() {
        BothSides layla = new BothSides(desk, "Layla");
        Chat maria = layla.handedOver("Maria", "Hello?");
        String plain = bubble(layla.phone(maria), "Hello?").id().substring("message-".length());
        layla.visit.send(form(layla.phone(), "pass"), Map.of());
        layla.write(maria, "Anybody?");
        Element tap = form(layla.phone(maria), "tap");

        Answer noButton = layla.visit.send(tap, Map.of("message", plain));
        layla.visit.send(tap, Map.of());
        Answer again = layla.visit.send(form(layla.phone(maria), "tap"), Map.of());

        assertThat(noButton.status()).isEqualTo(409);
        assertThat(problem(noButton)).isEqualTo("This message has no button.");
        assertThat(again.status()).isEqualTo(409);
        assertThat(problem(again)).contains("tapped");
        assertThat(texts(layla.phone(maria))).containsOnlyOnce("Open chat");
    }

    @Test
    void says_below_the_visitors_line_when_the_agent_has_blocked_the_number() {
        BothSides layla = new BothSides(desk, "Layla");
        Chat maria = layla.handedOver("Maria", "Hello?");
        desk.twilio().phone(layla.agent.phone()).block(layla.number(maria));

        layla.write(maria, "Are you there?");

        desk.twilio().twilio().webhooks().settle();
        assertThat(states(layla, maria)).last().asString().startsWith("not sent: ");
        assertThat(texts(layla.phone(maria))).doesNotContain("Are you there?");
    }

    @Test
    void lets_a_visitor_write_before_there_is_an_agent_and_hands_all_of_it_over() {
        BothSides layla = new BothSides(desk, "Layla");
        Chat sofia = layla.begin("Sofia", "Do you ship to Lisbon?");
        Answer waiting = layla.write(sofia, "And when?");
        assertThat(story(waiting)).contains("Sofia is on the website and has no human yet");
        assertThat(waiting.page().select(".why").text()).contains("it has no number yet");

        Answer after = layla.visit.send(form(waiting, "hand-over"), Map.of("to", layla.digits()));

        assertThat(notice(after))
                .isEqualTo("Sofia is with " + layla.agent.name() + " now, on " + nameOf(layla.number(sofia)) + ".");
        assertThat(texts(after)).endsWith("Do you ship to Lisbon?", "And when?");
        assertThat(after.page().select(".chat-open h3").text()).startsWith("Sofia");
        assertThat(form(after, "hand-over")).isNull();
    }

    @Test
    void gives_visitors_who_name_nobody_to_the_agents_with_the_fewest_chats() {
        BothSides first = new BothSides(desk, "Aaron");
        BothSides second = new BothSides(desk, "Abel");
        for (BothSides free : List.of(first, second)) {
            Chat sofia = free.begin("Sofia", "Anybody?");

            free.visit.send(form(free.website(sofia), "hand-over"), Map.of());

            assertThat(free.website(sofia).page().select(".why").text()).contains(free.agent.name() + "'s phone");
        }
    }

    @Test
    void says_of_a_pool_of_one_number_that_codes_are_needed() {
        desk.sql("UPDATE widget_configs SET whatsapp_number_pool = jsonb_build_array(whatsapp_number_pool->0)");
        try {
            BothSides layla = new BothSides(desk, "Layla");
            Chat maria = layla.handedOver("Maria", "Hello?");

            Answer page = layla.phone(maria);

            assertThat(bubble(page, "Hello?").select(".code-front").text()).isEqualTo("#" + maria.id() + ":");
            assertThat(story(page)).doesNotContain("alone", "No code").contains("one number", "#" + maria.id() + ":");
            assertThat(layla.website(maria).page().select(".why").text())
                    .doesNotContain("no code is needed")
                    .contains("#" + maria.id() + ":");
        } finally {
            restorePool();
        }
    }

    @Test
    void says_of_the_default_number_that_all_share_it() {
        desk.sql("UPDATE widget_configs SET whatsapp_number_pool = '[]'");
        try {
            BothSides layla = new BothSides(desk, "Layla");
            desk.twilio().phone(layla.agent.phone()).write("+15558986362", "Good morning!");
            desk.twilio().twilio().webhooks().settle();
            Chat maria = layla.handedOver("Maria", "Hello?");

            Answer page = layla.phone(maria);

            assertThat(layla.number(maria)).isEqualTo("+15558986362");
            assertThat(bubble(page, "Hello?").select(".code-front").text()).isEqualTo("#" + maria.id() + ":");
            assertThat(story(page)).contains("The pool had no number", "#" + maria.id() + ":");
            assertThat(layla.website(maria).page().select(".why").text()).contains("No number of the pool could serve");
        } finally {
            restorePool();
        }
    }

    @Test
    void says_why_codes_are_there_after_somebody_has_just_left() {
        BothSides layla = new BothSides(desk, "Layla");
        List<Chat> sharing = sharing(layla);
        layla.visit.send(form(layla.website(sharing.get(0)), "end"), Map.of());

        layla.write(sharing.get(1), "Alone now");

        String code = "#" + sharing.get(1).id() + ":";
        Answer page = layla.phone(sharing.get(1));
        assertThat(bubble(page, "Alone now").select(".code-front").text()).isEqualTo(code);
        assertThat(story(page)).contains("Maria left this chat a few minutes ago", code);
        assertThat(layla.website(sharing.get(1)).page().select(".why").text())
                .doesNotContain("no code is needed")
                .contains("Maria left", code);
    }

    @Test
    void asks_nothing_where_all_have_left() {
        BothSides layla = new BothSides(desk, "Layla");
        List<Chat> sharing = sharing(layla);
        String number = layla.number(sharing.get(0));
        for (Chat chat : sharing) {
            layla.visit.send(form(layla.website(chat), "end"), Map.of());
        }

        Answer page = layla.visit.send(form(layla.phone(number), "answer"), Map.of("text", "Anybody?"));

        assertThat(page.page().select(".whom")).isEmpty();
        assertThat(story(page)).contains("reaches nobody");
        assertThat(sharing).allSatisfy(chat -> assertThat(layla.heard(chat)).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"answer", "write", "visitor", "hand-over", "end", "agent", "pass", "tap"})
    void does_what_a_form_says_once_however_often_it_is_sent(String kind) {
        BothSides layla = new BothSides(desk, "Layla");
        Chat maria = layla.handedOver("Maria", "Hello?");
        Chat sofia = layla.begin("Sofia", "Hello?");
        if (kind.equals("tap")) {
            desk.twilio().pass(Duration.ofHours(25));
            layla.write(maria, "Anybody?");
        }
        Answer shown = kind.equals("hand-over")
                ? layla.website(sofia)
                : layla.visit.open("/phones?agent=" + layla.digits() + "&number="
                        + layla.number(maria).substring(1) + "&chat=" + maria.id());
        Map<String, String> typed = kind.equals("agent")
                ? Map.of("name", "Nadia", "text", "+49" + layla.digits())
                : Map.of("name", "Once", "text", "Only once");

        String before = count();
        Answer first = layla.visit.send(form(shown, kind), typed);
        String after = count();
        layla.visit.open(first.address()); // whoever sees the line has read it, and that is told
        desk.twilio().twilio().webhooks().settle();
        Answer settled = layla.visit.open(first.address());
        Answer second = layla.visit.send(form(shown, kind), typed);

        assertThat(first.status()).isEqualTo(200);
        assertThat(second.status()).isEqualTo(200);
        assertThat(notice(second)).isEqualTo(notice(first));
        assertThat(second.page().select(".device, .site").text())
                .isEqualTo(settled.page().select(".device, .site").text());
        assertThat(after).isNotEqualTo(before);
        assertThat(count()).isEqualTo(after);
    }

    @Test
    void takes_the_same_text_again_from_a_page_that_was_shown_since() {
        BothSides layla = new BothSides(desk, "Layla");
        Chat maria = layla.handedOver("Maria", "Hello?");

        Answer page = layla.answer(maria, "ok");
        layla.visit.send(form(page, "answer"), Map.of("text", "ok"));

        assertThat(layla.heard(maria)).containsExactly("ok", "ok");
    }

    @ParameterizedTest
    @ValueSource(strings = {"answer", "tap", "open", "pass", "visitor", "write", "hand-over", "end", "agent"})
    void refuses_forms_without_the_token_of_their_page(String kind) {
        BothSides layla = new BothSides(desk, "Layla");
        Chat maria = layla.handedOver("Maria", "Hello?");
        Map<String, String> fields = Map.of(
                "agent", layla.digits(),
                "number", layla.number(maria).substring(1),
                "chat", String.valueOf(maria.id()),
                "name", "Forged",
                "text", "Forged");
        String before = count();

        assertThat(layla.visit.post("/phones/" + kind, fields).status()).isEqualTo(403);
        assertThat(count()).isEqualTo(before);
    }

    /** How much there is of everything that a form can add to or change. */
    private static String count() {
        desk.twilio().twilio().webhooks().settle();
        return desk.twilio().twilio().messages().all().size() + " "
                + desk.twilio().clock().instant() + " "
                + desk.answer(
                        "SELECT concat_ws(' ', (SELECT count(*) FROM desk_line), (SELECT count(*) FROM desk_agent),"
                                + " (SELECT count(*) FROM widget_conversations), (SELECT count(released_at) FROM widget_conversations))");
    }

    private static void restorePool() {
        desk.sql("UPDATE widget_configs SET whatsapp_number_pool = '["
                + "{\"number\": \"+15558986359\", \"display_name\": \"Support Team 1\", \"is_active\": true},"
                + "{\"number\": \"+15558986360\", \"display_name\": \"Support Team 2\", \"is_active\": true},"
                + "{\"number\": \"+15558986361\", \"display_name\": \"Support Team 3\", \"is_active\": true}]'");
    }

    /** Two visitors on one thread, because an agent with three numbers has four chats: Maria and Newest. */
    private static List<Chat> sharing(BothSides layla) {
        Chat maria = layla.handedOver("Maria", "I am Maria");
        layla.handedOver("Youssef", "I am Youssef");
        layla.handedOver("Sofia", "I am Sofia");
        Chat newest = layla.handedOver("Newest", "I am newest");
        assertThat(layla.number(newest)).isEqualTo(layla.number(maria));
        return List.of(maria, newest);
    }

    private static Element thread(Answer page, String number) {
        return page.page()
                .select("li[id^=thread-][id$=-" + number.substring(1) + "] button.thread")
                .first();
    }

    private static String firstThread(Answer page) {
        String id = page.page().select("li[id^=thread-]").first().id();
        return "+" + id.substring(id.lastIndexOf('-') + 1);
    }

    private static Element person(Answer page, BothSides side) {
        return page.page().select("#person-" + side.digits()).first();
    }

    private static List<String> states(BothSides side, Chat chat) {
        return side.website(chat).page().select(".line.visitor .state").eachText();
    }

    private static String nameOf(String number) {
        return "Support Team " + (BothSides.NUMBERS.indexOf(number) + 1);
    }
}
