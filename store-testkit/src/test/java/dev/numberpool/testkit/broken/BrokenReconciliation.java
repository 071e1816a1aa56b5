package dev.numberpool.testkit.broken;

import dev.numberpool.desk.DeliveryState;
import dev.numberpool.spi.MessageLog;
import dev.numberpool.spi.OutboundRecord;
import dev.numberpool.spi.SendGate;
import java.text.Normalizer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Logs that lose the place in an archive, or what has to be looked for in it. */
final class BrokenReconciliation {
    private static final Instant LONG_AGO = Instant.EPOCH;
    private static final Instant AT_THE_END = Instant.parse("9999-12-31T00:00:00Z");

    private BrokenReconciliation() {}

    /** Forgets how far it was. */
    @CaughtBy({
        "theMarkOfAnArchiveMovesForward",
        "theMarkOfAnArchiveNeverMovesBack",
        "everyArchiveHasAMarkOfItsOwn",
        "namesOfArchivesAreComparedCharacterByCharacter",
        "aNameMayHave255Characters",
        "ofMarksThatManySetAtOnceTheLatestStays",
        "whatOneProcessHasComparedTheOtherOneKnows"
    })
    static final class ForgetsMarks extends HealthyLog {
        @Override
        public void noteCompared(String archive, Instant until) {
            // It will be compared from the beginning.
        }
    }

    /** Takes an archive that was never compared for one that was compared long ago. */
    @CaughtBy({"anArchiveThatWasNeverComparedHasNoMark", "whatOneProcessHasComparedTheOtherOneKnows"})
    static final class InventsMarks extends HealthyLog {
        @Override
        public Optional<Instant> comparedUntil(String archive) {
            return super.comparedUntil(archive).or(() -> Optional.of(LONG_AGO));
        }
    }

    /** Notes the first mark and no other. */
    @CaughtBy("theMarkOfAnArchiveMovesForward")
    static final class StandsStill extends HealthyLog {
        @Override
        public void noteCompared(String archive, Instant until) {
            if (comparedUntil(archive).isEmpty()) {
                super.noteCompared(archive, until);
            }
        }
    }

    /** Believes whoever comes last. */
    @CaughtBy({
        "theMarkOfAnArchiveNeverMovesBack",
        "ofMarksThatManySetAtOnceTheLatestStays",
        "whatOneProcessHasComparedTheOtherOneKnows"
    })
    static final class MovesBack extends HealthyLog {
        private final Map<String, Instant> last = new ConcurrentHashMap<>();

        @Override
        public void noteCompared(String archive, Instant until) {
            last.put(archive, until);
        }

        @Override
        public Optional<Instant> comparedUntil(String archive) {
            return Optional.ofNullable(last.get(archive));
        }
    }

    /** Knows one archive only. */
    @CaughtBy({"everyArchiveHasAMarkOfItsOwn", "anArchiveThatWasNeverComparedHasNoMark"})
    static final class HasOneArchive extends HealthyLog {
        @Override
        public void noteCompared(String archive, Instant until) {
            super.noteCompared("archive", until);
        }

        @Override
        public Optional<Instant> comparedUntil(String archive) {
            return super.comparedUntil("archive");
        }
    }

    /** Reads names as something else than they are. */
    abstract static class Rewrites extends HealthyLog {
        abstract String name(String archive);

        @Override
        public void noteCompared(String archive, Instant until) {
            super.noteCompared(name(archive), until);
        }

        @Override
        public Optional<Instant> comparedUntil(String archive) {
            return super.comparedUntil(name(archive));
        }
    }

    /** Compares names as many a database does. */
    @CaughtBy("namesOfArchivesAreComparedCharacterByCharacter")
    static final class FoldsNames extends Rewrites {
        @Override
        String name(String archive) {
            return archive.toLowerCase(Locale.ROOT);
        }
    }

    /** Compares names without their accents. */
    @CaughtBy("namesOfArchivesAreComparedCharacterByCharacter")
    static final class DropsAccents extends Rewrites {
        @Override
        String name(String archive) {
            return Normalizer.normalize(archive, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
        }
    }

    /** Compares names without blanks at the end. */
    @CaughtBy("namesOfArchivesAreComparedCharacterByCharacter")
    static final class DropsBlanks extends Rewrites {
        @Override
        String name(String archive) {
            return archive.stripTrailing();
        }
    }

    /** Has no room for long names. */
    @CaughtBy("aNameMayHave255Characters")
    static final class CutsNames extends Rewrites {
        @Override
        String name(String archive) {
            return archive.substring(0, Math.min(archive.length(), 254));
        }
    }

    /** Lets each thread look at what it has written itself; the slowest one wins. */
    @CaughtBy({"ofMarksThatManySetAtOnceTheLatestStays", "ofMarksThatManySetAtOnceInTwoProcessesTheLatestStays"})
    static final class HasAMarkForEachThread extends HealthyLog {
        private final Map<String, Map<Thread, Instant>> marks = new ConcurrentHashMap<>();

        @Override
        public void noteCompared(String archive, Instant until) {
            marks.computeIfAbsent(archive, name -> new ConcurrentHashMap<>())
                    .merge(Thread.currentThread(), until, (known, now) -> now.isAfter(known) ? now : known);
        }

        @Override
        public Optional<Instant> comparedUntil(String archive) {
            return marks.getOrDefault(archive, Map.of()).values().stream().min(Comparator.naturalOrder());
        }
    }

    /** Goes by what both processes have said. */
    @CaughtBy({"ofMarksThatManySetAtOnceInTwoProcessesTheLatestStays", "whatOneProcessHasComparedTheOtherOneKnows"})
    static final class HasAMarkForEachProcess extends HealthyLog {
        private final HealthyLog second = new HealthyLog();

        @Override
        public Optional<MessageLog> secondProcess() {
            return Optional.of(second);
        }

        @Override
        public Optional<Instant> comparedUntil(String archive) {
            return Stream.of(super.comparedUntil(archive), second.comparedUntil(archive))
                    .flatMap(Optional::stream)
                    .min(Comparator.naturalOrder());
        }
    }

    /** Shows less than is unsettled. */
    abstract static class Overlooks extends HealthyLog {
        private final Predicate<OutboundRecord> overlooked;

        Overlooks(Predicate<OutboundRecord> overlooked) {
            this.overlooked = overlooked;
        }

        @Override
        public List<OutboundRecord> unsettled(Instant since, Instant before, long after, int limit) {
            return super.unsettled(since, before, after, Integer.MAX_VALUE).stream()
                    .filter(overlooked.negate())
                    .limit(limit)
                    .toList();
        }
    }

    /** Shows every message that it ever had. */
    abstract static class Adds extends HealthyLog {
        private final Predicate<OutboundRecord> added;

        Adds(Predicate<OutboundRecord> added) {
            this.added = added;
        }

        @Override
        public List<OutboundRecord> unsettled(Instant since, Instant before, long after, int limit) {
            Set<String> shown = ConcurrentHashMap.newKeySet();
            return Stream.concat(
                            super.unsettled(since, before, after, Integer.MAX_VALUE).stream(),
                            seen().stream().filter(added).filter(message -> message.position() > after))
                    .filter(message -> shown.add(message.id()))
                    .sorted(Comparator.comparingLong(OutboundRecord::position))
                    .limit(limit)
                    .toList();
        }
    }

    /** Looks for what it knows nothing of, and not for what is on its way. */
    @CaughtBy({"whatWasTriedAndHasNoEndIsUnsettled", "whatIsUnsettledIsShownAsItIs"})
    static final class OverlooksWhatTheProviderHas extends Overlooks {
        OverlooksWhatTheProviderHas() {
            super(message -> message.state().compareTo(DeliveryState.ACCEPTED) >= 0);
        }
    }

    /** Leaves what nobody knows anything of to itself. */
    @CaughtBy({"whatWasTriedAndHasNoEndIsUnsettled", "whatTheHostWasToldOfIsStillUnsettled"})
    static final class OverlooksTheUnknown extends Overlooks {
        OverlooksTheUnknown() {
            super(message -> message.state() == DeliveryState.UNKNOWN);
        }
    }

    /** Looks for what visitors wrote only. */
    @CaughtBy("everyKindOfMessageCanBeUnsettled")
    static final class OverlooksItsOwnWords extends Overlooks {
        OverlooksItsOwnWords() {
            super(message -> message.kind() != OutboundRecord.Kind.MESSAGE);
        }
    }

    /** Takes what has arrived for what has not been read. */
    @CaughtBy({"whatWasTriedAndHasNoEndIsUnsettled", "whatGetsAnEndOrWaitsAgainIsNoLongerUnsettled"})
    static final class ShowsWhatHasArrived extends Adds {
        ShowsWhatHasArrived() {
            super(message -> message.state() == DeliveryState.DELIVERED);
        }
    }

    /** Shows what waits. */
    @CaughtBy({"whatWasTriedAndHasNoEndIsUnsettled", "whatGetsAnEndOrWaitsAgainIsNoLongerUnsettled"})
    static final class ShowsWhatWaits extends Adds {
        ShowsWhatWaits() {
            super(message -> message.state() == DeliveryState.PARKED);
        }
    }

    /** Takes what the host was told of for settled. */
    @CaughtBy("whatTheHostWasToldOfIsStillUnsettled")
    static final class SettlesByTelling extends HealthyLog {
        private final Set<String> told = ConcurrentHashMap.newKeySet();

        @Override
        public void told(OutboundRecord message) {
            told.add(message.id());
            super.told(message);
        }

        @Override
        public List<OutboundRecord> unsettled(Instant since, Instant before, long after, int limit) {
            return super.unsettled(since, before, after, Integer.MAX_VALUE).stream()
                    .filter(message -> !told.contains(message.id()))
                    .limit(limit)
                    .toList();
        }
    }

    /** Shows messages without what they say. */
    @CaughtBy("whatIsUnsettledIsShownAsItIs")
    static final class ShowsNoHeadings extends HealthyLog {
        @Override
        public List<OutboundRecord> unsettled(Instant since, Instant before, long after, int limit) {
            return super.unsettled(since, before, after, limit).stream()
                    .map(message -> with(message, "heading", null))
                    .toList();
        }
    }

    /** Does not look at times. */
    @CaughtBy({"theFirstTimeCountsAndTheLastDoesNot", "whatCountsIsSinceWhenTheMessageIsInItsState"})
    static final class ShowsTheWholeTime extends HealthyLog {
        @Override
        public List<OutboundRecord> unsettled(Instant since, Instant before, long after, int limit) {
            return super.unsettled(LONG_AGO, AT_THE_END, after, limit);
        }
    }

    /** Leaves out the first time. */
    @CaughtBy("theFirstTimeCountsAndTheLastDoesNot")
    static final class LeavesOutTheFirstTime extends HealthyLog {
        @Override
        public List<OutboundRecord> unsettled(Instant since, Instant before, long after, int limit) {
            return super.unsettled(since.plusNanos(1), before, after, limit);
        }
    }

    /** Shows what is of the last time, too. */
    @CaughtBy({"theFirstTimeCountsAndTheLastDoesNot", "whatCountsIsSinceWhenTheMessageIsInItsState"})
    static final class AddsTheLastTime extends HealthyLog {
        @Override
        public List<OutboundRecord> unsettled(Instant since, Instant before, long after, int limit) {
            return super.unsettled(since, before.plusNanos(1), after, limit);
        }
    }

    /** Goes by when messages were logged. */
    @CaughtBy("whatCountsIsSinceWhenTheMessageIsInItsState")
    static final class GoesByTheFirstState extends HealthyLog {
        private final Map<String, Instant> logged = new ConcurrentHashMap<>();

        @Override
        public List<OutboundRecord> append(List<OutboundRecord> parts, Instant at, SendGate gate) {
            parts.forEach(part -> logged.put(part.id(), at));
            return super.append(parts, at, gate);
        }

        @Override
        public List<OutboundRecord> unsettled(Instant since, Instant before, long after, int limit) {
            return super.unsettled(LONG_AGO, AT_THE_END, after, Integer.MAX_VALUE).stream()
                    .filter(message -> !logged.get(message.id()).isBefore(since)
                            && logged.get(message.id()).isBefore(before))
                    .limit(limit)
                    .toList();
        }
    }

    /** Shows what is oldest first. */
    @CaughtBy("whatIsUnsettledComesInTheOrderOfItsPositionsPageByPage")
    static final class ShowsTheOldestFirst extends HealthyLog {
        @Override
        public List<OutboundRecord> unsettled(Instant since, Instant before, long after, int limit) {
            return super.unsettled(since, before, after, Integer.MAX_VALUE).stream()
                    .sorted(Comparator.comparing(OutboundRecord::since))
                    .limit(limit)
                    .toList();
        }
    }

    /** Shows each page backwards. */
    @CaughtBy("whatIsUnsettledComesInTheOrderOfItsPositionsPageByPage")
    static final class TurnsPagesRound extends HealthyLog {
        @Override
        public List<OutboundRecord> unsettled(Instant since, Instant before, long after, int limit) {
            List<OutboundRecord> reversed = new ArrayList<>(super.unsettled(since, before, after, limit));
            Collections.reverse(reversed);
            return reversed;
        }
    }

    /** Shows everything at once. */
    @CaughtBy("whatIsUnsettledComesInTheOrderOfItsPositionsPageByPage")
    static final class HasNoLimit extends HealthyLog {
        @Override
        public List<OutboundRecord> unsettled(Instant since, Instant before, long after, int limit) {
            return super.unsettled(since, before, after, Integer.MAX_VALUE);
        }
    }

    /** Always begins at the beginning. */
    @CaughtBy({"whatIsUnsettledComesInTheOrderOfItsPositionsPageByPage", "whatWasTriedAndHasNoEndIsUnsettled"})
    static final class HasOnePage extends HealthyLog {
        @Override
        public List<OutboundRecord> unsettled(Instant since, Instant before, long after, int limit) {
            return super.unsettled(since, before, 0, limit);
        }
    }

    /** Knows in each process what that process has sent. */
    @CaughtBy("whatOneProcessHasSentIsUnsettledInTheOtherOne")
    static final class LooksForItsOwnMessages extends HealthyLog {
        @Override
        public Optional<MessageLog> secondProcess() {
            return Optional.of(new HealthyLog());
        }
    }
}
