package dev.numberpool.examples.supportdesk.conversations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.numberpool.PhoneNumber;
import dev.numberpool.examples.supportdesk.TestDesk;
import dev.numberpool.examples.supportdesk.Visit.Answer;
import dev.numberpool.examples.supportdesk.site.Chat;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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
@DisplayName("The list of conversations")
class ListingTest {
    private static TestDesk desk;

    @BeforeAll
    static void open() {
        desk = TestDesk.demonstration();
    }

    @AfterAll
    static void close() {
        desk.close();
    }

    @Test
    void shows_of_a_chat_its_visitor_last_line_number_source_agent_thread_and_window() {
        Team team = new Team(desk, 1);
        Chat chat = team.handedOver("Huda", team.layla);
        desk.twilio().phone(team.layla.phone()).write(team.numbers.get(0), "I am on it");
        desk.twilio().twilio().webhooks().settle();

        String row = row(list(""), chat).text();

        String name = team.layla.name();
        assertThat(row).startsWith("Huda #" + chat.id() + " " + name + ": I am on it Team ");
        assertThat(row).contains("from the pool " + team.numbers.get(0), "Agent: " + name);
        assertThat(row).contains("a thread of its own", "window open").endsWith("just now");
    }

    @Test
    void counts_the_chats_of_each_number_as_the_pool_does() {
        Team team = new Team(desk, 2);
        team.handedOver("Ines", team.layla);
        team.handedOver("Jan", team.layla);
        team.handedOver("Kaya", team.omar);

        for (String number : team.numbers) {
            int active = desk.handovers()
                    .pool()
                    .assignmentsOn(PhoneNumber.of(number))
                    .size();
            Answer answer = list("?number=" + encoded(number));
            assertThat(chip(answer, number).select(".conv-count").first().ownText())
                    .isEqualTo("" + active);
            assertThat(answer.page().select(".conv-row")).hasSize(active);
        }
    }

    @Test
    void shows_chats_on_a_number_that_left_the_pool_and_lets_filter_by_it() {
        Team team = new Team(desk, 2);
        Chat chat = team.handedOver("Lina", team.layla);
        String number = team.assignment(chat).number().e164();
        desk.sql("UPDATE widget_configs SET whatsapp_number_pool = '[]' WHERE id = " + team.widget);

        assertThat(row(list(""), chat).text()).contains("left the pool");
        assertThat(chip(list(""), number).text()).contains("left the pool");
        assertThat(ids(list("?number=" + encoded(number)))).containsExactly(chat.id());
    }

    @Test
    void knows_a_closed_chat_by_the_number_that_it_had() {
        Team team = new Team(desk, 1);
        Chat chat = team.handedOver("Mina", team.layla);
        desk.handovers().close(chat);

        assertThat(ids(list("?number=" + encoded(team.numbers.get(0))))).isEmpty();
        assertThat(ids(list("?status=closed&number=" + encoded(team.numbers.get(0)))))
                .containsExactly(chat.id());
    }

    @Test
    void lists_as_waiting_what_no_agent_has_whatever_the_status_says() {
        Team team = new Team(desk, 1);
        Chat never = team.chat("Nour", "Hello?");
        Chat released = team.handedOver("Olga", team.layla);
        desk.handovers().pool().release(released.conversation());

        assertThat(ids(list("?status=waiting"))).contains(never.id(), released.id());
        assertThat(ids(list("?status=with-agent"))).doesNotContain(never.id(), released.id());
        assertThat(ids(list("?number=none"))).contains(never.id(), released.id());
        assertThat(row(list("?status=waiting"), released).text()).contains("No number", "waiting for an agent");
    }

    @Test
    void filters_by_agent() {
        Team team = new Team(desk, 2);
        Chat laylas = team.handedOver("Pia", team.layla);
        team.handedOver("Quim", team.omar);

        assertThat(ids(list("?agent=" + encoded(team.layla.phone())))).containsExactly(laylas.id());
    }

    @Test
    void says_in_words_where_a_number_came_from() {
        Team team = new Team(desk, 0);
        Chat chat = team.handedOver("Rana", team.layla);

        assertThat(row(list(""), chat).text()).contains("Default number the default number");

        desk.sql("UPDATE widget_conversations SET assigned_source = 'CREDENTIALS' WHERE id = " + chat.id());
        assertThat(row(list(""), chat).text()).contains("the number of the account");

        desk.sql("UPDATE widget_conversations SET assigned_source = 'ELSEWHERE' WHERE id = " + chat.id());
        assertThat(row(list(""), chat).text()).contains("from an unknown source, ELSEWHERE");
    }

    @Test
    void marks_threads_that_chats_share_and_windows_that_are_closed() {
        Team team = new Team(desk, 1);
        Chat one = team.handedOver("Sami", team.layla);
        Chat other = team.handedOver("Tara", team.layla);
        desk.sql("UPDATE numberpool_thread SET last_inbound_at = last_inbound_at - INTERVAL '25 hours'"
                + " WHERE participant = '" + team.layla.phone() + "'");

        for (Chat chat : List.of(one, other)) {
            assertThat(row(list(""), chat).text()).contains("shared by 2 chats", "window closed");
        }
    }

    @Test
    void counts_what_waits_and_what_was_not_sent() {
        Team team = new Team(desk, 1);
        Chat chat = team.handedOver("Uma", team.layla);
        for (String state : List.of("waiting to be sent", "not sent: blocked", "not sent: no", "perhaps sent")) {
            desk.sql("INSERT INTO desk_line (conversation_id, from_visitor, text, state, written_at)"
                    + " VALUES (%d, TRUE, 'x', '%s', now())".formatted(chat.id(), state));
        }

        assertThat(row(list(""), chat).select(".badge").eachText())
                .contains("1 waiting", "2 not sent", "1 perhaps sent");
    }

    @ParameterizedTest
    @CsvSource({"vera, Vera 100%_!", "100%_!, Vera 100%_!", "%_, Vera 100%_!", "'''; --', Wim'; --", "ÖZ, özlem"})
    void finds_a_visitor_by_any_part_of_the_name_taken_literally(String text, String name) {
        Team team = new Team(desk, 1);
        Chat chat = team.chat(name, "x");
        Chat another = team.chat("Xenia", "x");

        assertThat(ids(list("?q=" + encoded(text)))).contains(chat.id()).doesNotContain(another.id());
    }

    @Test
    void finds_a_chat_by_its_number_with_and_without_the_sign() {
        Team team = new Team(desk, 1);
        Chat chat = team.chat("Yara", "x");

        assertThat(ids(list("?q=" + chat.id()))).containsExactly(chat.id());
        assertThat(ids(list("?q=%23" + chat.id()))).containsExactly(chat.id());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "number=' OR 1=1 --",
                "number=<script>alert(1)</script>",
                "agent=\u0000\u0001",
                "agent=\" onfocus=\"alert(1)",
                "q=\u0000%\\",
                "q=#99999999999999999999999999",
                "q=\u202e\ud83d\ude80",
                "status=CLOSED; DROP TABLE desk_line",
                "group=<b>",
                "page=-1",
                "page=99999",
                "page=999999999999999999999",
                "page=1e9"
            })
    void bears_any_value_in_the_address(String query) {
        String[] parts = query.split("=", 2);

        Answer answer = list("?" + parts[0] + "=" + encoded(parts[1]));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.page().select("main script, main b, [onfocus]")).isEmpty();
        assertThat(answer.page().select("main h1").text()).isEqualTo("Conversations");
    }

    @Test
    void bears_a_search_of_ten_thousand_characters() {
        assertThat(list("?q=" + "x".repeat(7000)).text()).contains("No chat fits");
    }

    @Test
    void groups_the_chats_of_one_customer_however_the_name_is_written() {
        Team team = new Team(desk, 3);
        Chat first = team.chat("Zoe", "zoe@example.com", "one");
        team.chat("Zoe", "other-zoe@example.com", "somebody else");
        Chat second = team.chat("Zoë M.", "ZOE@example.com", "two");

        Element group = groupOf(list("?group=customer&q=zo"), second);

        assertThat(group.previousElementSibling().text()).contains("Zoë M.", "2 chats", "ZOE@example.com");
        assertThat(idsIn(group)).containsExactly(second.id(), first.id());
    }

    @Test
    void groups_by_name_where_nothing_else_is_known_and_says_so() {
        Team team = new Team(desk, 3);
        Chat first = team.chat("Amal", "one");
        Chat second = team.chat("amal", "two");

        Element group = groupOf(list("?group=customer"), first);

        assertThat(idsIn(group)).containsExactly(second.id(), first.id());
        assertThat(group.previousElementSibling().text())
                .contains("known by name only, so perhaps not the same person");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert('x')</script>",
                "\"><img src=x onerror=alert(1)>",
                "</bdi></li></ul><h1>Mine</h1>",
                "\u202eevil\u202c \u05e9\u05dc\u05d5\u05dd",
                "\ud83d\udc69\u200d\ud83d\udc67 \ud83d\ude80",
                "{{7*7}} ${7*7} &amp; &lt;"
            })
    void escapes_names_and_texts_wherever_they_stand(String hostile) {
        Team team = new Team(desk, 1);
        Chat chat = team.chat(hostile, hostile + " mail", hostile);
        desk.handovers().handOver(chat, team.layla.participant());

        Answer list = list("?group=customer");
        Answer page = team.page(chat);

        String shown = hostile.strip();
        assertThat(row(list, chat).select(".conv-who a bdi").text()).isEqualTo(shown);
        assertThat(row(list, chat).select(".conv-last bdi").text()).isEqualTo(shown);
        assertThat(page.page().select("h1 bdi").text()).isEqualTo(shown);
        assertThat(page.page().select(".conv-line .conv-text").text()).isEqualTo(shown);
        for (Answer answer : List.of(list, page)) {
            assertThat(answer.page().select("main script, main img, [onerror]")).isEmpty();
            assertThat(answer.page().select("h1")).hasSize(1);
        }
    }

    @Test
    void shortens_ten_thousand_characters_in_the_list_and_shows_them_all_on_the_page() {
        Team team = new Team(desk, 1);
        String text = "\ud83d\ude80" + "long ".repeat(2000);
        Chat chat = team.chat("n".repeat(10_000), text);

        assertThat(row(list(""), chat).text().length()).isLessThan(400);
        assertThat(team.page(chat).page().select(".conv-text").first().wholeText())
                .isEqualTo(text);
    }

    @Test
    void turns_pages_so_that_each_closed_chat_is_on_one_of_them() {
        Team team = new Team(desk, 1);
        desk.sql("INSERT INTO widget_conversations (id, widget_id, visitor_name, status) SELECT 900000 + i, "
                + team.widget + ", 'Pager ' || i % 40, 'closed' FROM generate_series(1, 120) i");

        for (String grouping : List.of("", "&group=customer")) {
            List<Long> seen = new ArrayList<>();
            Answer answer = list("?status=closed&q=pager" + grouping);
            while (true) {
                seen.addAll(ids(answer));
                Element next = answer.page().select("a[rel=next]").first();
                if (next == null) {
                    break;
                }
                answer = team.visit.open(next.attr("href"));
            }
            assertThat(seen).hasSize(120).doesNotHaveDuplicates();
        }
    }

    @Test
    void leads_out_of_a_filter_that_nothing_fits() {
        Answer empty = list("?status=closed&q=nobodyhasthisname");

        assertThat(empty.page().select(".empty").text()).startsWith("No chat fits");
        assertThat(empty.page().select(".empty a").attr("href")).isEqualTo("/conversations?status=closed");
        assertThat(list("?page=70").page().select(".empty a").text()).isEqualTo("To the first page");
    }

    @Test
    void has_words_for_an_empty_database() {
        Map<String, String> words = Map.of(
                "open", "No conversations yet",
                "waiting", "Nobody is waiting",
                "with-agent", "No agent has a chat",
                "closed", "No chat was closed yet");
        try (TestDesk empty = TestDesk.empty()) {
            words.forEach((status, headline) -> {
                Answer answer = empty.visit().open("/conversations?status=" + status);
                assertThat(answer.page().select(".empty h2").text()).isEqualTo(headline);
            });
        }
    }

    private static Answer list(String query) {
        return desk.visit().open("/conversations" + query);
    }

    private static Element row(Answer list, Chat chat) {
        return list.page().select("#chat-" + chat.id()).first();
    }

    private static Element groupOf(Answer list, Chat chat) {
        return row(list, chat).parent();
    }

    private static List<Long> ids(Answer list) {
        return idsIn(list.page());
    }

    private static List<Long> idsIn(Element part) {
        return part.select(".conv-row").stream()
                .map(row -> Long.parseLong(row.id().substring("chat-".length())))
                .toList();
    }

    private static Element chip(Answer list, String number) {
        return list.page()
                .select(".conv-numbers .conv-chip:contains(" + number + ")")
                .first();
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
