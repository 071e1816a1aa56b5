package dev.numberpool;

/** There is no such conversation in the store, or it has not been handed over, or it belongs to another widget. */
public final class UnknownConversationException extends NumberPoolException {
    private static final long serialVersionUID = 1L;

    /** Names the conversation and what to do. */
    public UnknownConversationException(ConversationId conversation, String detail) {
        super("conversation '" + conversation + "': " + detail);
    }
}
