package dev.numberpool.testkit;

final class InMemoryThreadStoreContractTest extends ThreadStoreContract {
    @Override
    protected StoreFixture fixture() {
        return new InMemoryFixture();
    }
}
