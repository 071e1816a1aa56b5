package dev.numberpool.testkit.broken;

import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import dev.numberpool.Handover;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.PooledNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.spi.ConversationRecord;
import dev.numberpool.spi.Decider;
import dev.numberpool.spi.NumberFacts;
import dev.numberpool.spi.Snapshot;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Stores that count too much or too little. */
final class BrokenCounts {
    private BrokenCounts() {}

    /** Looks at a conversation's status once and never again. */
    @CaughtBy({
        "aConversationThatTheHostClosedDoesNotCountAndCountsAgainWhenOpened",
        "aConversationThatTheHostClosedIsFoundWithTheNumberItHadLast",
        "endedAssignmentsAreNotActive",
        "usageSeesWhatTheHostDid",
        "usageListsNumbersThatAreNoLongerInThePoolWhileTheyCarryActiveAssignments"
    })
    static final class CountsClosedOnes extends HealthyStore {
        @Override
        public void setStatus(ConversationId conversation, @Nullable String status) {
            // Whatever the host does from now on is not seen.
        }
    }

    /** Keeps copies of conversations that the host has deleted. */
    @CaughtBy({
        "aConversationThatTheHostDeletedDoesNotCount",
        "aConversationThatTheHostDeletedIsNotFound",
        "endedAssignmentsAreNotActive",
        "usageSeesWhatTheHostDid"
    })
    static final class CountsDeletedOnes extends HealthyStore {
        @Override
        public void deleteConversation(ConversationId conversation) {
            // Its own copy stays.
        }
    }

    /** Remembers a release but does not stop counting. */
    @CaughtBy({
        "aReleasedAssignmentDoesNotCount",
        "endedAssignmentsAreNotActive",
        "aSecondReleaseFindsNothingAndChangesNothing"
    })
    static final class CountsReleasedOnes extends HealthyStore {
        @Override
        public Optional<Assignment> release(ConversationId conversation, Instant at) {
            return find(conversation).map(ConversationRecord::active);
        }
    }

    /** Compares a status as a case-blind, blank-padding collation does. */
    @CaughtBy({"aStatusThatDiffersFromAClosedOneInCaseIsOpen", "aStatusThatDiffersFromAClosedOneInABlankIsOpen"})
    static final class ComparesStatusesLoosely extends HealthyStore {
        @Override
        public void setStatus(ConversationId conversation, @Nullable String status) {
            super.setStatus(conversation, status == null ? null : status.strip().toLowerCase(Locale.ROOT));
        }
    }

    /** {@code status NOT IN (…)}, which is not true for NULL. */
    @CaughtBy({"aConversationWithoutAStatusCounts", "aConversationWithoutAStatusIsOpen"})
    static final class TakesNoStatusForClosed extends HealthyStore {
        @Override
        public void setStatus(ConversationId conversation, @Nullable String status) {
            super.setStatus(conversation, status == null ? closedStatus() : status);
        }
    }

    /** Compares agents as a case-blind collation does. */
    @CaughtBy("agentsAreComparedCharacterByCharacter")
    static final class ComparesAgentsCaseBlind extends HealthyStore {
        @Override
        public Optional<Assignment> decide(Handover handover, Instant at, Decider decider) {
            Participant agent = handover.agent();
            return super.decide(
                    agent == null ? handover : handover.withAgent(upper(agent)),
                    at,
                    snapshot -> decider.decide(snapshot).map(ComparesAgentsCaseBlind::upper));
        }

        @Override
        public void noteInbound(SenderThread thread, Instant at) {
            super.noteInbound(new SenderThread(upper(thread.participant()), thread.number()), at);
        }

        private static Assignment upper(Assignment answer) {
            Participant agent = answer.agent();
            return agent == null ? answer : answer.withAgent(upper(agent));
        }

        private static Participant upper(Participant agent) {
            return Participant.of(agent.address().toUpperCase(Locale.ROOT));
        }
    }

    /** Counts the conversation that is decided on among the others. */
    @CaughtBy("theConversationThatIsDecidedOnCountsInNeitherCount")
    static final class CountsTheConversationItself extends HealthyStore {
        @Override
        Snapshot shown(Handover handover, Instant at, Snapshot truth) {
            Assignment own = truth.conversation().active();
            return new Snapshot(
                    truth.conversation(),
                    truth.widget(),
                    eachFact(
                            truth,
                            facts -> own != null && own.number().equals(facts.number())
                                    ? withCounts(facts, facts.active() + 1, facts.activeWithAgent() + 1)
                                    : facts));
        }
    }

    /** Looks for the agent's other conversations in the same widget only. */
    @CaughtBy({"otherWidgetsCountForTheAgentOnly", "everyAssignmentCountsForAHandoverWithoutAnAgent"})
    static final class SeesOneWidgetOnly extends HealthyStore {
        @Override
        NumberFacts shown(Handover handover, NumberFacts truth) {
            return withCounts(truth, truth.active(), Math.min(truth.active(), truth.activeWithAgent()));
        }
    }

    /** Counts other widgets' conversations as this one's. */
    @CaughtBy("otherWidgetsCountForTheAgentOnly")
    static final class MixesUpWidgets extends HealthyStore {
        @Override
        NumberFacts shown(Handover handover, NumberFacts truth) {
            return withCounts(truth, Math.max(truth.active(), truth.activeWithAgent()), truth.activeWithAgent());
        }
    }

    /** Counts every conversation on the number, whoever its agent is. */
    @CaughtBy({"anotherAgentsAssignmentsDoNotCountForThisAgent", "anAttachedAgentCountsFromThenOn"})
    static final class MixesUpAgents extends HealthyStore {
        @Override
        NumberFacts shown(Handover handover, NumberFacts truth) {
            return withCounts(truth, truth.active(), Math.max(truth.active(), truth.activeWithAgent()));
        }
    }

    /** {@code agent = ?}, which is not true for NULL on either side. */
    @CaughtBy({"anAssignmentWithoutAnAgentCountsForEveryAgent", "everyAssignmentCountsForAHandoverWithoutAnAgent"})
    static final class DoesNotCountUnknownAgents extends HealthyStore {
        private final Map<ConversationId, Assignment> recorded = new HashMap<>();

        @Override
        public Optional<Assignment> decide(Handover handover, Instant at, Decider decider) {
            Optional<Assignment> answer = super.decide(handover, at, decider);
            answer.ifPresent(a -> recorded.put(a.conversation(), a));
            return answer;
        }

        @Override
        NumberFacts shown(Handover handover, NumberFacts truth) {
            long same = recorded.values().stream()
                    .filter(a -> a.number().equals(truth.number()))
                    .filter(a -> a.agent() != null && Objects.equals(a.agent(), handover.agent()))
                    .count();
            return withCounts(truth, truth.active(), Math.min((int) same, truth.activeWithAgent()));
        }
    }

    /** Knows only the numbers of the pool. */
    @CaughtBy("theNumberThatTheConversationHasIsKnownEvenIfItIsNotInThePool")
    static final class KnowsThePoolOnly extends HealthyStore {
        @Override
        Snapshot shown(Handover handover, Instant at, Snapshot truth) {
            Set<PhoneNumber> pool =
                    truth.widget().pool().stream().map(PooledNumber::number).collect(Collectors.toSet());
            Map<PhoneNumber, NumberFacts> facts = new HashMap<>(truth.facts());
            facts.keySet().retainAll(pool);
            return new Snapshot(truth.conversation(), truth.widget(), facts);
        }
    }

    /** Files facts under the wrong numbers. */
    @CaughtBy({"factsStandUnderTheirOwnNumbers", "activeAssignmentsOfTheWidgetAreCountedByNumber"})
    static final class MixesUpNumbers extends HealthyStore {
        @Override
        Snapshot shown(Handover handover, Instant at, Snapshot truth) {
            List<PhoneNumber> numbers = List.copyOf(truth.facts().keySet());
            Map<PhoneNumber, NumberFacts> facts = new HashMap<>();
            for (int i = 0; i < numbers.size(); i++) {
                facts.put(numbers.get(i), truth.factsOf(numbers.get((i + 1) % numbers.size())));
            }
            return new Snapshot(truth.conversation(), truth.widget(), facts);
        }
    }
}
