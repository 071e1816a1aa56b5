package dev.numberpool.memory;

import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import dev.numberpool.WidgetId;
import org.jspecify.annotations.Nullable;

/** A conversation with its number. */
final class ConversationRow {
    final ConversationId id;
    final WidgetId widget;

    @Nullable
    String status;

    @Nullable
    Assignment assignment;

    boolean released;
    boolean left;

    ConversationRow(ConversationId id, WidgetId widget) {
        this.id = id;
        this.widget = widget;
    }
}
