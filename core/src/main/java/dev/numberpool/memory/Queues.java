package dev.numberpool.memory;

import dev.numberpool.SenderThread;
import dev.numberpool.desk.DeliveryReport;
import dev.numberpool.desk.DeliveryState;
import dev.numberpool.spi.OutboundRecord;
import dev.numberpool.spi.SendGate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rules of the outbox. Every access is under the log's lock. */
final class Queues {
    private final OutboundRows rows;

    Queues(OutboundRows rows) {
        this.rows = rows;
    }

    List<OutboundRecord> append(List<OutboundRecord> parts, Instant at, SendGate gate) {
        if (parts.isEmpty()) {
            return List.of();
        }
        List<OutboundRecord> known = known(parts.get(0));
        if (!known.isEmpty()) {
            return known;
        }
        List<OutboundRow> logged = parts.stream().map(part -> log(part, at)).toList();
        OutboundRow first = logged.get(0);
        if (first.equals(turn(first.record.thread(), at, gate))) {
            first.take(at);
        }
        return logged.stream().map(row -> row.record).toList();
    }

    Optional<OutboundRecord> next(SenderThread thread, Instant at, SendGate gate) {
        OutboundRow row = turn(thread, at, gate);
        if (row == null) {
            return Optional.empty();
        }
        row.take(at);
        return Optional.of(row.record);
    }

    Optional<OutboundRecord> note(DeliveryReport report) {
        OutboundRow row = rows.named(report).orElse(null);
        if (row == null) {
            return Optional.empty();
        }
        // Also of a report that comes too late to be news: the participant may quote the message by this id.
        rows.change(row, changed -> changed.keepProviderId(report.providerId()));
        if (!row.record.state().mayBecome(report.state())) {
            return Optional.empty();
        }
        row.note(report);
        return Optional.of(row.record);
    }

    Optional<OutboundRecord> park(DeliveryReport report, @Nullable Instant notBefore) {
        return rows.named(report).filter(OutboundRow::isUnsettled).map(row -> {
            rows.change(row, changed -> changed.park(report.failure(), report.at(), notBefore));
            return row.record;
        });
    }

    boolean move(OutboundRecord moved, Instant at) {
        OutboundRow row = rows.withId(moved.id())
                .filter(known -> known.record.state() == DeliveryState.PENDING)
                .filter(known -> known.record.attempt() == moved.attempt())
                .orElse(null);
        if (row == null) {
            return false;
        }
        rows.change(row, changed -> changed.move(moved, rows.nextPosition(), at));
        return true;
    }

    List<OutboundRecord> due(Instant at, Instant inFlightSince, long after, int limit) {
        return rows.after(after).stream()
                .filter(row -> row.isStuck(inFlightSince) || row.isUntold() || (isFirst(row) && row.isDue(at)))
                .limit(limit)
                .map(row -> row.record)
                .toList();
    }

    List<OutboundRecord> unsettled(Instant since, Instant before, long after, int limit) {
        return rows.after(after).stream()
                .filter(OutboundRow::isUnsettled)
                .filter(row -> !row.record.since().isBefore(since)
                        && row.record.since().isBefore(before))
                .limit(limit)
                .map(row -> row.record)
                .toList();
    }

    void noteTold(OutboundRecord message) {
        rows.withId(message.id()).ifPresent(row -> row.noteTold(message));
    }

    private List<OutboundRecord> known(OutboundRecord given) {
        Collection<OutboundRow> candidates =
                given.conversation() == null ? rows.on(given.thread()) : rows.of(given.conversation());
        return candidates.stream()
                .map(row -> row.record)
                .filter(record -> record.messageId().equals(given.messageId()))
                .filter(record -> Objects.equals(record.conversation(), given.conversation()))
                .toList();
    }

    private OutboundRow log(OutboundRecord part, Instant at) {
        OutboundRow row = new OutboundRow(part, rows.nextPosition(), at);
        rows.add(row);
        return row;
    }

    /** The message of the thread that may be sent now, or null. */
    private @Nullable OutboundRow turn(SenderThread thread, Instant at, SendGate gate) {
        if (rows.on(thread).stream().anyMatch(row -> row.isInFlight(gate.inFlightSince()))
                || rows.on(thread).stream().filter(row -> row.isOfBurst(gate)).count() >= gate.burst()) {
            return null;
        }
        return rows.on(thread).stream()
                .filter(OutboundRow::isParked)
                .filter(row -> gate.freeText() || row.isTemplate())
                .findFirst()
                .filter(row -> row.isDue(at))
                .orElse(null);
    }

    private boolean isFirst(OutboundRow row) {
        return row.isParked()
                && rows.on(row.record.thread()).stream()
                        .filter(OutboundRow::isParked)
                        .findFirst()
                        .filter(row::equals)
                        .isPresent();
    }
}
