package dev.numberpool.twilio;

import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.desk.DeliveryReport;
import dev.numberpool.desk.DeliveryState;
import dev.numberpool.desk.Failure;
import dev.numberpool.desk.HandoverDesk;
import dev.numberpool.spi.MessageLog;
import dev.numberpool.spi.OutboundRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Settles messages of which nobody knows whether Twilio has them: the connection broke, or the process died. They are
 * looked for in the archive; what is there beyond doubt is noted, what is beyond doubt not there is sent again by the desk,
 * and everything else stays unknown.
 *
 * <p>The order of the steps matters. The archive is read first and the log after it: every message in the archive was in
 * the log before it was sent, so what the log does not know by then is not on its way to being known.
 */
final class UnknownMessages {
    private static final int MAX_PAGES = 20;

    private final Side side;
    private final MessageArchive archive;
    private final ReconcilerOptions options;
    private final Tally tally;
    private final Map<PhoneNumber, Boolean> senders = new HashMap<>();

    /** Our side of the comparison. */
    record Side(HandoverDesk desk, MessageLog log, Unsettled unsettled) {}

    /**
     * What was sent on a thread, newest first.
     *
     * @param elsewhere what was sent to other addresses of the same person
     * @param isWhole whether that is everything
     */
    private record Listed(List<ArchivedMessage> messages, List<ArchivedMessage> elsewhere, boolean isWhole) {}

    UnknownMessages(Side side, MessageArchive archive, ReconcilerOptions options, Tally tally) {
        this.side = side;
        this.archive = archive;
        this.options = options;
        this.tally = tally;
    }

    /**
     * Settles what can be.
     *
     * @param records those that have been unknown for long enough
     * @throws TwilioCallException if the archive cannot be read
     */
    void settle(List<OutboundRecord> records) {
        Instant old = options.clock().instant().minus(options.absentAfter());
        Map<SenderThread, List<OutboundRecord>> byThread = new LinkedHashMap<>();
        records.forEach(record -> byThread.computeIfAbsent(record.thread(), thread -> new ArrayList<>())
                .add(record));
        Map<SenderThread, Listed> listed = new LinkedHashMap<>();
        byThread.forEach((thread, unknown) -> listed.put(thread, list(thread, unknown, old)));
        // Only now, see above.
        Map<SenderThread, List<OutboundRecord>> all = new HashMap<>();
        for (OutboundRecord record : side.unsettled().withoutId(listed.keySet())) {
            all.computeIfAbsent(record.thread(), thread -> new ArrayList<>()).add(record);
        }
        listed.forEach((thread, messages) -> {
            ThreadMatch match = new ThreadMatch(
                    side.desk(),
                    all.getOrDefault(thread, List.of()),
                    strays(messages.messages()),
                    strays(messages.elsewhere()));
            Objects.requireNonNull(byThread.get(thread)).stream()
                    .filter(match::isStillUnknown)
                    .forEach(record -> settle(record, match, messages.isWhole() && isOld(record, old)));
        });
    }

    private void settle(OutboundRecord record, ThreadMatch match, boolean mayBeAbsent) {
        Optional<ArchivedMessage> found = match.of(record);
        if (found.isPresent()) {
            found(record, found.get());
        } else if (mayBeAbsent
                && match.isAbsent(record)
                && isSender(record.thread().number())) {
            absent(record);
        } else {
            tally.undecided();
        }
    }

    /** What the log does not know, oldest first. */
    private List<ArchivedMessage> strays(List<ArchivedMessage> newestFirst) {
        List<ArchivedMessage> strays = new ArrayList<>(newestFirst);
        strays.removeIf(message -> side.log().quoted(message.sid()).isPresent());
        Collections.reverse(strays);
        return strays;
    }

    private void found(OutboundRecord record, ArchivedMessage message) {
        if (side.log().quoted(message.sid()).isPresent()) {
            // A callback or another node was faster.
            return;
        }
        // A status that is not known here says at least that Twilio has it.
        DeliveryState state = Objects.requireNonNullElse(message.state(), DeliveryState.ACCEPTED);
        side.desk()
                .report(KnownMessages.report(
                        record, message, state, options.clock().instant()));
        tally.settled();
    }

    /** The reference names this attempt: if somebody else has settled it meanwhile, the report changes nothing. */
    private void absent(OutboundRecord record) {
        side.desk()
                .report(new DeliveryReport(
                        record.reference(),
                        null,
                        DeliveryState.FAILED,
                        Failure.of(Failure.Kind.NOT_SENT),
                        options.clock().instant()));
        tally.settled();
    }

    private static boolean isOld(OutboundRecord record, Instant old) {
        return record.since().isBefore(old);
    }

    /** The archive of another account would know nothing of the number's messages either. */
    private boolean isSender(PhoneNumber number) {
        boolean isSender = senders.computeIfAbsent(number, archive::hasSender);
        if (!isSender) {
            tally.problem(number.masked() + " is no WhatsApp sender of this account, so that a message is not in its"
                    + " archive says nothing; let numbers(…) leave out numbers of other accounts");
        }
        return isSender;
    }

    /** Twilio may have filed what was sent to a person under any of the person's addresses. */
    private Listed list(SenderThread thread, List<OutboundRecord> unknown, Instant old) {
        boolean needsAll = unknown.stream().anyMatch(record -> isOld(record, old));
        Instant earliest = unknown.stream()
                .map(ThreadMatch::earliest)
                .min(Instant::compareTo)
                .orElseThrow();
        List<ArchivedMessage> messages = new ArrayList<>();
        List<ArchivedMessage> elsewhere = new ArrayList<>();
        boolean isWhole = list(thread, earliest, needsAll, messages);
        for (Participant address : needsAll ? side.log().aliases(thread.participant()) : Set.<Participant>of()) {
            if (!address.equals(thread.participant())) {
                isWhole &= list(new SenderThread(address, thread.number()), earliest, true, elsewhere);
            }
        }
        return new Listed(messages, elsewhere, isWhole);
    }

    /**
     * Only what is not too old is kept. For what may be absent everything is looked at: where the list has messages that
     * are queued is not documented.
     */
    private boolean list(SenderThread thread, Instant earliest, boolean needsAll, List<ArchivedMessage> messages) {
        return archive.sentOn(thread, MAX_PAGES, page -> {
            List<ArchivedMessage> young = page.stream()
                    .filter(message ->
                            message.createdAt() == null || !message.createdAt().isBefore(earliest))
                    .toList();
            messages.addAll(young);
            return needsAll || !young.isEmpty() || page.isEmpty();
        });
    }
}
