package dev.numberpool;

import dev.numberpool.spi.CredentialsReader;
import org.jspecify.annotations.Nullable;

/** A step of the chain, with what it needs and where its number is said to come from. */
sealed interface FallbackStep permits HandoverDefault, CredentialsNumber, HostStep {
    String name();

    Assignment.Source source();

    /** True if the widget alone holds the answer, so that it can be given inside the transaction. */
    boolean isInstant();

    /** The part of the stored widget that the answer is made of: while it is the same, so is the answer. */
    @Nullable
    String basis(Widget widget);

    /** The answer. Only instant steps are asked while a transaction is open. */
    StepAnswer answer(Handover handover, Widget widget, @Nullable CredentialsReader reader);
}
