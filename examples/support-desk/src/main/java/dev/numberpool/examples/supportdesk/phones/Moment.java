package dev.numberpool.examples.supportdesk.phones;

import dev.numberpool.Assignment;
import dev.numberpool.PooledNumber;
import dev.numberpool.examples.supportdesk.site.Agent;
import dev.numberpool.examples.supportdesk.site.Chat;
import dev.numberpool.twilio.fake.FakeMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything as it is at one moment: read once, for all parts of the page.
 *
 * @param agents by name
 * @param chats the open ones, the newest first
 * @param active who has which number
 * @param pool the numbers of the pool
 * @param messages what is on the phones, by phone and then by our number, the oldest first
 */
record Moment(
        Instant now,
        List<Agent> agents,
        List<Chat> chats,
        List<Assignment> active,
        List<PooledNumber> pool,
        Map<String, Map<String, List<FakeMessage>>> messages) {
    private static final String PREFIX = "whatsapp:";

    /** The messages that phones show, by phone and then by our number. */
    static Map<String, Map<String, List<FakeMessage>>> byThread(List<FakeMessage> all) {
        Map<String, Map<String, List<FakeMessage>>> byThread = new LinkedHashMap<>();
        for (FakeMessage message : all) {
            if (message.inbound() || isUnread(message) || message.status().equals("read")) {
                String phone = bare(message.inbound() ? message.from() : message.to());
                String number = bare(message.inbound() ? message.to() : message.from());
                byThread.computeIfAbsent(phone, unknown -> new LinkedHashMap<>())
                        .computeIfAbsent(number, unknown -> new ArrayList<>())
                        .add(message);
            }
        }
        return byThread;
    }

    private static String bare(String address) {
        return address.startsWith(PREFIX) ? address.substring(PREFIX.length()) : address;
    }

    static boolean isUnread(FakeMessage message) {
        return !message.inbound() && message.status().equals("delivered");
    }

    /** The threads on the agent's phone by our numbers. */
    Map<String, List<FakeMessage>> threads(Agent agent) {
        return messages.getOrDefault(agent.phone(), Map.of());
    }

    /** The agent's chats, the oldest first. */
    List<Assignment> chatsOf(Agent agent) {
        return active.stream().filter(assignment -> isOf(agent, assignment)).toList();
    }

    /** The agent's chats on one of our numbers. */
    List<Assignment> chatsOn(Agent agent, String number) {
        return chatsOf(agent).stream()
                .filter(assignment -> assignment.number().e164().equals(number))
                .toList();
    }

    private static boolean isOf(Agent agent, Assignment assignment) {
        return agent.participant().equals(assignment.agent());
    }

    /** The chat's number and agent, if it has been handed over. */
    Optional<Assignment> assignment(Chat chat) {
        return active.stream()
                .filter(assignment -> assignment.conversation().equals(chat.conversation()))
                .findFirst();
    }

    /** The agent of a chat, if it is one of ours. */
    Optional<Agent> agentOf(Assignment assignment) {
        return agents.stream().filter(agent -> isOf(agent, assignment)).findFirst();
    }

    /** The agent with these digits. */
    Optional<Agent> agent(@Nullable String digits) {
        return agents.stream()
                .filter(agent -> digits(agent.phone()).equals(digits))
                .findFirst();
    }

    /** The agent with the fewest chats. */
    Optional<Agent> freest() {
        return agents.stream()
                .min(Comparator.comparingInt(agent -> chatsOf(agent).size()));
    }

    /** The visitor whose chat it is. */
    String visitorOf(Assignment assignment) {
        return chats.stream()
                .filter(chat -> chat.conversation().equals(assignment.conversation()))
                .map(Chat::visitor)
                .findFirst()
                .orElse("Visitor");
    }

    /** How our number is called, as WhatsApp shows the name of a business. */
    String nameOf(String number) {
        return pool.stream()
                .filter(entry -> entry.number().e164().equals(number))
                .map(PooledNumber::displayName)
                .findFirst()
                .orElse(number);
    }

    /** How many numbers new chats may get. */
    long usableNumbers() {
        return pool.stream().filter(PooledNumber::active).count();
    }

    static String digits(String number) {
        return number.startsWith("+") ? number.substring(1) : number;
    }
}
