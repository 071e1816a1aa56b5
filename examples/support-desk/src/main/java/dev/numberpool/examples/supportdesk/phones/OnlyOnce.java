package dev.numberpool.examples.supportdesk.phones;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Does what a form says once. The same one again, as a double click sends it, is answered with what came of it the first
 * time. Safe for use by many threads.
 */
final class OnlyOnce {
    /** Nobody sends a form for the second time after so many others. */
    private static final int REMEMBERED = 100;

    private final Map<String, Form.Done> done = new ConcurrentHashMap<>();

    /**
     * Does it, or waits until the same form has been done. What is refused may be sent again.
     *
     * @param sent all that the form sent, with the id of the page that it stood on
     */
    Form.Done of(String sent, Supplier<Form.Done> action) {
        if (done.size() >= REMEMBERED) {
            done.clear();
        }
        return done.computeIfAbsent(sent, first -> action.get());
    }
}
