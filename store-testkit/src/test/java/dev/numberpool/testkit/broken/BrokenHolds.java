package dev.numberpool.testkit.broken;

import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.StoreException;
import dev.numberpool.desk.InboundMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Logs that lose held messages, or give them to the wrong one. */
final class BrokenHolds {
    private BrokenHolds() {}

    /** Remembers which messages were held. */
    abstract static class Holds extends HealthyLog {
        final List<InboundMessage> held = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void complete(Claim claim, Completion completion, Instant at) {
            super.complete(claim, completion, at);
            if (completion.isHeld()) {
                held.add(completion.message());
            }
        }

        Set<Participant> writers() {
            return List.copyOf(held).stream().map(InboundMessage::from).collect(Collectors.toSet());
        }
    }

    /** Gives held messages in the order in which they were written. */
    @CaughtBy("heldMessagesAreTakenInTheOrderInWhichTheyWereCompleted")
    static final class OrdersByTime extends HealthyLog {
        @Override
        public List<InboundMessage> takeHeld(
                Claim claim, PhoneNumber number, Set<Participant> people, Instant since, Instant at) {
            return super.takeHeld(claim, number, people, since, at).stream()
                    .sorted(Comparator.comparing(InboundMessage::at))
                    .toList();
        }
    }

    /** Keeps only the text of what it holds. */
    @CaughtBy("aHeldMessageIsKeptAsItCame")
    static final class KeepsTheTextOnly extends HealthyLog {
        @Override
        public List<InboundMessage> takeHeld(
                Claim claim, PhoneNumber number, Set<Participant> people, Instant since, Instant at) {
            return super.takeHeld(claim, number, people, since, at).stream()
                    .map(held -> InboundMessage.of(held.id(), held.from(), held.to(), held.text(), held.at()))
                    .toList();
        }
    }

    /** Gives everybody's messages on the number. */
    @CaughtBy("onlyTheseThreadsHeldMessagesAreTaken")
    static final class TakesAnybodys extends Holds {
        @Override
        public List<InboundMessage> takeHeld(
                Claim claim, PhoneNumber number, Set<Participant> people, Instant since, Instant at) {
            return super.takeHeld(claim, number, writers(), since, at);
        }
    }

    /** Gives these people's messages on every number. */
    @CaughtBy("onlyTheseThreadsHeldMessagesAreTaken")
    static final class TakesFromAnyNumber extends Holds {
        @Override
        public List<InboundMessage> takeHeld(
                Claim claim, PhoneNumber number, Set<Participant> people, Instant since, Instant at) {
            return held.stream()
                    .map(InboundMessage::to)
                    .distinct()
                    .flatMap(each -> super.takeHeld(claim, each, people, since, at).stream())
                    .toList();
        }
    }

    /** Looks at one address of a person only. */
    @CaughtBy("onlyTheseThreadsHeldMessagesAreTaken")
    static final class TakesFromOneAddress extends HealthyLog {
        @Override
        public List<InboundMessage> takeHeld(
                Claim claim, PhoneNumber number, Set<Participant> people, Instant since, Instant at) {
            return super.takeHeld(claim, number, Set.of(people.iterator().next()), since, at);
        }
    }

    /** Gives what has waited too long. */
    @CaughtBy("heldMessagesThatAreTooOldAreNotTaken")
    static final class TakesOldOnes extends HealthyLog {
        @Override
        public List<InboundMessage> takeHeld(
                Claim claim, PhoneNumber number, Set<Participant> people, Instant since, Instant at) {
            return super.takeHeld(claim, number, people, Instant.MIN, at);
        }
    }

    /** Gives what nobody asked it to hold. */
    @CaughtBy("whatIsNotHeldIsNotTaken")
    static final class HoldsEverything extends HealthyLog {
        @Override
        public void complete(Claim claim, Completion completion, Instant at) {
            super.complete(claim, new Completion(completion.message(), completion.conversation(), true), at);
        }
    }

    /** Holds nothing. */
    @CaughtBy({
        "heldMessagesAreTakenInTheOrderInWhichTheyWereCompleted",
        "heldMessagesThatAreTooOldAreNotTaken",
        "whatWasTakenForACompletedMessageWaitsNoLonger",
        "whatWasTakenIsGivenBackWithTheClaim",
        "whatADeadClaimHasTakenIsTakenByTheNext",
        "ofManyWhoTakeHeldMessagesOneGetsThem"
    })
    static final class HoldsNothing extends HealthyLog {
        @Override
        public void complete(Claim claim, Completion completion, Instant at) {
            super.complete(claim, new Completion(completion.message(), completion.conversation(), false), at);
        }
    }

    /** Gives a held message to everybody who asks. */
    @CaughtBy({
        "whatAClaimHasTakenIsNotTakenByAnother",
        "whatWasTakenForACompletedMessageWaitsNoLonger",
        "ofManyWhoTakeHeldMessagesOneGetsThem"
    })
    static final class ReleasesTwice extends Holds {
        @Override
        public List<InboundMessage> takeHeld(
                Claim claim, PhoneNumber number, Set<Participant> people, Instant since, Instant at) {
            super.takeHeld(claim, number, people, since, at);
            return List.copyOf(held);
        }
    }

    /** Ends the waiting of everything on the thread, taken or not. */
    @CaughtBy("whatWasTakenForACompletedMessageWaitsNoLonger")
    static final class EndsWhatWasNotTaken extends Holds {
        @Override
        public void complete(Claim claim, Completion completion, Instant at) {
            InboundMessage message = completion.message();
            if (!completion.isHeld()) {
                memory.takeHeld(claim, message.to(), Set.of(message.from()), Instant.MIN, at);
            }
            super.complete(claim, completion, at);
        }
    }

    /** Does not note for whom a released message was. */
    @CaughtBy("whatWasTakenForACompletedMessageWaitsNoLonger")
    static final class ForgetsForWhomItWas extends Holds {
        @Override
        public Optional<Quoted> quoted(String providerId) {
            boolean wasHeld =
                    List.copyOf(held).stream().anyMatch(message -> message.id().equals(providerId));
            return super.quoted(providerId)
                    .map(quoted -> wasHeld ? new Quoted(null, quoted.participant(), null) : quoted);
        }
    }

    /** Never gives a message a second time, not even if the first one could do nothing with it. */
    @CaughtBy({"whatWasTakenIsGivenBackWithTheClaim", "whatADeadClaimHasTakenIsTakenByTheNext"})
    static final class KeepsWhatWasTaken extends HealthyLog {
        private final Set<String> taken = ConcurrentHashMap.newKeySet();

        @Override
        public List<InboundMessage> takeHeld(
                Claim claim, PhoneNumber number, Set<Participant> people, Instant since, Instant at) {
            return super.takeHeld(claim, number, people, since, at).stream()
                    .filter(held -> taken.add(held.id()))
                    .toList();
        }
    }

    /** Ends whatever a claim ever took, though another has taken it since. */
    @CaughtBy("whatWasTakenFromADeadClaimIsNotItsToEnd")
    static final class EndsWhatOthersTook extends HealthyLog {
        @Override
        public void complete(Claim claim, Completion completion, Instant at) {
            try {
                super.complete(claim, completion, at);
            } catch (StoreException e) {
                super.giveBack(claim);
            }
        }
    }
}
