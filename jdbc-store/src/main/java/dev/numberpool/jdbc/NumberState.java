package dev.numberpool.jdbc;

import dev.numberpool.Assignment;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.spi.Health;
import dev.numberpool.spi.NumberFacts;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known of one number, for all agents and customers that are asked for, while decisions change it. */
final class NumberState {
    /** Stands for an agent who is not known. */
    static final String NOBODY = "";

    private final PhoneNumber number;
    private final Map<String, Integer> activeByAgent = new HashMap<>();
    private final Map<String, Instant> lastLeft = new HashMap<>();
    private final Map<String, Instant> lastInbound = new HashMap<>();
    private final Map<String, Instant> lastUsedWith = new HashMap<>();
    private int activeOfWidget;
    private int active;
    private long lastUsed;
    private @Nullable Instant lastUsedAt;
    private @Nullable Instant lastLeftByAnyone;
    private @Nullable Health health;

    NumberState(PhoneNumber number) {
        this.number = number;
    }

    /**
     * Takes in that conversations are active, or no longer if the counts are negative.
     *
     * @param agent their agent; empty if not known, null if one that nobody asked for
     */
    void add(@Nullable String agent, int ofWidget, int all) {
        activeOfWidget += ofWidget;
        active += all;
        if (agent != null) {
            activeByAgent.merge(agent, all, Integer::sum);
        }
    }

    void left(String agent, @Nullable Instant at) {
        put(lastLeft, agent, at);
        leftByAnyone(at);
    }

    void leftByAnyone(@Nullable Instant at) {
        if (at != null && (lastLeftByAnyone == null || at.isAfter(lastLeftByAnyone))) {
            lastLeftByAnyone = at;
        }
    }

    void wrote(String agent, @Nullable Instant at) {
        put(lastInbound, agent, at);
    }

    void usedWith(String customer, @Nullable Instant at) {
        put(lastUsedWith, customer, at);
    }

    void used(long sequence, @Nullable Instant at) {
        lastUsed = sequence;
        lastUsedAt = at;
    }

    /** Of several sources, the one that lasts longest is shown. */
    void says(Health noted) {
        if (health == null || noted.until().isAfter(health.until())) {
            health = noted;
        }
    }

    NumberFacts facts(@Nullable Participant agent, @Nullable Participant customer) {
        String key = agent == null ? null : agent.address();
        return new NumberFacts(
                number,
                activeOfWidget,
                key == null ? active : count(key) + count(NOBODY),
                lastUsed,
                lastUsedAt,
                key == null ? lastLeftByAnyone : later(lastLeft.get(key), lastLeft.get(NOBODY)),
                customer == null ? null : lastUsedWith.get(customer.address()),
                key == null ? null : lastInbound.get(key),
                health);
    }

    static String key(Assignment assignment) {
        return assignment.agent() == null ? NOBODY : assignment.agent().address();
    }

    private int count(String agent) {
        return activeByAgent.getOrDefault(agent, 0);
    }

    private static void put(Map<String, Instant> times, String who, @Nullable Instant at) {
        if (at != null) {
            times.merge(who, at, (one, other) -> one.isAfter(other) ? one : other);
        }
    }

    private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isAfter(other) ? one : other;
    }
}
