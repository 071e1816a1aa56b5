package dev.numberpool;

import org.jspecify.annotations.Nullable;

/**
 * The root of everything that numberpool throws on purpose, apart from {@link IllegalArgumentException} for values that
 * can never be right. Messages name ids in full and numbers masked, and say what to do next.
 */
public abstract class NumberPoolException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** For the exceptions of numberpool. */
    protected NumberPoolException(String message) {
        super(message);
    }

    /** For the exceptions of numberpool. */
    protected NumberPoolException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
