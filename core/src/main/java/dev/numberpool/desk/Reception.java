package dev.numberpool.desk;

import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.desk.InboundOutcome.By;
import dev.numberpool.spi.InboundLog.Claim;
import dev.numberpool.spi.InboundLog.Completion;
import dev.numberpool.spi.ThreadRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** From the agent to the visitor: each message is claimed, routed, handled and completed, once. */
final class Reception {
    /** For how long a message waits for the agent to say for whom it is. */
    private static final Duration HOLD = Duration.ofMinutes(15);

    private final DeskPorts ports;
    private final DeskOptions options;
    private final People people;
    private final Router router;
    private final CodeReader codes;

    Reception(DeskPorts ports, DeskOptions options, People people) {
        this.ports = ports;
        this.options = options;
        this.people = people;
        this.router = new Router(ports, options.codes());
        this.codes = new CodeReader(options.codes());
    }

    InboundOutcome receive(InboundMessage message, InboundHandler handler) {
        Claim claim = ports.log().claim(message.id(), ports.now(), options.lease());
        if (claim.state() != Claim.State.WON) {
            return new InboundOutcome.Duplicate(claim.state() == Claim.State.COMPLETED);
        }
        try {
            return handle(claim, message, handler);
        } catch (Throwable failure) {
            giveBack(claim, failure);
            throw failure;
        }
    }

    private InboundOutcome handle(Claim claim, InboundMessage message, InboundHandler handler) {
        Set<Participant> sender = people.of(message.from());
        ThreadRecord thread = look(message, sender);
        InboundOutcome rejected = rejected(message, thread);
        if (rejected != null) {
            return finish(claim, message, rejected, handler);
        }
        Set<Participant> everyAddress = people.learn(message, sender);
        ThreadRecord everything = everyAddress.equals(sender) ? thread : look(message, everyAddress);
        noteInbound(message, everything);
        Map<ConversationId, Instant> written =
                ports.log().writtenOn(message.to(), everyAddress, Arrival.since(message));
        Arrival arrival = new Arrival(message, everyAddress, everything, written);
        InboundOutcome outcome = router.route(arrival);
        return finish(claim, message, release(claim, arrival, outcome, handler), handler);
    }

    private ThreadRecord look(InboundMessage message, Set<Participant> sender) {
        return ports.threads().thread(message.to(), sender, leftSince(message));
    }

    private Instant leftSince(InboundMessage message) {
        return message.at().minus(ports.pool().coolDown());
    }

    private InboundOutcome finish(Claim claim, InboundMessage message, InboundOutcome outcome, InboundHandler handler) {
        handler.handle(message, outcome);
        boolean isHeld = outcome instanceof InboundOutcome.Ambiguous ambiguous && ambiguous.isHeld();
        ports.log().complete(claim, new Completion(message, conversationOf(outcome), isHeld), ports.now());
        return outcome;
    }

    /**
     * Who writes in the name of a number of ours is a machine of ours, also if somebody has made it an agent; what is for
     * somebody else is none of our business.
     */
    private @Nullable InboundOutcome rejected(InboundMessage message, ThreadRecord thread) {
        String from = message.from().address();
        if (PhoneNumber.isValid(from) && isOurs(PhoneNumber.of(from))) {
            return new InboundOutcome.Rejected(InboundOutcome.Rejected.Reason.FROM_OURSELVES);
        }
        return thread.active().isEmpty() && thread.left().isEmpty() && !isOurs(message.to())
                ? new InboundOutcome.Rejected(InboundOutcome.Rejected.Reason.NOT_OUR_NUMBER)
                : null;
    }

    private boolean isOurs(PhoneNumber number) {
        return ports.threads().isOurs(number) || options.ownNumbers().test(number);
    }

    /** Under the agents' addresses too: those are what windows and idle conversations are asked for by. */
    private void noteInbound(InboundMessage message, ThreadRecord thread) {
        Set<Participant> addresses = new HashSet<>();
        addresses.add(message.from());
        thread.active().stream()
                .map(Assignment::agent)
                .flatMap(Stream::ofNullable)
                .forEach(addresses::add);
        addresses.forEach(
                address -> ports.numbers().noteInbound(new SenderThread(address, message.to()), message.at()));
    }

    /** A bare code, or a quote with nothing but a sign, says for whom the held messages are. */
    private InboundOutcome release(Claim claim, Arrival arrival, InboundOutcome outcome, InboundHandler handler) {
        InboundMessage message = arrival.message();
        Assignment target = releases(message, outcome);
        if (target == null) {
            return outcome;
        }
        List<InboundMessage> held = ports.log()
                .takeHeld(claim, message.to(), arrival.people(), message.at().minus(HOLD), ports.now());
        for (InboundMessage each : held) {
            handler.handle(each, new InboundOutcome.Routed(target, textOf(each), By.RELEASED));
        }
        return outcome instanceof InboundOutcome.Empty ? new InboundOutcome.Empty(target, held.size()) : outcome;
    }

    private @Nullable Assignment releases(InboundMessage message, InboundOutcome outcome) {
        if (outcome instanceof InboundOutcome.Empty empty) {
            return message.button() == null ? empty.assignment() : null;
        }
        boolean isSign =
                message.media().isEmpty() && message.text().codePoints().noneMatch(Character::isLetterOrDigit);
        return outcome instanceof InboundOutcome.Routed routed && routed.by() == By.QUOTE && isSign
                ? routed.assignment()
                : null;
    }

    /** A code in a held message contradicted a quote; the agent has said what holds, and the visitor should not see it. */
    private String textOf(InboundMessage held) {
        return codes.read(held.text())
                .filter(ReadCode::hasColon)
                .map(ReadCode::rest)
                .filter(rest -> !rest.isBlank())
                .orElse(held.text());
    }

    private static @Nullable ConversationId conversationOf(InboundOutcome outcome) {
        if (outcome instanceof InboundOutcome.Routed routed) {
            return routed.assignment().conversation();
        }
        return outcome instanceof InboundOutcome.Empty empty && empty.assignment() != null
                ? empty.assignment().conversation()
                : null;
    }

    private void giveBack(Claim claim, Throwable failure) {
        try {
            ports.log().giveBack(claim);
        } catch (RuntimeException second) {
            failure.addSuppressed(second);
        }
    }
}
