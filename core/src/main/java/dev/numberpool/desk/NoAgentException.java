package dev.numberpool.desk;

import dev.numberpool.ConversationId;
import dev.numberpool.NumberPoolException;

/** The conversation has a number but no agent, and its widget no default agent. Nothing was sent or kept. */
public final class NoAgentException extends NumberPoolException {
    private static final long serialVersionUID = 1L;

    NoAgentException(ConversationId conversation) {
        super("conversation '" + conversation + "' has no agent; name one with assign(Handover.of(…).withAgent(…)), or"
                + " configure HandoverDesk.Builder.defaultAgent");
    }
}
