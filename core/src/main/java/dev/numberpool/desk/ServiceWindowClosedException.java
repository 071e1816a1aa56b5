package dev.numberpool.desk;

import dev.numberpool.ConversationId;
import dev.numberpool.NumberPoolException;
import dev.numberpool.SenderThread;

/** Free text would not arrive on this thread, and there is no template to wake the agent. Nothing was sent or kept. */
public final class ServiceWindowClosedException extends NumberPoolException {
    private static final long serialVersionUID = 1L;

    ServiceWindowClosedException(ConversationId conversation, SenderThread thread) {
        super("conversation '" + conversation + "': the service window of " + thread
                + " is closed; configure a template"
                + " with HandoverDesk.Builder.wakeUp, or ask the agent to write to the number");
    }
}
