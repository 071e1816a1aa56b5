package dev.numberpool;

import dev.numberpool.spi.Snapshot;
import java.time.Instant;

/** Gives a conversation to another agent, on the same number if that agent's thread there is free. */
final class TransferVerb extends Verb {
    TransferVerb(Handover handover, Instant at, Chooser chooser, Answers answers) {
        super(handover, at, chooser, answers);
    }

    @Override
    Outcome run(Snapshot snapshot) {
        Assignment active = active(snapshot);
        if (handover.agent() == null || handover.agent().equals(active.agent())) {
            return new Outcome.Kept(active);
        }
        int others = snapshot.factsOf(active.number()).activeWithAgent();
        if (others == 0) {
            return keepNumber(active, others, "the new agent's thread on it is free");
        }
        if (active.isFallback()) {
            return keepNumber(active, others, "it came from the fallback chain");
        }
        Outcome chosen = settle(chooser.choose(handover, snapshot, at, answers, null), active);
        return chosen instanceof Outcome.Nothing ? keepNumber(active, others, "there is no other number") : chosen;
    }

    private Outcome keepNumber(Assignment active, int others, String why) {
        Choice.Pick pick = new Choice.Pick(
                active.number(), active.displayName(), active.source(), others, false, "keeps its number: " + why);
        return settle(Choice.of(pick), active);
    }
}
