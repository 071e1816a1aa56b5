package dev.numberpool.twilio;

import dev.numberpool.desk.Failure;
import dev.numberpool.desk.Failure.Kind;
import dev.numberpool.desk.GatewayException;
import java.util.function.Supplier;

/** Makes requests through the SDK, and says in our words what became of them. */
final class Requests {
    private Requests() {}

    /**
     * Asks something.
     *
     * @param what what is asked for, without whole numbers
     */
    static <T> T ask(String what, Supplier<T> request) {
        try {
            return request.get();
        } catch (TwilioCallException e) {
            throw unanswered(what, e);
        } catch (GatewayException e) {
            throw e;
        } catch (RuntimeException e) {
            // The SDK cannot read the answer. Its text may repeat that answer.
            throw new GatewayException(
                    Kind.UNAVAILABLE,
                    what + ": Twilio's answer cannot be read, " + e.getClass().getSimpleName());
        }
    }

    /** Changes something; only what Twilio said, or did not say, is left to the caller. */
    static <T> T change(String what, Supplier<T> request) {
        try {
            return request.get();
        } catch (TwilioCallException | GatewayException e) {
            throw e;
        } catch (RuntimeException e) {
            // As above, and the change has probably been made.
            throw new GatewayException(
                    Kind.UNKNOWN_OUTCOME,
                    what + ": Twilio's answer cannot be read, " + e.getClass().getSimpleName());
        }
    }

    /** A question without an answer: nothing was to be changed, so its outcome is never the worry. */
    private static GatewayException unanswered(String what, TwilioCallException e) {
        Failure failure = TwilioErrors.of(e);
        Failure known =
                failure.kind() == Kind.UNKNOWN_OUTCOME ? new Failure(Kind.UNAVAILABLE, failure.code()) : failure;
        return new GatewayException(known, e.status(), what + ": " + e.getMessage(), e);
    }

    /** A change that was refused, or of which nobody knows whether it was made. */
    static GatewayException refused(String what, TwilioCallException e) {
        return new GatewayException(TwilioErrors.of(e), e.status(), what + ": " + e.getMessage(), e);
    }
}
