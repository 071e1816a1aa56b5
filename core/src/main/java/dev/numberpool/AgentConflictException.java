package dev.numberpool;

/** The conversation is with another agent already; {@link NumberPool#transfer} moves it. */
public final class AgentConflictException extends NumberPoolException {
    private static final long serialVersionUID = 1L;

    private final transient Participant current;

    /** Names the conversation and both agents, masked. */
    public AgentConflictException(ConversationId conversation, Participant current, Participant asked) {
        super("conversation '" + conversation + "' is with agent " + current.masked() + ", not " + asked.masked()
                + "; use transfer(conversation, agent) to move it");
        this.current = current;
    }

    /** The agent who has the conversation. */
    public Participant current() {
        return current;
    }
}
