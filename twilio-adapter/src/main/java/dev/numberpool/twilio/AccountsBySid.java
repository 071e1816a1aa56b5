package dev.numberpool.twilio;

import dev.numberpool.PhoneNumber;
import dev.numberpool.Widget;
import dev.numberpool.WidgetId;
import dev.numberpool.spi.WidgetStore;
import dev.numberpool.twilio.OpenedCredentials.Opened;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The accounts of all widgets, read at most once in an interval, whatever is asked for and by however many. */
final class AccountsBySid {
    private static final Logger LOG = LoggerFactory.getLogger(AccountsBySid.class);
    private static final int PAGE = 500;
    /** A database that is away is not asked for every request, but its return is soon noticed. */
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(5);
    /** For how many intervals accounts serve that cannot be read anew. */
    private static final int MAX_AGE = 10;

    private final WidgetStore widgets;
    private final OpenedCredentials credentials;
    private final InstantSource clock;
    private final Duration interval;
    private final ReentrantLock scanning = new ReentrantLock();
    private volatile AccountScan last = AccountScan.none();

    AccountsBySid(WidgetStore widgets, OpenedCredentials credentials, InstantSource clock, Duration interval) {
        this.widgets = widgets;
        this.credentials = credentials;
        this.clock = clock;
        this.interval = interval;
    }

    /** The account with every token that a widget has for it; empty if no widget had it when they were last read. */
    Optional<TwilioAccount> find(String sid) {
        return scan(sid).account(sid);
    }

    /**
     * Whether the number may be the account's: not if other accounts' widgets have it and none of this one's. What is
     * known may be a minute old; so before it denies a number, it looks at the account's widgets as they are now.
     */
    boolean mayHave(String sid, PhoneNumber number) {
        KnownAccounts known = scan(sid).known();
        Set<String> owners = known.owners(number);
        return owners.isEmpty()
                || owners.contains(sid)
                || known.widgets(sid).stream()
                        .flatMap(id -> widgets.widget(id).stream())
                        .anyMatch(widget -> KnownAccounts.numbers(widget, null).anyMatch(number::equals));
    }

    private AccountScan scan(String sid) {
        AccountScan known = last;
        if (!known.isDue(clock.instant())) {
            return known;
        }
        // Whose account is known does not wait for another thread that is reading.
        if (!known.knows(sid)) {
            scanning.lock();
        } else if (!scanning.tryLock()) {
            return known;
        }
        try {
            return upToDate();
        } finally {
            scanning.unlock();
        }
    }

    private AccountScan upToDate() {
        Instant now = clock.instant();
        if (last.isDue(now)) {
            try {
                last = AccountScan.of(accounts(), now, interval);
            } catch (RuntimeException e) {
                LOG.warn(
                        "The accounts of the widgets cannot be read: {}",
                        e.getClass().getName());
                Duration pause = interval.compareTo(PAUSE_AFTER_FAILURE) < 0 ? interval : PAUSE_AFTER_FAILURE;
                last = last.failed(e, now, pause, interval.multipliedBy(MAX_AGE));
            }
        }
        return last;
    }

    private KnownAccounts accounts() {
        KnownAccounts.Collector collector = new KnownAccounts.Collector();
        List<WidgetId> page = widgets.widgets(null, PAGE);
        while (!page.isEmpty()) {
            page.stream()
                    .flatMap(id -> widgets.widget(id).stream())
                    .forEach(widget -> opened(widget).ifPresent(opened -> collector.add(widget, opened)));
            page = widgets.widgets(page.get(page.size() - 1), PAGE);
        }
        return collector.collected();
    }

    private Optional<Opened> opened(Widget widget) {
        return Optional.ofNullable(widget.credentials())
                .filter(stored -> !stored.isBlank())
                .flatMap(stored -> credentials.open(widget.id(), stored));
    }
}
