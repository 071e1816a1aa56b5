package dev.numberpool.spi;

import dev.numberpool.SenderThread;
import dev.numberpool.desk.DeliveryReport;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The queue of outbound messages, one for each thread, in the order in which they were appended. Every verb is atomic and
 * is committed when it returns, also if the caller is in a transaction of its own: what is sent cannot be rolled back.
 * Safe for use by many threads and, unless an implementation says otherwise, by many processes. Times are always given by
 * the caller; the order never depends on them.
 */
public interface Outbox {
    /**
     * Logs the parts of one message, unless its key is there already: then nothing is logged. The records that are given
     * are all of one thread, conversation and message id, in the order of their parts, with position 0.
     *
     * <p>They are logged as PARKED, but for the first: it is PENDING, for the caller to send, if the gate is open for it
     * and nothing of the thread waits or is in flight. A template passes those that wait, if the gate is closed for free
     * text.
     *
     * @return the parts as they are in the log; those of an earlier call have other ids than the ones that were given
     */
    List<OutboundRecord> append(List<OutboundRecord> parts, Instant at, SendGate gate);

    /**
     * Takes the first PARKED message of the thread, marks it PENDING since {@code at} and gives it to the caller to send.
     * Empty if none waits, another is in flight, the burst is used up, or the first one's {@code notBefore} has not come.
     * If the gate is closed for free text, templates pass by all others. Of several callers, one gets it.
     */
    Optional<OutboundRecord> next(SenderThread thread, Instant at, SendGate gate);

    /**
     * Notes what is known of a message. It is found by its reference, if there is one, else by the provider's id; the
     * reference of an earlier attempt finds nothing. The provider's id is kept if it was not known. The state only moves
     * forward ({@link dev.numberpool.desk.DeliveryState#mayBecome}), with its failure and time.
     *
     * @return the message in its new state; empty if there is none or the state is no news
     */
    Optional<OutboundRecord> note(DeliveryReport report);

    /**
     * Puts a message that the report names, and that is neither PARKED nor final nor has arrived, back to its old place in
     * the queue: PARKED, with the report's failure, its attempt one more, its provider's id forgotten.
     *
     * @param notBefore when it may be tried at the earliest, or null
     * @return the message in its new state; empty if there is none or it is in no such state
     */
    Optional<OutboundRecord> park(DeliveryReport report, @Nullable Instant notBefore);

    /**
     * Moves a PENDING message to the end of another thread's queue: PARKED, its attempt one more.
     *
     * @param moved the message as it was taken, with the new thread, heading and time of assignment
     * @return false if it is not PENDING in this attempt any more
     */
    boolean move(OutboundRecord moved, Instant at);
}
