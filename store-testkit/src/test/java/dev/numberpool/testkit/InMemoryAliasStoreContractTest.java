package dev.numberpool.testkit;

final class InMemoryAliasStoreContractTest extends AliasStoreContract {
    @Override
    protected MessageLogFixture fixture() {
        return new InMemoryLogFixture();
    }
}
