package dev.numberpool.twilio.fake;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The fake's own time: it stands still until a test moves it. It dates messages, and closes service windows and
 * conversations with timers. Safe for use by many threads.
 */
public final class FakeClock extends Clock {
    private final AtomicReference<Instant> now;
    private final CopyOnWriteArrayList<Runnable> watchers = new CopyOnWriteArrayList<>();

    FakeClock(Instant start) {
        this.now = new AtomicReference<>(start);
    }

    /** Moves time forward, and with it everything that only waits for time to pass. */
    public void advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("time does not run backwards: " + by);
        }
        now.updateAndGet(instant -> instant.plus(by));
        watchers.forEach(Runnable::run);
    }

    void whenMoved(Runnable watcher) {
        watchers.add(watcher);
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    /** The same clock: its zone is always UTC, as Twilio's. */
    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
