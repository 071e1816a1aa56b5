package dev.numberpool.examples.supportdesk;

import dev.numberpool.WidgetId;
import dev.numberpool.examples.supportdesk.site.Agent;
import dev.numberpool.examples.supportdesk.site.Chat;
import dev.numberpool.twilio.fake.FakePhone;
import java.util.List;

/** Visitors and agents of a desk, who do things without a browser: what was before a test, or happens elsewhere. */
record People(TestDesk desk) {
    private static final WidgetId WIDGET = WidgetId.of(7);

    /** A visitor opens the chat and writes. */
    Chat begin(String visitor, String text) {
        Chat chat = desk.site().open(WIDGET, visitor, desk.twilio().clock().instant());
        desk.handovers().write(chat, text);
        return chat;
    }

    /** The visitor asks for a human, and gets this one. */
    Chat handOver(Chat chat, String agent) {
        desk.handovers().handOver(chat, agent(agent).participant());
        settle();
        return chat(chat.visitor());
    }

    /** Layla gets four chats on three numbers: Maria and Amira, whose chat is given back, share one. */
    Chat shareLayla() {
        handOver(chat("Sofia"), "Layla");
        return handOver(begin("Amira", "Has my order left yet?"), "Layla");
    }

    /** The chat is over. */
    void end(Chat chat) {
        desk.handovers().close(chat);
        settle();
    }

    /** The agent writes, having read what came before. */
    void write(String agent, Chat chat, String text) {
        FakePhone phone = desk.twilio().phone(agent(agent).phone());
        phone.write(number(chat), text);
        phone.read(number(chat));
        settle();
    }

    /** The agent replies to the newest message of the visitor, who shares the thread. */
    void quote(String agent, Chat chat, String text) {
        FakePhone phone = desk.twilio().phone(agent(agent).phone());
        String message = phone.screen(number(chat)).stream()
                .filter(line -> line.text().contains("#" + chat.id() + ":"))
                .reduce((first, second) -> second)
                .orElseThrow()
                .sid();
        phone.quote(message, text);
        settle();
    }

    /** The number of the chat. */
    String number(Chat chat) {
        return desk.handovers()
                .pool()
                .assignmentOf(chat.conversation())
                .orElseThrow()
                .number()
                .e164();
    }

    /** The open chat of a visitor. */
    Chat chat(String visitor) {
        return desk.site().openChats().stream()
                .filter(chat -> chat.visitor().equals(visitor))
                .findFirst()
                .orElseThrow();
    }

    /** The visitors who can read exactly this in their chats. */
    List<String> readersOf(String text) {
        return desk.site().openChats().stream()
                .filter(chat -> desk.site().lines(chat.conversation(), 100).stream()
                        .anyMatch(line -> line.text().equals(text)))
                .map(Chat::visitor)
                .toList();
    }

    /** An agent's digits, as they stand in addresses. */
    String digits(String agent) {
        return agent(agent).phone().substring(1);
    }

    private Agent agent(String name) {
        return desk.site().agents().stream()
                .filter(agent -> agent.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void settle() {
        desk.twilio().twilio().webhooks().settle();
    }
}
