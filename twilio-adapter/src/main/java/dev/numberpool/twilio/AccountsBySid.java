package dev.numberpool.twilio;

import dev.numberpool.Widget;
import dev.numberpool.WidgetId;
import dev.numberpool.spi.WidgetStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
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
        AccountScan known = last;
        if (!known.isDue(clock.instant())) {
            return known.account(sid);
        }
        // Whose account is known does not wait for another thread that is reading.
        if (!known.knows(sid)) {
            scanning.lock();
        } else if (!scanning.tryLock()) {
            return known.account(sid);
        }
        try {
            return upToDate().account(sid);
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

    private Map<String, TwilioAccount> accounts() {
        Map<String, TwilioAccount> accounts = new HashMap<>();
        List<WidgetId> page = widgets.widgets(null, PAGE);
        while (!page.isEmpty()) {
            page.forEach(widget ->
                    account(widget).ifPresent(own -> accounts.merge(own.accountSid(), own, AccountsBySid::both)));
            page = widgets.widgets(page.get(page.size() - 1), PAGE);
        }
        return accounts;
    }

    private Optional<TwilioAccount> account(WidgetId widget) {
        return widgets.widget(widget)
                .map(Widget::credentials)
                .filter(stored -> !stored.isBlank())
                .flatMap(stored -> credentials.account(widget, stored));
    }

    /** While tokens are rotated, one widget may have the new one already and another only the old one. */
    private static TwilioAccount both(TwilioAccount one, TwilioAccount other) {
        if (one.authTokens().containsAll(other.authTokens())) {
            return one;
        }
        List<String> tokens = Stream.concat(one.authTokens().stream(), other.authTokens().stream())
                .distinct()
                .toList();
        return new TwilioAccount(one.accountSid(), one.user(), one.secret(), tokens);
    }
}
