package dev.numberpool.examples.supportdesk.phones;

import dev.numberpool.WidgetId;
import dev.numberpool.examples.supportdesk.TestDesk;
import dev.numberpool.examples.supportdesk.Visit;
import dev.numberpool.examples.supportdesk.Visit.Answer;
import dev.numberpool.examples.supportdesk.site.Agent;
import dev.numberpool.examples.supportdesk.site.Chat;
import dev.numberpool.examples.supportdesk.site.Line;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jsoup.nodes.Element;

/** Somebody at the screen who is an agent of a test's own and the visitors, so that tests can share a desk. */
final class BothSides {
    /** The pool of the demonstration. */
    static final List<String> NUMBERS = List.of("+15558986359", "+15558986360", "+15558986361");

    private static final WidgetId WIDGET = WidgetId.of(7);
    private static final AtomicInteger NEXT = new AtomicInteger(100);

    final TestDesk desk;
    final Visit visit;
    final Agent agent;

    /** With an agent who has written to every number of the pool, so that windows are open. */
    BothSides(TestDesk desk, String name) {
        int next = NEXT.getAndIncrement();
        this.desk = desk;
        this.visit = desk.visit();
        this.agent = new Agent("+2010%06d".formatted(next), name + " " + next);
        desk.site().employ(agent);
        NUMBERS.forEach(number -> desk.twilio().phone(agent.phone()).write(number, "Good morning!"));
        desk.twilio().twilio().webhooks().settle();
    }

    String digits() {
        return agent.phone().substring(1);
    }

    /** The phone with its newest thread. */
    Answer phone() {
        return visit.open("/phones?agent=" + digits());
    }

    /** The phone with this thread. */
    Answer phone(String number) {
        return visit.open("/phones?agent=" + digits() + "&number=" + number.substring(1));
    }

    /** The phone with the thread of this chat. */
    Answer phone(Chat chat) {
        return phone(number(chat));
    }

    /** The visitor's chat on the website. */
    Answer website(Chat chat) {
        return visit.open("/phones?agent=" + digits() + "&chat=" + chat.id());
    }

    /** A visitor has opened the chat. */
    Chat begin(String visitor, String text) {
        Chat chat = desk.site().open(WIDGET, visitor, desk.twilio().clock().instant());
        desk.handovers().write(chat, text);
        return chat;
    }

    /** A visitor has opened the chat and is with this agent. */
    Chat handedOver(String visitor, String text) {
        Chat chat = begin(visitor, text);
        desk.handovers().handOver(chat, agent.participant());
        desk.twilio().twilio().webhooks().settle();
        return chat;
    }

    /** The visitor writes. */
    Answer write(Chat chat, String text) {
        return visit.send(form(website(chat), "write"), Map.of("text", text));
    }

    /** The agent answers in the thread of this chat. */
    Answer answer(Chat chat, String text) {
        return visit.send(form(phone(chat), "answer"), Map.of("text", text));
    }

    /** The agent replies to the message that has this text. */
    Answer reply(Chat chat, String quoted, String text) {
        String path = bubble(phone(chat), quoted).select("a.reply").attr("href");
        return visit.send(visit.open(path).page().select("form#answer").first(), Map.of("text", text));
    }

    String number(Chat chat) {
        return desk.handovers()
                .pool()
                .assignmentOf(chat.conversation())
                .orElseThrow()
                .number()
                .e164();
    }

    /** What agents have told this visitor. */
    List<String> heard(Chat chat) {
        return desk.site().lines(chat.conversation(), 100).stream()
                .filter(line -> !line.fromVisitor())
                .map(Line::text)
                .toList();
    }

    /** The first form of this kind on the page. */
    static Element form(Answer page, String kind) {
        return page.page().select("form[action=/phones/" + kind + "]").first();
    }

    /** The last message on the phone that has this text. */
    static Element bubble(Answer page, String text) {
        return page.page().select("li.bubble").stream()
                .filter(bubble -> bubble.select(".text").text().contains(text))
                .reduce((one, later) -> later)
                .orElseThrow(() -> new AssertionError("no message with " + text + " in " + texts(page)));
    }

    /** The texts on the phone, the oldest first. */
    static List<String> texts(Answer page) {
        return page.page().select("li.bubble .text").eachText();
    }

    /** What became of the agent's message with this text. */
    static String fate(Answer page, String text) {
        return bubble(page, text).select(".fate").text();
    }

    static String story(Answer page) {
        return page.page().select(".story p").text();
    }

    static String problem(Answer page) {
        return page.page().select("[role=alert]").text();
    }

    static String notice(Answer page) {
        return page.page().select("#notice").text();
    }
}
