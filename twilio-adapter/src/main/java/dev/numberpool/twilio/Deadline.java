package dev.numberpool.twilio;

import java.time.Duration;

/**
 * The moment at which a call has to be over.
 *
 * @param nanoTime that moment on {@link System#nanoTime()}, which no clock change moves
 */
record Deadline(long nanoTime) {
    static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /** What is left; 0 if it has passed. */
    long nanosLeft() {
        return Math.max(0, nanoTime - System.nanoTime());
    }

    boolean leaves(Duration time) {
        return nanosLeft() > time.toNanos();
    }
}
