package dev.numberpool;

import dev.numberpool.spi.Snapshot;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Keeps the number that there is, or chooses one. */
final class AssignVerb extends Verb {
    AssignVerb(Handover handover, Instant at, Chooser chooser, Answers answers) {
        super(handover, at, chooser, answers);
    }

    @Override
    Outcome run(Snapshot snapshot) {
        Assignment settled = snapshot.conversation().settled();
        if (settled == null) {
            return settle(chooser.choose(handover, snapshot, at, answers, null), null);
        }
        Participant agent = agentToAttach(settled, handover);
        return agent == null ? new Outcome.Kept(settled) : new Outcome.Attached(settled.withAgent(agent));
    }

    /**
     * The handover's agent if the assignment lacks one, else null.
     *
     * @throws AgentConflictException if the handover names another agent
     */
    static @Nullable Participant agentToAttach(Assignment settled, Handover handover) {
        Participant asked = handover.agent();
        Participant current = settled.agent();
        if (asked != null && current != null && !asked.equals(current)) {
            throw new AgentConflictException(handover.conversation(), current, asked);
        }
        return current == null ? asked : null;
    }
}
