package dev.numberpool.spi;

import dev.numberpool.SenderThread;
import dev.numberpool.desk.Content;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The conversations that the messaging provider keeps for an account: who takes part, on which of our numbers, and a way
 * to answer there. It reads what is at the provider now and remembers nothing; assignments know nothing of it.
 *
 * <p>Implementations are safe for use by many threads. Every method may throw a
 * {@link dev.numberpool.desk.GatewayException}; one that only reads has then changed nothing and may be called again.
 */
public interface ConversationDirectory {
    /**
     * The conversations that are asked for, in the provider's order. The stream is lazy: the provider is asked as its
     * elements are consumed, by the consuming thread and by helpers of the implementation, and an exception comes out of
     * the terminal operation. Nothing is left out silently: a conversation whose participants cannot be read ends the
     * stream with an exception that names it; only one that has been deleted meanwhile is missing.
     *
     * <p>Close a stream that is not consumed to its end, so that requests under way are given up.
     */
    Stream<ProviderConversation> conversations(ConversationQuery query);

    /** One conversation by its id, or empty if there is none. */
    Optional<ProviderConversation> conversation(String id);

    /**
     * The conversation of this participant on this number: the one that is not closed, or a new one. Of several calls for
     * the same thread, at the same time or one after the other, also from several processes, one makes the conversation
     * and all return it. A call that failed or was cut off leaves nothing that keeps the next one from succeeding, so it
     * may be repeated, even if its outcome is not known.
     */
    ProviderConversation open(SenderThread thread);

    /**
     * Answers in a conversation, once, through the number that the conversation has. Refused, with nothing sent, unless
     * this thread is the only one that the conversation reaches; refused, too, if the conversation is closed.
     *
     * @param conversation the provider's id
     * @param thread whom the caller means to reach, and from which number
     * @param author the name under which the provider shows the message to those who take part without WhatsApp; not the
     *     participant's own address, to which the provider would not send it
     * @return the provider's id of the message
     */
    String reply(String conversation, SenderThread thread, String author, Content content);

    /**
     * Closes a conversation, for good: the next {@link #open} of its thread makes a new one. One that is closed already,
     * or does not exist, stays as it is.
     */
    void close(String conversation);
}
