package dev.numberpool.examples.supportdesk.conversations;

import dev.numberpool.Assignment;
import dev.numberpool.Decision;
import dev.numberpool.NumberPoolException;
import dev.numberpool.Participant;
import dev.numberpool.ServiceWindow;
import dev.numberpool.examples.supportdesk.conversations.ChatView.AgentChoice;
import dev.numberpool.examples.supportdesk.conversations.ChatView.Assigned;
import dev.numberpool.examples.supportdesk.conversations.ChatView.LineView;
import dev.numberpool.examples.supportdesk.conversations.ChatView.Other;
import dev.numberpool.examples.supportdesk.conversations.ChatView.Refusal;
import dev.numberpool.examples.supportdesk.handover.Handovers;
import dev.numberpool.examples.supportdesk.handover.Words;
import dev.numberpool.examples.supportdesk.site.Agent;
import dev.numberpool.examples.supportdesk.site.Chat;
import dev.numberpool.examples.supportdesk.site.ChatSearch;
import dev.numberpool.examples.supportdesk.site.Line;
import dev.numberpool.examples.supportdesk.site.ListedChat;
import dev.numberpool.examples.supportdesk.site.Site;
import dev.numberpool.examples.supportdesk.site.Texts;
import dev.numberpool.examples.supportdesk.web.Times;
import dev.numberpool.spi.ThreadRecord;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the page of one conversation. */
final class ChatPage {
    private static final int LINES = 100;
    private static final int OTHERS = 10;

    private final Site site;
    private final ChatSearch search;
    private final Handovers handovers;
    private final Listing listing;
    private final InstantSource clock;

    ChatPage(Site site, ChatSearch search, Handovers handovers, Listing listing, InstantSource clock) {
        this.site = site;
        this.search = search;
        this.handovers = handovers;
        this.listing = listing;
        this.clock = clock;
    }

    /** @param to the agent that somebody thinks of handing over to, or null */
    ChatView view(Chat chat, @Nullable String to, @Nullable Refusal refusal) {
        List<Agent> agents = site.agents();
        Names names = listing.names(agents);
        Explaining explaining = new Explaining(handovers.pool(), handovers.strategy(), names);
        Assignment assignment =
                handovers.pool().assignmentOf(chat.conversation()).orElse(null);
        List<AgentChoice> choices = choices(assignment, to, agents);
        AgentChoice chosen =
                choices.stream().filter(AgentChoice::isChosen).findFirst().orElse(null);
        Reasons reasons = reasons(chat, assignment, chosen, explaining);
        List<LineView> lines = lines(chat, assignment, names);
        List<ListedChat> others = search.ofSameCustomer(chat.id(), OTHERS);
        return new ChatView(
                chat.id(),
                Texts.oneLine(chat.visitor(), 80),
                chat.isOpen(),
                standing(chat, assignment, names),
                lines.subList(Math.max(0, lines.size() - LINES), lines.size()),
                lines.size() > LINES,
                assignment == null ? null : assigned(assignment, names, reasons.reassign()),
                reasons.why(),
                reasons.whyNot(),
                choices,
                chosen == null ? null : chosen.address(),
                chosen == null ? "" : chosen.name(),
                others.stream().map(this::other).toList(),
                othersNote(others),
                refusal);
    }

    private List<LineView> lines(Chat chat, @Nullable Assignment assignment, Names names) {
        return site.lines(chat.conversation(), LINES + 1).stream()
                .map(line -> line(line, chat, assignment, names))
                .toList();
    }

    private List<AgentChoice> choices(@Nullable Assignment assignment, @Nullable String to, List<Agent> agents) {
        return assignment == null || assignment.agent() == null
                ? handOverTo(to, agents)
                : transferTo(assignment, agents);
    }

    private record Reasons(@Nullable Explanation why, String whyNot, String reassign) {}

    private Reasons reasons(
            Chat chat, @Nullable Assignment assignment, @Nullable AgentChoice chosen, Explaining explaining) {
        if (!chat.isOpen()) {
            return new Reasons(null, "The chat is closed: it gets no number until it is opened again.", "");
        }
        Participant agent = assignment == null ? null : assignment.agent();
        if (agent == null && chosen != null) {
            agent = Participant.of(chosen.address());
        }
        try {
            Decision decision = explaining.decision(chat, agent);
            String reassign = assignment == null ? "" : explaining.reassign(decision, assignment);
            return new Reasons(explaining.explanation(decision, assignment, clock.instant()), "", reassign);
        } catch (NumberPoolException e) {
            return new Reasons(null, "It could not be explained just now, " + e.getMessage() + ".", "");
        }
    }

    private List<AgentChoice> handOverTo(@Nullable String to, List<Agent> agents) {
        Map<String, Integer> busy = search.perAgent();
        String chosen = agents.stream()
                .map(agent -> agent.participant().address())
                .filter(address -> address.equals(to))
                .findFirst()
                .or(() -> agents.stream()
                        .map(agent -> agent.participant().address())
                        .min(Comparator.comparingInt(address -> busy.getOrDefault(address, 0))))
                .orElse("");
        return agents.stream()
                .map(agent -> {
                    String address = agent.participant().address();
                    String effect = Terms.chats(busy.getOrDefault(address, 0));
                    return new AgentChoice(address, agent.name(), effect, address.equals(chosen));
                })
                .toList();
    }

    private List<AgentChoice> transferTo(Assignment assignment, List<Agent> agents) {
        List<Assignment> onNumber = handovers.pool().assignmentsOn(assignment.number());
        return agents.stream()
                .filter(agent -> !agent.participant().equals(assignment.agent()))
                .map(agent -> new AgentChoice(
                        agent.participant().address(),
                        agent.name(),
                        Explaining.transfer(assignment, agent.participant(), onNumber),
                        false))
                .toList();
    }

    private static String standing(Chat chat, @Nullable Assignment assignment, Names names) {
        if (!chat.isOpen()) {
            return "The chat is closed.";
        }
        if (assignment == null) {
            return "Waiting for an agent: it has no number yet.";
        }
        String number = names.number(assignment.number().e164(), assignment.displayName());
        return assignment.agent() == null
                ? "It has " + number + ", but no agent yet."
                : "With " + names.agent(assignment.agent().address()) + ", on " + number + ".";
    }

    private LineView line(Line line, Chat chat, @Nullable Assignment assignment, Names names) {
        String agent = assignment == null || assignment.agent() == null
                ? "Agent"
                : names.agents().getOrDefault(assignment.agent().address(), "Agent");
        String state = state(line, chat, assignment);
        return new LineView(
                line.id(),
                line.fromVisitor(),
                line.fromVisitor() ? Texts.oneLine(chat.visitor(), 40) : agent,
                line.text(),
                Times.ago(line.writtenAt(), clock.instant()),
                state,
                Words.tone(state));
    }

    private static String state(Line line, Chat chat, @Nullable Assignment assignment) {
        if (!line.fromVisitor()) {
            return "";
        }
        if (line.state() != null) {
            return line.state();
        }
        if (!chat.isOpen()) {
            return "not sent: the chat ended before";
        }
        return assignment == null ? "waits for an agent" : "waiting to be sent";
    }

    private Assigned assigned(Assignment assignment, Names names, String reassign) {
        Instant now = clock.instant();
        Participant agent = assignment.agent();
        ThreadRecord thread = thread(assignment, now);
        ServiceWindow window = ServiceWindow.of(thread.lastInboundAt(), thread.windowClosedAt(), now);
        String who = agent == null ? "nobody yet" : names.agent(agent.address());
        return new Assigned(
                names.number(assignment.number().e164(), assignment.displayName()),
                assignment.number().e164(),
                Terms.source(assignment.source().name()),
                who,
                agent != null,
                Times.ago(assignment.assignedAt(), now),
                agent == null
                        ? new Badge("", "no agent yet")
                        : Terms.thread(thread.active().size()),
                threadNote(assignment, thread, who),
                Terms.window(window),
                windowNote(window, who),
                seen(assignment),
                reassign);
    }

    private ThreadRecord thread(Assignment assignment, Instant now) {
        Set<Participant> people =
                assignment.agent() == null ? Set.of() : handovers.log().aliases(assignment.agent());
        Instant leftSince = now.minus(handovers.pool().coolDown());
        return handovers.store().thread(assignment.number(), people, leftSince);
    }

    /** Stands for this assignment and no other. */
    static String seen(Assignment assignment) {
        return assignment.number() + " " + assignment.assignedAt();
    }

    private static String threadNote(Assignment assignment, ThreadRecord thread, String who) {
        if (assignment.agent() == null) {
            return "";
        }
        if (thread.active().size() > 1) {
            return who + " has other chats on this number, too, so messages carry the code #"
                    + assignment.conversation() + ".";
        }
        return assignment.isFallback()
                ? "Nobody else is on it now, but others may come: messages carry the code #" + assignment.conversation()
                        + "."
                : "On " + who + "’s phone, this chat is alone with the number.";
    }

    private static String windowNote(ServiceWindow window, String who) {
        return switch (window) {
            case OPEN -> who + " wrote within the last 24 hours, so WhatsApp delivers free text.";
            case CLOSED -> who + " has to write or tap first; what visitors write waits until then.";
            case UNKNOWN -> "No message of " + who + " on this number is on record; free text is tried.";
        };
    }

    private Other other(ListedChat chat) {
        return new Other(
                chat.id(),
                "#" + chat.id() + ", begun " + Times.ago(chat.createdAt(), clock.instant()),
                chat.isOpen()
                        ? chat.number() == null ? new Badge("info", "waiting") : new Badge("good", "with an agent")
                        : new Badge("", "closed"));
    }

    private static String othersNote(List<ListedChat> others) {
        return others.isEmpty() || others.get(0).email() != null
                ? ""
                : "Known by name only, so perhaps not the same person.";
    }
}
