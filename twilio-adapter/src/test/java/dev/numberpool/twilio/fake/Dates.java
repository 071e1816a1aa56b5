package dev.numberpool.twilio.fake;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;

/** Dates in queries: days, and points in time, which the SDK writes in UTC without saying so. */
final class Dates {
    private Dates() {}

    /** The point in time, or the start of the day. */
    static Instant from(String text) {
        return parse(text, 0);
    }

    /** The point in time, or the start of the day after. */
    static Instant until(String text) {
        return parse(text, 1);
    }

    private static Instant parse(String text, int daysLater) {
        try {
            if (!text.contains("T")) {
                LocalDate day = LocalDate.parse(text.replace("Z", ""));
                return day.plusDays(daysLater).atStartOfDay(ZoneOffset.UTC).toInstant();
            }
            boolean zoned = text.matches(".*(Z|[+-]\\d\\d:\\d\\d)");
            return zoned
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException failure) {
            throw TwilioError.bad(20001, "Invalid date");
        }
    }
}
