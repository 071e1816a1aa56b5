package dev.numberpool.jdbc;

import dev.numberpool.Assignment;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What came of one request: what is recorded, or what the decider or the store threw for this request alone.
 *
 * @param failure null if there was none
 */
record DecisionResult(
        Optional<Assignment> recorded, @Nullable Throwable failure) {
    static DecisionResult of(Optional<Assignment> recorded) {
        return new DecisionResult(recorded, null);
    }

    /** A decider declares no checked exceptions. */
    static DecisionResult failed(Throwable failure) {
        return new DecisionResult(Optional.empty(), failure);
    }

    /** The answer for the caller, in the caller's thread. */
    Optional<Assignment> get() {
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
        if (failure != null) {
            throw new IllegalStateException("a decider threw a checked exception", failure);
        }
        return recorded;
    }
}
