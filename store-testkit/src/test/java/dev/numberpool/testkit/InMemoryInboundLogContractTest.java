package dev.numberpool.testkit;

final class InMemoryInboundLogContractTest extends InboundLogContract {
    @Override
    protected MessageLogFixture fixture() {
        return new InMemoryLogFixture();
    }
}
