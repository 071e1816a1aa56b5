package dev.numberpool.jdbc;

import dev.numberpool.desk.DeliveryState;
import dev.numberpool.desk.Failure;
import dev.numberpool.spi.OutboundRecord;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An outbound message in the log.
 *
 * @param takenBy which call took it from its queue last, or null
 */
record MessageRow(OutboundRecord record, @Nullable String takenBy) {

    /**
     * The message as the call that logged it left it; the call goes by the id that it gave the message. One that is repeated
     * because its commit got no answer must not believe that a message is its own to send that somebody else has taken
     * meanwhile.
     */
    OutboundRecord asLoggedBy(String call) {
        boolean isTaken = record.id().equals(call) && record.state() == DeliveryState.PENDING && !call.equals(takenBy);
        return isTaken ? in(DeliveryState.PARKED, record.since(), record.failure()) : record;
    }

    /** In another state, by a report. */
    OutboundRecord in(DeliveryState state, Instant since, @Nullable Failure failure) {
        Instant notBefore = state == DeliveryState.PARKED ? record.notBefore() : null;
        return with(state, record.attempt(), record.providerId(), failure, since, notBefore);
    }

    /** On its way to the provider. */
    OutboundRecord taken(Instant at) {
        return with(DeliveryState.PENDING, record.attempt(), record.providerId(), null, at, null);
    }

    /** Back in its queue. */
    OutboundRecord parked(Instant at, @Nullable Failure failure, @Nullable Instant notBefore) {
        return with(DeliveryState.PARKED, record.attempt() + 1, null, failure, at, notBefore);
    }

    /** With the provider's id. */
    MessageRow known(@Nullable String providerId) {
        OutboundRecord r = record;
        return providerId == null
                ? this
                : new MessageRow(
                        with(r.state(), r.attempt(), providerId, r.failure(), r.since(), r.notBefore()), takenBy);
    }

    /** Saying nothing any more. */
    MessageRow forgotten() {
        ContentJson.Body nothing = new ContentJson.Body(record.content(), record.heading()).forgotten();
        OutboundRecord r = record;
        return new MessageRow(
                new OutboundRecord(
                        r.id(),
                        r.kind(),
                        r.conversation(),
                        r.widget(),
                        r.messageId(),
                        r.part(),
                        r.parts(),
                        r.thread(),
                        nothing.content(),
                        nothing.heading(),
                        r.assignedAt(),
                        r.state(),
                        r.attempt(),
                        r.providerId(),
                        r.failure(),
                        r.since(),
                        r.notBefore(),
                        r.position()),
                takenBy);
    }

    private OutboundRecord with(
            DeliveryState state,
            int attempt,
            @Nullable String providerId,
            @Nullable Failure failure,
            Instant since,
            @Nullable Instant notBefore) {
        return new OutboundRecord(
                record.id(),
                record.kind(),
                record.conversation(),
                record.widget(),
                record.messageId(),
                record.part(),
                record.parts(),
                record.thread(),
                record.content(),
                record.heading(),
                record.assignedAt(),
                state,
                attempt,
                providerId,
                failure,
                SqlDialect.stored(since),
                notBefore == null ? null : SqlDialect.stored(notBefore),
                record.position());
    }
}
