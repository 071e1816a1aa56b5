package dev.numberpool.examples.benchmarks;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What was asked for, and what came of it: everything exactly once. Used by all callers at once. */
final class Ledger {
    private final Set<String> asked = ConcurrentHashMap.newKeySet();
    private final Set<String> done = ConcurrentHashMap.newKeySet();
    private final AtomicLong repeated = new AtomicLong();

    void ask(String key) {
        Calls.require(asked.add(key), "asked twice for '" + key + "'");
    }

    void done(String key) {
        if (!done.add(key)) {
            repeated.incrementAndGet();
        }
    }

    /** Asked for, but never done. */
    long missing() {
        return asked.stream().filter(key -> !done.contains(key)).count();
    }

    /** Done once more than it should have been. */
    long repeated() {
        return repeated.get();
    }

    /** Done although nobody asked for it. */
    long unasked() {
        return done.stream().filter(key -> !asked.contains(key)).count();
    }

    boolean isExact() {
        return !asked.isEmpty() && missing() == 0 && repeated() == 0 && unasked() == 0;
    }

    @Override
    public String toString() {
        return "%d asked for, %d done, %d missing, %d repeated, %d that nobody asked for"
                .formatted(asked.size(), done.size(), missing(), repeated(), unasked());
    }
}
