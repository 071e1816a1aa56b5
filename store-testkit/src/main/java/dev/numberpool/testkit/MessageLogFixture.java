package dev.numberpool.testkit;

import dev.numberpool.ConversationId;
import dev.numberpool.WidgetId;
import dev.numberpool.spi.MessageLog;
import java.time.Duration;
import java.util.Optional;

/**
 * A log of messages under test.
 *
 * <p>Every test asks for a new fixture and uses ids, numbers and addresses that no other test of the JVM uses, so a
 * database may be shared by all tests as long as it is empty when the JVM starts and the tests run one after the other:
 * {@code purge} and {@code due} are about everything there is.
 *
 * <p>All times that the tests give to a log are whole milliseconds; a log that keeps microseconds loses nothing.
 */
public interface MessageLogFixture extends AutoCloseable {
    /** The log under test; every call gives the same one. */
    MessageLog log();

    /** A second log on the same data, as another process has it. Default: none, and the tests that need two are skipped. */
    default Optional<MessageLog> secondProcess() {
        return Optional.empty();
    }

    /** The id of the nth widget, distinct and ascending with n. Default: n itself, for tables with numeric keys. */
    default WidgetId widget(int n) {
        return WidgetId.of(n);
    }

    /** The id of the nth conversation, distinct and ascending with n. Default: n itself, for tables with numeric keys. */
    default ConversationId conversation(int n) {
        return ConversationId.of(n);
    }

    /** How long a test waits for calls that run beside others, before it fails. Default: 10 seconds. */
    default Duration patience() {
        return Duration.ofSeconds(10);
    }

    /** Frees what the fixture holds; called after each test. Default: nothing. */
    @Override
    default void close() {}
}
