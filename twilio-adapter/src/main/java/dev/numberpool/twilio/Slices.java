package dev.numberpool.twilio;

import dev.numberpool.PhoneNumber;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what came in for a number into slices that fit in memory, from old to new. Twilio lists the newest first, so a
 * slice can only be handled when it has been read to its end; one that is too long is halved.
 */
final class Slices {
    private static final int MAX_PAGES = 10;

    /** What cannot be halved any more is read however long it is, but not for ever. */
    private static final int MAX_PAGES_OF_A_SECOND = 1_000;

    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private final MessageArchive archive;
    private final PhoneNumber number;

    /** How long the last slice was that had to be cut. */
    private @Nullable Duration width;

    Slices(MessageArchive archive, PhoneNumber number) {
        this.archive = archive;
        this.number = number;
    }

    /**
     * Messages from the second of a time on.
     *
     * @param oldestFirst the messages; those of one second in the order of the list
     * @param end up to when it goes; the end of what there is for the last one
     */
    record Slice(List<ArchivedMessage> oldestFirst, Instant end) {}

    /** The slice that begins here. */
    Slice next(Instant from, Instant until) {
        Instant start = from.truncatedTo(ChronoUnit.SECONDS);
        Instant end = width == null ? until : earlier(until, start.plus(width.multipliedBy(2)));
        while (true) {
            boolean isLast = !end.isBefore(until);
            boolean isShort = !end.isAfter(start.plus(SHORTEST));
            Optional<List<ArchivedMessage>> messages =
                    archive.received(number, start, isLast ? null : end, isShort ? MAX_PAGES_OF_A_SECOND : MAX_PAGES);
            if (messages.isPresent() || isShort) {
                return new Slice(inOrder(messages.orElseThrow(Slices::endless), start, isLast ? null : end), end);
            }
            width = half(Duration.between(start, end));
            end = start.plus(width);
        }
    }

    private static TwilioCallException endless() {
        return TwilioCallException.uncertain("its list of one second has no end");
    }

    private static Duration half(Duration time) {
        Duration half = Duration.ofSeconds(time.toSeconds() / 2);
        return half.compareTo(SHORTEST) < 0 ? SHORTEST : half;
    }

    private static List<ArchivedMessage> inOrder(
            List<ArchivedMessage> newestFirst, Instant start, @Nullable Instant end) {
        List<ArchivedMessage> messages = new ArrayList<>(newestFirst);
        Collections.reverse(messages);
        messages.removeIf(message -> message.hasTime() && isOutside(message.at(), start, end));
        messages.sort(Comparator.comparing(ArchivedMessage::at));
        return messages;
    }

    private static boolean isOutside(Instant at, Instant start, @Nullable Instant end) {
        return at.isBefore(start) || (end != null && !at.isBefore(end));
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
