package dev.numberpool.spi;

import dev.numberpool.ConversationId;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.desk.InboundMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which inbound messages have been handled, and which wait to be told apart. {@link #claim}, {@link #takeHeld} and
 * {@link #giveBack} are committed when they return; {@link #complete} may be part of the host's transaction, and then each
 * message is handled exactly once. Safe for use by many threads and, unless an implementation says otherwise, by many
 * processes.
 */
public interface InboundLog {
    /**
     * The right to handle a message.
     *
     * @param messageId the provider's id of the message
     * @param token proves the right; another claim of the same message has another one
     * @param state whether there is a right at all
     */
    record Claim(String messageId, String token, State state) {
        /** How a claim ended. */
        public enum State {
            /** The caller has it. */
            WON,
            /** Another one has it, and its lease is not over. */
            IN_PROGRESS,
            /** The message has been handled. */
            COMPLETED
        }

        /** Without the token. */
        @Override
        public String toString() {
            return "Claim[" + messageId + ", " + state + "]";
        }
    }

    /**
     * How a message was handled.
     *
     * @param message the message
     * @param conversation the conversation that it belongs to, or null
     * @param isHeld whether it waits for the agent to say for whom it is
     */
    record Completion(InboundMessage message, @Nullable ConversationId conversation, boolean isHeld) {}

    /**
     * Claims a message that has not been handled and that nobody else is handling. Of any number of callers at once, one
     * wins. A claim whose lease is over at {@code at} is taken over.
     */
    Claim claim(String messageId, Instant at, Duration lease);

    /**
     * Takes the messages that these people's threads with the number hold, written at {@code since} or later and not taken
     * by a claim whose lease holds at {@code at}, in the order in which they were completed. They belong to the claim
     * until it is completed, which ends their waiting, or given back, or its lease is over.
     */
    List<InboundMessage> takeHeld(Claim claim, PhoneNumber number, Set<Participant> people, Instant since, Instant at);

    /**
     * Marks the message as handled, and those that {@link #takeHeld} took for it as no longer waiting: they belong to the
     * same conversation.
     *
     * @throws dev.numberpool.StoreException if the claim, or a message that was taken for it, has been taken over by
     *     somebody else: what the handler did must be rolled back. Transient, as the message may be received again
     */
    void complete(Claim claim, Completion completion, Instant at);

    /** Lets others claim the message and what was taken for it, at once. Does nothing if it was completed or taken over. */
    void giveBack(Claim claim);
}
