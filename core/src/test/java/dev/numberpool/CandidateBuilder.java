package dev.numberpool;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A candidate of which only what matters is said; without a word it is free, healthy and never used. */
final class CandidateBuilder {
    private final int position;
    private double weight = 1;
    private int active;
    private int activeWithAgent;
    private long lastUsed;
    private @Nullable Instant lastUsedWithCustomer;
    private boolean coolingDown;
    private ServiceWindow window = ServiceWindow.UNKNOWN;

    private CandidateBuilder(int position) {
        this.position = position;
    }

    static CandidateBuilder at(int position) {
        return new CandidateBuilder(position);
    }

    CandidateBuilder weight(double weight) {
        this.weight = weight;
        return this;
    }

    CandidateBuilder active(int active) {
        this.active = active;
        return this;
    }

    CandidateBuilder activeWithAgent(int activeWithAgent) {
        this.activeWithAgent = activeWithAgent;
        return this;
    }

    CandidateBuilder lastUsed(long lastUsed) {
        this.lastUsed = lastUsed;
        return this;
    }

    CandidateBuilder lastUsedWithCustomer(@Nullable Instant lastUsedWithCustomer) {
        this.lastUsedWithCustomer = lastUsedWithCustomer;
        return this;
    }

    CandidateBuilder coolingDown(boolean coolingDown) {
        this.coolingDown = coolingDown;
        return this;
    }

    CandidateBuilder window(ServiceWindow window) {
        this.window = window;
        return this;
    }

    Candidate build() {
        PhoneNumber number = PhoneNumber.of("+1555000" + (1000 + position));
        return new Candidate(
                number,
                "Team " + position,
                weight,
                position,
                active,
                activeWithAgent,
                lastUsed,
                lastUsedWithCustomer,
                coolingDown,
                window,
                true);
    }
}
