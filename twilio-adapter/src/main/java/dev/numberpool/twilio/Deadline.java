package dev.numberpool.twilio;

import java.time.Duration;

/**
 * Until when a call may begin and has to be over, on {@link System#nanoTime()}, which no clock change moves. Nothing is
 * begun in the second half: what is sent too late to hear the answer has an outcome that nobody knows.
 */
record Deadline(long lastBeginning, long end) {
    static Deadline in(Duration time) {
        long now = System.nanoTime();
        return new Deadline(now + time.toNanos() / 2, now + time.toNanos());
    }

    /** What is left; 0 if it has passed. */
    long nanosLeft() {
        return Math.max(0, end - System.nanoTime());
    }

    /** How long something may still wait for its beginning; 0 if it is too late. */
    long nanosToBegin() {
        return Math.max(0, lastBeginning - System.nanoTime());
    }

    /** Whether something may still begin after a pause. */
    boolean leaves(Duration pause) {
        return nanosToBegin() > pause.toNanos();
    }
}
