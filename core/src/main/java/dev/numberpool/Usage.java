package dev.numberpool;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much each number of a widget is used.
 *
 * @param widget the widget
 * @param numbers the pool in its order, then numbers that are no longer in the pool but still carry conversations
 */
public record Usage(WidgetId widget, List<OfNumber> numbers) {
    /**
     * One number's use by the widget.
     *
     * @param number the number
     * @param displayName its name, or the number itself
     * @param inPool false if the number is no longer in the pool
     * @param enabled whether new conversations may get it
     * @param active active conversations of the widget on it
     * @param sharedThreads threads that more than one of these conversations use; those without an agent count as one
     * @param oldest when the oldest of them got the number, or null
     * @param lastUsedAt when the number was last chosen, or null
     * @param coolingDown whether a conversation left it so recently that a late message may still come
     * @param unhealthy why it does not work at present, or null
     */
    public record OfNumber(
            PhoneNumber number,
            String displayName,
            boolean inPool,
            boolean enabled,
            int active,
            int sharedThreads,
            @Nullable Instant oldest,
            @Nullable Instant lastUsedAt,
            boolean coolingDown,
            @Nullable String unhealthy) {

        /** The facts with the number masked, without its name. */
        @Override
        public String toString() {
            return number.masked() + " active=" + active + " sharedThreads=" + sharedThreads + " oldest=" + oldest
                    + " inPool=" + inPool + " enabled=" + enabled + " coolingDown=" + coolingDown
                    + (unhealthy == null ? "" : " unhealthy: " + unhealthy);
        }
    }

    /** Copies the list. */
    public Usage {
        numbers = List.copyOf(numbers);
    }
}
