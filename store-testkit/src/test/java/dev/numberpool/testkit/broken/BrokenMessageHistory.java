package dev.numberpool.testkit.broken;

import dev.numberpool.ConversationId;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.desk.DeliveryState;
import dev.numberpool.spi.OutboundRecord;
import dev.numberpool.spi.OutboundRecord.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Logs that remember something else than what was written. */
final class BrokenMessageHistory {
    private BrokenMessageHistory() {}

    /** Finds messages by their id alone. */
    @CaughtBy("aMessageThatIsNotThereHasNoParts")
    static final class FindsAnyConversationsMessage extends HealthyLog {
        @Override
        public Recorded recorded(ConversationId conversation, String messageId, Instant assignedAt) {
            List<OutboundRecord> parts = seen().stream()
                    .filter(message -> message.messageId().equals(messageId))
                    .toList();
            return new Recorded(parts, !parts.isEmpty());
        }
    }

    /** Sorts the parts of a message as text. */
    @CaughtBy("thePartsOfAMessageAreFoundInTheirOrder")
    static final class SortsPartsAsText extends HealthyLog {
        @Override
        public Recorded recorded(ConversationId conversation, String messageId, Instant assignedAt) {
            Recorded truth = super.recorded(conversation, messageId, assignedAt);
            List<OutboundRecord> sorted = new ArrayList<>(truth.parts());
            sorted.sort(Comparator.comparing(part -> Integer.toString(part.part())));
            return new Recorded(sorted, truth.isGreeted());
        }
    }

    /** Greets by rules of its own. */
    abstract static class GreetsBy extends HealthyLog {
        private final Predicate<OutboundRecord> greets;

        GreetsBy(Predicate<OutboundRecord> greets) {
            this.greets = greets;
        }

        @Override
        public Recorded recorded(ConversationId conversation, String messageId, Instant assignedAt) {
            boolean isGreeted = seen().stream()
                    .filter(message -> conversation.equals(message.conversation()))
                    .anyMatch(greets);
            return new Recorded(
                    super.recorded(conversation, messageId, assignedAt).parts(), isGreeted);
        }
    }

    /** Greets once for all assignments. */
    @CaughtBy("aConversationIsGreetedByAnyMessageOfItsAssignment")
    static final class GreetsOnceForAll extends GreetsBy {
        GreetsOnceForAll() {
            super(message -> message.kind() == Kind.MESSAGE && !message.state().isFailure());
        }
    }

    /** Greets every time. */
    @CaughtBy({"aConversationIsGreetedByAnyMessageOfItsAssignment", "aConversationIsNotGreetedByWhatHasFailed"})
    static final class GreetsEveryTime extends GreetsBy {
        GreetsEveryTime() {
            super(message -> false);
        }
    }

    /** Takes what never arrived for a greeting. */
    @CaughtBy("aConversationIsNotGreetedByWhatHasFailed")
    static final class GreetsByWhatHasFailed extends GreetsBy {
        GreetsByWhatHasFailed() {
            super(message -> message.kind() == Kind.MESSAGE);
        }
    }

    /** Takes a wake-up template, or a footer, for a greeting. */
    @CaughtBy("aConversationIsGreetedByNoOtherKindOfMessage")
    static final class GreetsByAnyKind extends GreetsBy {
        GreetsByAnyKind() {
            super(message -> !message.state().isFailure());
        }
    }

    /** Knows no quotes of what it has sent. */
    @CaughtBy("anOutboundMessageIsFoundByTheProvidersId")
    static final class QuotesInboundOnly extends HealthyLog {
        @Override
        public Optional<Quoted> quoted(String providerId) {
            return super.quoted(providerId).filter(quoted -> quoted.kind() == null);
        }
    }

    /** Knows no quotes of what came in. */
    @CaughtBy("aCompletedInboundMessageIsFoundByTheProvidersId")
    static final class QuotesOutboundOnly extends HealthyLog {
        @Override
        public Optional<Quoted> quoted(String providerId) {
            return super.quoted(providerId).filter(quoted -> quoted.kind() != null);
        }
    }

    /** Takes a message that has been handled nowhere yet for one of no conversation. */
    @CaughtBy("anInboundMessageThatIsStillBeingHandledIsNotFound")
    static final class QuotesWhatIsBeingHandled extends HealthyLog {
        private final Set<String> claimed = ConcurrentHashMap.newKeySet();

        @Override
        public Claim claim(String messageId, Instant at, Duration lease) {
            claimed.add(messageId);
            return super.claim(messageId, at, lease);
        }

        @Override
        public Optional<Quoted> quoted(String providerId) {
            Quoted nobodys = new Quoted(null, Participant.of("somebody"), null);
            return super.quoted(providerId)
                    .or(() -> claimed.contains(providerId) ? Optional.of(nobodys) : Optional.empty());
        }
    }

    /** Takes its own ids for the provider's. */
    @CaughtBy("aMessageThatNobodyKnowsIsNotFound")
    static final class QuotesByItsOwnIds extends HealthyLog {
        @Override
        public Optional<Quoted> quoted(String providerId) {
            return super.quoted(providerId)
                    .or(() -> seen().stream()
                            .filter(message -> message.id().equals(providerId))
                            .map(message -> new Quoted(
                                    message.conversation(), message.thread().participant(), message.kind()))
                            .findFirst());
        }
    }

    /** Says by rules of its own who has had a conversation. */
    abstract static class WrittenBy extends HealthyLog {
        private final Predicate<OutboundRecord> counts;

        WrittenBy(Predicate<OutboundRecord> counts) {
            this.counts = counts;
        }

        @Override
        public boolean hasWritten(ConversationId conversation, Set<Participant> people) {
            return seen().stream()
                    .filter(message -> conversation.equals(message.conversation()))
                    .filter(message -> people.contains(message.thread().participant()))
                    .anyMatch(counts);
        }
    }

    /** Forgets to whom it wrote if it did not arrive. */
    @CaughtBy("whoHasBeenSentAMessageHasHadTheConversationWhetherOrNotItArrived")
    static final class CountsWhatArrived extends WrittenBy {
        CountsWhatArrived() {
            super(message -> message.state().hasArrived());
        }
    }

    /** Counts who was to be written to. */
    @CaughtBy("whoWasOnlyToBeSentAMessageHasNotHadTheConversation")
    static final class CountsWhatWaits extends WrittenBy {
        CountsWhatWaits() {
            super(message -> message.kind() == Kind.MESSAGE);
        }
    }

    /** Counts any kind of message. */
    @CaughtBy("aFooterIsNoMessageOfTheConversation")
    static final class CountsFooters extends WrittenBy {
        CountsFooters() {
            super(message -> message.state() != DeliveryState.PARKED);
        }
    }

    /** Lets anybody have had a conversation that somebody has had. */
    @CaughtBy("nobodyElseHasHadTheConversation")
    static final class CountsAnybody extends HealthyLog {
        @Override
        public boolean hasWritten(ConversationId conversation, Set<Participant> people) {
            return seen().stream().anyMatch(message -> conversation.equals(message.conversation()));
        }
    }

    /** Lets a person have had any conversation. */
    @CaughtBy("nobodyElseHasHadTheConversation")
    static final class CountsAnyConversation extends HealthyLog {
        @Override
        public boolean hasWritten(ConversationId conversation, Set<Participant> people) {
            return seen().stream()
                    .anyMatch(message -> people.contains(message.thread().participant()));
        }
    }

    /** Wants a message to every address of a person. */
    @CaughtBy("anyOfAPersonsAddressesCounts")
    static final class WantsEveryAddress extends HealthyLog {
        @Override
        public boolean hasWritten(ConversationId conversation, Set<Participant> people) {
            return people.stream().allMatch(person -> super.hasWritten(conversation, Set.of(person)));
        }
    }

    /** Says by rules of its own what was written when. */
    abstract static class WritesOn extends HealthyLog {
        @Override
        public Map<ConversationId, Instant> writtenOn(PhoneNumber number, Set<Participant> people, Instant since) {
            Map<ConversationId, Instant> written = new HashMap<>();
            written(number, people, since)
                    .filter(message -> message.conversation() != null)
                    .filter(message -> message.state() != DeliveryState.PARKED)
                    .forEach(message -> written.putIfAbsent(message.conversation(), message.since()));
            return written;
        }

        abstract Stream<OutboundRecord> written(PhoneNumber number, Set<Participant> people, Instant since);
    }

    /** Counts from the last report. */
    @CaughtBy({
        "conversationsAreRememberedWithTheLastTimeThatSomethingWentOut",
        "aMessageIsWrittenWhenItIsTakenFromTheQueueAndNotWhenMoreIsKnownOfIt"
    })
    static final class WritesWithEveryReport extends WritesOn {
        @Override
        Stream<OutboundRecord> written(PhoneNumber number, Set<Participant> people, Instant since) {
            return seen().stream()
                    .filter(message -> message.thread().number().equals(number))
                    .filter(message -> people.contains(message.thread().participant()))
                    .filter(message -> !message.since().isBefore(since));
        }
    }

    /** Looks at one address of a person only. */
    @CaughtBy("conversationsAreRememberedWithTheLastTimeThatSomethingWentOut")
    static final class LooksAtOneAddress extends HealthyLog {
        @Override
        public Map<ConversationId, Instant> writtenOn(PhoneNumber number, Set<Participant> people, Instant since) {
            return super.writtenOn(number, Set.of(people.iterator().next()), since);
        }
    }

    /** Looks at every number. */
    @CaughtBy("onlyWhatThesePeopleWereSentFromThisNumberIsRemembered")
    static final class WritesFromAnyNumber extends WritesOn {
        @Override
        Stream<OutboundRecord> written(PhoneNumber number, Set<Participant> people, Instant since) {
            return seen().stream()
                    .filter(message -> people.contains(message.thread().participant()));
        }
    }

    /** Looks at everybody. */
    @CaughtBy("onlyWhatThesePeopleWereSentFromThisNumberIsRemembered")
    static final class WritesToAnybody extends WritesOn {
        @Override
        Stream<OutboundRecord> written(PhoneNumber number, Set<Participant> people, Instant since) {
            return seen().stream().filter(message -> message.thread().number().equals(number));
        }
    }

    /** Counts footers among what the visitor wrote. */
    @CaughtBy("footersAndAnswersAreNotWrittenInAConversation")
    static final class WritesFooters extends WritesOn {
        @Override
        Stream<OutboundRecord> written(PhoneNumber number, Set<Participant> people, Instant since) {
            return seen().stream().filter(message -> message.thread().number().equals(number));
        }
    }

    /** Forgets no conversation. */
    @CaughtBy("aMessageIsWrittenWhenItIsTakenFromTheQueueAndNotWhenMoreIsKnownOfIt")
    static final class RemembersForEver extends HealthyLog {
        @Override
        public Map<ConversationId, Instant> writtenOn(PhoneNumber number, Set<Participant> people, Instant since) {
            return super.writtenOn(number, people, Instant.MIN);
        }
    }

    /** Counts all answers that there ever were. */
    @CaughtBy({"answersAreCountedByThreadSinceATime", "answersAreCountedFromTheTimeThatTheyWereLogged"})
    static final class CountsOldAnswers extends HealthyLog {
        @Override
        public int answers(SenderThread thread, Instant since) {
            return super.answers(thread, Instant.MIN);
        }
    }

    /** Counts an answer again when more is known of it. */
    @CaughtBy("answersAreCountedFromTheTimeThatTheyWereLogged")
    static final class CountsAnswersFromTheirLastReport extends HealthyLog {
        @Override
        public int answers(SenderThread thread, Instant since) {
            return (int) seen().stream()
                    .filter(message -> message.kind() == Kind.ANSWER)
                    .filter(message -> message.thread().equals(thread))
                    .filter(message -> !message.since().isBefore(since))
                    .count();
        }
    }

    /** Counts whatever went out on the thread. */
    @CaughtBy("onlyAnswersAreCountedAsSuch")
    static final class CountsEverythingAsAnswers extends HealthyLog {
        @Override
        public int answers(SenderThread thread, Instant since) {
            return (int) seen().stream()
                    .filter(message -> message.thread().equals(thread))
                    .count();
        }
    }

    /** Counts a person's answers on every number. */
    @CaughtBy("answersAreCountedByThreadSinceATime")
    static final class CountsAnswersByPerson extends HealthyLog {
        @Override
        public int answers(SenderThread thread, Instant since) {
            return (int) seen().stream()
                    .filter(message -> message.kind() == Kind.ANSWER)
                    .filter(message -> message.thread().participant().equals(thread.participant()))
                    .filter(message -> !message.since().isBefore(since))
                    .count();
        }
    }

    /** Forgets the parts of a message but for the newest. */
    @CaughtBy({"thePartsOfAMessageAreFoundInTheirOrder", "aMessageIsLoggedOnce"})
    static final class FindsTheLastPart extends HealthyLog {
        @Override
        public Recorded recorded(ConversationId conversation, String messageId, Instant assignedAt) {
            Recorded truth = super.recorded(conversation, messageId, assignedAt);
            int last = truth.parts().size() - 1;
            return new Recorded(
                    last < 0
                            ? List.of()
                            : Collections.singletonList(truth.parts().get(last)),
                    truth.isGreeted());
        }
    }
}
