package dev.numberpool.desk;

import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where an inbound message belongs. Nothing is dropped silently: everything that is not {@link Routed} says why. */
public sealed interface InboundOutcome {
    /**
     * It belongs to this conversation: give the text to the visitor.
     *
     * @param assignment the conversation with its number and agent
     * @param text the text without its code
     * @param by how that is known
     */
    record Routed(Assignment assignment, String text, By by) implements InboundOutcome {
        /** Length only. */
        @Override
        public String toString() {
            return "Routed[" + assignment + ", " + text.length() + " characters, by=" + by + "]";
        }
    }

    /** How it is known where a message belongs. */
    enum By {
        /** It replies to a message of the conversation. */
        QUOTE,
        /** A button that names the conversation. */
        BUTTON,
        /** A code such as {@code #282:} in front. */
        CODE,
        /** There is no other conversation that could be meant. */
        ONLY_CANDIDATE,
        /** It was held, and now the agent has said for whom it was. */
        RELEASED
    }

    /**
     * It could be for more than one conversation, or for none that is still open, or it contradicts itself. It is held for 15 minutes: a bare code, or a
     * quote, releases it.
     *
     * @param candidates the conversations that could be meant; may be empty
     * @param isHeld false for a bare {@code ?}, which asks for the list
     */
    record Ambiguous(List<PossibleConversation> candidates, boolean isHeld) implements InboundOutcome {
        /** Copies the list. */
        public Ambiguous {
            candidates = List.copyOf(candidates);
        }
    }

    /**
     * A conversation that may be meant.
     *
     * @param conversation the conversation
     * @param isActive false if it left the thread a short while ago
     */
    record PossibleConversation(ConversationId conversation, boolean isActive) {}

    /**
     * The code names no conversation.
     *
     * @param code the code as it was read
     */
    record UnknownCode(String code) implements InboundOutcome {
        /** Length only: whatever the sender wrote may stand there. */
        @Override
        public String toString() {
            return "UnknownCode[" + code.length() + " characters]";
        }
    }

    /**
     * It is for a conversation that has ended.
     *
     * @param conversation the conversation
     */
    record ConversationClosed(ConversationId conversation) implements InboundOutcome {}

    /**
     * It comes from an agent who had the conversation but has handed it on.
     *
     * @param conversation the conversation
     */
    record Transferred(ConversationId conversation) implements InboundOutcome {}

    /**
     * It is for no conversation: none is active between this sender and this number, or the sender has no right to the
     * one that is named.
     *
     * @param isKnownAgent whether the sender has or had conversations here; false for a stranger
     */
    record OutOfSession(boolean isKnownAgent) implements InboundOutcome {}

    /**
     * It has been delivered before. The handler is not called.
     *
     * @param isCompleted false if another call is handling it right now, or has died while doing so
     */
    record Duplicate(boolean isCompleted) implements InboundOutcome {}

    /**
     * There is nothing for the visitor in it: no text and no media, a bare code, or the tap that opens the service window.
     *
     * @param assignment the conversation that it names, or null
     * @param released how many held messages it released, each given to the handler as {@link Routed}
     */
    record Empty(@Nullable Assignment assignment, int released) implements InboundOutcome {}

    /**
     * It must not be looked at further: one of our own numbers wrote it, or it was written to a number that is not ours.
     *
     * @param reason which of the two
     */
    record Rejected(Reason reason) implements InboundOutcome {
        /** Why it is rejected. */
        public enum Reason {
            /** One of our own numbers wrote it: a machine of ours, which must not be answered. */
            FROM_OURSELVES,
            /** It was written to a number that is not ours. */
            NOT_OUR_NUMBER
        }
    }
}
