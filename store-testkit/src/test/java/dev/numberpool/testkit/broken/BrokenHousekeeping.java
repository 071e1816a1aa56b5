package dev.numberpool.testkit.broken;

import dev.numberpool.ConversationId;
import dev.numberpool.Participant;
import dev.numberpool.SenderThread;
import dev.numberpool.desk.DeliveryState;
import dev.numberpool.spi.OutboundRecord;
import dev.numberpool.spi.SendGate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Logs that overlook what needs somebody, or delete what is needed. */
final class BrokenHousekeeping {
    private BrokenHousekeeping() {}

    /** Shows less than is due. */
    abstract static class Overlooks extends HealthyLog {
        private final Predicate<OutboundRecord> overlooked;

        Overlooks(Predicate<OutboundRecord> overlooked) {
            this.overlooked = overlooked;
        }

        @Override
        public List<OutboundRecord> due(Instant at, Instant inFlightSince, long after, int limit) {
            return super.due(at, inFlightSince, after, Integer.MAX_VALUE).stream()
                    .filter(overlooked.negate())
                    .limit(limit)
                    .toList();
        }
    }

    /** Shows more than is due. */
    abstract static class Adds extends HealthyLog {
        private final Predicate<OutboundRecord> added;

        Adds(Predicate<OutboundRecord> added) {
            this.added = added;
        }

        @Override
        public List<OutboundRecord> due(Instant at, Instant inFlightSince, long after, int limit) {
            return Stream.concat(
                            super.due(at, inFlightSince, after, Integer.MAX_VALUE).stream(),
                            seen().stream().filter(added))
                    .filter(message -> message.position() > after)
                    .collect(Collectors.toMap(OutboundRecord::id, message -> message, (one, other) -> one))
                    .values()
                    .stream()
                    .sorted(Comparator.comparingLong(OutboundRecord::position))
                    .limit(limit)
                    .toList();
        }
    }

    /** Forgets what a process had in its hands when it died. */
    @CaughtBy({"whatHasBeenPendingForTooLongIsDue", "whatIsDueComesInTheOrderOfItsPositionsPageByPage"})
    static final class OverlooksTheDead extends Overlooks {
        OverlooksTheDead() {
            super(message -> message.state() == DeliveryState.PENDING);
        }
    }

    /** Takes whatever is being sent for dead. */
    @CaughtBy("whatHasBeenPendingForTooLongIsDue")
    static final class TakesTheLivingForDead extends HealthyLog {
        @Override
        public List<OutboundRecord> due(Instant at, Instant inFlightSince, long after, int limit) {
            return super.due(at, Instant.MAX, after, limit);
        }
    }

    /** Leaves what waits to itself. */
    @CaughtBy({
        "theFirstThatWaitsOnEachThreadIsDue",
        "nobodyIsDueBeforeTheTimeOfTheFirstThatWaits",
        "whatIsDueComesInTheOrderOfItsPositionsPageByPage"
    })
    static final class OverlooksWhatWaits extends Overlooks {
        OverlooksWhatWaits() {
            super(message -> message.state() == DeliveryState.PARKED);
        }
    }

    /** Shows all that wait on a thread. */
    @CaughtBy({"theFirstThatWaitsOnEachThreadIsDue", "nobodyIsDueBeforeTheTimeOfTheFirstThatWaits"})
    static final class ShowsAllThatWait extends Adds {
        ShowsAllThatWait() {
            super(message -> message.state() == DeliveryState.PARKED);
        }
    }

    /** Does not look at times. */
    @CaughtBy("nobodyIsDueBeforeTheTimeOfTheFirstThatWaits")
    static final class ShowsWhatHasToWait extends HealthyLog {
        @Override
        public List<OutboundRecord> due(Instant at, Instant inFlightSince, long after, int limit) {
            return super.due(Instant.MAX, inFlightSince, after, limit);
        }
    }

    /** Tells nobody what did not arrive. */
    @CaughtBy({
        "whatTheHostHasNotBeenToldOfIsDue",
        "whatTheHostWasToldOfInAnEarlierStateIsDueAgain",
        "tellingAnEarlierStateLateDoesNotHideTheLaterOne"
    })
    static final class TellsNothing extends Overlooks {
        TellsNothing() {
            super(message ->
                    message.state() == DeliveryState.UNKNOWN || message.state().isFailure());
        }
    }

    /** Tells what was taken back on purpose. */
    @CaughtBy("whatTheHostHasNotBeenToldOfIsDue")
    static final class TellsWhatWasCanceled extends Adds {
        TellsWhatWasCanceled() {
            super(message -> message.state() == DeliveryState.CANCELED);
        }
    }

    /** Tells the same again and again. */
    @CaughtBy({"whatTheHostHasNotBeenToldOfIsDue", "whatOneProcessTellsOrDeletesTheOtherOneKnows"})
    static final class TellsAgain extends HealthyLog {
        @Override
        public void told(OutboundRecord message) {
            // Better twice than never.
        }
    }

    /** Tells of every message once, whatever becomes of it. */
    @CaughtBy({"whatTheHostWasToldOfInAnEarlierStateIsDueAgain", "tellingAnEarlierStateLateDoesNotHideTheLaterOne"})
    static final class TellsOnce extends HealthyLog {
        private final Set<String> told = ConcurrentHashMap.newKeySet();

        @Override
        public void told(OutboundRecord message) {
            told.add(message.id());
        }

        @Override
        public List<OutboundRecord> due(Instant at, Instant inFlightSince, long after, int limit) {
            return super.due(at, inFlightSince, after, Integer.MAX_VALUE).stream()
                    .filter(message -> !told.contains(message.id()))
                    .limit(limit)
                    .toList();
        }
    }

    /** Shows the newest first. */
    @CaughtBy("whatIsDueComesInTheOrderOfItsPositionsPageByPage")
    static final class ShowsTheNewestFirst extends HealthyLog {
        @Override
        public List<OutboundRecord> due(Instant at, Instant inFlightSince, long after, int limit) {
            List<OutboundRecord> reversed = new ArrayList<>(super.due(at, inFlightSince, after, limit));
            Collections.reverse(reversed);
            return reversed;
        }
    }

    /** Shows everything at once. */
    @CaughtBy("whatIsDueComesInTheOrderOfItsPositionsPageByPage")
    static final class HasNoLimit extends HealthyLog {
        @Override
        public List<OutboundRecord> due(Instant at, Instant inFlightSince, long after, int limit) {
            return super.due(at, inFlightSince, after, Integer.MAX_VALUE);
        }
    }

    /** Always begins at the beginning. */
    @CaughtBy("whatIsDueComesInTheOrderOfItsPositionsPageByPage")
    static final class HasOnePage extends HealthyLog {
        @Override
        public List<OutboundRecord> due(Instant at, Instant inFlightSince, long after, int limit) {
            return super.due(at, inFlightSince, 0, limit);
        }
    }

    /** Deletes nothing. */
    @CaughtBy({
        "whatIsOlderThanTheTimeIsDeletedInAndOut",
        "whatBelongsToNoConversationIsDeletedToo",
        "whetherAConversationIsActiveIsAskedOutsideAnyLock",
        "whatOneProcessTellsOrDeletesTheOtherOneKnows"
    })
    static final class PurgesNothing extends HealthyLog {
        @Override
        public int purge(Instant before, Predicate<ConversationId> isActive) {
            return 0;
        }
    }

    /** Deletes, and does not say how much. */
    @CaughtBy({"whatIsOlderThanTheTimeIsDeletedInAndOut", "whatBelongsToNoConversationIsDeletedToo"})
    static final class CountsNothing extends HealthyLog {
        @Override
        public int purge(Instant before, Predicate<ConversationId> isActive) {
            super.purge(before, isActive);
            return 0;
        }
    }

    /** Remembers what came in for ever. */
    @CaughtBy("whatIsOlderThanTheTimeIsDeletedInAndOut")
    static final class PurgesOutboundOnly extends HealthyLog {
        private final Set<String> completed = ConcurrentHashMap.newKeySet();

        @Override
        public void complete(Claim claim, Completion completion, Instant at) {
            super.complete(claim, completion, at);
            completed.add(claim.messageId());
        }

        @Override
        public Claim claim(String messageId, Instant at, Duration lease) {
            return completed.contains(messageId)
                    ? new Claim(messageId, "", Claim.State.COMPLETED)
                    : super.claim(messageId, at, lease);
        }
    }

    /** Deletes whatever there is, however young. */
    @CaughtBy("whatIsYoungerIsKept")
    static final class PurgesTheYoung extends HealthyLog {
        @Override
        public int purge(Instant before, Predicate<ConversationId> isActive) {
            return super.purge(Instant.MAX, isActive);
        }
    }

    /** Asks nobody. */
    @CaughtBy({"nothingOfAnActiveConversationIsDeleted", "whetherAConversationIsActiveIsAskedOutsideAnyLock"})
    static final class PurgesTheActive extends HealthyLog {
        @Override
        public int purge(Instant before, Predicate<ConversationId> isActive) {
            return super.purge(before, conversation -> false);
        }
    }

    /** Deletes what is in the queue. */
    @CaughtBy("nothingThatWaitsOrIsBeingSentIsDeleted")
    static final class PurgesWhatWaits extends HealthyLog {
        private boolean isEmpty;

        @Override
        public int purge(Instant before, Predicate<ConversationId> isActive) {
            isEmpty = true;
            return super.purge(before, isActive);
        }

        @Override
        public Optional<OutboundRecord> next(SenderThread thread, Instant at, SendGate gate) {
            return isEmpty ? Optional.empty() : super.next(thread, at, gate);
        }
    }

    /** Deletes who is who. */
    @CaughtBy("aliasesAreNotDeleted")
    static final class PurgesAliases extends HealthyLog {
        private boolean isEmpty;

        @Override
        public int purge(Instant before, Predicate<ConversationId> isActive) {
            isEmpty = true;
            return super.purge(before, isActive);
        }

        @Override
        public Set<Participant> aliases(Participant participant) {
            return isEmpty ? Set.of(participant) : super.aliases(participant);
        }
    }

    /** Keeps everybody waiting while it asks the host. */
    @CaughtBy("whetherAConversationIsActiveIsAskedOutsideAnyLock")
    static final class AsksUnderItsLock extends HealthyLog {
        private final ReentrantLock lock = new ReentrantLock();

        @Override
        public Duration patience() {
            return Duration.ofMillis(200);
        }

        @Override
        public int purge(Instant before, Predicate<ConversationId> isActive) {
            lock.lock();
            try {
                return super.purge(before, isActive);
            } finally {
                lock.unlock();
            }
        }

        @Override
        public List<OutboundRecord> append(List<OutboundRecord> parts, Instant at, SendGate gate) {
            lock.lock();
            try {
                return super.append(parts, at, gate);
            } finally {
                lock.unlock();
            }
        }
    }
}
