package dev.numberpool;

import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls the host's listener so that nothing it throws reaches the caller of the pool. */
final class GuardedListener {
    private static final Logger LOG = LoggerFactory.getLogger(GuardedListener.class);

    private final NumberPoolListener listener;

    GuardedListener(NumberPoolListener listener) {
        this.listener = listener;
    }

    void tell(Consumer<NumberPoolListener> event) {
        try {
            event.accept(listener);
        } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
            LOG.warn("A NumberPoolListener failed; the call that it was told of is not affected", e);
        }
    }
}
