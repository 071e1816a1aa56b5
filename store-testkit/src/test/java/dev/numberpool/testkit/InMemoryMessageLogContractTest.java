package dev.numberpool.testkit;

final class InMemoryMessageLogContractTest extends MessageLogContract {
    @Override
    protected MessageLogFixture fixture() {
        return new InMemoryLogFixture();
    }
}
