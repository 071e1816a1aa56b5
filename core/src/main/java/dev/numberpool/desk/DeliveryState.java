package dev.numberpool.desk;

/**
 * How far an outbound message has come. Reports arrive twice, late and out of order, so a message only ever moves
 * forward ({@link #mayBecome}).
 */
public enum DeliveryState {
    /** Waits for its turn, for the service window or for a time. */
    PARKED(0),
    /** Is being given to the provider. */
    PENDING(1),
    /** Nobody knows whether the provider has it. */
    UNKNOWN(2),
    /** The provider has it. */
    ACCEPTED(3),
    /** The provider will send it at a time. */
    SCHEDULED(3),
    /** Waits at the provider. */
    QUEUED(4),
    /** Is on its way. */
    SENDING(5),
    /** WhatsApp has it. */
    SENT(6),
    /** It is on the participant's phone. */
    DELIVERED(7),
    /** The participant has opened it. */
    READ(8),
    /** It was refused. */
    FAILED(9),
    /** It was sent but did not arrive. */
    UNDELIVERED(9),
    /** It was taken back before it was sent. */
    CANCELED(9);

    private final int rank;

    DeliveryState(int rank) {
        this.rank = rank;
    }

    /** True if nothing can follow. */
    public boolean isFinal() {
        return rank >= READ.rank;
    }

    /** True if it did not arrive and never will. */
    public boolean isFailure() {
        return rank == FAILED.rank;
    }

    /** True if it is on the participant's phone. */
    public boolean hasArrived() {
        return this == DELIVERED || this == READ;
    }

    /** True if a report of the next state is news: what has arrived never fails, what has failed never arrives. */
    public boolean mayBecome(DeliveryState next) {
        return rank < next.rank && !isFinal() && !(hasArrived() && next.isFailure());
    }
}
