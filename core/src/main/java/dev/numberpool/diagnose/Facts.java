package dev.numberpool.diagnose;

import dev.numberpool.Assignment;
import dev.numberpool.PhoneNumber;
import dev.numberpool.PooledNumber;
import dev.numberpool.Widget;
import dev.numberpool.WidgetId;
import dev.numberpool.spi.Health;
import dev.numberpool.spi.NumberFacts;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the store says of one widget.
 *
 * @param widget its numbers
 * @param usage what is known of the numbers of its pool and of those in use
 * @param active its active assignments, the oldest first
 * @param credentials what its credentials are good for
 * @param at the time of the diagnosis
 */
record Facts(
        Widget widget, List<NumberFacts> usage, List<Assignment> active, StoredCredentials credentials, Instant at) {

    WidgetId id() {
        return widget.id();
    }

    List<PooledNumber> activeEntries() {
        return widget.pool().stream().filter(PooledNumber::active).toList();
    }

    /** Why the number is marked as not working at present, or null. */
    @Nullable
    Health healthOf(PhoneNumber number) {
        return usage.stream()
                .filter(facts -> facts.number().equals(number))
                .map(NumberFacts::health)
                .flatMap(Stream::ofNullable)
                .filter(health -> !health.isOver(at))
                .findFirst()
                .orElse(null);
    }

    /** The numbers on which messages come and go or would with the next handover; what to say of each if it is not of the pool. */
    Map<PhoneNumber, String> carrying() {
        Map<PhoneNumber, String> roles = new LinkedHashMap<>();
        activeEntries().forEach(entry -> roles.put(entry.number(), ""));
        PhoneNumber standard = widget.handoverNumber();
        if (standard != null) {
            roles.putIfAbsent(standard, " (the default number)");
        } else if (credentials.number() != null) {
            roles.putIfAbsent(credentials.number(), " (the number in the credentials)");
        }
        active.forEach(assignment -> roles.putIfAbsent(assignment.number(), " (still in use)"));
        return roles;
    }

    /** True if the number that a conversation has is one that the widget gives today, as far as one can know. */
    boolean has(Assignment assignment) {
        PhoneNumber number = assignment.number();
        return switch (assignment.source()) {
            case POOL -> widget.pool().stream().anyMatch(entry -> entry.number().equals(number));
            case HANDOVER_DEFAULT -> number.equals(widget.handoverNumber());
            case CREDENTIALS -> credentials.number() == null || number.equals(credentials.number());
            case HOST -> true;
        };
    }
}
