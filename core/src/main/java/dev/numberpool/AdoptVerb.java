package dev.numberpool;

import dev.numberpool.spi.Snapshot;
import java.time.Instant;

/** Writes the fallback number into a conversation that has none. */
final class AdoptVerb extends Verb {
    AdoptVerb(Handover handover, Instant at, Chooser chooser, Answers answers) {
        super(handover, at, chooser, answers);
    }

    @Override
    Outcome run(Snapshot snapshot) {
        Assignment known = snapshot.conversation().assignment();
        return known == null ? settle(chooser.chooseFallback(snapshot, answers), null) : new Outcome.Kept(known);
    }
}
