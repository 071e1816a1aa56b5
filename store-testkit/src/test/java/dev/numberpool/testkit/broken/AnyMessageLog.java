package dev.numberpool.testkit.broken;

import dev.numberpool.testkit.MessageLogContract;
import dev.numberpool.testkit.MessageLogFixture;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract for whatever log the run is about. */
@ExtendWith(StoreOfTheRun.class)
final class AnyMessageLog extends MessageLogContract {
    private final HealthyLog fixture;

    AnyMessageLog(HealthyLog log) {
        fixture = log;
    }

    @Override
    protected MessageLogFixture fixture() {
        return fixture;
    }
}
