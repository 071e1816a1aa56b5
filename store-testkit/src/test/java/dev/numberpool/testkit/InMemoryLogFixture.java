package dev.numberpool.testkit;

import dev.numberpool.memory.InMemoryMessageLog;
import dev.numberpool.spi.MessageLog;

/** The reference implementation. It lives in one process, so the tests that need two are skipped. */
final class InMemoryLogFixture implements MessageLogFixture {
    private final InMemoryMessageLog log = new InMemoryMessageLog();

    @Override
    public MessageLog log() {
        return log;
    }
}
