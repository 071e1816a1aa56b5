package dev.numberpool;

/** There is no such widget in the store, or its id cannot be one of the store's ids. */
public final class UnknownWidgetException extends NumberPoolException {
    private static final long serialVersionUID = 1L;

    /** Names the widget and what to do. */
    public UnknownWidgetException(WidgetId widget, String detail) {
        super("widget '" + widget + "' is unknown: " + detail);
    }
}
