package dev.numberpool.twilio.fake;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A refusal in Twilio's words. Which HTTP status goes with a code is partly our reading: look at the code. */
final class TwilioError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final int code;

    TwilioError(int status, int code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    static TwilioError bad(int code, String message) {
        return new TwilioError(400, code, message);
    }

    static TwilioError conflict(int code, String message) {
        return new TwilioError(409, code, message);
    }

    static TwilioError notFound(String path) {
        return new TwilioError(404, 20404, "The requested resource " + path + " was not found");
    }

    int code() {
        return code;
    }

    Answer answer() {
        return Answer.json(status, body(status, code, getMessage()));
    }

    static ObjectNode body(int status, int code, String message) {
        return Json.object()
                .put("code", code)
                .put("message", message)
                .put("more_info", "https://www.twilio.com/docs/errors/" + code)
                .put("status", status);
    }
}
