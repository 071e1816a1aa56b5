package dev.numberpool.testkit;

import dev.numberpool.ConversationId;
import dev.numberpool.Widget;
import dev.numberpool.WidgetId;
import dev.numberpool.spi.NumberStore;
import dev.numberpool.spi.ThreadStore;
import dev.numberpool.spi.WidgetStore;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * A store under test, together with what a host does to its own tables behind the store's back.
 *
 * <p>The methods without a default are all that is needed. What they change must be visible to the store when they
 * return: commit it. Every test asks for a new fixture and uses ids, numbers and addresses that no other test of the JVM
 * uses, so a database may be shared by all tests as long as it is empty when the JVM starts.
 *
 * <p>All times that the tests give to a store are whole milliseconds; a store that keeps microseconds loses nothing.
 */
public interface StoreFixture extends AutoCloseable {
    /** The store of assignments under test; every call gives the same one. */
    NumberStore numbers();

    /** The store of widgets under test, on the same data. */
    WidgetStore widgets();

    /**
     * Makes a widget, or overwrites its pool, default number and credentials as an operator's SQL would: whatever its
     * version. The stored pool holds the readable entries with their {@code properties}, in order, and each of
     * {@link Widget#unreadable} at the index that it names. The given version and problems are the store's to find out.
     */
    void putWidget(Widget widget);

    /** Makes an open conversation of the widget, without a number. */
    void putConversation(WidgetId widget, ConversationId conversation);

    /** Sets the host's status of a conversation that was made; null removes it. */
    void setStatus(ConversationId conversation, @Nullable String status);

    /** Deletes a conversation. */
    void deleteConversation(ConversationId conversation);

    /** What happens on threads, on the same data. Default: skips the test that asks for it. */
    default ThreadStore threads() {
        return Assumptions.abort("the fixture has no store of threads");
    }

    /** A status that ends a conversation. Default: {@code closed}. */
    default String closedStatus() {
        return "closed";
    }

    /** A status that does not end a conversation. Default: {@code open}. */
    default String openStatus() {
        return "open";
    }

    /** Whether the store makes a conversation that it has never seen when a number is chosen for it. Default: no. */
    default boolean makesConversations() {
        return false;
    }

    /**
     * A second store on the same data, as another process has it. Default: none, and the tests that need two are skipped.
     */
    default Optional<NumberStore> secondProcess() {
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

    /** How long a test waits for a call that must not wait for others, before it fails. Default: 10 seconds. */
    default Duration patience() {
        return Duration.ofSeconds(10);
    }

    /** Frees what the fixture holds; called after each test. Default: nothing. */
    @Override
    default void close() {}
}
