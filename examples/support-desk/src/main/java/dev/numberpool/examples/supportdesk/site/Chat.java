package dev.numberpool.examples.supportdesk.site;

import dev.numberpool.ConversationId;
import dev.numberpool.WidgetId;
import java.time.Instant;

/**
 * A visitor's chat.
 *
 * @param id the conversation's number
 * @param widgetId the widget that it came through
 * @param visitor the visitor's name, as the visitor wrote it
 * @param status {@code open}, {@code with agent} or {@code closed}
 * @param createdAt when it began
 */
public record Chat(long id, long widgetId, String visitor, String status, Instant createdAt) {
    /** The conversation as numberpool knows it. */
    public ConversationId conversation() {
        return ConversationId.of(id);
    }

    /** The widget as numberpool knows it. */
    public WidgetId widget() {
        return WidgetId.of(widgetId);
    }

    /** Whether the visitor can still write. */
    public boolean isOpen() {
        return !status.equals("closed");
    }

    /** Without the visitor's name. */
    @Override
    public String toString() {
        return "chat " + id + " " + status;
    }
}
