package dev.numberpool;

import dev.numberpool.spi.Health;
import dev.numberpool.spi.NumberFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Puts a widget's pool, the facts of its numbers and its active assignments together. */
final class UsageReport {
    private final Map<PhoneNumber, PooledNumber> pool;
    private final Map<PhoneNumber, NumberFacts> facts;
    private final Map<PhoneNumber, List<Assignment>> active;
    private final Instant at;
    private final CoolDown coolDown;

    UsageReport(Widget widget, List<NumberFacts> facts, List<Assignment> active, Instant at, CoolDown coolDown) {
        this.pool = widget.pool().stream()
                .collect(Collectors.toMap(PooledNumber::number, Function.identity(), (first, again) -> first));
        this.facts = facts.stream().collect(Collectors.toMap(NumberFacts::number, Function.identity()));
        this.active = active.stream().collect(Collectors.groupingBy(Assignment::number));
        this.at = at;
        this.coolDown = coolDown;
    }

    Usage of(Widget widget) {
        Set<PhoneNumber> numbers = new LinkedHashSet<>();
        widget.pool().forEach(entry -> numbers.add(entry.number()));
        active.keySet().stream().sorted(Comparator.comparing(PhoneNumber::e164)).forEach(numbers::add);
        List<Usage.OfNumber> rows = new ArrayList<>();
        numbers.forEach(number -> rows.add(row(number)));
        return new Usage(widget.id(), rows);
    }

    private Usage.OfNumber row(PhoneNumber number) {
        Optional<PooledNumber> entry = Optional.ofNullable(pool.get(number));
        NumberFacts known = facts.getOrDefault(number, NumberFacts.none(number));
        List<Assignment> assignments = active.getOrDefault(number, List.of());
        Health health = known.health();
        return new Usage.OfNumber(
                number,
                entry.map(PooledNumber::displayName).orElse(number.e164()),
                entry.isPresent(),
                entry.map(PooledNumber::active).orElse(false),
                assignments.size(),
                sharedThreads(assignments),
                assignments.stream()
                        .map(Assignment::assignedAt)
                        .min(Comparator.naturalOrder())
                        .orElse(null),
                known.lastUsedAt(),
                coolDown.covers(known.lastLeftAt(), at),
                health == null || health.isOver(at) ? null : health.reason());
    }

    private static int sharedThreads(List<Assignment> assignments) {
        Map<Optional<Participant>, Integer> perAgent = new HashMap<>();
        assignments.forEach(a -> perAgent.merge(Optional.ofNullable(a.agent()), 1, Integer::sum));
        return (int) perAgent.values().stream().filter(count -> count > 1).count();
    }
}
