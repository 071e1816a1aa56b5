package dev.numberpool.testkit;

final class InMemoryOutboxContractTest extends OutboxContract {
    @Override
    protected MessageLogFixture fixture() {
        return new InMemoryLogFixture();
    }
}
