package dev.numberpool.testkit.broken;

import dev.numberpool.Assignment;
import dev.numberpool.Handover;
import dev.numberpool.PhoneNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.WidgetId;
import dev.numberpool.spi.Decider;
import dev.numberpool.spi.Health;
import dev.numberpool.spi.NumberFacts;
import dev.numberpool.spi.NumberStore;
import dev.numberpool.spi.Snapshot;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Stores that remember something else than what happened. */
final class BrokenHistory {
    private BrokenHistory() {}

    /** Numbers its decisions by the clock. */
    @CaughtBy("sequenceNumbersGrowWithEveryNewChoice")
    static final class CountsByTheClock extends HealthyStore {
        @Override
        NumberFacts shown(Handover handover, NumberFacts truth) {
            Instant at = truth.lastUsedAt();
            return withUse(truth, at == null ? 0 : at.toEpochMilli(), at);
        }
    }

    /** Does not remember that a number was used. */
    @CaughtBy({
        "lastUsedAtIsTheTimeOfTheLastDecisionThatChoseTheNumber",
        "sequenceNumbersGrowWithEveryNewChoice",
        "theNumberThatTheConversationHasIsKnownEvenIfItIsNotInThePool"
    })
    static final class ForgetsUses extends HealthyStore {
        @Override
        NumberFacts shown(Handover handover, NumberFacts truth) {
            return withUse(truth, 0, null);
        }
    }

    /** Takes a number that was never used for one that was used long ago. */
    @CaughtBy({"aNumberThatWasNeverUsedHasFactsOfNothing", "lastUsedIsTheWidgetsOwn"})
    static final class InventsUses extends HealthyStore {
        @Override
        NumberFacts shown(Handover handover, NumberFacts truth) {
            return truth.lastUsedAt() == null ? withUse(truth, 1, Instant.EPOCH) : truth;
        }
    }

    /** Does not remember when threads were left, however it came. */
    @CaughtBy({
        "movingToAnotherNumberLeavesTheOldThread",
        "movingToAnotherAgentLeavesTheOldAgentsThread",
        "releaseLeavesTheThreadAtTheGivenTime",
        "aClosedConversationsThreadIsLeftAtTheTimeOfThatDecision",
        "aClosedConversationsThreadIsLeftAtTheLastMessageIfOneCameSinceTheChoice",
        "aClosedConversationWithoutAnAgentLeavesItsNumberToo",
        "aThreadThatWasLeftIsRememberedForItsAgentInEveryWidget",
        "aNumberThatAnAssignmentWithoutAnAgentLeftIsLeftForEveryAgent",
        "aNumberThatAnyoneLeftIsLeftForAHandoverWithoutAnAgent",
        "whatHappensToAThreadLeavesItsLastMessageAlone"
    })
    static final class ForgetsWhatWasLeft extends HealthyStore {
        @Override
        NumberFacts shown(Handover handover, NumberFacts truth) {
            return withLeft(truth, null);
        }
    }

    /** Leaves the thread at every new choice, even if it chooses the same one. */
    @CaughtBy("choosingTheSameThreadAgainLeavesNothing")
    static final class LeavesWhatItKeeps extends HealthyStore {
        @Override
        public Optional<Assignment> decide(Handover handover, Instant at, Decider decider) {
            Optional<Assignment> answer = super.decide(handover, at, decider);
            answer.filter(Assignment::isNew).ifPresent(a -> {
                release(handover.conversation(), at);
                super.decide(handover, at, snapshot -> Optional.of(a));
            });
            return answer;
        }
    }

    /** Dates the end of closed conversations anew with every decision. */
    @CaughtBy({"aClosedConversationIsDatedOnce", "aConversationThatWasReleasedBeforeItWasClosedKeepsItsDate"})
    static final class DatesEndsAgain extends HealthyStore {
        private Instant last = Instant.EPOCH;

        @Override
        public Optional<Assignment> decide(Handover handover, Instant at, Decider decider) {
            Optional<Assignment> answer = super.decide(handover, at, decider);
            answer.ifPresent(a -> last = at);
            return answer;
        }

        @Override
        NumberFacts shown(Handover handover, NumberFacts truth) {
            return truth.lastLeftAt() == null ? truth : withLeft(truth, last);
        }
    }

    /** Dates an end by a message that came before the number was chosen. */
    @CaughtBy("aClosedConversationsThreadIsLeftAtTheTimeOfThatDecision")
    static final class DatesEndsByAnyMessage extends HealthyStore {
        @Override
        NumberFacts shown(Handover handover, NumberFacts truth) {
            boolean both = truth.lastLeftAt() != null && truth.lastInboundAt() != null;
            return both ? withLeft(truth, truth.lastInboundAt()) : truth;
        }
    }

    /** Does not remember whose thread was left. */
    @CaughtBy({
        "theLastOfSeveralWhoLeftAThreadCounts",
        "aThreadThatWasLeftIsRememberedForItsAgentInEveryWidget",
        "movingToAnotherAgentLeavesTheOldAgentsThread"
    })
    static final class LeavesForEverybody extends HealthyStore {
        private final Map<PhoneNumber, Instant> left = new HashMap<>();

        @Override
        public Optional<Assignment> decide(Handover handover, Instant at, Decider decider) {
            memory.decide(Handover.of(handover.widget(), handover.conversation()), at, snapshot -> {
                snapshot.facts().values().forEach(facts -> left.put(facts.number(), facts.lastLeftAt()));
                return Optional.empty();
            });
            return super.decide(handover, at, decider);
        }

        @Override
        NumberFacts shown(Handover handover, NumberFacts truth) {
            return withLeft(truth, left.get(truth.number()));
        }
    }

    /** Does not remember which customer had which number. */
    @CaughtBy({"aCustomersNumberIsRememberedForThatCustomer", "aCustomersNumberIsRememberedInEveryWidget"})
    static final class ForgetsCustomers extends HealthyStore {
        @Override
        public Optional<Assignment> decide(Handover handover, Instant at, Decider decider) {
            return super.decide(
                    new Handover(handover.widget(), handover.conversation(), handover.agent(), null), at, decider);
        }
    }

    /** Forgets what came in. */
    @CaughtBy({
        "anInboundMessageIsRememberedForItsThreadOnly",
        "aClosedConversationsThreadIsLeftAtTheLastMessageIfOneCameSinceTheChoice",
        "idleAssignmentsWereAssignedBeforeTheTimeAndHadNoMessageSince",
        "whatHappensToAThreadLeavesItsLastMessageAlone"
    })
    static final class ForgetsMessages extends HealthyStore {
        @Override
        public void noteInbound(SenderThread thread, Instant at) {
            // Not written down.
        }
    }

    /** Does not remember who wrote to a number. */
    @CaughtBy("anInboundMessageIsRememberedForItsThreadOnly")
    static final class MixesUpWriters extends HealthyStore {
        private final Map<PhoneNumber, Instant> inbound = new HashMap<>();

        @Override
        public void noteInbound(SenderThread thread, Instant at) {
            inbound.put(thread.number(), at);
        }

        @Override
        NumberFacts shown(Handover handover, NumberFacts truth) {
            return withInbound(truth, inbound.get(truth.number()));
        }
    }

    /** Remembers the message that was noted last, not the latest one. */
    @CaughtBy("theLatestInboundMessageWinsInWhateverOrderTheyAreNoted")
    static final class LetsInboundTimeGoBack extends HealthyStore {
        private final Map<SenderThread, Instant> inbound = new HashMap<>();

        @Override
        public void noteInbound(SenderThread thread, Instant at) {
            inbound.put(thread, at);
            super.noteInbound(thread, at);
        }

        @Override
        NumberFacts shown(Handover handover, NumberFacts truth) {
            return handover.agent() == null
                    ? truth
                    : withInbound(truth, inbound.get(new SenderThread(handover.agent(), truth.number())));
        }
    }

    /** Keeps the health of a number for the widget that asks first. */
    @CaughtBy("theHealthOfANumberIsSeenInEveryWidget")
    static final class KeepsHealthPerWidget extends HealthyStore {
        private final Map<PhoneNumber, WidgetId> owners = new HashMap<>();

        @Override
        NumberFacts shown(Handover handover, NumberFacts truth) {
            WidgetId owner = owners.computeIfAbsent(truth.number(), number -> handover.widget());
            return owner.equals(handover.widget()) ? truth : withHealth(truth, null);
        }
    }

    /** Never believes that a number works again. */
    @CaughtBy("aNumberThatWorksAgainHasNoHealthReport")
    static final class NeverLiftsHealth extends HealthyStore {
        @Override
        public void noteHealth(PhoneNumber number, Health.Source source, @Nullable Health health) {
            if (health != null) {
                super.noteHealth(number, source, health);
            }
        }
    }

    /** Keeps the report that is over last, not the one that came last. */
    @CaughtBy("ofEachSourceTheLastReportWinsWhateverItsTimes")
    static final class KeepsTheLongerReport extends HealthyStore {
        private final Map<PhoneNumber, Map<Health.Source, Health>> longest = new HashMap<>();

        @Override
        public void noteHealth(PhoneNumber number, Health.Source source, @Nullable Health health) {
            Map<Health.Source, Health> known = longest.computeIfAbsent(number, n -> new HashMap<>());
            super.noteHealth(
                    number,
                    source,
                    health == null
                            ? known.compute(source, (key, any) -> null)
                            : known.merge(source, health, (one, two) -> one.isOver(two.until()) ? two : one));
        }
    }

    /** Has one report for each number, whoever says it. */
    @CaughtBy({"noSourceChangesWhatAnotherOneSays", "whatLastsLongestIsShown"})
    static final class DoesNotAskWhoSaysIt extends HealthyStore {
        @Override
        public void noteHealth(PhoneNumber number, Health.Source source, @Nullable Health health) {
            super.noteHealth(number, Health.Source.OPERATOR, health);
        }
    }

    /** Believes anybody who says that a number works. */
    @CaughtBy({"noSourceChangesWhatAnotherOneSays", "whatLastsLongestIsShown"})
    static final class LiftsWhatOthersSay extends HealthyStore {
        @Override
        public void noteHealth(PhoneNumber number, Health.Source source, @Nullable Health health) {
            if (health == null) {
                List.of(Health.Source.values()).forEach(each -> super.noteHealth(number, each, null));
            } else {
                super.noteHealth(number, source, health);
            }
        }
    }

    /** Takes a number for healthy as soon as one of those who said that it is not would. */
    @CaughtBy({"noSourceChangesWhatAnotherOneSays", "whatLastsLongestIsShown"})
    static final class ShowsWhatIsOverFirst extends HealthyStore {
        private final Map<PhoneNumber, Map<Health.Source, Health>> said = new HashMap<>();

        @Override
        public void noteHealth(PhoneNumber number, Health.Source source, @Nullable Health health) {
            super.noteHealth(number, source, health);
            Map<Health.Source, Health> known = said.computeIfAbsent(number, n -> new HashMap<>());
            if (health == null) {
                known.remove(source);
            } else {
                known.put(source, health);
            }
        }

        @Override
        NumberFacts shown(Handover handover, NumberFacts truth) {
            return withHealth(
                    truth,
                    said.getOrDefault(truth.number(), Map.of()).values().stream()
                            .min(Comparator.comparing(Health::until))
                            .orElse(null));
        }
    }

    /** Listens to operators only. */
    @CaughtBy({"ofEachSourceTheLastReportWinsWhateverItsTimes", "theHealthOfANumberIsSeenInEveryWidget"})
    static final class ListensToOperatorsOnly extends HealthyStore {
        @Override
        public void noteHealth(PhoneNumber number, Health.Source source, @Nullable Health health) {
            if (source == Health.Source.OPERATOR) {
                super.noteHealth(number, source, health);
            }
        }
    }

    /** Forgets since when and why. */
    @CaughtBy({
        "theHealthOfANumberIsSeenInEveryWidget",
        "ofEachSourceTheLastReportWinsWhateverItsTimes",
        "theNumberThatTheConversationHasIsKnownEvenIfItIsNotInThePool"
    })
    static final class KeepsTheEndOfHealthOnly extends HealthyStore {
        @Override
        NumberFacts shown(Handover handover, NumberFacts truth) {
            Health health = truth.health();
            return health == null ? truth : withHealth(truth, new Health("unhealthy", health.until(), health.until()));
        }
    }

    /** Keeps in each process what that process has noted. */
    @CaughtBy("whatOneProcessRecordsTheOtherOneSees")
    static final class KeepsHealthPerProcess extends HealthyStore {
        @Override
        public Optional<NumberStore> secondProcess() {
            HealthyStore first = this;
            return Optional.of(new HealthyStore() {
                @Override
                public Optional<Assignment> decide(Handover handover, Instant at, Decider decider) {
                    return first.decide(handover, at, snapshot -> decider.decide(shown(handover, at, snapshot)));
                }

                @Override
                Snapshot shown(Handover handover, Instant at, Snapshot truth) {
                    return new Snapshot(
                            truth.conversation(), truth.widget(), eachFact(truth, facts -> withHealth(facts, null)));
                }
            });
        }
    }
}
