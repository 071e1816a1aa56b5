package dev.numberpool.desk;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the provider says about a message that we sent. At least one of reference and provider id is there.
 *
 * @param reference our reference, as {@link dev.numberpool.spi.OutboundMessage} carried it, or null
 * @param providerId the provider's id of the message, or null
 * @param state how far it has come
 * @param failure why it did not arrive; null if it did, or may yet. {@link Failure.Kind#UNCLASSIFIED} if nobody says why
 * @param at when that was said
 */
public record DeliveryReport(
        @Nullable String reference,
        @Nullable String providerId,
        DeliveryState state,
        @Nullable Failure failure,
        Instant at) {

    /** Checks that the message is named, and that a failure is. */
    public DeliveryReport {
        if (reference == null && providerId == null) {
            throw new IllegalArgumentException("a delivery report names neither our reference nor the provider's id");
        }
        if (failure == null && state.isFailure()) {
            failure = Failure.of(Failure.Kind.UNCLASSIFIED);
        }
    }
}
