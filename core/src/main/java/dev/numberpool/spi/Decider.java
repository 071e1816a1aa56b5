package dev.numberpool.spi;

import dev.numberpool.Assignment;
import java.util.Optional;

/** Decides what a store records. Pure: it may run again, on a newer snapshot, if the first run could not be recorded. */
@FunctionalInterface
public interface Decider {
    /**
     * Decides.
     *
     * @return what to record, or empty to record nothing. {@link Assignment#isNew} true is a new choice; false attaches
     *     an agent to the assignment that there is
     */
    Optional<Assignment> decide(Snapshot snapshot);
}
