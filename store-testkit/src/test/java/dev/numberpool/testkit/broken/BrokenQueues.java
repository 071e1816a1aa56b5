package dev.numberpool.testkit.broken;

import dev.numberpool.SenderThread;
import dev.numberpool.desk.DeliveryReport;
import dev.numberpool.desk.DeliveryState;
import dev.numberpool.spi.OutboundRecord;
import dev.numberpool.spi.SendGate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Logs that give the wrong message to send, or at the wrong time, or more than once. */
final class BrokenQueues {
    private BrokenQueues() {}

    /** Does not see what is being sent. */
    @CaughtBy({
        "aMessageWaitsWhileAnotherIsInFlight",
        "aTemplateTooWaitsWhileAnotherIsInFlight",
        "nothingIsSentWhileAnotherIsInFlight",
        "ofManyWhoAskForTheNextMessageOneGetsIt"
    })
    static final class IgnoresWhatIsInFlight extends HealthyLog {
        @Override
        SendGate gate(SendGate given) {
            return withInFlightSince(given, Instant.MAX);
        }
    }

    /** Waits for a process that has died. */
    @CaughtBy({"aMessageThatHasBeenPendingForLongHoldsNoNewOneUp", "whatHasBeenPendingForLongHoldsNobodyUp"})
    static final class WaitsForTheDead extends HealthyLog {
        @Override
        SendGate gate(SendGate given) {
            return withInFlightSince(given, Instant.MIN);
        }
    }

    /** Sends as fast as it can. */
    @CaughtBy({"aMessageWaitsIfTheBurstIsUsedUp", "nothingIsSentWhenTheBurstIsUsedUp"})
    static final class IgnoresTheBurst extends HealthyLog {
        @Override
        SendGate gate(SendGate given) {
            return given.burst() == 0 ? given : withBurst(given, Integer.MAX_VALUE);
        }
    }

    /** Counts whatever was ever sent. */
    @CaughtBy("nothingIsSentWhenTheBurstIsUsedUp")
    static final class CountsTheBurstForEver extends HealthyLog {
        @Override
        SendGate gate(SendGate given) {
            return withBurstSince(given, Instant.MIN);
        }
    }

    /** Counts a message again when more is known of it. */
    @CaughtBy("theBurstCountsFromWhenMessagesWereTakenAndNotFromWhenMoreWasKnown")
    static final class CountsReportsForTheBurst extends HealthyLog {
        @Override
        SendGate gate(SendGate given) {
            long known = seen().stream()
                    .filter(message -> message.state() == DeliveryState.READ)
                    .filter(message -> !message.since().isBefore(given.burstSince()))
                    .count();
            return given.burst() < 10 ? withBurst(given, given.burst() - (int) known) : given;
        }
    }

    /** Counts what did not go out. */
    @CaughtBy("whatHasFailedDoesNotCountForTheBurst")
    static final class CountsFailuresForTheBurst extends HealthyLog {
        @Override
        SendGate gate(SendGate given) {
            long failed = seen().stream()
                    .filter(message -> message.state().isFailure())
                    .count();
            return given.burst() < 10 ? withBurst(given, given.burst() - (int) failed) : given;
        }
    }

    /** Gives nothing that had to wait. */
    @CaughtBy({
        "theFirstThatWaitsIsTheCallersToSend",
        "whatHasBeenPendingForLongHoldsNobodyUp",
        "nothingIsSentWhenTheBurstIsUsedUp",
        "nobodyPassesTheFirstOneBeforeItsTime",
        "onlyTemplatesAreSentWhileTheGateIsClosed",
        "messagesAreSentInTheOrderInWhichTheyWereAppendedWhateverTheirTimes",
        "ofManyWhoAskForTheNextMessageOneGetsIt",
        "aMessageThatIsParkedKeepsItsPlace",
        "aMessageThatTheProviderHadIsParkedByItsIdAndForgetsIt",
        "nothingThatWaitsOrIsBeingSentIsDeleted"
    })
    static final class GivesNothing extends HealthyLog {
        @Override
        public Optional<OutboundRecord> next(SenderThread thread, Instant at, SendGate gate) {
            return Optional.empty();
        }
    }

    /** Gives every message to two callers. */
    @CaughtBy({
        "messagesAreSentInTheOrderInWhichTheyWereAppendedWhateverTheirTimes",
        "ofManyWhoAskForTheNextMessageOneGetsIt",
        "manyWhoSendGetEachMessageOnceAndInOrder",
        "manyWhoSendInTwoProcessesGetEachMessageOnceAndInOrder"
    })
    static final class GivesEachMessageTwice extends HealthyLog {
        private final AtomicInteger calls = new AtomicInteger();
        private Optional<OutboundRecord> last = Optional.empty();

        @Override
        public synchronized Optional<OutboundRecord> next(SenderThread thread, Instant at, SendGate gate) {
            if (calls.getAndIncrement() % 2 == 0) {
                last = super.next(thread, at, gate);
            }
            return last;
        }
    }

    /** Gives what has been sent, if nothing waits. */
    @CaughtBy({"whereNothingWaitsThereIsNothingToSend", "nothingIsSentWhileAnotherIsInFlight"})
    static final class GivesWhatIsSent extends HealthyLog {
        @Override
        public Optional<OutboundRecord> next(SenderThread thread, Instant at, SendGate gate) {
            return super.next(thread, at, gate)
                    .or(() -> seen().stream()
                            .filter(message -> message.thread().equals(thread))
                            .findFirst());
        }
    }

    /** Gives a message without saying that it is being sent now. */
    @CaughtBy("theFirstThatWaitsIsTheCallersToSend")
    static final class KeepsTheOldTime extends HealthyLog {
        @Override
        public Optional<OutboundRecord> next(SenderThread thread, Instant at, SendGate gate) {
            return super.next(thread, at, gate).map(message -> with(message, "since", at.minusMillis(1)));
        }
    }

    /** Tries again at once, whatever the provider asked for. */
    @CaughtBy("nobodyPassesTheFirstOneBeforeItsTime")
    static final class DoesNotWaitForATime extends HealthyLog {
        @Override
        public Optional<OutboundRecord> next(SenderThread thread, Instant at, SendGate gate) {
            return super.next(thread, at.plus(Duration.ofDays(1)), gate);
        }
    }

    /** Orders by the clocks of those who append. */
    @CaughtBy("messagesAreSentInTheOrderInWhichTheyWereAppendedWhateverTheirTimes")
    static final class OrdersByTime extends HealthyLog {
        @Override
        public List<OutboundRecord> append(List<OutboundRecord> parts, Instant at, SendGate gate) {
            List<OutboundRecord> before = seen();
            List<OutboundRecord> logged = super.append(parts, at, gate);
            if (!before.isEmpty() && at.isBefore(before.get(before.size() - 1).since())) {
                sendToTheEnd(before.get(0).thread(), at, withBurst(gate, 10));
            }
            return logged;
        }

        private void sendToTheEnd(SenderThread thread, Instant at, SendGate gate) {
            memory.next(thread, at, gate).ifPresent(taken -> memory.move(taken, at));
        }
    }

    /** Puts what has to be tried again behind those that came later. */
    @CaughtBy("aMessageThatIsParkedKeepsItsPlace")
    static final class ParksAtTheEnd extends HealthyLog {
        @Override
        public Optional<OutboundRecord> park(DeliveryReport report, @Nullable Instant notBefore) {
            return super.park(report, null).map(parked -> {
                SendGate open = new SendGate(true, Instant.MAX, Integer.MAX_VALUE, Instant.MIN);
                memory.next(parked.thread(), report.at(), open).ifPresent(taken -> memory.move(taken, report.at()));
                return with(parked, "position", parked.position() + 10);
            });
        }
    }
}
