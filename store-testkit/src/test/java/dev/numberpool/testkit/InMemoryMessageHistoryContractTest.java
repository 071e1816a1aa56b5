package dev.numberpool.testkit;

final class InMemoryMessageHistoryContractTest extends MessageHistoryContract {
    @Override
    protected MessageLogFixture fixture() {
        return new InMemoryLogFixture();
    }
}
