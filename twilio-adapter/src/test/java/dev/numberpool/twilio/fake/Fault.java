package dev.numberpool.twilio.fake;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Something that goes wrong with one request; {@link Faults} says with which. Immutable. */
public final class Fault {
    enum Ending {
        ANSWER,
        DROP,
        STALL
    }

    static final Fault NONE = new Fault(true, null, Duration.ZERO, Ending.ANSWER);

    private final boolean processed;
    private final @Nullable Answer answer;
    private final Duration delay;
    private final Ending ending;

    private Fault(boolean processed, @Nullable Answer answer, Duration delay, Ending ending) {
        this.processed = processed;
        this.answer = answer;
        this.delay = delay;
        this.ending = ending;
    }

    /** Nothing goes wrong: a gap in a script. */
    public static Fault none() {
        return NONE;
    }

    /** HTTP 429, code 20429, with {@code Retry-After}; the request is not processed. */
    public static Fault tooManyRequests(Duration retryAfter) {
        return error(429, 20429, "Too Many Requests").header("Retry-After", Long.toString(retryAfter.toSeconds()));
    }

    /** HTTP 500, code 20500; the request is not processed. */
    public static Fault serverError() {
        return error(500, 20500, "An internal server error has occurred");
    }

    /** HTTP 503, code 20503; the request is not processed. */
    public static Fault unavailable() {
        return error(503, 20503, "Service is temporarily unavailable");
    }

    /** HTTP 502 with a page of HTML, as a proxy in between answers; the request is not processed. */
    public static Fault badGateway() {
        return answer(502, "text/html", "<html><head><title>502 Bad Gateway</title></head><body></body></html>");
    }

    /** An error in Twilio's form; the request is not processed. */
    public static Fault error(int status, int code, String message) {
        return answered(Answer.json(status, TwilioError.body(status, code, message)));
    }

    /** Any answer; the request is not processed. An empty body is sent as none. */
    public static Fault answer(int status, String contentType, String body) {
        return answered(Answer.text(status, contentType, body));
    }

    /** A redirect to another address; the request is not processed. */
    public static Fault redirect(int status, String location) {
        return answered(Answer.redirect(status, location));
    }

    /** The connection is dropped before the request is processed. */
    public static Fault dropBefore() {
        return new Fault(false, null, Duration.ZERO, Ending.DROP);
    }

    /** The request is processed, then the connection is dropped instead of answering. */
    public static Fault dropAfter() {
        return new Fault(true, null, Duration.ZERO, Ending.DROP);
    }

    /** The request is processed; of its answer only half arrives, and the connection stays open. */
    public static Fault stallBody() {
        return new Fault(true, null, Duration.ZERO, Ending.STALL);
    }

    /** The request is processed and answered, after a delay of real time. */
    public static Fault slow(Duration delay) {
        return new Fault(true, null, delay, Ending.ANSWER);
    }

    /** The same, but the request is processed before it happens. */
    public Fault afterProcessing() {
        return new Fault(true, answer, delay, ending);
    }

    /** The same answer with one more header; only for faults that answer. */
    public Fault header(String name, String value) {
        if (answer == null) {
            throw new IllegalStateException("this fault does not answer, so it has no headers");
        }
        Map<String, String> headers = new HashMap<>(answer.headers());
        headers.put(name, value);
        return new Fault(processed, answer.with(Map.copyOf(headers)), delay, ending);
    }

    private static Fault answered(Answer answer) {
        return new Fault(false, answer, Duration.ZERO, Ending.ANSWER);
    }

    boolean processed() {
        return processed;
    }

    @Nullable
    Answer answer() {
        return answer;
    }

    Duration delay() {
        return delay;
    }

    Ending ending() {
        return ending;
    }
}
