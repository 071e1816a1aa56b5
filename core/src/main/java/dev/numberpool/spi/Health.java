package dev.numberpool.spi;

import java.time.Instant;

/**
 * Why a number should not get new conversations, and until when.
 *
 * @param reason what happened, in a few words without numbers or message texts
 * @param since when it happened
 * @param until from when on the number counts as healthy again
 */
public record Health(String reason, Instant since, Instant until) {
    /** Who says so. What one says, another does not take back: a poll must not end what an operator has ordered. */
    public enum Source {
        /** Somebody who knows, through {@link dev.numberpool.NumberPool#quarantine}. */
        OPERATOR,
        /** A message that the provider did not take or did not deliver; ended by one that arrives. */
        MESSAGE,
        /** A look at the provider's list of senders; ended by the next one. */
        POLL
    }

    /** True if the number counts as healthy at this time. */
    public boolean isOver(Instant at) {
        return !until.isAfter(at);
    }
}
