/**
 * Finds what is wrong with pools, in words.
 *
 * <p>{@link dev.numberpool.diagnose.PoolDiagnosis} looks at widgets, their conversations and the provider's senders and
 * returns a {@link dev.numberpool.diagnose.Diagnosis} of {@link dev.numberpool.diagnose.Finding findings};
 * {@link dev.numberpool.diagnose.HealthPoll} keeps new conversations off numbers that the provider calls unusable.
 */
@NullMarked
package dev.numberpool.diagnose;

import org.jspecify.annotations.NullMarked;
