package dev.numberpool.testkit.broken;

import dev.numberpool.testkit.MessageLogFixture;
import dev.numberpool.testkit.OutboxContract;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract for whatever log the run is about. */
@ExtendWith(StoreOfTheRun.class)
final class AnyOutbox extends OutboxContract {
    private final HealthyLog fixture;

    AnyOutbox(HealthyLog log) {
        fixture = log;
    }

    @Override
    protected MessageLogFixture fixture() {
        return fixture;
    }
}
