package dev.numberpool.testkit.broken;

import dev.numberpool.testkit.AliasStoreContract;
import dev.numberpool.testkit.MessageLogFixture;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract for whatever log the run is about. */
@ExtendWith(StoreOfTheRun.class)
final class AnyAliasStore extends AliasStoreContract {
    private final HealthyLog fixture;

    AnyAliasStore(HealthyLog log) {
        fixture = log;
    }

    @Override
    protected MessageLogFixture fixture() {
        return fixture;
    }
}
