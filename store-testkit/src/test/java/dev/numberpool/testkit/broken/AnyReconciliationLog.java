package dev.numberpool.testkit.broken;

import dev.numberpool.testkit.MessageLogFixture;
import dev.numberpool.testkit.ReconciliationLogContract;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract for whatever log the run is about. */
@ExtendWith(StoreOfTheRun.class)
final class AnyReconciliationLog extends ReconciliationLogContract {
    private final HealthyLog fixture;

    AnyReconciliationLog(HealthyLog log) {
        fixture = log;
    }

    @Override
    protected MessageLogFixture fixture() {
        return fixture;
    }
}
