package dev.numberpool.desk;

import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import dev.numberpool.Participant;
import dev.numberpool.PooledNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.spi.ConversationRecord;
import dev.numberpool.spi.OutboundRecord;
import dev.numberpool.spi.ThreadRecord;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Looks at threads: who uses them, and whether that takes codes. */
final class Threads {
    private final DeskPorts ports;
    private final People people;

    Threads(DeskPorts ports, People people) {
        this.ports = ports;
        this.people = people;
    }

    /** The thread of an assignment that has an agent. */
    static SenderThread of(Assignment assignment) {
        Participant agent = assignment.agent();
        if (agent == null) {
            throw new IllegalArgumentException("conversation '" + assignment.conversation() + "' has no agent");
        }
        return new SenderThread(agent, assignment.number());
    }

    /** The active assignment that a message is about, as it is now; empty if it has ended or has no agent. */
    Optional<Assignment> assignmentOf(OutboundRecord message) {
        return Optional.ofNullable(message.conversation())
                .flatMap(ports.numbers()::find)
                .map(ConversationRecord::active)
                .filter(active -> active.agent() != null);
    }

    /** The same, if it is still on the thread that the message waits on. */
    Optional<Assignment> assignmentStillOn(OutboundRecord message) {
        return assignmentOf(message).filter(active -> of(active).equals(message.thread()));
    }

    /** All threads that are the same chat as this one, as they are now. */
    ThreadRecord look(SenderThread thread, Instant at) {
        return look(thread, people.of(thread.participant()), at);
    }

    ThreadRecord look(SenderThread thread, Set<Participant> everyAddress, Instant at) {
        return ports.threads()
                .thread(thread.number(), everyAddress, at.minus(ports.pool().coolDown()));
    }

    /** Whether the agent could take the message for another conversation's, or has been used to codes on this number. */
    boolean needsCode(Assignment assignment, ThreadRecord thread) {
        ConversationId conversation = assignment.conversation();
        return assignment.isFallback()
                || thread.active().stream()
                        .anyMatch(other -> !other.conversation().equals(conversation))
                || thread.left().stream().anyMatch(other -> !other.equals(conversation))
                || hasOneNumber(assignment);
    }

    private boolean hasOneNumber(Assignment assignment) {
        return ports.pool().widget(assignment.widget()).pool().stream()
                        .filter(PooledNumber::active)
                        .count()
                == 1;
    }
}
