package dev.numberpool.jdbc;

import dev.numberpool.PhoneNumber;
import dev.numberpool.spi.Health;
import dev.numberpool.spi.NumberFacts;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The facts of one number while they are being collected. */
final class CollectedFacts {
    int active;
    int activeWithAgent;
    long lastUsed;

    @Nullable
    Instant lastUsedAt;

    @Nullable
    Instant lastLeftAt;

    @Nullable
    Instant lastUsedWithCustomer;

    @Nullable
    Instant lastInboundAt;

    /** What the source says that lasts longest. */
    private @Nullable Health health;

    void left(@Nullable Instant at) {
        lastLeftAt = later(lastLeftAt, at);
    }

    void wrote(@Nullable Instant at) {
        lastInboundAt = later(lastInboundAt, at);
    }

    void says(Health noted) {
        if (health == null || noted.until().isAfter(health.until())) {
            health = noted;
        }
    }

    NumberFacts of(PhoneNumber number) {
        return new NumberFacts(
                number,
                active,
                activeWithAgent,
                lastUsed,
                lastUsedAt,
                lastLeftAt,
                lastUsedWithCustomer,
                lastInboundAt,
                health);
    }

    private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isAfter(other) ? one : other;
    }
}
