package dev.numberpool.examples.supportdesk.handover;

import dev.numberpool.Assignment;
import org.jspecify.annotations.Nullable;

/**
 * A chat that went to another agent or number.
 *
 * @param assignment what it has now
 * @param told what became of the end of the chat, which the agent is sent to read; null if there was nothing to send
 */
public record Moved(Assignment assignment, @Nullable String told) {}
