package dev.numberpool.testkit.broken;

import dev.numberpool.testkit.StoreFixture;
import dev.numberpool.testkit.ThreadStoreContract;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract for whatever store the run is about. */
@ExtendWith(StoreOfTheRun.class)
final class AnyThreadStore extends ThreadStoreContract {
    private final HealthyStore store;

    AnyThreadStore(HealthyStore store) {
        this.store = store;
    }

    @Override
    protected StoreFixture fixture() {
        return store;
    }
}
