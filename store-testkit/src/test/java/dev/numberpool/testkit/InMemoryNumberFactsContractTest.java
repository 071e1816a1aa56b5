package dev.numberpool.testkit;

final class InMemoryNumberFactsContractTest extends NumberFactsContract {
    @Override
    protected StoreFixture fixture() {
        return new InMemoryFixture();
    }
}
