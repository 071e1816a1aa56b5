package dev.numberpool.twilio;

import java.time.Duration;

/**
 * How requests are made.
 *
 * @param endpoints where they may go
 * @param connectTimeout how long a connection may take
 * @param totalTimeout how long a call may take in all: waiting for its turn, connecting, the last byte of the answer
 * @param maxConcurrent how many may be under way at a time
 * @param maxAnswerBytes how long an answer may be
 */
record HttpOptions(
        Endpoints endpoints, Duration connectTimeout, Duration totalTimeout, int maxConcurrent, int maxAnswerBytes) {
    /** Checks that the time-outs fit together. */
    HttpOptions {
        if (connectTimeout.compareTo(totalTimeout) > 0) {
            throw new IllegalArgumentException(
                    "connectTimeout " + connectTimeout + " is longer than totalTimeout " + totalTimeout);
        }
        if (maxConcurrent < 1 || maxAnswerBytes < 1) {
            throw new IllegalArgumentException("at least one request at a time, and one byte of its answer");
        }
    }
}
