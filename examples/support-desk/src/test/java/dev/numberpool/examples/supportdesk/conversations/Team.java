package dev.numberpool.examples.supportdesk.conversations;

import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import dev.numberpool.WidgetId;
import dev.numberpool.examples.supportdesk.TestDesk;
import dev.numberpool.examples.supportdesk.Visit;
import dev.numberpool.examples.supportdesk.site.Agent;
import dev.numberpool.examples.supportdesk.site.Chat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/** A widget with numbers and agents of its own, so that tests can share a desk. */
final class Team {
    private static final AtomicInteger NEXT = new AtomicInteger(10);

    final TestDesk desk;
    final Visit visit;
    final WidgetId widget;
    final List<String> numbers = new ArrayList<>();
    final Agent layla;
    final Agent omar;

    /** With so many numbers in its pool; its default number comes after them. */
    Team(TestDesk desk, int poolSize) {
        int team = NEXT.getAndIncrement();
        this.desk = desk;
        this.visit = desk.visit();
        this.widget = WidgetId.of(team);
        for (int i = 0; i <= poolSize; i++) {
            numbers.add("+1555%04d%03d".formatted(team, i));
        }
        desk.sql(
                "INSERT INTO widget_configs (id, whatsapp_number_pool, handover_whatsapp_number) VALUES (%d, '%s', '%s')"
                        .formatted(team, pool(numbers.subList(0, poolSize)), numbers.get(poolSize)));
        desk.twilio().own(numbers);
        layla = employ("+2010%04d1".formatted(team), "Layla " + team);
        omar = employ("+2010%04d2".formatted(team), "Omar " + team);
    }

    private static String pool(List<String> numbers) {
        return numbers.stream()
                .map(number -> "{\"number\":\"%s\",\"display_name\":\"Team %s\",\"is_active\":true}"
                        .formatted(number, number.substring(5)))
                .collect(Collectors.joining(",", "[", "]"));
    }

    private Agent employ(String phone, String name) {
        Agent agent = new Agent(phone, name);
        desk.site().employ(agent);
        numbers.forEach(number -> desk.twilio().phone(phone).write(number, "Good morning!"));
        desk.twilio().twilio().webhooks().settle();
        return agent;
    }

    Chat chat(String visitor, String text) {
        return chat(visitor, null, text);
    }

    Chat chat(String visitor, @Nullable String email, String text) {
        Chat chat =
                desk.site().open(widget, visitor, email, desk.twilio().clock().instant());
        desk.handovers().write(chat, text);
        return chat;
    }

    Chat handedOver(String visitor, Agent agent) {
        Chat chat = chat(visitor, visitor + " needs help");
        desk.handovers().handOver(chat, agent.participant());
        return chat;
    }

    Assignment assignment(Chat chat) {
        return desk.handovers().pool().assignmentOf(chat.conversation()).orElseThrow();
    }

    String status(Chat chat) {
        return desk.site().chat(ConversationId.of(chat.id())).orElseThrow().status();
    }

    /** What the agent's phone shows in the chat with the number, once everything has arrived. */
    List<String> phone(Agent agent, String number) {
        desk.twilio().twilio().webhooks().settle();
        return desk.twilio().phone(agent.phone()).texts(number);
    }

    Visit.Answer page(Chat chat) {
        return visit.open("/conversations/" + chat.id());
    }

    static Element form(Visit.Answer page, String verb) {
        return page.page().select("form[action$=/" + verb + "]").first();
    }

    /** Opens the page of the chat and sends its form, a moment after what was done before. */
    Visit.Answer act(Chat chat, String verb, Map<String, String> changes) {
        desk.twilio().pass(Duration.ofSeconds(1));
        return visit.send(form(page(chat), verb), changes);
    }

    static String notice(Visit.Answer answer) {
        return answer.page().select("#notice").text();
    }
}
