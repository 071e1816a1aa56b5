package dev.numberpool;

import dev.numberpool.spi.CredentialsReader;
import org.jspecify.annotations.Nullable;

/** A step of the chain, with what it needs and where its number is said to come from. */
sealed interface FallbackStep permits HandoverDefault, SlowStep {
    String name();

    Assignment.Source source();

    /** The answer. Slow steps are not asked while a transaction is open. */
    StepAnswer answer(Handover handover, Widget widget, @Nullable CredentialsReader reader);
}
