package dev.numberpool.testkit.broken;

import dev.numberpool.Assignment;
import dev.numberpool.Assignment.Source;
import dev.numberpool.ConversationId;
import dev.numberpool.Handover;
import dev.numberpool.StoreException;
import dev.numberpool.Widget;
import dev.numberpool.WidgetId;
import dev.numberpool.spi.ConversationRecord;
import dev.numberpool.spi.Decider;
import dev.numberpool.spi.NumberFacts;
import dev.numberpool.spi.Snapshot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** Stores that record something else than was decided. */
final class BrokenDecisions {
    private BrokenDecisions() {}

    /** Its column is too short and knows no characters beyond the basic plane. */
    @CaughtBy({"aNewChoiceIsRecordedAsTheDeciderGaveIt", "aDisplayNameOf255CharactersIsRecordedInFull"})
    static final class CutsDisplayNames extends HealthyStore {
        @Override
        ConversationRecord found(ConversationRecord truth) {
            return withAssignment(truth, CutsDisplayNames::cut);
        }

        private static Assignment cut(Assignment a) {
            String name = a.displayName().replaceAll("[^\\x{0}-\\x{ffff}]", "?");
            String cut = name.substring(0, Math.min(100, name.length()));
            return new Assignment(
                    a.widget(), a.conversation(), a.number(), cut, a.source(), a.agent(), a.assignedAt(), a.isNew());
        }
    }

    /** Forgets that a fallback gave the number. */
    @CaughtBy("aNewChoiceIsRecordedAsTheDeciderGaveIt")
    static final class ForgetsTheSource extends HealthyStore {
        @Override
        ConversationRecord found(ConversationRecord truth) {
            return withAssignment(
                    truth,
                    a -> new Assignment(
                            a.widget(),
                            a.conversation(),
                            a.number(),
                            a.displayName(),
                            Source.POOL,
                            a.agent(),
                            a.assignedAt(),
                            a.isNew()));
        }
    }

    /** Returns what it reads back, so that nobody is ever the one who chose. */
    @CaughtBy("decideReturnsWhatWasRecordedMarkedAsNew")
    static final class NobodyChose extends HealthyStore {
        @Override
        public Optional<Assignment> decide(Handover handover, Instant at, Decider decider) {
            return super.decide(handover, at, decider).map(a -> a.asNew(false));
        }
    }

    /** Marks everything that it looks up as new. */
    @CaughtBy({"aNewChoiceIsRecordedAsTheDeciderGaveIt", "aConversationThatTheHostClosedIsFoundWithTheNumberItHadLast"})
    static final class EverythingIsNew extends HealthyStore {
        @Override
        ConversationRecord found(ConversationRecord truth) {
            return withAssignment(truth, a -> a.asNew(true));
        }
    }

    /** Forgets that a conversation has settled on a number, so that the next call chooses again. */
    @CaughtBy({
        "aNewChoiceIsActive",
        "aConversationThatWasClosedAndOpenedAgainUnseenKeepsItsNumber",
        "releasingAClosedConversationFindsNothingAndChangesNothing",
        "aConversationWithoutAStatusIsOpen"
    })
    static final class ForgetsThatItSettled extends HealthyStore {
        @Override
        ConversationRecord found(ConversationRecord truth) {
            return new ConversationRecord(
                    truth.conversation(), truth.widget(), truth.open(), truth.assignment(), truth.released(), true);
        }
    }

    /** Shows every conversation as if it had never had a number; the decider overwrites what there is. */
    @CaughtBy({"theDeciderSeesTheConversationAsFindDoes", "aConversationThatManyAskForAtOnceGetsOneNumber"})
    static final class OverwritesWhatIsSettled extends HealthyStore {
        @Override
        Snapshot shown(Handover handover, Instant at, Snapshot truth) {
            ConversationRecord bare = ConversationRecord.open(
                    truth.conversation().widget(), truth.conversation().conversation());
            return new Snapshot(bare, truth.widget(), truth.facts());
        }
    }

    /** Takes an empty answer for "no number any more". */
    @CaughtBy("anEmptyAnswerRecordsNothing")
    static final class EmptyMeansRelease extends HealthyStore {
        @Override
        public Optional<Assignment> decide(Handover handover, Instant at, Decider decider) {
            Optional<Assignment> answer = super.decide(handover, at, decider);
            if (answer.isEmpty() && find(handover.conversation()).isPresent()) {
                release(handover.conversation(), at);
            }
            return answer;
        }
    }

    /** Wraps what the decider throws. */
    @CaughtBy("aDeciderThatThrowsRecordsNothingAndItsExceptionIsThrownOn")
    static final class WrapsExceptions extends HealthyStore {
        @Override
        public Optional<Assignment> decide(Handover handover, Instant at, Decider decider) {
            try {
                return super.decide(handover, at, decider);
            } catch (IllegalStateException e) {
                throw new StoreException("the decision failed", false, e);
            }
        }
    }

    /** Rolls back for exceptions, and commits the half that was done when an Error comes. */
    @CaughtBy("aDeciderThatThrowsAnErrorRecordsNothingAndTheErrorIsThrownOn")
    static final class CommitsHalfOnError extends HealthyStore {
        @Override
        public Optional<Assignment> decide(Handover handover, Instant at, Decider decider) {
            try {
                return super.decide(handover, at, decider);
            } catch (Error e) {
                release(handover.conversation(), at);
                throw e;
            }
        }
    }

    /** Has the decider run by another thread. */
    @CaughtBy("theDeciderRunsInTheCallingThreadAndSoNeverTwiceAtATime")
    static final class DecidesElsewhere extends HealthyStore {
        @Override
        public Optional<Assignment> decide(Handover handover, Instant at, Decider decider) {
            return super.decide(
                    handover,
                    at,
                    snapshot -> CompletableFuture.supplyAsync(() -> decider.decide(snapshot))
                            .join());
        }
    }

    /** Runs the decider again but records its first answer. */
    @CaughtBy("theAnswerOfTheLastRunIsRecorded")
    static final class RecordsTheFirstRun extends HealthyStore {
        @Override
        public Optional<Assignment> decide(Handover handover, Instant at, Decider decider) {
            return super.decide(handover, at, snapshot -> {
                Optional<Assignment> first = decider.decide(snapshot);
                decider.decide(snapshot);
                return first;
            });
        }
    }

    /** Never clears the mark of a release. */
    @CaughtBy("aNewChoiceClearsTheMarkReleased")
    static final class ReleasedForGood extends HealthyStore {
        private final Set<ConversationId> released = ConcurrentHashMap.newKeySet();

        @Override
        public Optional<Assignment> release(ConversationId conversation, Instant at) {
            Optional<Assignment> ended = super.release(conversation, at);
            ended.ifPresent(a -> released.add(conversation));
            return ended;
        }

        @Override
        ConversationRecord found(ConversationRecord truth) {
            return new ConversationRecord(
                    truth.conversation(),
                    truth.widget(),
                    truth.open(),
                    truth.assignment(),
                    released.contains(truth.conversation()),
                    truth.left());
        }
    }

    /** Never clears the mark of a close. */
    @CaughtBy("aNewChoiceClearsTheMarkLeft")
    static final class LeftForGood extends HealthyStore {
        private final Set<ConversationId> left = ConcurrentHashMap.newKeySet();

        @Override
        ConversationRecord found(ConversationRecord truth) {
            if (truth.left()) {
                left.add(truth.conversation());
            }
            return withLeftMark(truth, left.contains(truth.conversation()));
        }
    }

    /** Never marks what the host has closed. */
    @CaughtBy({
        "aClosedConversationIsMarkedAsLeftByTheNextDecisionThatRecords",
        "aConversationThatWasSeenClosedAndIsOpenAgainIsActiveButNotSettled",
        "aNewChoiceClearsTheMarkLeft"
    })
    static final class NeverNoticesACloseByTheHost extends HealthyStore {
        @Override
        ConversationRecord found(ConversationRecord truth) {
            return withLeftMark(truth, false);
        }
    }

    /** Takes an attached agent for a new choice. */
    @CaughtBy({"attachingAnAgentChangesNothingElse", "anAnswerThatIsNotNewSetsOnlyTheAgentWhateverElseItSays"})
    static final class AttachingIsChoosing extends HealthyStore {
        @Override
        public Optional<Assignment> decide(Handover handover, Instant at, Decider decider) {
            return super.decide(
                    handover, at, snapshot -> decider.decide(snapshot).map(a -> a.asNew(true)));
        }
    }

    /** Records nothing when only an agent is attached. */
    @CaughtBy({"attachingAnAgentChangesNothingElse", "anAttachedAgentCountsFromThenOn"})
    static final class ForgetsAttachedAgents extends HealthyStore {
        @Override
        public Optional<Assignment> decide(Handover handover, Instant at, Decider decider) {
            Optional<Assignment> answer = super.decide(
                    handover, at, snapshot -> decider.decide(snapshot).filter(Assignment::isNew));
            return answer.or(() -> find(handover.conversation()).map(ConversationRecord::active));
        }
    }

    /** Makes a widget for whoever asks. */
    @CaughtBy({
        "aWidgetThatDoesNotExistIsRefused",
        "aWidgetThatDoesNotExistIsNotFound",
        "savingAWidgetThatDoesNotExistIsRefused",
        "theUsageOfAWidgetThatDoesNotExistIsRefused"
    })
    static final class MakesWidgets extends HealthyStore {
        @Override
        public Optional<Assignment> decide(Handover handover, Instant at, Decider decider) {
            widget(handover.widget());
            return super.decide(handover, at, decider);
        }

        @Override
        public Optional<Widget> widget(WidgetId id) {
            return super.widget(id).or(() -> {
                putWidget(Widget.of(id));
                return super.widget(id);
            });
        }

        @Override
        public Widget save(Widget edited) {
            return super.save(
                    edited.withVersion(widget(edited.id()).orElseThrow().version()));
        }

        @Override
        public List<NumberFacts> usage(WidgetId id) {
            widget(id);
            return super.usage(id);
        }
    }

    /** Inserts rows into a host's table though it says that it does not. */
    @CaughtBy("aConversationThatDoesNotExistIsMadeOrRefused")
    static final class MakesConversationsUnasked extends HealthyStore {
        @Override
        public boolean makesConversations() {
            return false;
        }
    }

    /** Inserts the conversation before anything is decided. */
    @CaughtBy("aConversationThatDoesNotExistIsNotMadeForAnEmptyAnswer")
    static final class InsertsBeforeItDecides extends HealthyStore {
        @Override
        public Optional<Assignment> decide(Handover handover, Instant at, Decider decider) {
            if (find(handover.conversation()).isEmpty()) {
                putConversation(handover.widget(), handover.conversation());
            }
            return super.decide(handover, at, decider);
        }
    }

    /** Takes the caller's word for the widget of a conversation. */
    @CaughtBy("aConversationOfAnotherWidgetIsShownToTheDeciderAsItIs")
    static final class BelievesTheCaller extends HealthyStore {
        @Override
        Snapshot shown(Handover handover, Instant at, Snapshot truth) {
            ConversationRecord known = truth.conversation();
            return new Snapshot(
                    new ConversationRecord(
                            known.conversation(),
                            handover.widget(),
                            known.open(),
                            known.assignment(),
                            known.released(),
                            known.left()),
                    truth.widget(),
                    truth.facts());
        }
    }

    private static ConversationRecord withLeftMark(ConversationRecord truth, boolean left) {
        return new ConversationRecord(
                truth.conversation(), truth.widget(), truth.open(), truth.assignment(), truth.released(), left);
    }

    private static ConversationRecord withAssignment(ConversationRecord truth, UnaryOperator<Assignment> change) {
        Assignment known = truth.assignment();
        return known == null
                ? truth
                : new ConversationRecord(
                        truth.conversation(),
                        truth.widget(),
                        truth.open(),
                        change.apply(known),
                        truth.released(),
                        truth.left());
    }
}
