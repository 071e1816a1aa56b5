package dev.numberpool.examples.supportdesk.health;

import dev.numberpool.ConversationId;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.examples.supportdesk.handover.Handovers;
import dev.numberpool.examples.supportdesk.health.Messages.Row;
import dev.numberpool.examples.supportdesk.health.Messages.Section;
import dev.numberpool.examples.supportdesk.site.Agent;
import dev.numberpool.examples.supportdesk.site.Chat;
import dev.numberpool.examples.supportdesk.site.MessageBook;
import dev.numberpool.examples.supportdesk.site.MessageBook.Held;
import dev.numberpool.examples.supportdesk.site.MessageBook.Outgoing;
import dev.numberpool.examples.supportdesk.site.Site;
import dev.numberpool.examples.supportdesk.site.Undelivered;
import dev.numberpool.spi.ThreadRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads which messages are not where they should be, and says it in words. */
final class MessageSections {
    private static final int MOST = 30;
    private static final int COUNTED = 1_000;

    /** As long as the desk waits for an agent to say for whom a message is. */
    private static final Duration HOLD = Duration.ofMinutes(15);

    /** After so long the desk itself calls what it is sending unknown. */
    private static final Duration SENDING = Duration.ofMinutes(2);

    private static final Duration RECENT = Duration.ofHours(24);

    private final MessageBook book;
    private final Site site;
    private final Handovers handovers;

    MessageSections(MessageBook book, Site site, Handovers handovers) {
        this.book = book;
        this.site = site;
        this.handovers = handovers;
    }

    Messages read(Instant now) {
        List<Held> held = book.held(now.minus(HOLD), MOST);
        return new Messages(Stream.of(undelivered(held, now), failed(now), unknown(now), held(held, now), waiting(now))
                .filter(section -> section.total() > 0)
                .toList());
    }

    private Section waiting(Instant now) {
        List<Outgoing> waiting = book.waiting(MOST);
        Set<String> threads = new HashSet<>();
        List<Row> rows = new ArrayList<>();
        for (Outgoing message : waiting) {
            boolean isFirst = threads.add(message.agent() + " " + message.number());
            rows.add(waiting(message, isFirst, now));
        }
        return new Section(
                "waiting",
                "Waiting",
                "waiting",
                "Kept in order and sent by itself as soon as that is possible.",
                "info",
                total(waiting),
                rows);
    }

    private static Row waiting(Outgoing message, boolean isFirst, Instant now) {
        String agent = Words.agent(message.agentName(), message.agent());
        Instant notBefore = message.notBefore();
        if (isBehindWindow(message, now)) {
            return row(
                    message,
                    now,
                    "The service window is closed: WhatsApp lets no free text through.",
                    "Goes out as soon as " + agent + " writes to " + message.number() + ".");
        }
        if (notBefore != null && notBefore.isAfter(now)) {
            return row(
                    message,
                    now,
                    "Twilio did not take it: " + Words.failure(message.failureKind(), message.failureCode()) + ".",
                    "Tried again at " + Moment.of(notBefore, now).text() + ", attempt " + message.attempt() + ".");
        }
        return isFirst
                ? row(message, now, "Its turn has come.", "Goes out within seconds.")
                : row(message, now, "An earlier message of the same chat waits.", "Goes out after that one.");
    }

    private static boolean isBehindWindow(Outgoing message, Instant now) {
        boolean isText = !message.kind().equals("WAKE_UP");
        return isText
                && AgentWindow.of(message.lastInboundAt(), message.refusedAt(), now)
                        .isClosed();
    }

    private Section failed(Instant now) {
        List<Outgoing> failed = book.failed(now.minus(RECENT), MOST);
        List<Row> rows = failed.stream()
                .map(message ->
                        row(message, now, failure(message), Words.sentence(Words.advice(message.failureKind()))))
                .toList();
        return new Section(
                "failed",
                "Did not arrive",
                "did not arrive",
                "In the last 24 hours. The visitor sees it below the message; it is not sent again by itself.",
                "bad",
                total(failed),
                rows);
    }

    private static String failure(Outgoing message) {
        String how = message.state().equals("FAILED") ? "Refused: " : "Sent, but not delivered: ";
        return how + Words.failure(message.failureKind(), message.failureCode()) + ".";
    }

    private Section unknown(Instant now) {
        List<Outgoing> unknown = book.unknown(now.minus(SENDING), MOST);
        List<Row> rows = unknown.stream()
                .map(message -> row(
                        message,
                        now,
                        message.state().equals("UNKNOWN")
                                ? "The connection broke while it was being sent: perhaps Twilio has it."
                                : "It is still being sent: perhaps the process that did has died.",
                        "Never sent again blindly. Reconciliation looks for it in Twilio's archive; what is certainly"
                                + " not there after 15 minutes is sent."))
                .toList();
        return new Section(
                "unknown",
                "Nobody knows",
                "with unknown end",
                "Whether these have arrived is found out by reconciliation, or by Twilio's report.",
                "warn",
                total(unknown),
                rows);
    }

    private Section held(List<Held> held, Instant now) {
        List<Row> rows = held.stream().map(message -> held(message, now)).toList();
        return new Section(
                "held",
                "Held answers",
                "held for an answer",
                "Could be for more than one visitor, so the agent was asked. Nothing is guessed.",
                "warn",
                rows.size(),
                rows);
    }

    private Row held(Held message, Instant now) {
        String agent = Words.agent(message.agentName(), message.agent());
        Set<ConversationId> possible = possible(message);
        String codes = possible.stream().map(id -> "#" + id.value()).collect(Collectors.joining(" or "));
        return new Row(
                "held-" + message.id(),
                "Answer of " + agent,
                agent + " → " + message.number(),
                message.text(),
                Moment.of(message.writtenAt(), now).text(),
                "Could be for " + names(possible) + ".",
                "Held until " + Moment.of(message.writtenAt().plus(HOLD), now).text() + ". " + agent + " writes "
                        + codes + " alone to release it.",
                null);
    }

    /** What the desk would have to guess from. */
    private Set<ConversationId> possible(Held message) {
        Set<Participant> people = handovers.log().aliases(Participant.of(message.agent()));
        Instant since = message.writtenAt().minus(handovers.pool().coolDown());
        PhoneNumber number = PhoneNumber.of(message.number());
        ThreadRecord thread = handovers.store().thread(number, people, since);
        Set<ConversationId> possible = new TreeSet<>(Comparator.comparing(ConversationId::value));
        thread.active().forEach(assignment -> possible.add(assignment.conversation()));
        possible.addAll(thread.left());
        possible.addAll(handovers.log().writtenOn(number, people, since).keySet());
        return possible;
    }

    private String names(Set<ConversationId> possible) {
        return possible.stream()
                .map(id -> site.chat(id).map(Chat::visitor).orElse("a chat that is gone") + " (#" + id.value() + ")")
                .collect(Collectors.joining(" or "));
    }

    private Section undelivered(List<Held> held, Instant now) {
        Set<String> waiting = held.stream().map(Held::id).collect(Collectors.toSet());
        Map<String, Agent> agents = site.agents().stream().collect(Collectors.toMap(Agent::phone, Function.identity()));
        List<Row> rows = site.undelivered(COUNTED).stream()
                .filter(message -> !waiting.contains(message.id()))
                .map(message -> undelivered(message, agents, now))
                .toList();
        return new Section(
                "undelivered",
                "Reached no visitor",
                "reached no visitor",
                "Agents wrote these, and nobody got them. See to each of them, then take it off the list.",
                "bad",
                rows.size(),
                rows.stream().limit(MOST).toList());
    }

    private static Row undelivered(Undelivered message, Map<String, Agent> agents, Instant now) {
        String agent = Words.agent(
                Optional.ofNullable(agents.get(message.agent()))
                        .map(Agent::name)
                        .orElse(null),
                message.agent());
        boolean wasHeld = message.outcome().startsWith("held");
        return new Row(
                "undelivered-" + message.id(),
                "Answer of " + agent,
                agent + " → " + message.number(),
                message.text(),
                Moment.of(message.writtenAt(), now).text(),
                wasHeld ? "Was held, and nobody said for whom it is." : Words.sentence(message.outcome()),
                "Ask " + agent + " for whom it was, and to write it again with the visitor's code.",
                message.id());
    }

    private static Row row(Outgoing message, Instant now, String why, String next) {
        String agent = Words.agent(message.agentName(), message.agent());
        return new Row(
                "message-" + message.position(),
                Words.subject(message.kind(), message.visitor()),
                message.number() + " → " + agent,
                message.text(),
                Moment.of(message.since(), now).text(),
                why,
                next,
                null);
    }

    private static long total(List<Outgoing> messages) {
        @Nullable Outgoing first = messages.isEmpty() ? null : messages.get(0);
        return first == null ? 0 : first.total();
    }
}
