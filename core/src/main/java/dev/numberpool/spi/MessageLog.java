package dev.numberpool.spi;

import dev.numberpool.ConversationId;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/**
 * Remembers messages, so that none is sent or handled twice and each finds its conversation. Everything that
 * {@link dev.numberpool.desk.HandoverDesk} has to remember is here or in the {@link NumberStore}.
 */
public interface MessageLog extends Outbox, MessageHistory, InboundLog, AliasStore, ReconciliationLog {
    /**
     * What needs somebody, in the order of its positions: messages that are PENDING since before {@code inFlightSince}; of
     * each thread the first PARKED one, unless its {@code notBefore} is after {@code at}; and messages that are UNKNOWN, FAILED
     * or UNDELIVERED and of which the host has not been {@link #told} in this state.
     *
     * @param after only those with a greater position; 0 for all
     * @param limit at most so many
     */
    List<OutboundRecord> due(Instant at, Instant inFlightSince, long after, int limit);

    /** Notes that the host has been told of the message's state, so that nobody tells it again. */
    void told(OutboundRecord message);

    /**
     * Deletes what is older than this time, in and out, but nothing of an active conversation, nothing outbound that still
     * waits or is being sent, and no aliases. Inbound messages that are held are deleted like any other.
     *
     * @param isActive whether the conversation is active; asked outside any lock, at least once for each conversation that
     *     something is deleted of
     * @return how many messages were deleted
     */
    int purge(Instant before, Predicate<ConversationId> isActive);
}
