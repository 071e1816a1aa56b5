package dev.numberpool.testkit.broken;

import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import dev.numberpool.Handover;
import dev.numberpool.PhoneNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.UnknownConversationException;
import dev.numberpool.WidgetId;
import dev.numberpool.spi.ActiveQuery;
import dev.numberpool.spi.ConversationRecord;
import dev.numberpool.spi.Decider;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Stores that find, release or list the wrong conversations. */
final class BrokenReads {
    private BrokenReads() {}

    /** Finds conversations that do not exist. */
    @CaughtBy({"aConversationThatWasNeverSeenIsNotFound", "aConversationThatTheHostDeletedIsNotFound"})
    static final class FindsWhatIsNotThere extends HealthyStore {
        @Override
        public Optional<ConversationRecord> find(ConversationId conversation) {
            return super.find(conversation)
                    .or(() -> Optional.of(ConversationRecord.open(WidgetId.of(1), conversation)));
        }
    }

    /** Finds only conversations that have had a number. */
    @CaughtBy("aConversationThatNeverHadANumberIsFoundWithoutOne")
    static final class FindsNumbersOnly extends HealthyStore {
        @Override
        public Optional<ConversationRecord> find(ConversationId conversation) {
            return super.find(conversation).filter(known -> known.assignment() != null);
        }
    }

    /** Returns what is on record after the release, which is nothing active any more. */
    @CaughtBy("releaseReturnsTheAssignmentThatItEnds")
    static final class ReturnsNothingReleased extends HealthyStore {
        @Override
        public Optional<Assignment> release(ConversationId conversation, Instant at) {
            super.release(conversation, at);
            return find(conversation).map(ConversationRecord::active);
        }
    }

    /** Removes the number when the assignment ends. */
    @CaughtBy("releaseKeepsTheNumberOnRecordAndTheStatusAsItIs")
    static final class ForgetsTheReleasedNumber extends HealthyStore {
        @Override
        ConversationRecord found(ConversationRecord truth) {
            return truth.released() ? ConversationRecord.open(truth.widget(), truth.conversation()) : truth;
        }
    }

    /** Closes the conversation when the assignment ends. */
    @CaughtBy("releaseKeepsTheNumberOnRecordAndTheStatusAsItIs")
    static final class ClosesWhatItReleases extends HealthyStore {
        @Override
        public Optional<Assignment> release(ConversationId conversation, Instant at) {
            Optional<Assignment> ended = super.release(conversation, at);
            setStatus(conversation, closedStatus());
            return ended;
        }
    }

    /** Dates a release by its own clock. */
    @CaughtBy("releaseLeavesTheThreadAtTheGivenTime")
    static final class ReleasesNow extends HealthyStore {
        @Override
        public Optional<Assignment> release(ConversationId conversation, Instant at) {
            return super.release(conversation, at.plusSeconds(1));
        }
    }

    /** Releases as often as it is asked. */
    @CaughtBy({"aSecondReleaseFindsNothingAndChangesNothing", "ofManyWhoReleaseAtOnceOneEndsTheAssignment"})
    static final class ReleasesAgain extends HealthyStore {
        @Override
        public Optional<Assignment> release(ConversationId conversation, Instant at) {
            super.release(conversation, at);
            return find(conversation).map(ConversationRecord::assignment);
        }
    }

    /** Marks as released whatever it is asked for. */
    @CaughtBy({
        "releasingAConversationThatNeverHadANumberFindsNothing",
        "releasingAClosedConversationFindsNothingAndChangesNothing"
    })
    static final class MarksAnythingReleased extends HealthyStore {
        private final Set<ConversationId> asked = ConcurrentHashMap.newKeySet();

        @Override
        public Optional<Assignment> release(ConversationId conversation, Instant at) {
            asked.add(conversation);
            return super.release(conversation, at);
        }

        @Override
        ConversationRecord found(ConversationRecord truth) {
            return new ConversationRecord(
                    truth.conversation(),
                    truth.widget(),
                    truth.open(),
                    truth.assignment(),
                    truth.released() || asked.contains(truth.conversation()),
                    truth.left());
        }
    }

    /** Takes a conversation that does not exist for one that is released. */
    @CaughtBy("releasingAConversationThatDoesNotExistIsRefused")
    static final class ReleasesWhatIsNotThere extends HealthyStore {
        @Override
        public Optional<Assignment> release(ConversationId conversation, Instant at) {
            try {
                return super.release(conversation, at);
            } catch (UnknownConversationException e) {
                return Optional.empty();
            }
        }
    }

    /** Lists the newest first. */
    @CaughtBy({
        "activeAssignmentsOfAWidgetAreListedOldestFirst",
        "activeAssignmentsOnANumberAreThoseOfEveryWidget",
        "activeAssignmentsOnAThreadAreThoseOfExactlyThisAgent",
        "idleAssignmentsWereAssignedBeforeTheTimeAndHadNoMessageSince"
    })
    static final class ListsTheNewestFirst extends HealthyStore {
        @Override
        public List<Assignment> active(ActiveQuery query) {
            List<Assignment> reversed = new ArrayList<>(super.active(query));
            Collections.reverse(reversed);
            return reversed;
        }
    }

    /** Pays no attention to the limit. */
    @CaughtBy("theLimitKeepsTheOldest")
    static final class HasNoLimit extends HealthyStore {
        @Override
        public List<Assignment> active(ActiveQuery query) {
            return super.active(new ActiveQuery(
                    query.widget(), query.number(), query.agent(), query.idleBefore(), Integer.MAX_VALUE));
        }
    }

    /** Sorts after it has cut. */
    @CaughtBy("theLimitKeepsTheOldest")
    static final class KeepsTheNewest extends HealthyStore {
        @Override
        public List<Assignment> active(ActiveQuery query) {
            List<Assignment> all = super.active(new ActiveQuery(
                    query.widget(), query.number(), query.agent(), query.idleBefore(), Integer.MAX_VALUE));
            return all.subList(Math.max(0, all.size() - query.limit()), all.size());
        }
    }

    /** Counts a conversation without an agent among every agent's. */
    @CaughtBy("activeAssignmentsOnAThreadAreThoseOfExactlyThisAgent")
    static final class ListsUnknownAgents extends HealthyStore {
        @Override
        public List<Assignment> active(ActiveQuery query) {
            ActiveQuery anyone =
                    new ActiveQuery(query.widget(), query.number(), null, query.idleBefore(), query.limit());
            return super.active(anyone).stream()
                    .filter(a -> query.agent() == null
                            || a.agent() == null
                            || query.agent().equals(a.agent()))
                    .toList();
        }
    }

    /** Meets one condition and forgets the others. */
    @CaughtBy("aQueryWithSeveralConditionsWantsAllOfThem")
    static final class MeetsOneCondition extends HealthyStore {
        @Override
        public List<Assignment> active(ActiveQuery query) {
            return query.widget() == null ? super.active(query) : super.active(ActiveQuery.of(query.widget()));
        }
    }

    /** Lists the assignments of one widget on a number that several have. */
    @CaughtBy("activeAssignmentsOnANumberAreThoseOfEveryWidget")
    static final class ListsOneWidget extends HealthyStore {
        @Override
        public List<Assignment> active(ActiveQuery query) {
            List<Assignment> all = super.active(query);
            return all.stream()
                    .filter(a -> a.widget().equals(all.get(0).widget()))
                    .toList();
        }
    }

    /** Takes any message on the number for one of a conversation that has no agent. */
    @CaughtBy("anAssignmentWithoutAnAgentIsIdleWhoeverWritesToTheNumber")
    static final class AnyMessageWakesAnyone extends HealthyStore {
        private final Map<PhoneNumber, Instant> inbound = new HashMap<>();

        @Override
        public void noteInbound(SenderThread thread, Instant at) {
            inbound.put(thread.number(), at);
            super.noteInbound(thread, at);
        }

        @Override
        public List<Assignment> active(ActiveQuery query) {
            return super.active(query).stream()
                    .filter(a -> !isAwake(a, query.idleBefore()))
                    .toList();
        }

        private boolean isAwake(Assignment assignment, @Nullable Instant idleBefore) {
            Instant last = inbound.get(assignment.number());
            return assignment.agent() == null && idleBefore != null && last != null && !last.isBefore(idleBefore);
        }
    }

    /** Lists whatever has ever had a number. */
    @CaughtBy("endedAssignmentsAreNotActive")
    static final class ListsEndedOnes extends HealthyStore {
        private final Map<ConversationId, Assignment> ever = new ConcurrentHashMap<>();

        @Override
        public Optional<Assignment> decide(Handover handover, Instant at, Decider decider) {
            Optional<Assignment> answer = super.decide(handover, at, decider);
            answer.ifPresent(a -> ever.put(a.conversation(), a));
            return answer;
        }

        @Override
        public List<Assignment> active(ActiveQuery query) {
            return Stream.concat(
                            super.active(query).stream(),
                            ever.values().stream().filter(a -> a.widget().equals(query.widget())))
                    .toList();
        }
    }
}
