package dev.numberpool;

import java.util.function.Supplier;

/**
 * Is told what happened, after it was committed; with a store that joins the host's transaction, after the statement and
 * before the host's commit. Called in the caller's thread, outside our locks. What a listener throws is logged and
 * changes nothing. All methods do nothing by default.
 */
public interface NumberPoolListener {
    /**
     * A conversation got a number.
     *
     * @param why the whole decision; built when asked for
     */
    default void assigned(Assignment assignment, Supplier<Decision> why) {}

    /** A conversation was moved to another agent or number by transfer, reassign or drain. */
    default void moved(Assignment before, Assignment after, Supplier<Decision> why) {}

    /**
     * Every number was taken for this agent, so the conversation shares a thread and must be answered by code.
     *
     * @param others how many other active conversations use the thread
     */
    default void shared(Assignment assignment, int others) {}

    /** Every number of the pool is unhealthy and the fallback chain had none: the least recently failed was used. */
    default void usedUnhealthy(Assignment assignment) {}

    /** An assignment was ended. */
    default void released(Assignment assignment) {}
}
