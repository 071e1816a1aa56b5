package dev.numberpool.memory;

import dev.numberpool.ConversationId;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.desk.DeliveryReport;
import dev.numberpool.desk.DeliveryState;
import dev.numberpool.desk.InboundMessage;
import dev.numberpool.spi.MessageLog;
import dev.numberpool.spi.OutboundRecord;
import dev.numberpool.spi.SendGate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps messages in memory: for tests, and for hosts of <em>one process only</em> that can bear to lose everything at its
 * end: what waited is not sent then, and what is delivered again is handled again. Safe for use by many threads; one
 * short lock serves all. It knows no transactions: {@link #complete} holds when it returns.
 *
 * <p>What a message said is forgotten when it has arrived or failed, and of an inbound one when it is completed and not
 * held. The rest stays until {@link #purge}.
 */
public final class InMemoryMessageLog implements MessageLog {
    private final ReentrantLock lock = new ReentrantLock();
    private final OutboundRows outbound = new OutboundRows();
    private final Queues queues = new Queues(outbound);
    private final Arrivals inbound = new Arrivals();
    private final History history = new History(outbound, inbound);
    private final Aliases aliases = new Aliases();
    private final Map<String, Instant> compared = new HashMap<>();

    /** An empty log. */
    public InMemoryMessageLog() {}

    @Override
    public List<OutboundRecord> append(List<OutboundRecord> parts, Instant at, SendGate gate) {
        return locked(() -> queues.append(parts, at, gate));
    }

    @Override
    public Optional<OutboundRecord> next(SenderThread thread, Instant at, SendGate gate) {
        return locked(() -> queues.next(thread, at, gate));
    }

    @Override
    public Optional<OutboundRecord> note(DeliveryReport report) {
        return locked(() -> queues.note(report));
    }

    @Override
    public Optional<OutboundRecord> park(DeliveryReport report, @Nullable Instant notBefore) {
        return locked(() -> queues.park(report, notBefore));
    }

    @Override
    public boolean move(OutboundRecord moved, Instant at) {
        return locked(() -> queues.move(moved, at));
    }

    @Override
    public List<OutboundRecord> due(Instant at, Instant inFlightSince, long after, int limit) {
        return locked(() -> queues.due(at, inFlightSince, after, limit));
    }

    @Override
    public void told(OutboundRecord message) {
        locked(() -> queues.noteTold(message));
    }

    @Override
    public Recorded recorded(ConversationId conversation, String messageId, Instant assignedAt) {
        return locked(() -> history.recorded(conversation, messageId, assignedAt));
    }

    @Override
    public Optional<Quoted> quoted(String providerId) {
        return locked(() -> history.quoted(providerId));
    }

    @Override
    public boolean hasWritten(ConversationId conversation, Set<Participant> people) {
        return locked(() -> history.hasWritten(conversation, people));
    }

    @Override
    public Map<ConversationId, Instant> writtenOn(PhoneNumber number, Set<Participant> people, Instant since) {
        return locked(() -> history.writtenOn(number, people, since));
    }

    @Override
    public int answers(SenderThread thread, Instant since) {
        return locked(() -> history.answers(thread, since));
    }

    @Override
    public Claim claim(String messageId, Instant at, Duration lease) {
        return locked(() -> inbound.claim(messageId, at, lease));
    }

    @Override
    public List<InboundMessage> takeHeld(
            Claim claim, PhoneNumber number, Set<Participant> people, Instant since, Instant at) {
        return locked(() -> inbound.takeHeld(claim, number, people, since, at));
    }

    @Override
    public void complete(Claim claim, Completion completion, Instant at) {
        locked(() -> inbound.complete(claim, completion, at));
    }

    @Override
    public void giveBack(Claim claim) {
        locked(() -> inbound.giveBack(claim));
    }

    @Override
    public Set<Participant> aliases(Participant participant) {
        return locked(() -> aliases.of(participant));
    }

    @Override
    public boolean learn(Participant person, Participant id) {
        return locked(() -> aliases.learn(person, id));
    }

    @Override
    public void forget(Participant participant) {
        locked(() -> aliases.forget(participant));
    }

    @Override
    public Optional<Instant> comparedUntil(String archive) {
        return locked(() -> Optional.ofNullable(compared.get(archive)));
    }

    @Override
    public void noteCompared(String archive, Instant until) {
        locked(() -> compared.merge(archive, until, (known, now) -> now.isAfter(known) ? now : known));
    }

    @Override
    public List<OutboundRecord> unsettled(Instant since, Instant before, long after, int limit) {
        return locked(() -> queues.unsettled(since, before, after, limit));
    }

    @Override
    public int purge(Instant before, Predicate<ConversationId> isActive) {
        Set<ConversationId> ended =
                locked(() -> withOld(before)).stream().filter(isActive.negate()).collect(Collectors.toSet());
        return locked(() -> outbound.removeIf(row -> isOld(row, before) && isIn(ended, row.record.conversation()))
                + inbound.removeIf(row -> row.isOlderThan(before) && isIn(ended, row.conversation)));
    }

    private Set<ConversationId> withOld(Instant before) {
        return Stream.concat(
                        outbound.all().stream()
                                .filter(row -> isOld(row, before))
                                .map(row -> row.record.conversation()),
                        inbound.completed().stream()
                                .filter(row -> row.isOlderThan(before))
                                .map(row -> row.conversation))
                .flatMap(Stream::ofNullable)
                .collect(Collectors.toSet());
    }

    private static boolean isOld(OutboundRow row, Instant before) {
        return row.record.since().isBefore(before) && !row.isParked() && row.record.state() != DeliveryState.PENDING;
    }

    private static boolean isIn(Set<ConversationId> ended, @Nullable ConversationId conversation) {
        return conversation == null || ended.contains(conversation);
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    private void locked(Runnable work) {
        lock.lock();
        try {
            work.run();
        } finally {
            lock.unlock();
        }
    }
}
