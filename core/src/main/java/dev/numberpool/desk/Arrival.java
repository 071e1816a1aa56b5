package dev.numberpool.desk;

import dev.numberpool.ConversationId;
import dev.numberpool.Participant;
import dev.numberpool.spi.ThreadRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * An inbound message with what is known of its thread.
 *
 * @param message the message
 * @param people every address of its sender
 * @param thread who uses the thread, and who left it shortly before the message was written or since
 * @param written which conversations the sender was written to about on the thread, and when last
 */
record Arrival(
        InboundMessage message, Set<Participant> people, ThreadRecord thread, Map<ConversationId, Instant> written) {

    /** As far back as the sender may have scrolled before answering without a word about whom. */
    private static final Duration MEMORY = Duration.ofDays(1);

    /**
     * How far back the sender's reading counts. A message from the provider's archive has lost what it quoted, which may be
     * of any age.
     */
    static Instant since(InboundMessage message) {
        return message.replayed() ? Instant.EPOCH : message.at().minus(MEMORY);
    }

    /** Whether the sender has read of others in this chat, but not of this conversation. */
    boolean isUnseen(ConversationId conversation) {
        return !written.isEmpty() && !written.containsKey(conversation);
    }
}
