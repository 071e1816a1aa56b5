package dev.numberpool.twilio;

import dev.numberpool.NumberPoolException;
import dev.numberpool.PhoneNumber;
import dev.numberpool.StoreException;
import dev.numberpool.WidgetId;
import dev.numberpool.spi.Credentials;
import dev.numberpool.spi.CredentialsReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accounts that have been decrypted, each as long as its widget's column holds the value that it was read from. Those that
 * were asked for least recently are forgotten.
 */
final class OpenedCredentials {
    private static final Logger LOG = LoggerFactory.getLogger(OpenedCredentials.class);

    private final CredentialsReader reader;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<WidgetId, Known> entries;

    OpenedCredentials(CredentialsReader reader, int limit) {
        this.reader = reader;
        this.entries = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<WidgetId, Known> eldest) {
                return size() > limit;
            }
        };
    }

    /**
     * What is in a widget's column.
     *
     * @param account the account
     * @param number its own sender number, or null
     */
    record Opened(TwilioAccount account, @Nullable PhoneNumber number) {
        static Opened of(Credentials credentials) {
            return new Opened(TwilioAccount.of(credentials), credentials.number());
        }

        /** Number left out. */
        @Override
        public String toString() {
            return "Opened[" + account + "]";
        }
    }

    /**
     * What a column's value was found to be.
     *
     * @param opened what is in it, or null if it could not be read and that has been told
     */
    private record Known(String stored, @Nullable Opened opened) {
        /** Nothing: the value may be in clear. */
        @Override
        public String toString() {
            return "Known";
        }
    }

    /**
     * What is in a widget's column; empty if it cannot be read, which is logged once for each value. What could not
     * be read is tried again the next time: a reader may depend on something that is back by then.
     *
     * @throws StoreException if the reader says so: it cannot tell at the moment
     */
    Optional<Opened> open(WidgetId widget, String stored) {
        Known known = known(widget);
        if (known != null && known.opened != null && known.stored.equals(stored)) {
            return Optional.of(known.opened);
        }
        try {
            Opened opened = Opened.of(reader.read(widget, stored));
            remember(widget, new Known(stored, opened));
            return Optional.of(opened);
        } catch (StoreException e) {
            throw e;
        } catch (RuntimeException e) {
            if (isNews(remember(widget, new Known(stored, null)), stored)) {
                LOG.warn("The credentials of widget '{}' cannot be read: {}", widget, reason(e));
            }
            return Optional.empty();
        }
    }

    private @Nullable Known known(WidgetId widget) {
        lock.lock();
        try {
            return entries.get(widget);
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Known remember(WidgetId widget, Known entry) {
        lock.lock();
        try {
            return entries.put(widget, entry);
        } finally {
            lock.unlock();
        }
    }

    private static boolean isNews(@Nullable Known before, String stored) {
        return before == null || before.opened != null || !before.stored.equals(stored);
    }

    /** Only our own exceptions are known not to quote what they could not read. */
    private static String reason(RuntimeException e) {
        return e instanceof NumberPoolException
                ? e.getClass().getSimpleName() + ": " + e.getMessage()
                : e.getClass().getName();
    }
}
