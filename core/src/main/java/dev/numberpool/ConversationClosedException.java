package dev.numberpool;

/** The host's status of the conversation is a closed one: it gets no number until it is opened again. */
public final class ConversationClosedException extends NumberPoolException {
    private static final long serialVersionUID = 1L;

    /** Names the conversation. */
    public ConversationClosedException(ConversationId conversation) {
        super("conversation '" + conversation + "' is closed; open it again (set its status) before it is handed over");
    }
}
