package dev.numberpool.desk;

import dev.numberpool.ConversationId;
import dev.numberpool.Participant;
import dev.numberpool.SenderThread;
import org.jspecify.annotations.Nullable;

/**
 * Is told what happened to messages. Called in the caller's thread, outside our locks and transactions. What a listener
 * throws is logged and changes nothing. What failed or is unknown is told at least once, and again by
 * {@link HandoverDesk#flush} if a process died meanwhile; the rest at most once. All methods do nothing by default.
 */
public interface DeskListener {
    /** The provider has the message, or a part of it. */
    default void accepted(ConversationId conversation, String messageId) {}

    /** The message, or a part of it, is on the agent's phone. */
    default void delivered(ConversationId conversation, String messageId) {}

    /** The agent has opened the message, or a part of it. {@link #delivered} may come before, but not after. */
    default void read(ConversationId conversation, String messageId) {}

    /** The message, or a part of it, did not arrive and will not: tell the visitor, or transfer the conversation. */
    default void failed(ConversationId conversation, String messageId, Failure failure) {}

    /** Nobody knows whether the message arrived. A later report may still settle it. */
    default void unknown(ConversationId conversation, String messageId) {}

    /**
     * The service window of a thread turned out to be closed: the conversation's messages wait until the agent writes.
     *
     * @param isWoken whether a template asks the agent to do so; if not, somebody else has to
     */
    default void windowClosed(ConversationId conversation, SenderThread thread, boolean isWoken) {}

    /** A footer, an answer or a wake-up template was not delivered, or nobody knows. */
    default void notTold(SenderThread thread, @Nullable ConversationId conversation, Failure failure) {}

    /** A message carried an id that belongs to somebody else already; nothing was learnt from it. */
    default void contradicted(Participant participant, Participant alias) {}
}
