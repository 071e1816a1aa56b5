package dev.numberpool;

import java.util.Optional;

/**
 * A step of the fallback chain: a number for when the pool has none. Steps run outside any transaction of ours, so a
 * host's step may read its own configuration. In a host's transaction that a store has joined, they run inside that one,
 * and other decisions for the widget wait: there a step should be quick. Safe for use by many threads.
 */
@FunctionalInterface
public interface Fallback {
    /**
     * The number of this step, or empty if it has none. A step that throws counts as having none; its message is
     * reported, so it must not contain secrets.
     */
    Optional<PhoneNumber> number(Handover handover, Widget widget);
}
