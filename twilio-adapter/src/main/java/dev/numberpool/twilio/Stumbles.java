package dev.numberpool.twilio;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How often the host failed to handle a message. At first what was written after it in the same chat waits, so that it
 * stays in order; a message that fails again and again must not keep the others away for ever. Known to one process only,
 * which is enough: it only decides how long others wait.
 */
final class Stumbles {
    private static final int PATIENCE = 3;
    private static final int MAX_REMEMBERED = 10_000;

    private final Map<String, Integer> failures = new ConcurrentHashMap<>();

    /** Notes a failure; true if what comes after the message should wait. */
    boolean holdsUp(String messageId) {
        if (failures.size() >= MAX_REMEMBERED) {
            failures.clear();
        }
        return failures.merge(messageId, 1, Integer::sum) <= PATIENCE;
    }

    void handled(String messageId) {
        failures.remove(messageId);
    }
}
