package dev.numberpool.examples.supportdesk.phones;

import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.PooledNumber;
import dev.numberpool.Widget;
import dev.numberpool.examples.supportdesk.site.Agent;
import dev.numberpool.examples.supportdesk.site.Chat;
import dev.numberpool.twilio.fake.FakeMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Everything as it is at one moment: read once, for all parts of the page, and found without looking at all of it. */
final class Moment {
    private static final String PREFIX = "whatsapp:";

    private final Instant now;
    private final Map<Participant, Agent> agents = new LinkedHashMap<>();
    private final Map<ConversationId, Chat> chats = new LinkedHashMap<>();
    private final Map<ConversationId, Assignment> active = new LinkedHashMap<>();
    private final Map<Participant, List<Assignment>> byAgent = new HashMap<>();
    private final @Nullable Widget widget;
    private final Map<String, Map<String, List<FakeMessage>>> messages;

    /**
     * All of it.
     *
     * @param agents by name
     * @param chats the open ones, the newest first
     * @param active who has which number
     * @param widget the first one, or null if there is none
     * @param messages what is on the phones, by phone and then by our number, the oldest first
     */
    Moment(
            Instant now,
            List<Agent> agents,
            List<Chat> chats,
            List<Assignment> active,
            @Nullable Widget widget,
            Map<String, Map<String, List<FakeMessage>>> messages) {
        this.now = now;
        agents.forEach(agent -> this.agents.put(agent.participant(), agent));
        chats.forEach(chat -> this.chats.put(chat.conversation(), chat));
        for (Assignment assignment : active) {
            this.active.put(assignment.conversation(), assignment);
            if (assignment.agent() != null) {
                byAgent.computeIfAbsent(assignment.agent(), none -> new ArrayList<>())
                        .add(assignment);
            }
        }
        this.widget = widget;
        this.messages = messages;
    }

    Instant now() {
        return now;
    }

    /** By name. */
    List<Agent> agents() {
        return List.copyOf(agents.values());
    }

    /** The open ones, the newest first. */
    List<Chat> chats() {
        return List.copyOf(chats.values());
    }

    /** The first one, or null if there is none. */
    @Nullable
    Widget widget() {
        return widget;
    }

    /** What is on the phones, by phone and then by our number, the oldest first. */
    Map<String, Map<String, List<FakeMessage>>> messages() {
        return messages;
    }

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
        return byAgent.getOrDefault(agent.participant(), List.of());
    }

    /** The agent's chats on one of our numbers. */
    List<Assignment> chatsOn(Agent agent, String number) {
        return chatsOf(agent).stream()
                .filter(assignment -> assignment.number().e164().equals(number))
                .toList();
    }

    /** The chat's number and agent, if it has been handed over. */
    Optional<Assignment> assignment(Chat chat) {
        return Optional.ofNullable(active.get(chat.conversation()));
    }

    /** The agent of a chat, if it is one of ours. */
    Optional<Agent> agentOf(Assignment assignment) {
        return Optional.ofNullable(assignment.agent()).map(agents::get);
    }

    /** The agent with these digits. */
    Optional<Agent> agent(@Nullable String digits) {
        return agents.values().stream()
                .filter(agent -> digits(agent.phone()).equals(digits))
                .findFirst();
    }

    /** The agent with the fewest chats. */
    Optional<Agent> freest() {
        return agents.values().stream()
                .min(Comparator.comparingInt(agent -> chatsOf(agent).size()));
    }

    /** The visitor whose chat it is. */
    String visitorOf(Assignment assignment) {
        Chat chat = chats.get(assignment.conversation());
        return chat == null ? "Visitor" : chat.visitor();
    }

    private List<PooledNumber> pool() {
        return widget == null ? List.of() : widget.pool();
    }

    /** Whether a number is one of ours. */
    boolean isOurs(String number) {
        PhoneNumber standard = widget == null ? null : widget.handoverNumber();
        return Stream.concat(pool().stream().map(PooledNumber::number), Stream.ofNullable(standard))
                .anyMatch(own -> own.e164().equals(number));
    }

    /** How our number is called, as WhatsApp shows the name of a business. */
    String nameOf(String number) {
        return pool().stream()
                .filter(entry -> entry.number().e164().equals(number))
                .map(PooledNumber::displayName)
                .findFirst()
                .orElse(number);
    }

    /** How many numbers new chats may get. */
    long usableNumbers() {
        return pool().stream().filter(PooledNumber::active).count();
    }

    /** Why an agent's chats share numbers, as the end of a sentence; empty if there are enough. */
    String tooFew(Agent agent) {
        int chats = chatsOf(agent).size();
        long numbers = usableNumbers();
        return chats > numbers
                ? ", because " + agent.name() + " has " + chats + " chats but "
                        + (numbers == 1 ? "1 number" : numbers + " numbers")
                : "";
    }

    static String digits(String number) {
        return number.startsWith("+") ? number.substring(1) : number;
    }
}
