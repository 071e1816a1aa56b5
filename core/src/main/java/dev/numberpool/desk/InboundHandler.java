package dev.numberpool.desk;

/** The host's part of {@link HandoverDesk#receive}: gives the visitor the text, or tells somebody. */
@FunctionalInterface
public interface InboundHandler {
    /**
     * Handles one message. Called once for the message that came in, and before that once for each held message that it
     * released. Whatever it throws gives the message back: it will be handled again when it is delivered again.
     *
     * @param message the message
     * @param outcome where it belongs; anything but {@link InboundOutcome.Duplicate}
     */
    void handle(InboundMessage message, InboundOutcome outcome);
}
