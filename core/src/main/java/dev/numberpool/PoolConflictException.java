package dev.numberpool;

/** The widget was changed by somebody else since it was read; nothing was saved. */
public final class PoolConflictException extends NumberPoolException {
    private static final long serialVersionUID = 1L;

    private final transient Widget stored;
    private final transient Widget attempted;

    /** Both versions, so that an editor can show them side by side. */
    public PoolConflictException(Widget stored, Widget attempted) {
        super("widget '" + stored.id() + "' was changed by somebody else: stored is version " + stored.version()
                + ", edited was version " + attempted.version() + "; read it again and repeat the change");
        this.stored = stored;
        this.attempted = attempted;
    }

    /** The widget as it is stored now. */
    public Widget stored() {
        return stored;
    }

    /** The widget as the refused editor wanted it. */
    public Widget attempted() {
        return attempted;
    }
}
