package dev.numberpool.twilio;

import dev.numberpool.SenderThread;
import dev.numberpool.spi.MessageLog;
import dev.numberpool.spi.OutboundRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The messages of the log whose end is not known. */
final class Unsettled {
    private static final int PAGE = 500;

    /** Whoever dates a message may have a clock that is fast. */
    private static final Duration AHEAD = Duration.ofDays(1);

    private final MessageLog log;
    private final ReconcilerOptions options;

    Unsettled(MessageLog log, ReconcilerOptions options) {
        this.log = log;
        this.options = options;
    }

    /** Those that have been as they are for long enough. */
    List<OutboundRecord> due() {
        return all(
                options.clock().instant().minus(options.settleAfter()),
                record -> options.numbers().test(record.thread().number()));
    }

    /** Those of these threads whose id is not known, also those that are being sent right now. */
    List<OutboundRecord> withoutId(Set<SenderThread> threads) {
        return all(
                options.clock().instant().plus(AHEAD),
                record -> record.providerId() == null && threads.contains(record.thread()));
    }

    private List<OutboundRecord> all(Instant before, Predicate<OutboundRecord> condition) {
        Instant since = options.clock().instant().minus(options.maxAge());
        List<OutboundRecord> found = new ArrayList<>();
        long after = 0;
        List<OutboundRecord> page;
        do {
            page = log.unsettled(since, before, after, PAGE);
            page.stream().filter(condition).forEach(found::add);
            after = page.isEmpty() ? after : page.get(page.size() - 1).position();
        } while (page.size() == PAGE);
        return found;
    }
}
