package dev.numberpool.spi;

import dev.numberpool.PhoneNumber;
import dev.numberpool.Widget;
import java.util.Collections;
import java.util.Map;

/**
 * All that a decision may depend on, as it is at one moment.
 *
 * @param conversation the conversation
 * @param widget the widget with its pool
 * @param facts by number; at least every number of the pool, the default number, and the one that the conversation has, of
 *     which something is known
 */
public record Snapshot(ConversationRecord conversation, Widget widget, Map<PhoneNumber, NumberFacts> facts) {
    /** Takes the facts as they are, since there may be thousands: the map must not be changed any more. */
    public Snapshot {
        facts = Collections.unmodifiableMap(facts);
    }

    /** Numbers masked. */
    @Override
    public String toString() {
        return "Snapshot[" + conversation + ", " + widget + ", facts=" + facts.values() + "]";
    }

    /** What is known of a number; zeros if nothing is. */
    public NumberFacts factsOf(PhoneNumber number) {
        NumberFacts known = facts.get(number);
        return known == null ? NumberFacts.none(number) : known;
    }
}
