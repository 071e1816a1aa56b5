package dev.numberpool.examples.supportdesk.phones;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Times, names and texts as the page prints them. */
final class Prints {
    private static final ZoneId ZONE = ZoneId.systemDefault();
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEEE, d MMMM", Locale.ENGLISH);
    private static final DateTimeFormatter BOTH = DateTimeFormatter.ofPattern("EEE d MMM, HH:mm", Locale.ENGLISH);

    private Prints() {}

    static String time(Instant instant) {
        return TIME.format(instant.atZone(ZONE));
    }

    static String day(Instant instant) {
        return DAY.format(instant.atZone(ZONE));
    }

    static String dayAndTime(Instant instant) {
        return BOTH.format(instant.atZone(ZONE));
    }

    /** The time of today, or the day. */
    static String recent(Instant instant, Instant now) {
        return day(instant).equals(day(now))
                ? time(instant)
                : DateTimeFormatter.ofPattern("EEE", Locale.ENGLISH).format(instant.atZone(ZONE));
    }

    /** The first letter of a name, for the picture. */
    static String initial(String name) {
        return name.codePoints()
                .filter(Character::isLetterOrDigit)
                .mapToObj(Character::toString)
                .findFirst()
                .orElse("?")
                .toUpperCase(Locale.ROOT);
    }

    /** Such as {@code Maria, Omar and Sofia}. */
    static String and(List<String> names) {
        return joined(names, " and ");
    }

    /** Such as {@code Maria, Omar or Sofia}. */
    static String or(List<String> names) {
        return joined(names, " or ");
    }

    private static String joined(List<String> names, String last) {
        if (names.size() < 2) {
            return String.join("", names);
        }
        int end = names.size() - 1;
        return String.join(", ", names.subList(0, end)) + last + names.get(end);
    }
}
