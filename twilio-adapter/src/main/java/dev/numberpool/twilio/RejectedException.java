package dev.numberpool.twilio;

import dev.numberpool.twilio.TwilioEvent.Rejected.Reason;

/** A request that is not to be believed. Strangers cause it as often as they like, so it is cheap: no stack trace. */
final class RejectedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    RejectedException(Reason reason) {
        super(reason.name(), null, false, false);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }
}
