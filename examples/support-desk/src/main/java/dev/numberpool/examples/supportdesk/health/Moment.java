package dev.numberpool.examples.supportdesk.health;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * A point in time on the clock of this machine.
 *
 * @param text such as {@code 14:05}, with the day if it is not today
 * @param iso for machines
 */
public record Moment(String text, String iso) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter DAY_AND_TIME = DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ENGLISH);

    static Moment of(Instant then, Instant now) {
        ZonedDateTime local = then.atZone(ZoneId.systemDefault());
        boolean isToday =
                local.toLocalDate().equals(now.atZone(ZoneId.systemDefault()).toLocalDate());
        return new Moment(
                local.format(isToday ? TIME : DAY_AND_TIME),
                then.truncatedTo(ChronoUnit.SECONDS).toString());
    }
}
