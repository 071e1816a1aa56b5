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
     * A conversation was given or moved to a thread that it shares or may share, so it must be answered by code. Mostly
     * every number was taken for this agent; it may also be the choice of a strategy, a number of the fallback chain, or
     * that no number works. On a number that is neither in the pool nor the widget's default one, others may not be known:
     * there {@link Assignment#isFallback} alone says it.
     *
     * @param others how many other active conversations, of any widget, use the thread or may: where an agent is not known,
     *     here or there, it is taken for the same
     */
    default void shared(Assignment assignment, int others) {}

    /** Every number of the pool is unhealthy and the fallback chain had none: the least recently failed was used. */
    default void usedUnhealthy(Assignment assignment) {}

    /**
     * An assignment was ended by {@link NumberPool#release} or {@link NumberPool#releaseIdle}. A conversation that the host
     * closes by its status is not reported.
     */
    default void released(Assignment assignment) {}
}
