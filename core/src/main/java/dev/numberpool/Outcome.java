package dev.numberpool;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one run of a verb came to. */
sealed interface Outcome {
    /** What the store is to record. */
    default Optional<Assignment> record() {
        return Optional.empty();
    }

    /** The conversation keeps what it has; nothing is recorded. */
    record Kept(Assignment assignment) implements Outcome {}

    /** An agent is attached to the assignment that there is. */
    record Attached(Assignment assignment) implements Outcome {
        @Override
        public Optional<Assignment> record() {
            return Optional.of(assignment);
        }
    }

    /** A number was chosen. */
    record Settled(@Nullable Assignment before, Assignment after, Choice choice, Choice.Pick pick) implements Outcome {
        @Override
        public Optional<Assignment> record() {
            return Optional.of(after);
        }
    }

    /** No step had a number. */
    record Nothing(Choice choice) implements Outcome {}

    /** A step of the chain has to be asked outside the transaction, then the verb runs again. */
    record Asking(Question question) implements Outcome {}

    /** The conversation's agent is not the one that the snapshot was made for: read it and run again. */
    record Outdated() implements Outcome {}

    /** What would have been chosen now, and what the conversation has, if anything. */
    record Explained(Choice choice, @Nullable Assignment settled) implements Outcome {}
}
