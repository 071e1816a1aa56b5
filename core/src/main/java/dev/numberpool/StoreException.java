package dev.numberpool;

/** The store could not do its work. Nothing of the call was kept, unless the message says that this is not known. */
public final class StoreException extends NumberPoolException {
    private static final long serialVersionUID = 1L;

    private final boolean isTransient;

    /** A failure that the same call will meet again. */
    public StoreException(String message) {
        super(message);
        this.isTransient = false;
    }

    /** A failure without a cause; transient if the same call may succeed a moment later. */
    public StoreException(String message, boolean isTransient) {
        super(message);
        this.isTransient = isTransient;
    }

    /** A failure with its cause; transient if the same call may succeed a moment later. */
    public StoreException(String message, boolean isTransient, Throwable cause) {
        super(message, cause);
        this.isTransient = isTransient;
    }

    /**
     * True if the same call, in a new transaction, may succeed: a conflict with another transaction or another call, a lock
     * that was waited for in vain, a lost connection, a database that is out of room.
     */
    public boolean isTransient() {
        return isTransient;
    }
}
