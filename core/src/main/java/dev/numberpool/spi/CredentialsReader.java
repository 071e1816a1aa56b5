package dev.numberpool.spi;

import dev.numberpool.WidgetId;

/** Reads the provider's credentials of a widget from the host's column. How they are encrypted is the host's own. */
@FunctionalInterface
public interface CredentialsReader {
    /**
     * Decrypts and parses the column. Called outside any transaction of ours, and only when the credentials are needed.
     *
     * @param stored the column's value, never blank
     * @throws RuntimeException if it cannot be read; only the exception's class is reported. Its message may be, too, if
     *     it is a {@link dev.numberpool.NumberPoolException}, which holds no secrets
     */
    Credentials read(WidgetId widget, String stored);
}
