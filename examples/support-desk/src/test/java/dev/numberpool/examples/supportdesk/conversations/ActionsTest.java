package dev.numberpool.examples.supportdesk.conversations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.numberpool.Assignment;
import dev.numberpool.examples.supportdesk.TestDesk;
import dev.numberpool.examples.supportdesk.Visit;
import dev.numberpool.examples.supportdesk.Visit.Answer;
import dev.numberpool.examples.supportdesk.site.Chat;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
@DisplayName("What an operator does with a conversation")
class ActionsTest {
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
    void handing_over_sends_the_chat_to_the_agent_on_the_number_that_was_announced() {
        Team team = new Team(desk, 2);
        Chat chat = team.chat("Maria", "Where is my parcel?");
        Answer page = team.visit.open(
                "/conversations/" + chat.id() + "?to=" + team.layla.phone().replace("+", "%2B"));
        String announced = page.page().select("tr.conv-marked .number").first().text();

        Answer after = team.visit.send(Team.form(page, "hand-over"), Map.of());

        assertThat(Team.notice(after))
                .startsWith(team.layla.name() + " has the chat now, on ")
                .contains(announced);
        assertThat(team.assignment(chat).number().e164()).isEqualTo(announced);
        assertThat(team.assignment(chat).agent()).isEqualTo(team.layla.participant());
        assertThat(team.status(chat)).isEqualTo("with agent");
        assertThat(team.phone(team.layla, announced)).anyMatch(text -> text.endsWith("Where is my parcel?"));
    }

    @Test
    void handing_over_twice_with_the_same_form_sends_nothing_twice() {
        Team team = new Team(desk, 2);
        Chat chat = team.chat("Maria", "Only once");
        Element form = Team.form(team.page(chat), "hand-over");
        Map<String, String> toLayla = Map.of("agent", team.layla.phone());

        team.visit.send(form, toLayla);
        Assignment first = team.assignment(chat);
        Answer again = team.visit.send(form, toLayla);

        assertThat(Team.notice(again)).isEqualTo(team.layla.name() + " had this chat already; nothing has changed.");
        assertThat(team.assignment(chat)).isEqualTo(first);
        assertThat(team.phone(team.layla, first.number().e164()))
                .filteredOn(text -> text.contains("Only once"))
                .hasSize(1);
    }

    @Test
    void handing_over_what_another_agent_has_is_refused_and_says_what_to_do() {
        Team team = new Team(desk, 2);
        Chat chat = team.chat("Maria", "Hello");
        Element form = Team.form(team.page(chat), "hand-over");
        desk.handovers().handOver(chat, team.layla.participant());

        Answer refused = team.visit.send(form, Map.of("agent", team.omar.phone()));

        assertThat(refused.status()).isEqualTo(409);
        assertThat(alert(refused)).contains(team.layla.name() + " has this chat already", "transfer it");
        assertThat(team.assignment(chat).agent()).isEqualTo(team.layla.participant());
    }

    @Test
    void handing_over_without_any_number_lists_why_each_step_had_none() {
        Team team = new Team(desk, 1);
        desk.sql("UPDATE widget_configs SET whatsapp_number_pool = NULL, handover_whatsapp_number = NULL WHERE id = "
                + team.widget);
        Chat chat = team.chat("Maria", "Hello");

        Answer refused = team.act(chat, "hand-over", Map.of());

        assertThat(refused.status()).isEqualTo(409);
        assertThat(alert(refused))
                .contains("There is no number for it", "pool: there is no pool", "handover default:", "credentials:")
                .contains("set a default number");
        assertThat(team.status(chat)).isEqualTo("open");
    }

    @Test
    void handing_over_to_somebody_who_is_no_agent_is_refused() {
        Team team = new Team(desk, 1);
        Chat chat = team.chat("Maria", "Hello");

        Answer refused = team.act(chat, "hand-over", Map.of("agent", "+19999999999"));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(alert(refused)).contains("No agent was chosen");
        assertThat(desk.handovers().pool().assignmentOf(chat.conversation())).isEmpty();
    }

    @Test
    void handing_over_onto_a_shared_thread_names_the_code() {
        Team team = new Team(desk, 1);
        team.handedOver("One", team.layla);
        Chat chat = team.chat("Two", "Hello");

        Answer after = team.act(chat, "hand-over", Map.of("agent", team.layla.phone()));

        assertThat(Team.notice(after)).endsWith("together with 1 chat: answers need the code #" + chat.id() + ".");
    }

    @Test
    void transferring_keeps_the_number_where_the_new_agent_is_free_on_it_as_announced() {
        Team team = new Team(desk, 2);
        Chat chat = team.handedOver("Maria", team.layla);
        String number = team.assignment(chat).number().e164();
        assertThat(option(team, chat)).endsWith("keeps its number");

        Answer after = team.act(chat, "transfer", Map.of("agent", team.omar.phone()));

        assertThat(Team.notice(after))
                .contains(team.omar.name() + " has the chat now, after " + team.layla.name(), "It kept its number");
        assertThat(team.assignment(chat).number().e164()).isEqualTo(number);
        assertThat(team.phone(team.omar, number))
                .anyMatch(text ->
                        text.contains("Maria (#" + chat.id() + ")") && text.contains("visitor: Maria needs help"));
    }

    @Test
    void transferring_takes_another_number_where_the_new_agent_has_a_chat_as_announced() {
        Team team = new Team(desk, 2);
        Chat chat = team.handedOver("Maria", team.layla);
        String number = team.assignment(chat).number().e164();
        team.handedOver("Other", team.omar);
        team.handedOver("Third", team.omar);
        desk.handovers()
                .close(desk.site().openChats().stream()
                        .filter(other -> team.desk.handovers().pool().assignmentOf(other.conversation()).stream()
                                .anyMatch(a -> team.omar.participant().equals(a.agent())
                                        && !a.number().e164().equals(number)))
                        .findFirst()
                        .orElseThrow());
        assertThat(option(team, chat)).endsWith("gets another number: there is a chat on this one already");

        Answer after = team.act(chat, "transfer", Map.of("agent", team.omar.phone()));

        String now = team.assignment(chat).number().e164();
        assertThat(now).isNotEqualTo(number);
        assertThat(Team.notice(after)).contains("It got another number", now, "instead of", number);
        assertThat(team.phone(team.omar, now)).anyMatch(text -> text.contains("Maria needs help"));
    }

    @Test
    void transferring_on_the_default_number_keeps_it_as_announced() {
        Team team = new Team(desk, 0);
        Chat chat = team.handedOver("Maria", team.layla);
        team.handedOver("Other", team.omar);
        assertThat(option(team, chat)).endsWith("keeps its number, shared with other chats");

        Answer after = team.act(chat, "transfer", Map.of("agent", team.omar.phone()));

        assertThat(Team.notice(after)).contains("It kept its number, Default number");
    }

    @Test
    void reassigning_begins_a_new_chat_on_the_agents_phone_on_the_number_that_was_announced() {
        Team team = new Team(desk, 3);
        team.handedOver("Other", team.layla);
        Chat chat = team.handedOver("Maria", team.layla);
        Assignment before = team.assignment(chat);
        String announced = Team.form(team.page(chat), "reassign").text();

        Answer after = team.act(chat, "reassign", Map.of());

        String now = team.assignment(chat).number().e164();
        assertThat(now).isNotEqualTo(before.number().e164());
        assertThat(announced).contains("(" + now + ")");
        assertThat(Team.notice(after))
                .contains("moved from", before.number().e164(), now, "a new one begins", ": sent.");
        assertThat(team.phone(team.layla, now)).anyMatch(text -> text.contains("So far:\nvisitor: Maria needs help"));
    }

    @Test
    void reassigning_twice_with_the_same_form_moves_the_chat_once() {
        Team team = new Team(desk, 3);
        Chat chat = team.handedOver("Maria", team.layla);
        Element form = Team.form(team.page(chat), "reassign");

        team.visit.send(form, Map.of());
        Assignment moved = team.assignment(chat);
        Answer again = team.visit.send(form, Map.of());

        assertThat(again.status()).isEqualTo(409);
        assertThat(alert(again)).contains("has changed since this page was shown", "Nothing was done");
        assertThat(team.assignment(chat)).isEqualTo(moved);
    }

    @Test
    void reassigning_at_the_same_moment_moves_the_chat_once() throws Exception {
        Team team = new Team(desk, 4);
        Chat chat = team.handedOver("Maria", team.layla);
        Element form = Team.form(team.page(chat), "reassign");

        List<Integer> statuses = atOnce(8, () -> team.visit.send(form, Map.of()).status());

        assertThat(statuses).containsOnly(200, 409);
        assertThat(statuses.stream().filter(status -> status == 200)).hasSize(1);
    }

    @Test
    void reassigning_where_there_is_no_other_number_leaves_the_chat_where_it_is() {
        Team team = new Team(desk, 1);
        desk.sql("UPDATE widget_configs SET handover_whatsapp_number = NULL WHERE id = " + team.widget);
        Chat chat = team.handedOver("Maria", team.layla);
        Assignment before = team.assignment(chat);
        assertThat(Team.form(team.page(chat), "reassign").text()).contains("No other number of the pool can serve");

        Answer refused = team.act(chat, "reassign", Map.of());

        assertThat(refused.status()).isEqualTo(409);
        assertThat(alert(refused)).contains("There is no number for it", "Nothing has changed");
        assertThat(team.assignment(chat)).isEqualTo(before);
    }

    @Test
    void closing_tells_the_agent_once_and_frees_the_number() {
        Team team = new Team(desk, 1);
        Chat chat = team.handedOver("Maria", team.layla);
        Element form = Team.form(team.page(chat), "close");

        Answer after = team.visit.send(form, Map.of());
        Answer again = team.visit.send(form, Map.of());

        assertThat(Team.notice(after)).contains("closed", team.layla.name() + " was told", "is free for others");
        assertThat(Team.notice(again)).isEqualTo("The chat was closed already; nothing has changed.");
        assertThat(team.status(chat)).isEqualTo("closed");
        assertThat(desk.handovers().pool().assignmentOf(chat.conversation())).isEmpty();
        assertThat(team.phone(team.layla, team.numbers.get(0)))
                .filteredOn(text -> text.contains("has ended"))
                .hasSize(1);
    }

    @Test
    void closing_a_chat_that_nobody_has_tells_nobody() {
        Team team = new Team(desk, 1);
        Chat chat = team.chat("Maria", "Hello");

        assertThat(Team.notice(team.act(chat, "close", Map.of()))).isEqualTo("The chat is closed. No agent had it.");
    }

    @Test
    void opening_again_lets_the_chat_wait_for_an_agent() {
        Team team = new Team(desk, 1);
        Chat chat = team.handedOver("Maria", team.layla);
        desk.handovers().close(chat);
        Element form = Team.form(team.page(chat), "reopen");

        assertThat(Team.notice(team.visit.send(form, Map.of()))).contains("waits for an agent");
        team.act(chat, "hand-over", Map.of("agent", team.omar.phone()));
        Answer late = team.visit.send(form, Map.of());

        assertThat(Team.notice(late)).isEqualTo("The chat was open already; nothing has changed.");
        assertThat(team.status(chat)).isEqualTo("with agent");
        assertThat(team.assignment(chat).agent()).isEqualTo(team.omar.participant());
    }

    @Test
    void opening_again_what_was_closed_by_sql_alone_gives_it_back_with_its_number() {
        Team team = new Team(desk, 1);
        Chat chat = team.handedOver("Maria", team.layla);
        desk.sql("UPDATE widget_conversations SET status = 'closed' WHERE id = " + chat.id());

        Answer after = team.act(chat, "reopen", Map.of());

        assertThat(Team.notice(after)).contains("which it still had");
        assertThat(team.status(chat)).isEqualTo("with agent");
    }

    @Test
    void acting_on_what_somebody_closed_meanwhile_is_refused_in_words() {
        Team team = new Team(desk, 2);
        Chat chat = team.handedOver("Maria", team.layla);
        Answer page = team.page(chat);
        desk.handovers().close(chat);

        for (String verb : List.of("transfer", "reassign")) {
            Answer refused = team.visit.send(Team.form(page, verb), Map.of("agent", team.omar.phone()));
            assertThat(refused.status()).isEqualTo(409);
            assertThat(alert(refused)).contains("The chat was closed meanwhile", "open it again");
        }
        assertThat(team.phone(team.omar, team.numbers.get(0))).noneMatch(text -> text.contains("Maria"));
    }

    @Test
    void handing_over_what_somebody_closed_meanwhile_is_refused_in_words() {
        Team team = new Team(desk, 1);
        Chat chat = team.chat("Maria", "Hello");
        Element form = Team.form(team.page(chat), "hand-over");
        desk.handovers().close(chat);

        Answer refused = team.visit.send(form, Map.of());

        assertThat(refused.status()).isEqualTo(409);
        assertThat(alert(refused)).contains("The chat was closed meanwhile");
        assertThat(team.status(chat)).isEqualTo("closed");
    }

    @Test
    void transferring_what_somebody_moved_meanwhile_is_refused_in_words() {
        Team team = new Team(desk, 2);
        Chat chat = team.handedOver("Maria", team.layla);
        Element form = Team.form(team.page(chat), "transfer");
        desk.handovers().reassign(chat);

        Answer refused = team.visit.send(form, Map.of("agent", team.omar.phone()));

        assertThat(refused.status()).isEqualTo(409);
        assertThat(alert(refused)).contains("See how it is now, and decide again");
        assertThat(team.assignment(chat).agent()).isEqualTo(team.layla.participant());
    }

    @Test
    void two_operators_of_whom_one_closes_and_one_transfers_leave_a_chat_that_makes_sense() throws Exception {
        for (int round = 0; round < 5; round++) {
            Team team = new Team(desk, 2);
            Chat chat = team.handedOver("Maria", team.layla);
            Visit other = desk.visit();
            Element transfer = Team.form(team.page(chat), "transfer");
            Element close = Team.form(other.open("/conversations/" + chat.id()), "close");

            List<Answer> answers = atOnce(List.of(
                    () -> team.visit.send(transfer, Map.of("agent", team.omar.phone())),
                    () -> other.send(close, Map.of())));

            assertThat(answers.get(1).status()).isEqualTo(200);
            assertThat(answers.get(0).status() == 200
                            || alert(answers.get(0)).contains("The chat was closed meanwhile"))
                    .isTrue();
            assertThat(team.status(chat)).isEqualTo("closed");
            assertThat(desk.handovers().pool().assignmentOf(chat.conversation()))
                    .isEmpty();
        }
    }

    @Test
    void every_form_needs_the_token_of_its_page() {
        Team team = new Team(desk, 1);
        Chat chat = team.handedOver("Maria", team.layla);

        for (String verb : List.of("hand-over", "transfer", "reassign", "close", "reopen")) {
            Answer refused = team.visit.post("/conversations/" + chat.id() + "/" + verb, Map.of());
            assertThat(refused.status()).isEqualTo(403);
        }
        assertThat(team.status(chat)).isEqualTo("with agent");
    }

    @Test
    void an_action_on_a_chat_that_is_not_there_is_answered_in_words() {
        Team team = new Team(desk, 1);
        String token = Team.form(team.page(team.chat("Maria", "Hello")), "close")
                .select("[name=csrf]")
                .val();

        Answer answer = team.visit.post("/conversations/987654321/close", Map.of("csrf", token));

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text()).contains("There is no chat with this number");
    }

    private static String option(Team team, Chat chat) {
        return Team.form(team.page(chat), "transfer")
                .select("option[value=" + team.omar.phone() + "]")
                .text();
    }

    private static String alert(Answer answer) {
        return answer.page().select("[role=alert]").text();
    }

    private static <T> List<T> atOnce(int times, Callable<T> call) throws Exception {
        return atOnce(Collections.nCopies(times, call));
    }

    private static <T> List<T> atOnce(List<Callable<T>> calls) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(calls.size());
        try {
            List<T> answers = new ArrayList<>();
            for (Future<T> answer : threads.invokeAll(calls)) {
                answers.add(answer.get());
            }
            return answers;
        } finally {
            threads.shutdown();
        }
    }
}
