package dev.numberpool.testkit;

final class InMemoryWidgetStoreContractTest extends WidgetStoreContract {
    @Override
    protected StoreFixture fixture() {
        return new InMemoryFixture();
    }
}
