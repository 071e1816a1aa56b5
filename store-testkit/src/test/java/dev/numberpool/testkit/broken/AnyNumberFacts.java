package dev.numberpool.testkit.broken;

import dev.numberpool.testkit.NumberFactsContract;
import dev.numberpool.testkit.StoreFixture;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract for whatever store the run is about. */
@ExtendWith(StoreOfTheRun.class)
final class AnyNumberFacts extends NumberFactsContract {
    private final HealthyStore store;

    AnyNumberFacts(HealthyStore store) {
        this.store = store;
    }

    @Override
    protected StoreFixture fixture() {
        return store;
    }
}
