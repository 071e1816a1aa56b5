package dev.numberpool.examples.supportdesk.pool;

import dev.numberpool.Usage;
import dev.numberpool.examples.supportdesk.web.Times;
import dev.numberpool.spi.Health;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How much a number is used at this moment, ready to print.
 *
 * @param number the number
 * @param name its name, or the number
 * @param inPool whether it is in the pool
 * @param active active conversations
 * @param shared threads that more than one of them use
 * @param oldest for how long the oldest of them has had the number, or null
 * @param lastUsed when it was last chosen
 * @param isCooling whether a conversation has just left it
 * @param unhealthy why it does not work, or null
 * @param until for how much longer that is taken for granted
 * @param bar its active conversations, in hundredths of those of the busiest
 * @param share what its weight is of all, in hundredths of the busiest number's conversations; -1 if it gets none
 */
public record NumberUse(
        String number,
        String name,
        boolean inPool,
        int active,
        int shared,
        @Nullable String oldest,
        String lastUsed,
        boolean isCooling,
        @Nullable String unhealthy,
        String until,
        int bar,
        int share) {

    static NumberUse of(Usage.OfNumber row, @Nullable Health health, Instant now, int busiest, double share) {
        Instant oldest = row.oldest();
        return new NumberUse(
                row.number().e164(),
                row.displayName(),
                row.inPool(),
                row.active(),
                row.sharedThreads(),
                oldest == null ? null : Times.span(Duration.between(oldest, now)),
                Times.ago(row.lastUsedAt(), now),
                row.coolingDown(),
                row.unhealthy(),
                health == null ? "" : Times.span(Duration.between(now, health.until())),
                busiest == 0 ? 0 : 100 * row.active() / busiest,
                share < 0 ? -1 : (int) Math.round(Math.min(100, 100 * share / Math.max(1, busiest))));
    }

    /** The number masked. */
    @Override
    public String toString() {
        return "NumberUse[active=" + active + "]";
    }
}
