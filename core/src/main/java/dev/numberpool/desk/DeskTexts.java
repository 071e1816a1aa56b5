package dev.numberpool.desk;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the desk itself says to agents; override a method for another wording or language. Empty says nothing. Pure
 * functions, safe for use by many threads. Texts should stay below 200 characters.
 */
public interface DeskTexts {
    /** English. */
    static DeskTexts english() {
        return new DeskTexts() {};
    }

    /**
     * Stands above the first message of every assignment: WhatsApp shows our number's name, never the visitor's.
     *
     * @param visitor the visitor's name, on one line and at most 60 characters; empty if it is not known
     * @param code the conversation's code
     */
    default Optional<String> header(String visitor, String code) {
        return Optional.of("— New chat: " + (visitor.isEmpty() ? "#" + code : visitor + " (#" + code + ")") + " —");
    }

    /** Says that the conversation has ended. */
    default Optional<String> footer(String code) {
        return Optional.of("— Chat #" + code + " has ended. —");
    }

    /**
     * Answers a message. Asked after every outcome but {@link InboundOutcome.Rejected} and
     * {@link InboundOutcome.Duplicate}, so also after {@link InboundOutcome.Routed}: another wording has to look at the
     * outcome, or it answers messages that have reached their visitor. By default it is empty for those, for
     * {@link InboundOutcome.Empty} and for strangers.
     *
     * @param outcome what became of the message
     * @param openChats the agent's open chats, as {@code #282}, the oldest first
     */
    default Optional<String> answer(InboundOutcome outcome, List<String> openChats) {
        String open = openChats.isEmpty()
                ? "You have no open chats."
                : "Your open chats: " + openChats.stream().limit(20).collect(Collectors.joining(", ")) + ".";
        if (outcome instanceof InboundOutcome.Ambiguous ambiguous) {
            return Optional.of(
                    ambiguous.isHeld()
                            ? "Who is this for? Reply with the code alone, like "
                                    + openChats.stream().findFirst().orElse("#1") + ". " + open
                            : open);
        }
        if (outcome instanceof InboundOutcome.UnknownCode unknown) {
            return Optional.of("Not delivered: there is no chat #" + unknown.code() + ". " + open);
        }
        if (outcome instanceof InboundOutcome.ConversationClosed) {
            return Optional.of("Not delivered: the chat has ended. " + open);
        }
        if (outcome instanceof InboundOutcome.Transferred) {
            return Optional.of("Not delivered: the chat is with somebody else now. " + open);
        }
        if (outcome instanceof InboundOutcome.OutOfSession session && session.isKnownAgent()) {
            return Optional.of("Not delivered: there is no open chat on this number. " + open);
        }
        return Optional.empty();
    }
}
