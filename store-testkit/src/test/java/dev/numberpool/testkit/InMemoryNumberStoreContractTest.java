package dev.numberpool.testkit;

final class InMemoryNumberStoreContractTest extends NumberStoreContract {
    @Override
    protected StoreFixture fixture() {
        return new InMemoryFixture();
    }
}
