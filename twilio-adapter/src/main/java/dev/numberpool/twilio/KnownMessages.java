package dev.numberpool.twilio;

import dev.numberpool.PhoneNumber;
import dev.numberpool.desk.DeliveryReport;
import dev.numberpool.desk.DeliveryState;
import dev.numberpool.desk.HandoverDesk;
import dev.numberpool.spi.OutboundRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Finds out what became of messages whose id at Twilio is known, and tells the desk what no callback did. */
final class KnownMessages {
    /** A page of the list costs Twilio and us about as much as so many single questions. */
    private static final int WORTH_A_PAGE = 10;

    /** For so long a message may have been at Twilio before its state was reached: queued for 4 hours at most. */
    private static final Duration LONGEST_WAY = Duration.ofHours(5);

    private final HandoverDesk desk;
    private final MessageArchive archive;
    private final InstantSource clock;
    private final Tally tally;

    KnownMessages(HandoverDesk desk, MessageArchive archive, InstantSource clock, Tally tally) {
        this.desk = desk;
        this.archive = archive;
        this.clock = clock;
        this.tally = tally;
    }

    /**
     * Settles what can be.
     *
     * @param records all have a provider's id
     * @throws TwilioCallException if the archive cannot be read
     */
    void settle(List<OutboundRecord> records) {
        Map<String, Map<String, OutboundRecord>> byNumber = new TreeMap<>();
        for (OutboundRecord record : records) {
            byNumber.computeIfAbsent(record.thread().number().e164(), number -> new HashMap<>())
                    .put(String.valueOf(record.providerId()), record);
        }
        byNumber.forEach((number, wanted) -> settle(PhoneNumber.of(number), wanted));
    }

    private void settle(PhoneNumber number, Map<String, OutboundRecord> wanted) {
        int pages = wanted.size() / WORTH_A_PAGE;
        if (pages > 0) {
            lookThrough(number, wanted, pages);
        }
        wanted.forEach(this::ask);
    }

    private void ask(String sid, OutboundRecord record) {
        try {
            archive.message(sid).ifPresentOrElse(message -> report(record, message), tally::undecided);
        } catch (TwilioCallException e) {
            if (e.isAboutTheAccount()) {
                throw e;
            }
            tally.undecided();
            tally.problem("what became of message " + sid + " cannot be read: " + e.getMessage());
        }
    }

    /** Takes from the map what it finds. */
    private void lookThrough(PhoneNumber number, Map<String, OutboundRecord> wanted, int pages) {
        Instant oldest = wanted.values().stream()
                .map(OutboundRecord::since)
                .min(Instant::compareTo)
                .orElseThrow()
                .minus(LONGEST_WAY);
        archive.sentFrom(number, pages, page -> {
            for (ArchivedMessage message : page) {
                OutboundRecord record = wanted.remove(message.sid());
                if (record != null) {
                    report(record, message);
                }
            }
            boolean isTooOld =
                    !page.isEmpty() && page.stream().allMatch(message -> isBefore(message.createdAt(), oldest));
            return !wanted.isEmpty() && !isTooOld;
        });
    }

    private void report(OutboundRecord record, ArchivedMessage message) {
        DeliveryState state = message.state();
        if (state != null && record.state().mayBecome(state)) {
            desk.report(report(record, message, state, clock.instant()));
            tally.settled();
        }
    }

    static DeliveryReport report(OutboundRecord record, ArchivedMessage message, DeliveryState state, Instant at) {
        boolean hasReason = state.isFailure() && state != DeliveryState.CANCELED;
        return new DeliveryReport(
                record.reference(),
                message.sid(),
                state,
                hasReason ? TwilioErrors.ofReport(message.errorCode()) : null,
                at);
    }

    private static boolean isBefore(@Nullable Instant time, Instant limit) {
        return time != null && time.isBefore(limit);
    }
}
