package dev.numberpool;

import dev.numberpool.spi.Health;
import dev.numberpool.spi.NumberFacts;
import dev.numberpool.spi.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sorts a widget's pool into the numbers that can serve, those that are unhealthy, and those that are out. */
final class Candidates {
    private static final String SWITCHED_OFF = "switched off";
    private static final String PRESENT = "the conversation has it now";

    /** No pool at all. */
    static final Candidates NONE = new Candidates();

    private final List<Candidate> usable = new ArrayList<>();
    private final Map<Candidate, Health> unhealthy = new LinkedHashMap<>();
    private final Map<PhoneNumber, String> excluded = new LinkedHashMap<>();
    private final int entries;
    private boolean presentWorks;
    private final boolean isUnreadable;

    private Candidates() {
        entries = 0;
        isUnreadable = false;
    }

    /** @param taboo a number that must not be chosen, or null */
    Candidates(Snapshot snapshot, Instant at, CoolDown coolDown, @Nullable PhoneNumber taboo) {
        List<PooledNumber> pool = snapshot.widget().pool();
        entries = pool.size();
        isUnreadable = !snapshot.widget().unreadable().isEmpty();
        Instant coolingSince = coolDown.since(at);
        for (int position = 0; position < pool.size(); position++) {
            PooledNumber entry = pool.get(position);
            NumberFacts facts = snapshot.factsOf(entry.number());
            Health health = facts.health();
            if (!entry.active()) {
                excluded.put(entry.number(), SWITCHED_OFF);
            } else if (entry.number().equals(taboo)) {
                excluded.put(entry.number(), PRESENT);
                presentWorks = health == null || health.isOver(at);
            } else if (health != null && !health.isOver(at)) {
                excluded.put(entry.number(), "unhealthy until " + health.until() + ": " + health.reason());
                unhealthy.put(candidate(entry, position, facts, at, coolingSince, false), health);
            } else {
                usable.add(candidate(entry, position, facts, at, coolingSince, true));
            }
        }
    }

    List<Candidate> usable() {
        return usable;
    }

    Map<PhoneNumber, String> excluded() {
        return excluded;
    }

    Optional<Candidate> usable(PhoneNumber number) {
        return usable.stream().filter(c -> c.number().equals(number)).findFirst();
    }

    /** The number whose failure is longest ago, if none works. */
    Optional<Candidate> leastRecentlyFailed() {
        if (!usable.isEmpty() || presentWorks) {
            return Optional.empty();
        }
        return unhealthy.entrySet().stream()
                .min(Comparator.comparing(entry -> entry.getValue().since()))
                .map(Map.Entry::getKey);
    }

    /** Why the pool cannot serve, or how many of its numbers can. */
    String summary() {
        if (entries == 0) {
            return isUnreadable ? "no entry of the pool is usable; Widget.problems() says why" : "there is no pool";
        }
        if (!usable.isEmpty()) {
            return usable.size() + " of " + entries + " numbers can serve";
        }
        if (unhealthy.isEmpty()) {
            return "none of " + entries + " numbers is active"
                    + (excluded.containsValue(PRESENT) ? " but the present one" : "");
        }
        return "none of " + entries + " numbers can serve, " + unhealthy.size() + " of them unhealthy";
    }

    private static Candidate candidate(
            PooledNumber entry,
            int position,
            NumberFacts facts,
            Instant at,
            @Nullable Instant coolingSince,
            boolean healthy) {
        return new Candidate(
                entry.number(),
                entry.displayName(),
                entry.weight(),
                position,
                facts.active(),
                facts.activeWithAgent(),
                facts.lastUsed(),
                facts.lastUsedWithCustomer(),
                CoolDown.isSince(coolingSince, facts.lastLeftAt()),
                ServiceWindow.of(facts.lastInboundAt(), at),
                healthy);
    }
}
