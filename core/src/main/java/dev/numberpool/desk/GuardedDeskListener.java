package dev.numberpool.desk;

import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls the host's listener so that nothing it throws reaches the caller of the desk. */
record GuardedDeskListener(DeskListener listener) {
    private static final Logger LOG = LoggerFactory.getLogger(GuardedDeskListener.class);

    void tell(Consumer<DeskListener> event) {
        try {
            event.accept(listener);
        } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
            // Not the exception itself: the host may have put what it was told into the message.
            LOG.warn(
                    "A DeskListener failed with {}; what it was told of is not affected",
                    e.getClass().getName());
        }
    }
}
