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
    /** True if the number counts as healthy at this time. */
    public boolean isOver(Instant at) {
        return !until.isAfter(at);
    }
}
