package dev.numberpool;

import java.util.List;

/** An edited pool cannot be saved; nothing was saved. */
public final class InvalidPoolException extends NumberPoolException {
    private static final long serialVersionUID = 1L;

    private final transient List<Widget.Problem> problems;

    /** Names the widget and every problem with its index. */
    public InvalidPoolException(WidgetId widget, List<Widget.Problem> problems) {
        super("the pool of widget '" + widget + "' was not saved: " + problems);
        this.problems = List.copyOf(problems);
    }

    /** What is wrong, by index in the edited list. */
    public List<Widget.Problem> problems() {
        return problems;
    }
}
