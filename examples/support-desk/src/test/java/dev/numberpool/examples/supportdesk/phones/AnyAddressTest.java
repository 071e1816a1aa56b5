package dev.numberpool.examples.supportdesk.phones;

import static dev.numberpool.examples.supportdesk.phones.BothSides.bubble;
import static dev.numberpool.examples.supportdesk.phones.BothSides.form;
import static dev.numberpool.examples.supportdesk.phones.BothSides.notice;
import static dev.numberpool.examples.supportdesk.phones.BothSides.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.numberpool.examples.supportdesk.TestDesk;
import dev.numberpool.examples.supportdesk.Visit.Answer;
import dev.numberpool.examples.supportdesk.site.Agent;
import dev.numberpool.examples.supportdesk.site.Chat;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
@DisplayName("The screen of phones, whatever is typed or stands in its address")
class AnyAddressTest {
    private static TestDesk desk;

    @BeforeAll
    static void open() {
        desk = TestDesk.demonstration();
        desk.jobs().close();
    }

    @AfterAll
    static void close() {
        desk.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "agent=4915550000000 | There is no such agent",
                "agent=layla | There is no such agent",
                "agent=+201016666301 | There is no such agent",
                "agent=999999999999999999999999999999 | There is no such agent",
                "agent=<script>alert(1)</script> | There is no such agent",
                "agent=\" onfocus=\"alert(1) | There is no such agent",
                "agent=201016666301&number=15550000000 | There is no such chat on Layla's phone",
                "agent=201016666301&number=x | There is no such chat on Layla's phone",
                "agent=201016666301&number=' OR 1=1 -- | There is no such chat on Layla's phone",
                "chat=987654321 | There is no chat with this number",
                "chat=-1 | There is no chat with this number",
                "chat=letters | There is no chat with this number",
                "chat=99999999999999999999999999 | There is no chat with this number",
                "chat=\"><img src=x> | There is no chat with this number",
            })
    void what_is_not_there_is_said_in_words_on_a_page_that_leads_on(String query, String words) {
        Answer answer = desk.visit().open("/phones?" + encoded(query));

        assertThat(answer.status()).isEqualTo(404);
        assertThat(problem(answer)).startsWith(words).contains("Choose one of those");
        assertThat(answer.page().select("h1").text()).isEqualTo("Phones");
        assertThat(answer.page().select(".people-list a, .chats a")).hasSizeGreaterThan(3);
        assertThat(answer.page().select("main script, main img, [onfocus]")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "quote=SM0",
                "quote=\u0000'\"<b>",
                "pane=nowhere",
                "pane=\"><b>",
                "number=&agent=&chat=",
                "chat=282&chat=283",
                "chat=0000282",
                "agent=201016666301&pane=threads",
                "unknown=<b>"
            })
    void what_makes_no_difference_is_borne(String query) {
        Answer answer = desk.visit().open("/phones?" + encoded(query));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.page().select("[role=alert], main b:not(bdi)")).isEmpty();
        assertThat(answer.page().select(".phones").attr("data-pane")).isIn("phone", "threads");
    }

    @Test
    void an_address_of_ten_thousand_characters_is_answered() {
        assertThat(desk.visit().open("/phones?agent=" + "9".repeat(7000)).status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert('x')</script>",
                "\"><img src=x onerror=alert(1)>",
                "</bdi></li></ul><h1>Mine</h1>",
                "\u202eevil\u202c \u05e9\u05dc\u05d5\u05dd",
                "\ud83d\udc69\u200d\ud83d\udc67 \ud83d\ude80",
                "{{1}} ${7*7} &amp; &lt; %s \\1 $1"
            })
    void names_and_texts_stay_what_they_are_wherever_they_stand(String hostile) {
        BothSides layla = new BothSides(desk, hostile);
        Chat chat = layla.handedOver(hostile, "visitor " + hostile);
        layla.answer(chat, "agent " + hostile);

        Answer page = layla.reply(chat, "visitor", "quoting " + hostile);

        assertThat(bubble(page, "visitor").select(".text").text()).isEqualTo("visitor " + hostile);
        assertThat(bubble(page, "visitor").select(".heading").text())
                .contains(hostile.replaceAll("[\u202e\u202c]", "")); // the library takes these away
        assertThat(bubble(page, "agent").select(".text").text()).isEqualTo("agent " + hostile);
        assertThat(bubble(page, "quoting").select(".quoted").text()).contains(hostile.substring(0, 4));
        assertThat(page.page().select("#person-" + layla.digits() + " bdi").text())
                .isEqualTo(layla.agent.name());
        assertThat(page.page().select("section.device").attr("aria-label")).startsWith(layla.agent.name());
        assertThat(page.page().select("#visitor-" + chat.id() + " .name bdi").text())
                .isEqualTo(hostile);
        assertThat(page.page().select(".line.agent .text").eachText()).contains("agent " + hostile);
        assertThat(page.page().select(".compose label").last().text()).isEqualTo("Message of " + hostile);
        assertThat(page.page().select("main script, main img, [onerror]")).isEmpty();
        assertThat(page.page().select("h1")).hasSize(1);
    }

    @Test
    void what_was_typed_into_a_form_that_is_refused_is_still_there() {
        BothSides layla = new BothSides(desk, "Layla");
        Chat maria = layla.handedOver("Maria", "Hello?");
        String long4097 = "\"<b>" + "x".repeat(4093);

        Answer refused = layla.answer(maria, long4097);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(problem(refused)).isEqualTo("The message has 4097 characters; at most 4096 are possible.");
        assertThat(refused.page().select("#answer textarea").val()).isEqualTo(long4097);
        assertThat(layla.heard(maria)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "\n\t\u00a0", "a\u0000b"})
    void a_message_without_a_text_or_with_an_impossible_one_is_refused(String text) {
        BothSides layla = new BothSides(desk, "Layla");
        Chat maria = layla.handedOver("Maria", "Hello?");

        for (Answer refused : List.of(layla.answer(maria, text), layla.write(maria, text))) {
            assertThat(refused.status()).isEqualTo(422);
            assertThat(problem(refused)).startsWith("The message ");
        }
        assertThat(layla.heard(maria)).isEmpty();
    }

    @Test
    void a_long_message_of_a_visitor_comes_in_parts() {
        BothSides layla = new BothSides(desk, "Layla");
        Chat maria = layla.handedOver("Maria", "Hello?");

        layla.write(maria, "word ".repeat(600));

        assertThat(BothSides.texts(layla.phone(maria)))
                .filteredOn(text -> text.contains("word"))
                .hasSize(2);
        assertThat(layla.write(maria, "x".repeat(10_001)).status()).isEqualTo(422);
    }

    @Test
    void forms_for_what_is_not_there_are_refused_in_words() {
        BothSides layla = new BothSides(desk, "Layla");
        Chat maria = layla.handedOver("Maria", "Hello?");
        Answer page = layla.phone(maria);
        Element answer = form(page, "answer");
        Element write = form(page, "write");

        check(layla.visit.send(answer, Map.of("text", "x", "agent", "1")), "There is no such agent.");
        check(layla.visit.send(answer, Map.of("text", "x", "number", "1")), "There is no such chat on");
        check(layla.visit.send(answer, Map.of("text", "x", "quote", "SM1")), "The message that you refer to is not");
        check(layla.visit.send(write, Map.of("text", "x", "chat", "1")), "There is no such chat.");
        check(layla.visit.send(write, Map.of("text", "x", "chat", "'--")), "There is no such chat.");
        desk.handovers().close(maria);
        check(layla.visit.send(write, Map.of("text", "x")), "This chat has ended.");
        assertThat(layla.heard(maria)).isEmpty();
    }

    @Test
    void asking_for_somebody_who_has_ended_the_chat_or_for_another_agent_is_refused_in_words() {
        BothSides layla = new BothSides(desk, "Layla");
        BothSides omar = new BothSides(desk, "Omar");
        Chat maria = layla.begin("Maria", "Hello?");
        Element ask = form(layla.website(maria), "hand-over");

        check(layla.visit.send(ask, Map.of("to", "1")), "There is no such agent.");
        desk.handovers().handOver(maria, omar.agent.participant());
        check(layla.visit.send(ask, Map.of("to", layla.digits())), "Maria could not be handed over: ");
        desk.handovers().close(maria);
        check(layla.visit.send(ask, Map.of("to", omar.digits())), "Maria could not be handed over: ");
    }

    private static void check(Answer refused, String words) {
        assertThat(refused.status()).isEqualTo(409);
        assertThat(problem(refused)).startsWith(words);
    }

    @Test
    void a_new_agent_can_answer_at_once() {
        BothSides layla = new BothSides(desk, "Layla");

        Answer added =
                layla.visit.send(form(layla.phone(), "agent"), Map.of("name", "Zara", "text", "+49 (155) 5000-77"));

        assertThat(notice(added)).isEqualTo("Zara can answer visitors now.");
        assertThat(added.page().select(".device h2").text()).isEqualTo("Zara's WhatsApp");
        assertThat(added.text()).contains("No chats. The first message of a visitor opens one.");
        assertThat(desk.site().agents()).contains(new Agent("+49155500077", "Zara"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Zara | 0155 | The number must begin with +",
                "Zara | +abc | The number must begin with +",
                "Zara | +123456789012345678 | The number must begin with +",
                "Zara | +201016666301 | There is an agent with this number already",
                "Zara | +1 555 898 6359 | This is a number of the desk itself",
                "Zara | +15558986362 | This is a number of the desk itself",
                "'  ' | +4915550000 | The name is empty",
            })
    void an_agent_who_could_not_be_reached_is_refused_and_says_why(String name, String number, String words) {
        List<Agent> before = desk.site().agents();
        BothSides layla = new BothSides(desk, "Layla");

        Answer refused = layla.visit.send(form(layla.phone(), "agent"), Map.of("name", name, "text", number));

        assertThat(refused.status()).isIn(409, 422);
        assertThat(problem(refused)).startsWith(words);
        assertThat(form(refused, "agent").select("[name=text]").val()).isEqualTo(number);
        assertThat(refused.page().select("details.add[open] form[action=/phones/agent]"))
                .hasSize(1);
        assertThat(desk.site().agents()).hasSize(before.size() + 1);
    }

    private static String encoded(String query) {
        StringBuilder encoded = new StringBuilder();
        for (String part : query.split("&")) {
            String[] sides = part.split("=", 2);
            encoded.append(encoded.isEmpty() ? "" : "&")
                    .append(sides[0])
                    .append('=')
                    .append(URLEncoder.encode(sides[1], StandardCharsets.UTF_8));
        }
        return encoded.toString();
    }
}
