package dev.numberpool.spi;

import dev.numberpool.PhoneNumber;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a store knows of a number at the moment of a decision. The conversation that is decided on is left out of both
 * counts. <em>Agent</em> and <em>customer</em> are those of the handover.
 *
 * @param number the number
 * @param active active assignments of the widget on the number
 * @param activeWithAgent active assignments, of any widget, on the number that have this agent or none; all of them, if
 *     the handover names no agent
 * @param lastUsed the sequence number of the widget's last decision that chose the number; 0 is never
 * @param lastUsedAt when that was, or null
 * @param lastLeftAt when an assignment of this agent or of none last left the number; of anyone, if the handover names
 *     no agent. Null if never. A store may forget what is more than a day old
 * @param lastUsedWithCustomer when a conversation of this customer last got the number, or null
 * @param lastInboundAt when the agent last wrote to the number, or null
 * @param health why the number does not work, or null. It may be over
 */
public record NumberFacts(
        PhoneNumber number,
        int active,
        int activeWithAgent,
        long lastUsed,
        @Nullable Instant lastUsedAt,
        @Nullable Instant lastLeftAt,
        @Nullable Instant lastUsedWithCustomer,
        @Nullable Instant lastInboundAt,
        @Nullable Health health) {

    /** The facts with the number masked. */
    @Override
    public String toString() {
        return "NumberFacts[" + number.masked() + ", active=" + active + ", activeWithAgent=" + activeWithAgent
                + ", lastUsed=" + lastUsed + ", lastUsedAt=" + lastUsedAt + ", lastLeftAt=" + lastLeftAt
                + ", lastUsedWithCustomer=" + lastUsedWithCustomer + ", lastInboundAt=" + lastInboundAt + ", health="
                + health + "]";
    }

    /** A number of which nothing is known yet. */
    public static NumberFacts none(PhoneNumber number) {
        return new NumberFacts(number, 0, 0, 0, null, null, null, null, null);
    }
}
