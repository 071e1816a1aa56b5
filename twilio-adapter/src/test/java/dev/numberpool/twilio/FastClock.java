package dev.numberpool.twilio;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Time that passes faster than on the wall, and alike in every process.
 *
 * @param began a moment on the wall
 * @param base what time it was then
 * @param factor how much faster
 */
record FastClock(Instant began, Instant base, int factor) implements InstantSource {
    static FastClock from(Instant base, int factor) {
        return new FastClock(Instant.now(), base, factor);
    }

    /** What {@link #toString} has written. */
    static FastClock parse(String text) {
        String[] words = text.split("/");
        return new FastClock(Instant.parse(words[0]), Instant.parse(words[1]), Integer.parseInt(words[2]));
    }

    @Override
    public Instant instant() {
        return base.plus(Duration.between(began, Instant.now()).multipliedBy(factor));
    }

    @Override
    public String toString() {
        return began + "/" + base + "/" + factor;
    }
}
