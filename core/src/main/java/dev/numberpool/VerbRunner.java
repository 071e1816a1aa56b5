package dev.numberpool;

import dev.numberpool.spi.CredentialsReader;
import dev.numberpool.spi.NumberStore;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Runs a verb on the store, and again after each step of the fallback chain that has to be asked outside it. */
final class VerbRunner {
    /** Every round answers one step of the chain, or follows a change of the widget: a few are normal. */
    static final int MAX_ROUNDS = 20;

    private final NumberStore numbers;
    private final Chooser chooser;
    private final @Nullable CredentialsReader credentials;
    private final InstantSource clock;

    VerbRunner(NumberStore numbers, Chooser chooser, @Nullable CredentialsReader credentials, InstantSource clock) {
        this.numbers = numbers;
        this.chooser = chooser;
        this.credentials = credentials;
        this.clock = clock;
    }

    /** How a verb is made; called again for every round. */
    interface Maker {
        Verb make(Handover handover, Instant at, Chooser chooser, Answers answers);
    }

    /** Databases keep times to the microsecond or less: what is returned now must equal what is read later. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    Outcome run(Handover handover, Maker maker) {
        Answers answers = new Answers(handover, credentials);
        for (int round = 0; round < MAX_ROUNDS + chooser.steps(); round++) {
            Instant at = now();
            Verb verb = maker.make(handover, at, chooser, answers);
            numbers.decide(handover, at, verb);
            if (!(verb.outcome() instanceof Outcome.Asking asking)) {
                return verb.outcome();
            }
            answers.ask(asking.question().step(), asking.question().widget());
        }
        throw new StoreException(
                "widget '" + handover.widget() + "' kept changing while its fallback was asked; try again later", true);
    }
}
