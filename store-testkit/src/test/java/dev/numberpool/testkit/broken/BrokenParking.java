package dev.numberpool.testkit.broken;

import dev.numberpool.SenderThread;
import dev.numberpool.desk.DeliveryReport;
import dev.numberpool.desk.DeliveryState;
import dev.numberpool.spi.OutboundRecord;
import dev.numberpool.spi.SendGate;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Logs that put messages back, or on another thread, in the wrong way. */
final class BrokenParking {
    private static final SendGate OPEN = new SendGate(true, Instant.MAX, Integer.MAX_VALUE, Instant.MIN);

    private BrokenParking() {}

    /** Lets a message be that was refused. */
    @CaughtBy({
        "aMessageThatIsParkedKeepsItsPlace",
        "aMessageThatTheProviderHadIsParkedByItsIdAndForgetsIt",
        "whatWaitsHasArrivedOrIsFinalIsNotParked"
    })
    static final class ParksNothing extends HealthyLog {
        @Override
        public Optional<OutboundRecord> park(DeliveryReport report, @Nullable Instant notBefore) {
            return Optional.empty();
        }
    }

    /** Sends again whatever it is asked to. */
    @CaughtBy({"whatWaitsHasArrivedOrIsFinalIsNotParked", "aRefusalOfAnEarlierAttemptParksNothing"})
    static final class ParksAnything extends HealthyLog {
        @Override
        public Optional<OutboundRecord> park(DeliveryReport report, @Nullable Instant notBefore) {
            return super.park(report, notBefore)
                    .or(() -> seen(report.reference()).map(message -> with(message, "state", DeliveryState.PARKED)));
        }
    }

    /** Forgets how long to wait. */
    @CaughtBy({
        "nobodyPassesTheFirstOneBeforeItsTime",
        "aMessageThatIsParkedKeepsItsPlace",
        "nobodyIsDueBeforeTheTimeOfTheFirstThatWaits"
    })
    static final class ParksWithoutATime extends HealthyLog {
        @Override
        public Optional<OutboundRecord> park(DeliveryReport report, @Nullable Instant notBefore) {
            return super.park(report, null);
        }
    }

    /** Does not count attempts. */
    @CaughtBy({
        "aMessageThatIsParkedKeepsItsPlace",
        "whatWaitsHasArrivedOrIsFinalIsNotParked",
        "aMessageThatIsMovedWaitsAtTheEndOfTheOtherThread"
    })
    static final class CountsNoAttempts extends HealthyLog {
        @Override
        OutboundRecord shown(OutboundRecord truth) {
            return with(truth, "attempt", 1);
        }
    }

    /** Still leads from the id of a message that the provider gave up to the one that waits. */
    @CaughtBy("aMessageThatTheProviderHadIsParkedByItsIdAndForgetsIt")
    static final class KeepsOldProvidersIds extends HealthyLog {
        private final Map<String, Quoted> known = new ConcurrentHashMap<>();

        @Override
        DeliveryReport report(DeliveryReport given) {
            String providerId = given.providerId();
            if (providerId != null) {
                memory.quoted(providerId).ifPresent(quoted -> known.put(providerId, quoted));
            }
            return given;
        }

        @Override
        public Optional<Quoted> quoted(String providerId) {
            return super.quoted(providerId).or(() -> Optional.ofNullable(known.get(providerId)));
        }
    }

    /** Leaves every message where it is. */
    @CaughtBy({"aMessageThatIsMovedWaitsAtTheEndOfTheOtherThread", "anOldThreadIsFreeWhenItsMessageHasMoved"})
    static final class MovesNothing extends HealthyLog {
        @Override
        public boolean move(OutboundRecord moved, Instant at) {
            return false;
        }
    }

    /** Lets a moved message go before those that wait already. */
    @CaughtBy("aMessageThatIsMovedWaitsAtTheEndOfTheOtherThread")
    static final class MovesToTheFront extends HealthyLog {
        @Override
        public boolean move(OutboundRecord moved, Instant at) {
            SenderThread thread = moved.thread();
            boolean isMoved = super.move(moved, at);
            memory.next(thread, at, OPEN).ifPresent(overtaken -> memory.move(overtaken, at));
            return isMoved;
        }
    }

    /** Says that it moved what somebody else has sent meanwhile. */
    @CaughtBy({"onlyAPendingMessageMoves", "aMessageMovesOnlyInTheAttemptThatItWasTakenIn"})
    static final class MovesAnything extends HealthyLog {
        @Override
        public boolean move(OutboundRecord moved, Instant at) {
            super.move(moved, at);
            return true;
        }
    }
}
