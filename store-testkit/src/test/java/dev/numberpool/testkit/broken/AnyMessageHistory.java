package dev.numberpool.testkit.broken;

import dev.numberpool.testkit.MessageHistoryContract;
import dev.numberpool.testkit.MessageLogFixture;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract for whatever log the run is about. */
@ExtendWith(StoreOfTheRun.class)
final class AnyMessageHistory extends MessageHistoryContract {
    private final HealthyLog fixture;

    AnyMessageHistory(HealthyLog log) {
        fixture = log;
    }

    @Override
    protected MessageLogFixture fixture() {
        return fixture;
    }
}
