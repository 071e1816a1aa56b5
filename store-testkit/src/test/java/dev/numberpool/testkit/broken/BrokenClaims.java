package dev.numberpool.testkit.broken;

import dev.numberpool.StoreException;
import dev.numberpool.desk.InboundMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Logs that have messages handled twice, or never. */
final class BrokenClaims {
    private BrokenClaims() {}

    /** Lets everybody handle a message until somebody has. */
    @CaughtBy({
        "aMessageThatIsBeingHandledIsInProgress",
        "aClaimWhoseLeaseIsOverIsTakenOver",
        "ofManyWhoClaimAMessageOneWins",
        "ofManyWhoClaimAMessageInTwoProcessesOneWins",
        "ofManyWhoTakeADeadClaimOverOneWins",
        "givingBackWhatWasTakenOverDoesNothing",
        "aClaimThatWasTakenOverCannotBeCompleted"
    })
    static final class ClaimsForEverybody extends HealthyLog {
        @Override
        public Claim claim(String messageId, Instant at, Duration lease) {
            Claim truth = super.claim(messageId, at, lease);
            return truth.state() == Claim.State.IN_PROGRESS
                    ? new Claim(messageId, truth.token(), Claim.State.WON)
                    : truth;
        }
    }

    /** Lets nobody handle a message. */
    @CaughtBy({
        "aMessageThatNobodyHandlesIsClaimed",
        "aClaimWhoseLeaseIsOverIsTakenOver",
        "ofManyWhoClaimAMessageOneWins",
        "ofManyWhoTakeADeadClaimOverOneWins"
    })
    static final class ClaimsForNobody extends HealthyLog {
        @Override
        public Claim claim(String messageId, Instant at, Duration lease) {
            Claim truth = super.claim(messageId, at, lease);
            return truth.state() == Claim.State.WON
                    ? new Claim(messageId, truth.token(), Claim.State.IN_PROGRESS)
                    : truth;
        }
    }

    /** Waits for a process that has died. */
    @CaughtBy({
        "aClaimWhoseLeaseIsOverIsTakenOver",
        "ofManyWhoTakeADeadClaimOverOneWins",
        "whatADeadClaimHasTakenIsTakenByTheNext"
    })
    static final class LeasesForEver extends HealthyLog {
        @Override
        public Claim claim(String messageId, Instant at, Duration lease) {
            return super.claim(messageId, at, Duration.ofDays(10_000));
        }
    }

    /** Has a claim, but no lease. */
    @CaughtBy({
        "aMessageThatIsBeingHandledIsInProgress",
        "ofManyWhoClaimAMessageOneWins",
        "whatAClaimHasTakenIsNotTakenByAnother"
    })
    static final class ClaimsWithoutALease extends HealthyLog {
        @Override
        public Claim claim(String messageId, Instant at, Duration lease) {
            return super.claim(messageId, at, Duration.ZERO);
        }
    }

    /** Keeps a message that its handler could not handle. */
    @CaughtBy({"aMessageThatIsGivenBackMayBeClaimedAtOnce", "whatWasTakenIsGivenBackWithTheClaim"})
    static final class KeepsWhatIsGivenBack extends HealthyLog {
        @Override
        public void giveBack(Claim claim) {
            // Waits for the end of the lease.
        }
    }

    /** Gives back whatever it is asked to. */
    @CaughtBy({"givingBackWhatIsCompletedDoesNothing", "givingBackWhatWasTakenOverDoesNothing"})
    static final class GivesBackAnything extends HealthyLog {
        private final Set<String> givenBack = ConcurrentHashMap.newKeySet();

        @Override
        public void giveBack(Claim claim) {
            givenBack.add(claim.messageId());
            super.giveBack(claim);
        }

        @Override
        public Claim claim(String messageId, Instant at, Duration lease) {
            Claim truth = super.claim(messageId, at, lease);
            return givenBack.remove(messageId) ? new Claim(messageId, truth.token(), Claim.State.WON) : truth;
        }
    }

    /** Takes completions by anybody. */
    @CaughtBy({"aClaimThatWasTakenOverCannotBeCompleted", "aClaimThatSomebodyElseCompletedCannotBeCompleted"})
    static final class LetsLostClaimsComplete extends HealthyLog {
        @Override
        public void complete(Claim claim, Completion completion, Instant at) {
            try {
                super.complete(claim, completion, at);
            } catch (StoreException e) {
                // Whoever did the work is right.
            }
        }
    }

    /** Knows all claims of a message by one token. */
    @CaughtBy({
        "aClaimWhoseLeaseIsOverIsTakenOver",
        "aMessageThatIsGivenBackMayBeClaimedAtOnce",
        "aClaimThatWasTakenOverCannotBeCompleted"
    })
    static final class HasOneTokenForAll extends HealthyLog {
        private final Map<String, Claim> current = new ConcurrentHashMap<>();

        @Override
        public Claim claim(String messageId, Instant at, Duration lease) {
            Claim truth = super.claim(messageId, at, lease);
            if (truth.state() == Claim.State.WON) {
                current.put(messageId, truth);
            }
            return new Claim(messageId, messageId, truth.state());
        }

        @Override
        public void complete(Claim claim, Completion completion, Instant at) {
            super.complete(current.getOrDefault(claim.messageId(), claim), completion, at);
        }

        @Override
        public void giveBack(Claim claim) {
            super.giveBack(current.getOrDefault(claim.messageId(), claim));
        }
    }

    /** Does not count what was done after the lease. */
    @CaughtBy("aLeaseThatIsOverHarmsNobodyUntilSomebodyElseClaims")
    static final class DropsLateCompletions extends HealthyLog {
        private final Map<String, Instant> leases = new ConcurrentHashMap<>();

        @Override
        public Claim claim(String messageId, Instant at, Duration lease) {
            leases.put(messageId, at.plus(lease));
            return super.claim(messageId, at, lease);
        }

        @Override
        public void complete(Claim claim, Completion completion, Instant at) {
            if (at.isBefore(leases.getOrDefault(claim.messageId(), Instant.MAX))) {
                super.complete(claim, completion, at);
            }
        }
    }

    /** Forgets what it has handled. */
    @CaughtBy({
        "aMessageThatWasHandledStaysSo",
        "aMessageIsHandledWhateverItsOutcome",
        "givingBackWhatIsCompletedDoesNothing",
        "aLeaseThatIsOverHarmsNobodyUntilSomebodyElseClaims"
    })
    static final class ForgetsCompletions extends HealthyLog {
        @Override
        public void complete(Claim claim, Completion completion, Instant at) {
            super.giveBack(claim);
        }
    }

    /** Remembers only what belonged to a conversation. */
    @CaughtBy("aMessageIsHandledWhateverItsOutcome")
    static final class ForgetsWhatWasNobodys extends HealthyLog {
        @Override
        public void complete(Claim claim, Completion completion, Instant at) {
            if (completion.conversation() == null) {
                super.giveBack(claim);
            } else {
                super.complete(claim, completion, at);
            }
        }
    }

    /** Remembers a completion as long as a claim. */
    @CaughtBy("aMessageThatWasHandledStaysSo")
    static final class ForgetsCompletionsAfterAWhile extends HealthyLog {
        private final Map<String, Instant> completed = new ConcurrentHashMap<>();

        @Override
        public void complete(Claim claim, Completion completion, Instant at) {
            completed.put(claim.messageId(), at);
            super.complete(claim, completion, at);
        }

        @Override
        public Claim claim(String messageId, Instant at, Duration lease) {
            Claim truth = super.claim(messageId, at, lease);
            Instant forgotten =
                    completed.getOrDefault(messageId, Instant.MAX.minus(lease)).plus(lease);
            return at.isAfter(forgotten) ? new Claim(messageId, truth.token(), Claim.State.WON) : truth;
        }
    }

    /** Completes in the name of whoever has the message now. */
    @CaughtBy("aClaimThatWasTakenOverCannotBeCompleted")
    static final class CompletesForWhoeverHasIt extends HealthyLog {
        private final Map<String, Claim> current = new ConcurrentHashMap<>();

        @Override
        public Claim claim(String messageId, Instant at, Duration lease) {
            Claim truth = super.claim(messageId, at, lease);
            if (truth.state() == Claim.State.WON) {
                current.put(messageId, truth);
            }
            return truth;
        }

        @Override
        public void complete(Claim claim, Completion completion, Instant at) {
            InboundMessage message = completion.message();
            super.complete(current.getOrDefault(message.id(), claim), completion, at);
        }
    }
}
