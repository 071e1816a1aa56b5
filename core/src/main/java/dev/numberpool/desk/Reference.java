package dev.numberpool.desk;

import dev.numberpool.ConversationId;
import dev.numberpool.desk.InboundOutcome.By;
import org.jspecify.annotations.Nullable;

/**
 * Something in a message that names a conversation.
 *
 * @param conversation the conversation
 * @param by what names it
 * @param code the code, if it is one
 * @param text what is left for the visitor
 * @param isCode whether a code stands in the message
 */
record Reference(
        ConversationId conversation, By by, @Nullable String code, String text, boolean isCode) {}
