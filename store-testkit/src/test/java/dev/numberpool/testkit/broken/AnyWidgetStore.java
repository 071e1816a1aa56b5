package dev.numberpool.testkit.broken;

import dev.numberpool.testkit.StoreFixture;
import dev.numberpool.testkit.WidgetStoreContract;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract for whatever store the run is about. */
@ExtendWith(StoreOfTheRun.class)
final class AnyWidgetStore extends WidgetStoreContract {
    private final HealthyStore store;

    AnyWidgetStore(HealthyStore store) {
        this.store = store;
    }

    @Override
    protected StoreFixture fixture() {
        return store;
    }
}
