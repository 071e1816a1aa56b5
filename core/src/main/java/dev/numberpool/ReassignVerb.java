package dev.numberpool;

import dev.numberpool.spi.Snapshot;
import java.time.Instant;
import java.util.Objects;

/** Gives a conversation any number but the one that it has. */
final class ReassignVerb extends Verb {
    ReassignVerb(Handover handover, Instant at, Chooser chooser, Answers answers) {
        super(handover, at, chooser, answers);
    }

    @Override
    Outcome run(Snapshot snapshot) {
        Assignment active = active(snapshot);
        return Objects.equals(active.agent(), handover.agent())
                ? settle(chooser.choose(handover, snapshot, at, answers, active.number()), active)
                : new Outcome.Outdated();
    }
}
