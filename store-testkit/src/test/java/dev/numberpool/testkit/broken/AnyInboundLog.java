package dev.numberpool.testkit.broken;

import dev.numberpool.testkit.InboundLogContract;
import dev.numberpool.testkit.MessageLogFixture;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract for whatever log the run is about. */
@ExtendWith(StoreOfTheRun.class)
final class AnyInboundLog extends InboundLogContract {
    private final HealthyLog fixture;

    AnyInboundLog(HealthyLog log) {
        fixture = log;
    }

    @Override
    protected MessageLogFixture fixture() {
        return fixture;
    }
}
