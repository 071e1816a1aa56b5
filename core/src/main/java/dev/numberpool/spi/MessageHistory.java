package dev.numberpool.spi;

import dev.numberpool.ConversationId;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.SenderThread;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the log knows of earlier messages. Plain reads; they wait for nobody. */
public interface MessageHistory {
    /**
     * A message of a conversation in the log.
     *
     * @param parts its parts in order; empty if the message is not there
     * @param isGreeted whether a MESSAGE of the conversation with this time of assignment is there that has not failed
     */
    record Recorded(List<OutboundRecord> parts, boolean isGreeted) {
        /** Copies the parts. */
        public Recorded {
            parts = List.copyOf(parts);
        }
    }

    /**
     * A message that somebody replies to.
     *
     * @param conversation the conversation that it belongs to, or null if to none
     * @param participant to whom or by whom it was written
     * @param kind what it was for; null for an inbound message
     */
    record Quoted(@Nullable ConversationId conversation, Participant participant, OutboundRecord.@Nullable Kind kind) {
        /** Participant masked. */
        @Override
        public String toString() {
            return "Quoted[conversation=" + conversation + ", participant=" + participant.masked() + ", kind=" + kind
                    + "]";
        }
    }

    /** A message and what came before it. */
    Recorded recorded(ConversationId conversation, String messageId, Instant assignedAt);

    /** The outbound message, or the completed inbound one, with this id of the provider. */
    Optional<Quoted> quoted(String providerId);

    /** Whether any of these people has been sent a MESSAGE or WAKE_UP of the conversation, whether or not it arrived. */
    boolean hasWritten(ConversationId conversation, Set<Participant> people);

    /**
     * The conversations of which a MESSAGE or WAKE_UP left PARKED for any of these people from this number at this time or
     * later, and when that was last.
     */
    Map<ConversationId, Instant> writtenOn(PhoneNumber number, Set<Participant> people, Instant since);

    /** How many ANSWERs have been logged on the thread at this time or later. */
    int answers(SenderThread thread, Instant since);
}
