package dev.numberpool;

import dev.numberpool.spi.Snapshot;
import java.time.Instant;

/** Chooses as assign would, and records nothing. */
final class ExplainVerb extends Verb {
    ExplainVerb(Handover handover, Instant at, Chooser chooser, Answers answers) {
        super(handover, at, chooser, answers);
    }

    @Override
    Outcome run(Snapshot snapshot) {
        Chosen chosen = chooser.choose(handover, snapshot, at, answers, null);
        if (chosen instanceof Question question) {
            return new Outcome.Asking(question);
        }
        Assignment settled = snapshot.conversation().settled();
        if (settled != null) {
            AssignVerb.agentToAttach(settled, handover);
        }
        return new Outcome.Explained((Choice) chosen, settled);
    }
}
