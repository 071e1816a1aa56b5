package dev.numberpool.examples.springboot;

import dev.numberpool.diagnose.Diagnosis;
import dev.numberpool.diagnose.Finding;
import dev.numberpool.diagnose.PoolDiagnosis;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** What the last diagnosis found. A job makes it; a probe looks at it and asks nobody. */
@Component
final class NumberPoolHealthIndicator implements HealthIndicator {
    /** Messages fail, but a node that is taken out of service for that helps nobody. */
    static final String DEGRADED = "DEGRADED";

    private static final int MOST_FINDINGS = 20;

    private final PoolDiagnosis diagnosis;
    private final AtomicReference<@Nullable Diagnosis> last = new AtomicReference<>();

    NumberPoolHealthIndicator(PoolDiagnosis diagnosis) {
        this.diagnosis = diagnosis;
    }

    void diagnose() {
        last.set(diagnosis.diagnose());
    }

    @Override
    public Health health() {
        Diagnosis found = last.get();
        if (found == null) {
            return Health.unknown().build();
        }
        List<String> errors = found.findings().stream()
                .filter(finding -> finding.severity() == Finding.Severity.ERROR)
                .limit(MOST_FINDINGS)
                .map(finding -> finding + ". " + finding.advice())
                .toList();
        Health.Builder health = errors.isEmpty() ? Health.up() : Health.status(DEGRADED);
        return health.withDetail("at", found.at().toString())
                .withDetail("widgets", found.widgets().size())
                .withDetail("errors", errors)
                .build();
    }
}
