package dev.numberpool.twilio;

import dev.numberpool.desk.Failure;
import dev.numberpool.desk.Failure.Kind;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Twilio's error codes and HTTP statuses mean. The code decides before the status: 63038 (allowance of the day used
 * up) comes with 429 and must not be sent again. Codes as in Twilio's error dictionary
 * (https://www.twilio.com/docs/api/errors); the groups are ours.
 */
final class TwilioErrors {
    private static final Map<Integer, Kind> KINDS = kinds();

    private TwilioErrors() {}

    /** What became of a request that changes something. */
    static Failure of(TwilioCallException e) {
        return switch (e.reach()) {
            case NOT_SENT -> Failure.of(Kind.NOT_SENT);
            case UNCERTAIN -> Failure.of(Kind.UNKNOWN_OUTCOME);
            case ANSWERED -> new Failure(kind(e.code(), e.status()), e.code());
        };
    }

    /** What an answer means. */
    static Kind kind(@Nullable Integer code, int status) {
        Kind byCode = code == null ? null : KINDS.get(code);
        if (byCode == null) {
            return byStatus(status);
        }
        // A server that broke down while it refused: whether it had begun is not known, so it is not asked again.
        return status >= 500 && byCode.retry() != Failure.Retry.NEVER ? Kind.UNKNOWN_OUTCOME : byCode;
    }

    /** Why a message did not arrive, by the code that a status callback or Twilio's archive names. */
    static Failure ofReport(@Nullable Integer code) {
        Kind kind = code == null ? Kind.UNCLASSIFIED : KINDS.getOrDefault(code, Kind.UNCLASSIFIED);
        // Here the outcome is known.
        return new Failure(kind == Kind.UNKNOWN_OUTCOME ? Kind.UNCLASSIFIED : kind, code);
    }

    private static Kind byStatus(int status) {
        return switch (status) {
            case 401, 403 -> Kind.AUTHENTICATION;
            case 404 -> Kind.NOT_FOUND;
            case 429 -> Kind.RATE_LIMITED;
            // Timed out at the server, which may have got enough of it.
            case 408 -> Kind.UNKNOWN_OUTCOME;
            default -> status >= 400 && status < 500 ? Kind.UNCLASSIFIED : Kind.UNKNOWN_OUTCOME;
        };
    }

    private static Map<Integer, Kind> kinds() {
        Map<Integer, Kind> kinds = new HashMap<>();
        put(kinds, Kind.AUTHENTICATION, 20003, 20005, 20006, 20010, 20403, 10001);
        put(kinds, Kind.RATE_LIMITED, 20429, 50074, 63017, 63119);
        put(kinds, Kind.THROTTLED, 63018, 21611, 30001, 14107);
        put(kinds, Kind.QUOTA, 63038, 21608, 63015);
        put(kinds, Kind.SENDER_UNUSABLE, 63007, 63002, 63001, 63008, 63020, 63051, 21606, 21212, 21603, 50413, 50415);
        put(kinds, Kind.INVALID_RECIPIENT, 21211, 21604, 21614, 21612, 63003, 63024, 63031, 50407, 50411);
        put(kinds, Kind.RECIPIENT_REFUSED, 21610, 63014, 63032, 63033, 63049);
        put(kinds, Kind.WINDOW_CLOSED, 63016);
        put(kinds, Kind.TEMPLATE, 21654, 21655, 21656, 63027, 63028, 63029, 63040, 63041, 63042, 63062);
        put(kinds, Kind.CONTENT, 21602, 21617, 21619, 21620, 21623, 12300, 30007, 63005, 63006, 63013, 63019, 63021);
        put(kinds, Kind.CONTENT, 63026, 63030, 63034, 63037);
        put(kinds, Kind.BINDING_CONFLICT, 50416, 50425, 50438);
        put(kinds, Kind.CONCURRENT_CHANGE, 50391, 50419, 50449, 20409, 50386);
        put(kinds, Kind.NOT_FOUND, 50377, 20404, 50350, 50430, 50432);
        put(kinds, Kind.LIMIT, 50417, 50418, 50422, 50426, 50436, 50214);
        put(kinds, Kind.CHANNEL_FAULT, 63009, 63010, 63012, 63023);
        // Requests that are wrong in themselves, and what is there already (50433, 50404, 50353): no kind of its own.
        put(kinds, Kind.UNCLASSIFIED, 21910, 50414, 50409, 50408, 50412, 50451, 20001, 20007, 20422);
        put(kinds, Kind.UNCLASSIFIED, 50433, 50404, 50353);
        put(kinds, Kind.UNKNOWN_OUTCOME, 20500, 20503);
        return Map.copyOf(kinds);
    }

    private static void put(Map<Integer, Kind> kinds, Kind kind, int... codes) {
        for (int code : codes) {
            if (kinds.put(code, kind) != null) {
                throw new IllegalStateException("code " + code + " stands in the table twice");
            }
        }
    }
}
