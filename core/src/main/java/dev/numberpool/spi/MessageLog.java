package dev.numberpool.spi;

import dev.numberpool.ConversationId;
import java.time.Instant;
import java.util.function.Predicate;

/**
 * Remembers messages, so that none is sent or handled twice and each finds its conversation. Everything that
 * {@link dev.numberpool.desk.HandoverDesk} has to remember is here or in the {@link NumberStore}.
 */
public interface MessageLog extends Outbox, MessageHistory, InboundLog, AliasStore {
    /**
     * Deletes what is older than this time, in and out, but nothing of an active conversation, nothing that still waits or
     * is being sent, and no aliases.
     *
     * @param isActive whether the conversation is active; asked outside any lock, at least once for each conversation that
     *     something is deleted of
     * @return how many messages were deleted
     */
    int purge(Instant before, Predicate<ConversationId> isActive);
}
