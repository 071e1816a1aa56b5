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
        return isSince(since(at), lastLeft);
    }

    /** Threads that were left after this time are avoided; null if none is. */
    @Nullable
    Instant since(Instant at) {
        return time.isZero() ? null : at.minus(time);
    }

    /** @param since see {@link #since}, which is the same for all threads */
    static boolean isSince(@Nullable Instant since, @Nullable Instant lastLeft) {
        return since != null && lastLeft != null && lastLeft.isAfter(since);
    }
}
