package dev.numberpool.twilio.fake;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * The 24 hours in which free text may go from one of our numbers to a person, counted from what the person last wrote
 * to this number. Guarded by the world's lock.
 */
final class ServiceWindows {
    private static final Duration LENGTH = Duration.ofHours(24);

    private final Map<String, Instant> opened = new HashMap<>();

    void open(String person, String number, Instant at) {
        opened.merge(key(person, number), at, (one, other) -> one.isAfter(other) ? one : other);
    }

    boolean isOpen(String person, String number, Instant at) {
        Instant since = opened.get(key(person, number));
        return since != null && at.isBefore(since.plus(LENGTH));
    }

    private static String key(String person, String number) {
        return person + " " + number;
    }
}
