package dev.numberpool.desk;

import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import dev.numberpool.Participant;
import dev.numberpool.desk.InboundOutcome.By;
import dev.numberpool.spi.ActiveQuery;
import dev.numberpool.spi.ConversationRecord;
import dev.numberpool.spi.MessageHistory.Quoted;
import dev.numberpool.spi.OutboundRecord.Kind;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the conversation of an inbound message, without ever guessing. */
final class Router {
    private static final Set<String> LIST_COMMANDS = Set.of("?", "？", "؟");

    private final DeskPorts ports;
    private final CodeReader codes;

    Router(DeskPorts ports, CodeScheme scheme) {
        this.ports = ports;
        this.codes = new CodeReader(scheme);
    }

    InboundOutcome route(Arrival arrival) {
        InboundMessage message = arrival.message();
        Optional<Quoted> quoted = Optional.ofNullable(message.quoted()).flatMap(ports.log()::quoted);
        References references = references(arrival, quoted.orElse(null));
        if (references.contradict()) {
            return held(arrival, references.all());
        }
        Reference only = references.only();
        if (only != null) {
            return explicit(arrival, only);
        }
        if (isBlank(message)) {
            return new InboundOutcome.Empty(null, 0);
        }
        boolean isUnresolved =
                message.quoted() != null && !quoted.map(Router::isOurAnswer).orElse(false);
        return isUnresolved ? held(arrival, Set.of()) : plain(arrival);
    }

    /** Everything in the message that names a conversation. */
    private References references(Arrival arrival, @Nullable Quoted quoted) {
        InboundMessage message = arrival.message();
        References references = new References(message.quoted() != null && quoted == null);
        Optional<ReadCode> code = codes.read(message.text()).filter(read -> counts(arrival, read));
        String text = code.map(ReadCode::rest).orElse(message.text());
        if (quoted != null && quoted.conversation() != null) {
            boolean isTap = quoted.kind() == Kind.WAKE_UP && message.button() != null;
            references.add(new Reference(quoted.conversation(), By.QUOTE, null, isTap ? "" : text, code.isPresent()));
        }
        Optional<ReadCode> button = Optional.ofNullable(message.button()).flatMap(codes::read);
        button.ifPresent(
                read -> references.add(new Reference(read.conversation(), By.BUTTON, read.code(), read.rest(), true)));
        code.ifPresent(
                read -> references.add(new Reference(read.conversation(), By.CODE, read.code(), read.rest(), true)));
        return references;
    }

    /** Without a colon it may be text: it counts if the conversation is one of several on the thread, or stands alone. */
    private boolean counts(Arrival arrival, ReadCode code) {
        if (code.hasColon()) {
            return true;
        }
        Map<ConversationId, Boolean> candidates = candidates(arrival);
        boolean isBare = code.rest().isEmpty();
        return candidates.containsKey(code.conversation()) && (isBare || candidates.size() > 1);
    }

    private InboundOutcome explicit(Arrival arrival, Reference reference) {
        Optional<ConversationRecord> known = ports.numbers().find(reference.conversation());
        Assignment active = known.map(ConversationRecord::active).orElse(null);
        if (active != null && active.agent() != null && arrival.people().contains(active.agent())) {
            boolean isEmpty =
                    reference.text().isBlank() && arrival.message().media().isEmpty();
            return isEmpty
                    ? new InboundOutcome.Empty(active, 0)
                    : new InboundOutcome.Routed(active, reference.text(), reference.by());
        }
        return refused(arrival, reference, known.orElse(null));
    }

    /** The sender names a conversation that is not theirs, or not any more. */
    private InboundOutcome refused(Arrival arrival, Reference reference, @Nullable ConversationRecord known) {
        boolean isTheirs = known != null && isLastAgent(known, arrival.people());
        if (known != null && (isTheirs || wasTheirs(arrival, known.conversation()))) {
            return known.active() == null
                    ? new InboundOutcome.ConversationClosed(known.conversation())
                    : new InboundOutcome.Transferred(known.conversation());
        }
        boolean isKnown = isKnownAgent(arrival);
        return isKnown && reference.code() != null
                ? new InboundOutcome.UnknownCode(reference.code())
                : new InboundOutcome.OutOfSession(isKnown);
    }

    private boolean wasTheirs(Arrival arrival, ConversationId conversation) {
        return arrival.thread().left().contains(conversation) || ports.log().hasWritten(conversation, arrival.people());
    }

    /** Plain text goes to the thread's only candidate, if that was there when it was written. */
    private InboundOutcome plain(Arrival arrival) {
        Map<ConversationId, Boolean> candidates = candidates(arrival);
        if (candidates.isEmpty()) {
            return new InboundOutcome.OutOfSession(isKnownAgent(arrival));
        }
        List<Assignment> active = arrival.thread().active();
        if (candidates.size() == 1 && active.size() == 1) {
            Assignment only = active.get(0);
            boolean wasThere =
                    !only.assignedAt().isAfter(arrival.message().at()) && !arrival.isUnseen(only.conversation());
            return wasThere
                    ? new InboundOutcome.Routed(only, arrival.message().text(), By.ONLY_CANDIDATE)
                    : held(arrival, candidates.keySet());
        }
        return candidates.size() == 1
                ? gone(arrival, candidates.keySet().iterator().next())
                : held(arrival, candidates.keySet());
    }

    /** The only conversation that can be meant has left the thread. */
    private InboundOutcome gone(Arrival arrival, ConversationId conversation) {
        Assignment now = ports.numbers()
                .find(conversation)
                .map(ConversationRecord::active)
                .orElse(null);
        if (now == null) {
            return new InboundOutcome.ConversationClosed(conversation);
        }
        boolean isStillTheirs = now.agent() != null && arrival.people().contains(now.agent());
        return isStillTheirs ? held(arrival, Set.of(conversation)) : new InboundOutcome.Transferred(conversation);
    }

    /**
     * Who may be meant by plain text, and whether they are active on the thread. A message from the provider's archive has
     * lost what it quoted, so it may be for anyone whom the sender has ever read of in the chat.
     */
    private Map<ConversationId, Boolean> candidates(Arrival arrival) {
        Map<ConversationId, Boolean> candidates = new LinkedHashMap<>();
        arrival.thread().active().forEach(active -> candidates.put(active.conversation(), true));
        arrival.thread().left().forEach(left -> candidates.putIfAbsent(left, false));
        Instant since = arrival.message().replayed()
                ? Instant.EPOCH
                : arrival.message().at().minus(ports.pool().coolDown());
        arrival.written().forEach((conversation, at) -> {
            if (!at.isBefore(since)) {
                candidates.putIfAbsent(conversation, false);
            }
        });
        return candidates;
    }

    private InboundOutcome held(Arrival arrival, Set<ConversationId> named) {
        Map<ConversationId, Boolean> candidates = candidates(arrival);
        Set<ConversationId> all = new LinkedHashSet<>(candidates.keySet());
        all.addAll(named);
        if (candidates.isEmpty() && !isKnownAgent(arrival)) {
            return new InboundOutcome.OutOfSession(false);
        }
        boolean isQuestion = arrival.message().media().isEmpty()
                && LIST_COMMANDS.contains(arrival.message().text().strip());
        return new InboundOutcome.Ambiguous(
                all.stream()
                        .map(each ->
                                new InboundOutcome.PossibleConversation(each, candidates.getOrDefault(each, false)))
                        .toList(),
                !isQuestion);
    }

    /** Whether the sender has conversations, or was ever written to from this number. */
    private boolean isKnownAgent(Arrival arrival) {
        if (!arrival.written().isEmpty() || !arrival.thread().left().isEmpty()) {
            return true;
        }
        for (Participant person : arrival.people()) {
            if (!ports.numbers()
                    .active(new ActiveQuery(null, null, person, null, 1))
                    .isEmpty()) {
                return true;
            }
        }
        return !ports.log()
                .writtenOn(arrival.message().to(), arrival.people(), Instant.EPOCH)
                .isEmpty();
    }

    private static boolean isLastAgent(ConversationRecord known, Set<Participant> people) {
        Assignment last = known.assignment();
        return last != null && last.agent() != null && people.contains(last.agent());
    }

    private static boolean isOurAnswer(Quoted quoted) {
        return quoted.kind() == Kind.ANSWER;
    }

    private static boolean isBlank(InboundMessage message) {
        return message.text().isBlank() && message.media().isEmpty() && message.button() == null;
    }
}
