package dev.numberpool.desk;

import dev.numberpool.NumberPoolException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The provider did not do what it was asked, to take a message mostly, or it is not known whether it did. */
public final class GatewayException extends NumberPoolException {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;
    private final int httpStatus;
    private final @Nullable Duration retryAfter;

    /**
     * A failure.
     *
     * @param httpStatus the provider's HTTP status, or 0 if there was no answer
     * @param detail what happened, without message texts, tokens or whole numbers
     */
    public GatewayException(Failure failure, int httpStatus, String detail, @Nullable Throwable cause) {
        this(failure, httpStatus, null, detail, cause);
    }

    /**
     * A failure whose provider says how long to wait.
     *
     * @param httpStatus the provider's HTTP status, or 0 if there was no answer
     * @param retryAfter how long the provider asks to wait, or null if it does not say
     * @param detail what happened, without message texts, tokens or whole numbers
     */
    public GatewayException(
            Failure failure, int httpStatus, @Nullable Duration retryAfter, String detail, @Nullable Throwable cause) {
        super(detail + "; " + failure, cause);
        this.failure = failure;
        this.httpStatus = httpStatus;
        this.retryAfter = retryAfter;
    }

    /** A failure without an answer of the provider. */
    public GatewayException(Failure.Kind kind, String detail) {
        this(Failure.of(kind), 0, detail, null);
    }

    /** Kind and provider's code. */
    public Failure failure() {
        return failure;
    }

    /** What sort of failure it is. */
    public Failure.Kind kind() {
        return failure.kind();
    }

    /** What it concerns. */
    public Failure.Scope scope() {
        return failure.kind().scope();
    }

    /** Whether the same message may be sent again. */
    public Failure.Retry retry() {
        return failure.kind().retry();
    }

    /** The provider's error code, or null. */
    public @Nullable Integer code() {
        return failure.code();
    }

    /** The HTTP status, or 0 if there was no answer. */
    public int httpStatus() {
        return httpStatus;
    }

    /**
     * How long the provider asks to wait before the message is sent again, or null. The desk waits for as long, but for an
     * hour at most, where its own pause is shorter.
     */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
