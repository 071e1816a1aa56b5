package dev.numberpool.twilio;

import dev.numberpool.desk.Content;
import dev.numberpool.desk.HandoverDesk;
import dev.numberpool.spi.OutboundRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compares the messages of one thread whose ids at Twilio are not known with those in the archive that belong to no
 * message of the log. Nothing is guessed: what fits in two ways fits not at all.
 */
final class ThreadMatch {
    /** Before a message is unknown, its gateway has taken its time; and two clocks may differ. */
    private static final Duration BEFORE = Duration.ofMinutes(5);

    private static final Duration AFTER = Duration.ofMinutes(10);

    private final HandoverDesk desk;
    private final List<ArchivedMessage> strays;
    private final List<ArchivedMessage> elsewhere;
    private final Map<String, Claim> claims;
    private final Set<Look> texts;

    /** What a message shows. */
    private record Look(String text, int media) {
        static Look of(Content.Text text) {
            return new Look(clean(text.text()), text.media().size());
        }

        static Look of(ArchivedMessage message) {
            return new Look(clean(message.text()), message.media());
        }

        private static String clean(String text) {
            return text.replace("\r\n", "\n").strip();
        }
    }

    /**
     * What a message of the log may be in the archive.
     *
     * @param fits those that it may be, oldest first
     * @param isInPieces whether one of them may be a piece of it
     */
    private record Claim(OutboundRecord record, List<ArchivedMessage> fits, boolean isInPieces) {
        boolean meets(Claim other) {
            return other.fits.stream().anyMatch(fits::contains);
        }
    }

    /**
     * Looks at everything at once.
     *
     * @param records all messages of the thread whose ids are not known, also those that are being sent now
     * @param strays what the archive has of the thread and the log does not know, oldest first
     * @param elsewhere the same for the person's other addresses
     */
    ThreadMatch(
            HandoverDesk desk,
            List<OutboundRecord> records,
            List<ArchivedMessage> strays,
            List<ArchivedMessage> elsewhere) {
        this.desk = desk;
        this.strays = strays;
        this.elsewhere = elsewhere;
        this.texts = records.stream()
                .flatMap(record -> looks(record).stream())
                .flatMap(Collection::stream)
                .collect(Collectors.toSet());
        this.claims = records.stream()
                .sorted(Comparator.comparing(OutboundRecord::position))
                .map(this::claim)
                .collect(
                        Collectors.toMap(claim -> claim.record().reference(), Function.identity(), (one, same) -> one));
    }

    /** When a message may have come to Twilio at the earliest. */
    static Instant earliest(OutboundRecord record) {
        return record.since().minus(BEFORE);
    }

    /** When a message may have come to Twilio at the latest. */
    static Instant latest(OutboundRecord record) {
        return record.since().plus(AFTER);
    }

    /** Whether nobody has settled it since it was asked for. */
    boolean isStillUnknown(OutboundRecord record) {
        return claims.containsKey(record.reference());
    }

    /** The message in the archive that this one is, if there is no doubt. */
    Optional<ArchivedMessage> of(OutboundRecord record) {
        Claim claim = claims.get(record.reference());
        if (claim == null || claim.fits().isEmpty()) {
            return Optional.empty();
        }
        List<Claim> rivals = claims.values().stream()
                .filter(claim::meets)
                .sorted(Comparator.comparing(rival -> rival.record().position()))
                .toList();
        return isClear(claim, rivals) ? Optional.of(claim.fits().get(rivals.indexOf(claim))) : Optional.empty();
    }

    /** Whether nothing in the archive can be this message, whatever it says: only what has failed is as good as absent. */
    boolean isAbsent(OutboundRecord record) {
        Claim claim = claims.get(record.reference());
        return claim != null
                && claim.fits().isEmpty()
                && !claim.isInPieces()
                && Stream.of(strays, elsewhere)
                        .flatMap(List::stream)
                        .noneMatch(stray -> isInTime(record, stray) && !stray.hasFailed());
    }

    /** As many in the log as in the archive, each fitting each: one and one, or equal texts of one conversation. */
    private static boolean isClear(Claim claim, List<Claim> rivals) {
        return rivals.size() == claim.fits().size()
                && rivals.stream().noneMatch(Claim::isInPieces)
                && rivals.stream().allMatch(rival -> rival.fits().equals(claim.fits()))
                && (rivals.size() == 1 || rivals.stream().allMatch(rival -> isSame(claim.record(), rival.record())));
    }

    private static boolean isSame(OutboundRecord one, OutboundRecord other) {
        return one.conversation() != null
                && Objects.equals(one.conversation(), other.conversation())
                && one.content().equals(other.content());
    }

    private Claim claim(OutboundRecord record) {
        List<ArchivedMessage> inTime =
                strays.stream().filter(stray -> isInTime(record, stray)).toList();
        if (!(record.content() instanceof Content.Text)) {
            List<ArchivedMessage> fits = inTime.stream()
                    .filter(stray -> stray.media() == 0 && !texts.contains(Look.of(stray)))
                    .toList();
            return new Claim(record, ofThisAttempt(record, fits), false);
        }
        Set<Look> whole = new HashSet<>();
        Set<Look> pieces = new HashSet<>();
        looks(record).forEach(look -> (look.size() == 1 ? whole : pieces).addAll(look));
        List<ArchivedMessage> fits =
                inTime.stream().filter(stray -> whole.contains(Look.of(stray))).toList();
        boolean isInPieces = inTime.stream().anyMatch(stray -> pieces.contains(Look.of(stray)));
        return new Claim(record, ofThisAttempt(record, fits), isInPieces);
    }

    /** The log has forgotten what earlier attempts were called: they have failed. */
    private static List<ArchivedMessage> ofThisAttempt(OutboundRecord record, List<ArchivedMessage> fits) {
        if (record.attempt() == 1 || fits.size() < 2) {
            return fits;
        }
        List<ArchivedMessage> alive =
                fits.stream().filter(message -> !message.hasFailed()).toList();
        return alive.isEmpty() ? List.of(fits.get(fits.size() - 1)) : alive;
    }

    private List<List<Look>> looks(OutboundRecord record) {
        List<List<Look>> looks = new ArrayList<>();
        if (record.content() instanceof Content.Text) {
            for (List<Content> rendering : desk.renderings(record)) {
                looks.add(rendering.stream()
                        .filter(Content.Text.class::isInstance)
                        .map(content -> Look.of((Content.Text) content))
                        .toList());
            }
        }
        return looks;
    }

    private static boolean isInTime(OutboundRecord record, ArchivedMessage stray) {
        Instant created = stray.createdAt();
        return created == null || (!created.isBefore(earliest(record)) && !created.isAfter(latest(record)));
    }
}
