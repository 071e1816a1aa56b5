package dev.numberpool.testkit;

final class InMemoryReconciliationLogContractTest extends ReconciliationLogContract {
    @Override
    protected MessageLogFixture fixture() {
        return new InMemoryLogFixture();
    }
}
