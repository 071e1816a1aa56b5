package dev.numberpool.examples.supportdesk.pool;

/**
 * Something wrong with what is stored.
 *
 * @param index of the entry, from 0; -1 for the pool as a whole or the default number
 * @param message what is wrong
 * @param value what is stored there
 */
public record Found(int index, String message, String value) {
    /** No value: it may hold numbers. */
    @Override
    public String toString() {
        return "[" + index + "] " + message;
    }
}
