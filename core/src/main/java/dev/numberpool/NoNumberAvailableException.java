package dev.numberpool;

import java.util.List;

/** Neither the pool nor any step of the fallback chain has a number; {@link #reasons()} says why, step by step. */
public final class NoNumberAvailableException extends NumberPoolException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> reasons;

    /** Names what was asked for and why each step had nothing. */
    public NoNumberAvailableException(String what, List<String> reasons) {
        super(what + ": no number available; " + String.join("; ", reasons));
        this.reasons = List.copyOf(reasons);
    }

    /** One line per step, in the order in which they were tried, numbers masked. */
    public List<String> reasons() {
        return reasons;
    }
}
