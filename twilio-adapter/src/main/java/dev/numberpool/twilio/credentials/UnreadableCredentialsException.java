package dev.numberpool.twilio.credentials;

import dev.numberpool.NumberPoolException;
import dev.numberpool.WidgetId;

/** A widget's stored credentials cannot be read. Says which widget's, why and what to do; repeats nothing of them. */
public final class UnreadableCredentialsException extends NumberPoolException {
    private static final long serialVersionUID = 1L;

    /** Without a cause: what other libraries say of a text that they cannot read may quote it. */
    UnreadableCredentialsException(WidgetId widget, String why) {
        super("the credentials of widget '" + widget + "' " + why);
    }
}
