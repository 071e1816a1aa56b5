package dev.numberpool.examples.supportdesk.web;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Times as people say them. */
public final class Times {
    private Times() {}

    /** Such as {@code 3 min ago}; {@code never} for null. */
    public static String ago(@Nullable Instant then, Instant now) {
        if (then == null) {
            return "never";
        }
        Duration age = Duration.between(then, now);
        return age.toSeconds() < 5 ? "just now" : span(age) + " ago";
    }

    /** Such as {@code 3 min}: the largest unit only. */
    public static String span(Duration time) {
        if (time.toMinutes() < 1) {
            return time.toSeconds() + " s";
        }
        if (time.toHours() < 1) {
            return time.toMinutes() + " min";
        }
        return time.toDays() < 2 ? time.toHours() + " h" : time.toDays() + " days";
    }
}
