package dev.numberpool.twilio;

import dev.numberpool.desk.Failure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A request that brought no success. Neither its message nor its fields hold anything of what was sent or of the text of
 * Twilio's answer, which repeats numbers: only status, codes and ids.
 */
final class TwilioCallException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** How far the request has come. */
    enum Reach {
        /** Twilio has certainly not got it. */
        NOT_SENT,
        /** Nobody knows whether Twilio has processed it. */
        UNCERTAIN,
        /** Twilio has answered. */
        ANSWERED
    }

    private final Reach reach;
    private final int status;
    private final transient ErrorAnswer answer;

    private TwilioCallException(
            Reach reach, int status, ErrorAnswer answer, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reach = reach;
        this.status = status;
        this.answer = answer;
    }

    static TwilioCallException answered(int status, ErrorAnswer answer) {
        String code = answer.code() == null ? "" : ", code " + answer.code();
        String request = answer.requestId() == null ? "" : ", request " + answer.requestId();
        return new TwilioCallException(
                Reach.ANSWERED, status, answer, "Twilio answered " + status + code + request, null);
    }

    static TwilioCallException notSent(String why, @Nullable Throwable cause) {
        return new TwilioCallException(Reach.NOT_SENT, 0, ErrorAnswer.NONE, "not sent to Twilio: " + why, cause);
    }

    /** No cause: what the platform says about a broken answer may repeat parts of it. */
    static TwilioCallException uncertain(String why) {
        return new TwilioCallException(
                Reach.UNCERTAIN, 0, ErrorAnswer.NONE, "no answer of Twilio that can be relied on: " + why, null);
    }

    Reach reach() {
        return reach;
    }

    /** Whether other requests of the account would fail as well: no connection, no credentials, too many requests. */
    boolean isAboutTheAccount() {
        Failure.Kind kind = TwilioErrors.of(this).kind();
        return kind == Failure.Kind.NOT_SENT
                || kind == Failure.Kind.AUTHENTICATION
                || kind == Failure.Kind.RATE_LIMITED
                || kind == Failure.Kind.QUOTA;
    }

    /** The HTTP status, or 0 if there was no answer. */
    int status() {
        return status;
    }

    /** Twilio's error code, or null. */
    @Nullable
    Integer code() {
        return answer.code();
    }

    /** How long Twilio asks to wait, or null. */
    @Nullable
    Duration retryAfter() {
        return answer.retryAfter();
    }

    /** Twilio's id of the request, to be given to its support, or null. */
    @Nullable
    String requestId() {
        return answer.requestId();
    }

    /** The conversation ({@code CH…}) that the answer names, as code 50416 does, or null. */
    @Nullable
    String namedConversation() {
        return answer.namedConversation();
    }
}
