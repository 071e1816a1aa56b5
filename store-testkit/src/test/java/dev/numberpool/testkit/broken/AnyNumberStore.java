package dev.numberpool.testkit.broken;

import dev.numberpool.testkit.NumberStoreContract;
import dev.numberpool.testkit.StoreFixture;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract for whatever store the run is about. */
@ExtendWith(StoreOfTheRun.class)
final class AnyNumberStore extends NumberStoreContract {
    private final HealthyStore store;

    AnyNumberStore(HealthyStore store) {
        this.store = store;
    }

    @Override
    protected StoreFixture fixture() {
        return store;
    }
}
