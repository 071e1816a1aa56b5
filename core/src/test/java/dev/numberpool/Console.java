package dev.numberpool;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Prints what a reader of the build's log wants to know of a green run; as a warning, the level that tests show. */
final class Console {
    private static final Logger LOG = LoggerFactory.getLogger(Console.class);

    private Console() {}

    static void print(String message, Object... values) {
        LOG.warn(message, values);
    }
}
