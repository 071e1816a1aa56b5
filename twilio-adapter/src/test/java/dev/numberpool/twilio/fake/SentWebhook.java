package dev.numberpool.twilio.fake;

import java.util.List;
import java.util.Map;

/**
 * A webhook that was sent, or could not be sent.
 *
 * @param url the public URL, as it was signed
 * @param form its parameters, also where they went as JSON
 * @param attempts what came of each attempt; never empty
 */
public record SentWebhook(String url, Map<String, String> form, List<Attempt> attempts) {

    /** What came of one attempt. */
    public enum Outcome {
        /** The host answered, with whatever status. */
        ANSWERED,
        /** No connection came about; only after this does Twilio try again of itself. */
        NOT_CONNECTED,
        /** The host took too long. */
        TIMED_OUT,
        /** The connection broke before an answer came. */
        BROKEN
    }

    /**
     * One attempt.
     *
     * @param outcome what came of it
     * @param status the HTTP status of the host's answer, or 0
     * @param body the host's answer, or an empty text
     */
    public record Attempt(Outcome outcome, int status, String body) {}

    /** The last attempt. */
    public Attempt last() {
        return attempts.get(attempts.size() - 1);
    }

    /** True where the host answered with a 2xx status. */
    boolean accepted() {
        return last().status() / 100 == 2;
    }

    /** URL, number of attempts and outcome: numbers and texts stay out. */
    @Override
    public String toString() {
        return url + " x" + attempts.size() + " " + last().outcome() + " " + last().status();
    }
}
