package dev.numberpool.spi;

import dev.numberpool.ConversationId;
import dev.numberpool.Widget;
import dev.numberpool.WidgetId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads and saves the numbers of widgets. An edit that anybody made by other means (an operator's SQL, say) is seen by
 * the next call. Implementations are safe for use by many threads.
 */
public interface WidgetStore {
    /**
     * The ids of all widgets, page by page, in an order that the store chooses and keeps.
     *
     * @param after the last one of the page before, or null for the first page
     * @param limit at most so many
     */
    List<WidgetId> widgets(@Nullable WidgetId after, int limit);

    /** The widget as it is stored now, with its problems, or empty if there is none. */
    Optional<Widget> widget(WidgetId id);

    /**
     * Stores the pool and the default number of an edited widget in one step. The order of the entries, entries that
     * could not be read and properties that are not known stay as they were, unless the edit changed them.
     *
     * @return the widget as it is stored now, in its new version
     * @throws dev.numberpool.PoolConflictException if the stored version is not the edited one; nothing is stored
     * @throws dev.numberpool.InvalidPoolException if the pool is too large to be read again; nothing is stored
     * @throws dev.numberpool.UnknownWidgetException if there is no such widget
     */
    Widget save(Widget edited);

    /**
     * The facts of every number that is in the widget's pool or carries one of its active assignments. Counts and times
     * are those of a handover without an agent.
     *
     * @throws dev.numberpool.UnknownWidgetException if there is no such widget
     */
    List<NumberFacts> usage(WidgetId id);

    /**
     * The widget's open conversations that are in one of these statuses and have no number, in order of their ids. Used
     * once, when a host with one number adopts numberpool.
     */
    List<ConversationId> withoutNumber(WidgetId id, Set<String> statuses);
}
