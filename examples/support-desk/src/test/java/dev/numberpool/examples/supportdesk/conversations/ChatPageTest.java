package dev.numberpool.examples.supportdesk.conversations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.numberpool.Candidate;
import dev.numberpool.Decision;
import dev.numberpool.Handover;
import dev.numberpool.PhoneNumber;
import dev.numberpool.examples.supportdesk.TestDesk;
import dev.numberpool.examples.supportdesk.Visit.Answer;
import dev.numberpool.examples.supportdesk.site.Chat;
import java.time.Duration;
import java.util.List;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The page of a conversation")
class ChatPageTest {
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
    void shows_for_one_that_waits_exactly_the_decision_of_the_pool() {
        Team team = new Team(desk, 4);
        team.handedOver("Busy", team.layla);
        desk.handovers().close(team.handedOver("Gone", team.layla));
        desk.handovers().pool().quarantine(number(team, 2), Duration.ofHours(1), "bad quality");
        desk.sql("UPDATE widget_configs SET whatsapp_number_pool ="
                + " jsonb_set(whatsapp_number_pool, '{3,is_active}', 'false') WHERE id = " + team.widget);
        Chat chat = team.chat("Maria", "Hello");

        Document page = toPage(team, chat, team.layla.phone());

        Decision decision = desk.handovers()
                .pool()
                .explain(Handover.of(team.widget, chat.conversation()).withAgent(team.layla.participant()));
        assertThat(decision.candidates()).hasSize(2);
        assertThat(decision.excluded()).hasSize(2);
        isShown(decision, page);
        assertThat(page.select("#conv-reason").text())
                .contains(decision.displayName(), decision.number().e164(), decision.reason());
        assertThat(page.select("thead th").eachText()).contains("Chats with " + team.layla.name());
    }

    private static void isShown(Decision decision, Document page) {
        assertThat(page.select("tr[id^=candidate-]")).hasSameSizeAs(decision.candidates());
        for (Candidate candidate : decision.candidates()) {
            List<String> cells =
                    row(page, "candidate-" + candidate.number()).select("td").eachText();
            assertThat(cells)
                    .containsExactly(
                            "" + candidate.activeWithAgent(),
                            "" + candidate.active(),
                            "1",
                            candidate.coolingDown() ? "yes" : "no",
                            candidate.lastUsed() == 0 ? "never" : cells.get(4),
                            "window " + candidate.window().toString().toLowerCase());
            boolean isChosen = candidate.number().equals(decision.number());
            assertThat(row(page, "candidate-" + candidate.number()).text().contains("chosen"))
                    .isEqualTo(isChosen);
        }
        decision.excluded()
                .forEach((number, why) ->
                        assertThat(row(page, "excluded-" + number).text()).contains("Out: " + why));
        assertThat(page.select(".conv-steps li").eachText()).isEqualTo(decision.steps());
    }

    @Test
    void says_in_which_order_numbers_were_last_used() {
        Team team = new Team(desk, 3);
        Chat first = team.handedOver("First", team.layla);
        Chat second = team.handedOver("Second", team.layla);
        Chat chat = team.chat("Maria", "Hello");

        Document page = toPage(team, chat, team.layla.phone());

        assertThat(row(page, "candidate-" + team.assignment(first).number()).text())
                .contains("2nd latest");
        assertThat(row(page, "candidate-" + team.assignment(second).number()).text())
                .contains(" latest");
    }

    @Test
    void asks_the_pool_for_the_agent_who_is_thought_of() {
        Team team = new Team(desk, 2);
        team.handedOver("Busy", team.layla);
        Chat chat = team.chat("Maria", "Hello");
        String busy = team.numbers.get(0);

        Document forLayla = toPage(team, chat, team.layla.phone());
        Document forOmar = toPage(team, chat, team.omar.phone());

        assertThat(row(forLayla, "candidate-" + busy).select("td").first().text())
                .isEqualTo("1");
        assertThat(row(forOmar, "candidate-" + busy).select("td").first().text())
                .isEqualTo("0");
        assertThat(forOmar.select("form button").eachText()).contains("Hand over to " + team.omar.name());
    }

    @ParameterizedTest
    @ValueSource(strings = {"%2B19999999999", "%22%3E%3Cscript%3E", "%00", ""})
    void thinks_of_somebody_else_if_there_is_no_such_agent(String to) {
        Team team = new Team(desk, 1);
        Chat chat = team.chat("Maria", "Hello");

        Answer answer = team.visit.open("/conversations/" + chat.id() + "?to=" + to);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(Team.form(answer, "hand-over").select("button").text()).startsWith("Hand over to ");
    }

    @Test
    void lists_the_steps_if_there_is_no_number_at_all() {
        Team team = new Team(desk, 1);
        desk.sql("UPDATE widget_configs SET whatsapp_number_pool = '[]', handover_whatsapp_number = NULL WHERE id = "
                + team.widget);
        Chat chat = team.chat("Maria", "Hello");

        Document page = team.page(chat).page();

        assertThat(page.select("#conv-reason").text()).startsWith("There is no number for it");
        assertThat(page.select(".conv-steps li").eachText())
                .anyMatch(step -> step.startsWith("pool: there is no pool"))
                .anyMatch(step -> step.startsWith("handover default:"))
                .anyMatch(step -> step.startsWith("credentials:"));
    }

    @Test
    void shows_the_chat_with_what_became_of_each_line() {
        Team team = new Team(desk, 1);
        Chat chat = team.handedOver("Maria", team.layla);
        desk.twilio().phone(team.layla.phone()).write(team.numbers.get(0), "Yes?");
        desk.twilio().twilio().webhooks().settle();
        desk.twilio().phone(team.layla.phone()).read(team.numbers.get(0));
        desk.twilio().twilio().webhooks().settle();

        Document page = team.page(chat).page();

        assertThat(page.select(".conv-line").eachText())
                .satisfiesExactly(
                        visitor -> assertThat(visitor).startsWith("Maria").endsWith("Maria needs help read"),
                        agent -> assertThat(agent).startsWith(team.layla.name()).endsWith("Yes?"));
    }

    @Test
    void tells_that_a_closed_window_makes_lines_wait() {
        Team team = new Team(desk, 1);
        Chat chat = team.handedOver("Maria", team.layla);
        desk.sql("UPDATE numberpool_thread SET last_inbound_at = last_inbound_at - INTERVAL '25 hours'"
                + " WHERE participant = '" + team.layla.phone() + "'");
        desk.handovers().write(desk.site().chat(chat.conversation()).orElseThrow(), "Still there?");

        Document page = team.page(chat).page();

        assertThat(page.select(".conv-facts").text()).contains("window closed", "has to write or tap first");
        assertThat(page.select(".conv-line").last().text())
                .endsWith("Still there? waiting: the agent was asked to open the chat");
    }

    @Test
    void shows_that_a_thread_is_shared_and_with_which_code() {
        Team team = new Team(desk, 1);
        Chat one = team.handedOver("One", team.layla);
        team.handedOver("Two", team.layla);

        assertThat(team.page(one).page().select(".conv-facts").text())
                .contains("shared by 2 chats", "messages carry the code #" + one.id());
    }

    @Test
    void shows_nothing_to_decide_for_a_closed_one() {
        Team team = new Team(desk, 1);
        Chat chat = team.handedOver("Maria", team.layla);
        desk.handovers().close(chat);

        Answer answer = team.page(chat);

        assertThat(answer.text()).contains("gets no number until it is opened again");
        assertThat(answer.page().select("main form button").eachText()).containsExactly("Open it again");
    }

    @Test
    void leads_to_other_chats_of_the_same_visitor() {
        Team team = new Team(desk, 1);
        Chat first = team.chat("Maria P.", "maria.p@example.com", "one");
        Chat second = team.chat("M. P.", "Maria.P@example.com", "two");

        assertThat(team.page(second).page().select(".conv-others a").eachAttr("href"))
                .containsExactly("/conversations/" + first.id());
    }

    @Test
    void belongs_to_the_widget_that_the_visitor_came_through() {
        Team one = new Team(desk, 1);
        Team other = new Team(desk, 1);
        Chat chat = other.chat("Maria", "Hello");

        Document page = one.visit.open("/conversations/" + chat.id()).page();

        assertThat(page.select("tr[id^=candidate-]").eachAttr("id"))
                .containsExactly("candidate-" + other.numbers.get(0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"999999999", "0", "abc", "-1", "1e3", "99999999999999999999", "%00", "282%20", "%3Cscript%3E"})
    void says_in_words_that_there_is_no_such_chat(String id) {
        Answer answer = desk.visit().open("/conversations/" + id);

        assertThat(answer.status()).isIn(400, 404);
        assertThat(answer.page().select("main script")).isEmpty();
        if (answer.status() == 404) {
            assertThat(answer.text()).contains("There is no chat with this number");
        }
    }

    private static PhoneNumber number(Team team, int index) {
        return PhoneNumber.of(team.numbers.get(index));
    }

    private static Document toPage(Team team, Chat chat, String agent) {
        return team.visit
                .open("/conversations/" + chat.id() + "?to=" + agent.replace("+", "%2B"))
                .page();
    }

    private static Element row(Document page, String id) {
        return page.getElementById(id);
    }
}
