package dev.numberpool.memory;

import dev.numberpool.desk.Content;
import dev.numberpool.desk.DeliveryReport;
import dev.numberpool.desk.DeliveryState;
import dev.numberpool.desk.Failure;
import dev.numberpool.spi.OutboundRecord;
import dev.numberpool.spi.OutboundRecord.Kind;
import dev.numberpool.spi.SendGate;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An outbound message in the log. */
final class OutboundRow {
    private static final Content FORGOTTEN = new Content.Text("", List.of());

    final Instant loggedAt;
    OutboundRecord record;

    /** When somebody last took it from this thread's queue to send it; null if nobody has. */
    @Nullable
    Instant takenAt;

    /** The state that the host was last told of in this attempt; null if of none. */
    private @Nullable DeliveryState told;

    OutboundRow(OutboundRecord given, long position, Instant at) {
        this.loggedAt = at;
        this.record = with(given, DeliveryState.PARKED, given.attempt(), null, null, at, given.notBefore(), position);
    }

    boolean isParked() {
        return record.state() == DeliveryState.PARKED;
    }

    boolean isTemplate() {
        return record.content() instanceof Content.Template;
    }

    /** Whether the participant reads it as a message of its conversation. */
    boolean isOfConversation() {
        return record.kind() == Kind.MESSAGE || record.kind() == Kind.WAKE_UP;
    }

    boolean isDue(Instant at) {
        Instant notBefore = record.notBefore();
        return notBefore == null || !notBefore.isAfter(at);
    }

    boolean isInFlight(Instant since) {
        return record.state() == DeliveryState.PENDING && !record.since().isBefore(since);
    }

    boolean isStuck(Instant since) {
        return record.state() == DeliveryState.PENDING && record.since().isBefore(since);
    }

    /** Whether it has come to an end, or to none, that the host does not know of. */
    boolean isUntold() {
        DeliveryState state = record.state();
        return (state == DeliveryState.UNKNOWN || state == DeliveryState.FAILED || state == DeliveryState.UNDELIVERED)
                && state != told;
    }

    /** Whether its end is not known, though somebody has tried to send it. */
    boolean isUnsettled() {
        return !isParked() && !record.state().isFinal() && !record.state().hasArrived();
    }

    void noteTold(OutboundRecord message) {
        // A late call about an earlier state must not hide that a later one was told.
        if (message.state() == record.state() && message.attempt() == record.attempt()) {
            told = message.state();
        }
    }

    boolean wasTakenSince(Instant since) {
        return takenAt != null && !takenAt.isBefore(since);
    }

    /** Whether it counts against the thread's burst. */
    boolean isOfBurst(SendGate gate) {
        return wasTakenSince(gate.burstSince())
                && !isParked()
                && !record.state().isFailure();
    }

    void take(Instant at) {
        takenAt = at;
        become(DeliveryState.PENDING, record.providerId(), null, at);
    }

    void keepProviderId(@Nullable String providerId) {
        if (record.providerId() == null && providerId != null) {
            become(record.state(), providerId, record.failure(), record.since());
        }
    }

    void note(DeliveryReport report) {
        if (isParked() && !report.state().isFailure()) {
            takenAt = report.at();
        }
        become(report.state(), record.providerId(), report.failure(), report.at());
        if (record.state().hasArrived() || record.state().isFinal()) {
            record = withContent(record, FORGOTTEN);
        }
    }

    void park(@Nullable Failure failure, Instant at, @Nullable Instant notBefore) {
        told = null;
        record = with(
                record, DeliveryState.PARKED, record.attempt() + 1, null, failure, at, notBefore, record.position());
    }

    /** Waits on another thread now, whose participant has seen nothing of it. */
    void move(OutboundRecord moved, long position, Instant at) {
        takenAt = null;
        told = null;
        record = with(moved, DeliveryState.PARKED, record.attempt() + 1, null, null, at, null, position);
    }

    private void become(DeliveryState state, @Nullable String providerId, @Nullable Failure failure, Instant since) {
        Instant notBefore = state == DeliveryState.PARKED ? record.notBefore() : null;
        record = with(record, state, record.attempt(), providerId, failure, since, notBefore, record.position());
    }

    private static OutboundRecord with(
            OutboundRecord known,
            DeliveryState state,
            int attempt,
            @Nullable String providerId,
            @Nullable Failure failure,
            Instant since,
            @Nullable Instant notBefore,
            long position) {
        return new OutboundRecord(
                known.id(),
                known.kind(),
                known.conversation(),
                known.widget(),
                known.messageId(),
                known.part(),
                known.parts(),
                known.thread(),
                known.content(),
                known.heading(),
                known.assignedAt(),
                state,
                attempt,
                providerId,
                failure,
                since,
                notBefore,
                position);
    }

    private static OutboundRecord withContent(OutboundRecord known, Content content) {
        return new OutboundRecord(
                known.id(),
                known.kind(),
                known.conversation(),
                known.widget(),
                known.messageId(),
                known.part(),
                known.parts(),
                known.thread(),
                content,
                known.heading(),
                known.assignedAt(),
                known.state(),
                known.attempt(),
                known.providerId(),
                known.failure(),
                known.since(),
                known.notBefore(),
                known.position());
    }
}
