package dev.numberpool;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** For how long a thread that a conversation has left is avoided while another is free. */
record CoolDown(Duration time) {
    /** Stores need not remember for longer when a thread was left. Above STANDARD, whose making reads it. */
    private static final Duration LONGEST = Duration.ofDays(1);

    static final CoolDown STANDARD = new CoolDown(Duration.ofMinutes(10));

    CoolDown {
        if (time.isNegative() || time.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("coolDown is " + time + "; it must be between zero and one day");
        }
    }

    /** A thread may have been left after {@code at}, by a call that got its turn first: no time at all is still none. */
    boolean covers(@Nullable Instant lastLeft, Instant at) {
        return lastLeft != null && !time.isZero() && lastLeft.plus(time).isAfter(at);
    }
}
