package dev.numberpool;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a widget's pool.
 *
 * @param number the sender number
 * @param id how the host calls the entry; the number itself if it calls it nothing
 * @param displayName what people call the number, at most 255 characters; the number itself if it has no name
 * @param active whether new conversations may get it; conversations that have it keep it in any case
 * @param weight its share of the work relative to the others, above 0, default 1: of two numbers that are equally free
 *     for the agent, one of weight 2 carries twice the conversations. Where handovers name no agent, being free comes
 *     down to the same count, and weights only decide between equals
 * @param notes the operator's remark, or null
 * @param properties what else the stored entry holds, name to JSON text; kept on saving
 */
public record PooledNumber(
        PhoneNumber number,
        String id,
        String displayName,
        boolean active,
        double weight,
        @Nullable String notes,
        Map<String, String> properties) {

    /**
     * Checks the entry and copies its properties.
     *
     * @throws IllegalArgumentException if the weight is not above 0 and finite, or id or display name cannot be stored
     */
    public PooledNumber {
        Text.checkedId("id of a pool entry", id);
        Text.checkedId("display name of a pool entry", displayName);
        if (!(weight > 0) || Double.isInfinite(weight)) {
            throw new IllegalArgumentException(
                    "weight of " + number.masked() + " is " + weight + "; it must be above 0");
        }
        properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    }

    /** An active entry of weight 1 without a name. */
    public static PooledNumber of(PhoneNumber number) {
        return new PooledNumber(number, number.e164(), number.e164(), true, 1, null, Map.of());
    }

    /** The same entry under this name. */
    public PooledNumber withDisplayName(String displayName) {
        return new PooledNumber(number, id, displayName, active, weight, notes, properties);
    }

    /** The same entry, switched on or off for new conversations. */
    public PooledNumber withActive(boolean active) {
        return new PooledNumber(number, id, displayName, active, weight, notes, properties);
    }

    /** The same entry with this weight. */
    public PooledNumber withWeight(double weight) {
        return new PooledNumber(number, id, displayName, active, weight, notes, properties);
    }

    /** The same entry with this remark. */
    public PooledNumber withNotes(@Nullable String notes) {
        return new PooledNumber(number, id, displayName, active, weight, notes, properties);
    }

    /** Number masked; notes and unknown properties left out. */
    @Override
    public String toString() {
        return "PooledNumber[number=" + number.masked() + ", active=" + active + ", weight=" + weight + "]";
    }
}
