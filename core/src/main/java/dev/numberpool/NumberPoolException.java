package dev.numberpool;

/**
 * The root of everything that numberpool throws on purpose, apart from {@link IllegalArgumentException} for values that
 * can never be right. Messages name ids in full and numbers masked, and say what to do next.
 */
public abstract class NumberPoolException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NumberPoolException(String message) {
        super(message);
    }

    NumberPoolException(String message, Throwable cause) {
        super(message, cause);
    }
}
