package dev.numberpool;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A number that may be chosen, with all that a strategy may want to know of it. All counts are those of the one moment
 * at which the decision is made, and leave the conversation itself out.
 *
 * @param number the sender number
 * @param displayName its name in the pool
 * @param weight its share of the work, above 0, default 1
 * @param position its place in the pool, from 0
 * @param active active conversations of this widget on the number
 * @param activeWithAgent active conversations, of any widget, on the thread of this agent and this number. Where an
 *     agent is not known, here or there, it is taken for the same: 0 means that the thread is surely free
 * @param lastUsed the widget's decision that last chose the number; larger is later, 0 is never. No clock is involved
 * @param lastUsedWithCustomer when the handover's customer last had this number, or null
 * @param coolingDown whether a conversation left this thread so recently that a late message may still come
 * @param window whether the agent may be written to freely on this number
 * @param healthy false while the number is known not to work
 */
public record Candidate(
        PhoneNumber number,
        String displayName,
        double weight,
        int position,
        int active,
        int activeWithAgent,
        long lastUsed,
        @Nullable Instant lastUsedWithCustomer,
        boolean coolingDown,
        ServiceWindow window,
        boolean healthy) {

    /** True if no active conversation uses the thread of the agent and this number. */
    public boolean isFree() {
        return activeWithAgent == 0;
    }

    /** The facts with the number masked, without its name. */
    @Override
    public String toString() {
        return "Candidate[" + number.masked() + ", active=" + active + ", activeWithAgent=" + activeWithAgent
                + ", weight=" + weight + ", lastUsed=" + lastUsed + ", coolingDown=" + coolingDown + ", window="
                + window
                + ", healthy=" + healthy + ", position=" + position + "]";
    }
}
