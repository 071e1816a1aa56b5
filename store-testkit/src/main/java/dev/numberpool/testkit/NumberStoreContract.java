package dev.numberpool.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.numberpool.Assignment;
import dev.numberpool.Assignment.Source;
import dev.numberpool.ConversationId;
import dev.numberpool.Handover;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.UnknownConversationException;
import dev.numberpool.UnknownWidgetException;
import dev.numberpool.WidgetId;
import dev.numberpool.spi.ActiveQuery;
import dev.numberpool.spi.ConversationRecord;
import dev.numberpool.spi.Decider;
import dev.numberpool.spi.NumberStore;
import dev.numberpool.spi.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What a {@link NumberStore} records: the verbs {@code decide}, {@code find}, {@code release} and {@code active}. Extend
 * it, and {@link NumberFactsContract} beside it:
 *
 * <pre>{@code
 * final class MyNumberStoreTest extends NumberStoreContract {
 *     @Override
 *     protected StoreFixture fixture() {
 *         return new MyStoreFixture();
 *     }
 * }
 * }</pre>
 */
public abstract class NumberStoreContract extends StoreContract {
    /** For subclasses. */
    protected NumberStoreContract() {}

    // ---- decide: what is recorded

    @Test
    void aNewChoiceIsRecordedAsTheDeciderGaveIt() {
        PhoneNumber number = newNumber();
        WidgetId widget = widgetWith(number);
        for (Source source : Source.values()) {
            Handover handover = handover(widget, newPerson());
            Assignment answer = new Assignment(
                    widget,
                    handover.conversation(),
                    number,
                    "Süd & O'Brien \"1\" 😀",
                    source,
                    handover.agent(),
                    minute(1),
                    true);
            record(handover, minute(1), answer);
            assertEquals(answer.asNew(false), known(handover).assignment());
        }
    }

    @Test
    void aDisplayNameOf255CharactersIsRecordedInFull() {
        PhoneNumber number = newNumber();
        Handover handover = handover(widgetWith(number));
        String name = "ü".repeat(255);
        Assignment answer = new Assignment(
                handover.widget(), handover.conversation(), number, name, Source.POOL, null, minute(1), true);
        record(handover, minute(1), answer);
        assertEquals(answer.asNew(false), known(handover).assignment());
    }

    @Test
    void decideReturnsWhatWasRecordedMarkedAsNew() {
        PhoneNumber number = newNumber();
        Handover handover = handover(widgetWith(number), newPerson());
        Assignment answer = choice(handover, number, minute(1));
        assertEquals(Optional.of(answer), numbers.decide(handover, minute(1), snapshot -> Optional.of(answer)));
    }

    @Test
    void aNewChoiceIsActive() {
        PhoneNumber number = newNumber();
        Handover handover = handover(widgetWith(number));
        Assignment chosen = choose(handover, number, minute(1)).asNew(false);
        assertEquals(chosen, known(handover).settled(), "settled");
        assertEquals(List.of(chosen), numbers.active(ActiveQuery.on(number)), "active on the number");
    }

    @Test
    void anEmptyAnswerRecordsNothing() {
        PhoneNumber number = newNumber();
        Handover handover = handover(widgetWith(number), newPerson());
        choose(handover, number, minute(1));
        assertNothingChanges(
                handover,
                number,
                () -> assertEquals(
                        Optional.empty(),
                        numbers.decide(handover, minute(2), snapshot -> Optional.empty()),
                        "nothing recorded, nothing returned"));
    }

    @Test
    void aDeciderThatThrowsRecordsNothingAndItsExceptionIsThrownOn() {
        assertNothingIsRecordedAndThrownOn(new IllegalStateException("thrown by the decider of this test"));
    }

    @Test
    void aDeciderThatThrowsAnErrorRecordsNothingAndTheErrorIsThrownOn() {
        assertNothingIsRecordedAndThrownOn(new LinkageError("thrown by the decider of this test"));
    }

    @Test
    void theDeciderRunsInTheCallingThreadAndSoNeverTwiceAtATime() {
        PhoneNumber number = newNumber();
        Handover handover = handover(widgetWith(number));
        List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
        numbers.decide(handover, minute(1), snapshot -> {
            threads.add(Thread.currentThread());
            return Optional.of(choice(handover, number, minute(1)));
        });
        assertFalse(threads.isEmpty(), "the decider is called at least once");
        threads.forEach(thread -> assertSame(Thread.currentThread(), thread));
    }

    @Test
    void theAnswerOfTheLastRunIsRecorded() {
        List<PhoneNumber> pool = List.of(newNumber(), newNumber());
        Handover handover = handover(widgetWith(pool.get(0), pool.get(1)));
        List<Assignment> answers = new ArrayList<>();
        numbers.decide(handover, minute(1), snapshot -> {
            answers.add(choice(handover, pool.get(answers.size() % 2), minute(1)));
            return Optional.of(answers.get(answers.size() - 1));
        });
        assertEquals(
                answers.get(answers.size() - 1).asNew(false), known(handover).assignment());
    }

    // A12
    @Test
    void aNewChoiceClearsTheMarkReleased() {
        PhoneNumber number = newNumber();
        Handover handover = handover(widgetWith(number));
        choose(handover, number, minute(1));
        numbers.release(handover.conversation(), minute(2));
        choose(handover, number, minute(3));
        assertFalse(known(handover).released(), "released");
        assertNotNull(known(handover).active(), "active assignment");
    }

    @Test
    void aNewChoiceClearsTheMarkLeft() {
        PhoneNumber number = newNumber();
        Handover handover = handover(widgetWith(number));
        choose(handover, number, minute(1));
        close(handover);
        decideElsewhere(handover.widget(), minute(2));
        reopen(handover);
        assertTrue(known(handover).left(), "left while it was closed");
        choose(handover, number, minute(3));
        assertFalse(known(handover).left(), "left after a new choice");
    }

    // A10
    @Test
    void movingToAnotherNumberLeavesTheOldThread() {
        PhoneNumber old = newNumber();
        PhoneNumber other = newNumber();
        Handover handover = handover(widgetWith(old, other), newPerson());
        choose(handover, old, minute(1));
        choose(handover, other, minute(2));
        assertEquals(minute(2), facts(handover, old).lastLeftAt(), "the old thread is left");
        assertNull(facts(handover, other).lastLeftAt(), "the new one is not");
    }

    @Test
    void movingToAnotherAgentLeavesTheOldAgentsThread() {
        PhoneNumber number = newNumber();
        WidgetId widget = widgetWith(number);
        Participant former = newPerson();
        Participant present = newPerson();
        Handover handover = handover(widget, former);
        choose(handover, number, minute(1));
        choose(handover.withAgent(present), number, minute(2));
        assertEquals(minute(2), facts(widget, former, number).lastLeftAt(), "the former agent's thread is left");
        assertNull(facts(widget, present, number).lastLeftAt(), "the present agent's is not");
    }

    @Test
    void choosingTheSameThreadAgainLeavesNothing() {
        PhoneNumber number = newNumber();
        Handover handover = handover(widgetWith(number), newPerson());
        choose(handover, number, minute(1));
        choose(handover, number, minute(2));
        assertNull(facts(handover, number).lastLeftAt());
    }

    // A13
    @Test
    void attachingAnAgentChangesNothingElse() {
        PhoneNumber number = newNumber();
        Handover handover = handover(widgetWith(number));
        Assignment before = choose(handover, number, minute(1)).asNew(false);
        long lastUsed = facts(handover, number).lastUsed();
        Participant agent = newPerson();
        Assignment attached = record(handover.withAgent(agent), minute(2), before.withAgent(agent));
        assertEquals(before.withAgent(agent), attached, "what is returned");
        assertEquals(before.withAgent(agent), known(handover).settled(), "what is recorded");
        assertEquals(lastUsed, facts(handover, number).lastUsed(), "no sequence number is used up");
        assertNull(facts(handover, number).lastLeftAt(), "no thread is left");
    }

    @Test
    void anAnswerThatIsNotNewSetsOnlyTheAgentWhateverElseItSays() {
        PhoneNumber number = newNumber();
        PhoneNumber other = newNumber();
        Handover handover = handover(widgetWith(number, other));
        Assignment before = choose(handover, number, minute(1)).asNew(false);
        Participant agent = newPerson();
        record(
                handover.withAgent(agent),
                minute(2),
                new Assignment(
                        handover.widget(),
                        handover.conversation(),
                        other,
                        "another name",
                        Source.HOST,
                        agent,
                        minute(2),
                        false));
        assertEquals(before.withAgent(agent), known(handover).assignment());
    }

    // ---- decide: whom it concerns

    @Test
    void aWidgetThatDoesNotExistIsRefused() {
        WidgetId unknown = unknownWidget();
        Handover handover = Handover.of(unknown, newConversation(widgetWith()));
        assertThrows(UnknownWidgetException.class, () -> choose(handover, newNumber(), minute(1)));
        assertNull(known(handover).assignment(), "nothing is recorded");
    }

    // A12
    @Test
    void aConversationThatDoesNotExistIsMadeOrRefused() {
        PhoneNumber number = newNumber();
        Handover handover = Handover.of(widgetWith(number), unknownConversation());
        if (host.makesConversations()) {
            Assignment chosen = choose(handover, number, minute(1));
            assertEquals(
                    new ConversationRecord(
                            handover.conversation(), handover.widget(), true, chosen.asNew(false), false, false),
                    known(handover));
        } else {
            assertThrows(UnknownConversationException.class, () -> choose(handover, number, minute(1)));
            assertEquals(Optional.empty(), numbers.find(handover.conversation()));
        }
    }

    @Test
    void aConversationThatDoesNotExistIsNotMadeForAnEmptyAnswer() {
        assumeTrue(host.makesConversations(), "this store makes no conversations");
        Handover handover = Handover.of(widgetWith(newNumber()), unknownConversation());
        Snapshot shown = show(handover, minute(1));
        assertEquals(ConversationRecord.open(handover.widget(), handover.conversation()), shown.conversation());
        assertEquals(Optional.empty(), numbers.find(handover.conversation()));
    }

    // A12
    @Test
    void aConversationOfAnotherWidgetIsShownToTheDeciderAsItIs() {
        PhoneNumber number = newNumber();
        Handover handover = handover(widgetWith(number), newPerson());
        choose(handover, number, minute(1));
        WidgetId other = widgetWith(number);
        Snapshot shown = show(Handover.of(other, handover.conversation()), minute(2));
        assertEquals(known(handover), shown.conversation(), "with its own widget and number");
        assertEquals(other, shown.widget().id(), "beside the widget that was asked for");
    }

    // ---- decide: conversations that the host closed

    @Test
    void aClosedConversationIsMarkedAsLeftByTheNextDecisionThatRecords() {
        PhoneNumber number = newNumber();
        Handover handover = handover(widgetWith(number), newPerson());
        Assignment chosen = choose(handover, number, minute(1)).asNew(false);
        close(handover);
        decideElsewhere(handover.widget(), minute(5));
        assertEquals(
                new ConversationRecord(handover.conversation(), handover.widget(), false, chosen, false, true),
                known(handover));
    }

    // A10
    @Test
    void aClosedConversationsThreadIsLeftAtTheTimeOfThatDecision() {
        PhoneNumber number = newNumber();
        Participant agent = newPerson();
        Handover handover = handover(widgetWith(number), agent);
        numbers.noteInbound(new SenderThread(agent, number), minute(0));
        choose(handover, number, minute(1));
        close(handover);
        decideElsewhere(handover.widget(), minute(5));
        assertEquals(minute(5), facts(handover.widget(), agent, number).lastLeftAt());
    }

    // A10
    @Test
    void aClosedConversationsThreadIsLeftAtTheLastMessageIfOneCameSinceTheChoice() {
        PhoneNumber number = newNumber();
        Participant agent = newPerson();
        Handover handover = handover(widgetWith(number), agent);
        choose(handover, number, minute(1));
        numbers.noteInbound(new SenderThread(agent, number), minute(3));
        close(handover);
        decideElsewhere(handover.widget(), minute(5));
        assertEquals(minute(3), facts(handover.widget(), agent, number).lastLeftAt());
    }

    @Test
    void aClosedConversationWithoutAnAgentLeavesItsNumberToo() {
        PhoneNumber number = newNumber();
        Handover handover = handover(widgetWith(number));
        choose(handover, number, minute(1));
        close(handover);
        decideElsewhere(handover.widget(), minute(5));
        assertEquals(minute(5), facts(handover.widget(), newPerson(), number).lastLeftAt());
    }

    @Test
    void aClosedConversationIsDatedOnce() {
        PhoneNumber number = newNumber();
        Handover handover = handover(widgetWith(number));
        choose(handover, number, minute(1));
        close(handover);
        decideElsewhere(handover.widget(), minute(5));
        decideElsewhere(handover.widget(), minute(9));
        assertEquals(minute(5), facts(handover.widget(), number).lastLeftAt());
    }

    @Test
    void aConversationThatWasReleasedBeforeItWasClosedKeepsItsDate() {
        PhoneNumber number = newNumber();
        Handover handover = handover(widgetWith(number));
        choose(handover, number, minute(1));
        numbers.release(handover.conversation(), minute(2));
        close(handover);
        decideElsewhere(handover.widget(), minute(5));
        assertEquals(minute(2), facts(handover.widget(), number).lastLeftAt());
    }

    @Test
    void aConversationThatWasSeenClosedAndIsOpenAgainIsActiveButNotSettled() {
        PhoneNumber number = newNumber();
        Handover handover = handover(widgetWith(number));
        Assignment chosen = choose(handover, number, minute(1)).asNew(false);
        close(handover);
        decideElsewhere(handover.widget(), minute(5));
        reopen(handover);
        assertEquals(chosen, known(handover).active(), "active");
        assertNull(known(handover).settled(), "others may have got the thread meanwhile");
    }

    // A1
    @Test
    void aConversationThatWasClosedAndOpenedAgainUnseenKeepsItsNumber() {
        PhoneNumber number = newNumber();
        Handover handover = handover(widgetWith(number));
        Assignment chosen = choose(handover, number, minute(1)).asNew(false);
        close(handover);
        reopen(handover);
        decideElsewhere(handover.widget(), minute(5));
        assertEquals(chosen, known(handover).settled());
    }

    // ---- decide: one after the other. A4

    @Test
    void aDecisionSeesTheOneThatWasUnderWayWhenItWasAskedFor() {
        assertTheLaterSeesTheEarlier(numbers);
    }

    @Test
    void aDecisionSeesTheOneThatWasUnderWayInAnotherProcess() {
        assertTheLaterSeesTheEarlier(otherProcess());
    }

    @Test
    void everyDecisionSeesAllThatWereRecordedBefore() {
        Rush rush = new Rush(this, widgetWith(newNumber(), newNumber(), newNumber()));
        rush.run(List.of(numbers));
        rush.assertEachSawAllBefore();
    }

    @Test
    void numbersStayWithinOneOfEachOtherWhenManyAskAtOnce() {
        Rush rush = new Rush(this, widgetWith(newNumber(), newNumber(), newNumber()));
        rush.run(List.of(numbers));
        rush.assertBalanced();
    }

    @Test
    void numbersStayWithinOneOfEachOtherWhenManyAskInTwoProcesses() {
        Rush rush = new Rush(this, widgetWith(newNumber(), newNumber(), newNumber()));
        rush.run(List.of(numbers, otherProcess()));
        rush.assertEachSawAllBefore();
        rush.assertBalanced();
    }

    // A1
    @Test
    void aConversationThatManyAskForAtOnceGetsOneNumber() {
        PhoneNumber one = newNumber();
        PhoneNumber two = newNumber();
        Handover handover = handover(widgetWith(one, two));
        List<Assignment> chosen = Rush.chooseUnlessSettled(this, handover, List.of(one, two));
        assertEquals(1, chosen.size(), "of all who asked at once, one chose");
        assertEquals(chosen.get(0).asNew(false), known(handover).settled());
    }

    // ---- find

    @Test
    void aConversationThatWasNeverSeenIsNotFound() {
        assertEquals(Optional.empty(), numbers.find(unknownConversation()));
    }

    @Test
    void aConversationThatNeverHadANumberIsFoundWithoutOne() {
        Handover handover = handover(widgetWith());
        assertEquals(ConversationRecord.open(handover.widget(), handover.conversation()), known(handover));
    }

    // A6
    @Test
    void aConversationThatTheHostDeletedIsNotFound() {
        PhoneNumber number = newNumber();
        Handover handover = handover(widgetWith(number));
        choose(handover, number, minute(1));
        host.deleteConversation(handover.conversation());
        assertEquals(Optional.empty(), numbers.find(handover.conversation()));
    }

    // A6
    @Test
    void aConversationThatTheHostClosedIsFoundWithTheNumberItHadLast() {
        PhoneNumber number = newNumber();
        Handover handover = handover(widgetWith(number));
        Assignment chosen = choose(handover, number, minute(1)).asNew(false);
        close(handover);
        assertFalse(known(handover).open(), "open");
        assertEquals(chosen, known(handover).assignment(), "the number it had last");
        assertNull(known(handover).active(), "active");
    }

    @Test
    void aConversationWithoutAStatusIsOpen() {
        PhoneNumber number = newNumber();
        Handover handover = handover(widgetWith(number));
        Assignment chosen = choose(handover, number, minute(1)).asNew(false);
        close(handover);
        host.setStatus(handover.conversation(), null);
        assertEquals(chosen, known(handover).settled());
    }

    @Test
    void findWaitsForNoDecision() {
        assertWaitsForNobody(handover -> known(handover).assignment());
    }

    // ---- release. A12

    @Test
    void releaseReturnsTheAssignmentThatItEnds() {
        PhoneNumber number = newNumber();
        Handover handover = handover(widgetWith(number), newPerson());
        Assignment chosen = choose(handover, number, minute(1)).asNew(false);
        assertEquals(Optional.of(chosen), numbers.release(handover.conversation(), minute(2)));
    }

    @Test
    void releaseKeepsTheNumberOnRecordAndTheStatusAsItIs() {
        PhoneNumber number = newNumber();
        Handover handover = handover(widgetWith(number));
        Assignment chosen = choose(handover, number, minute(1)).asNew(false);
        numbers.release(handover.conversation(), minute(2));
        assertEquals(
                new ConversationRecord(handover.conversation(), handover.widget(), true, chosen, true, false),
                known(handover));
    }

    // A10
    @Test
    void releaseLeavesTheThreadAtTheGivenTime() {
        PhoneNumber number = newNumber();
        Participant agent = newPerson();
        Handover handover = handover(widgetWith(number), agent);
        choose(handover, number, minute(1));
        numbers.release(handover.conversation(), minute(2));
        assertEquals(minute(2), facts(handover.widget(), agent, number).lastLeftAt());
    }

    @Test
    void aSecondReleaseFindsNothingAndChangesNothing() {
        PhoneNumber number = newNumber();
        Handover handover = handover(widgetWith(number));
        choose(handover, number, minute(1));
        numbers.release(handover.conversation(), minute(2));
        assertNothingChanges(
                handover,
                number,
                () -> assertEquals(Optional.empty(), numbers.release(handover.conversation(), minute(3))));
    }

    @Test
    void releasingAConversationThatNeverHadANumberFindsNothing() {
        Handover handover = handover(widgetWith());
        assertEquals(Optional.empty(), numbers.release(handover.conversation(), minute(1)));
        assertFalse(known(handover).released(), "released");
    }

    @Test
    void releasingAClosedConversationFindsNothingAndChangesNothing() {
        PhoneNumber number = newNumber();
        Handover handover = handover(widgetWith(number));
        Assignment chosen = choose(handover, number, minute(1)).asNew(false);
        close(handover);
        assertEquals(Optional.empty(), numbers.release(handover.conversation(), minute(2)));
        reopen(handover);
        assertEquals(chosen, known(handover).settled());
    }

    @Test
    void releasingAConversationThatDoesNotExistIsRefused() {
        ConversationId unknown = unknownConversation();
        assertThrows(UnknownConversationException.class, () -> numbers.release(unknown, minute(1)));
    }

    @Test
    void ofManyWhoReleaseAtOnceOneEndsTheAssignment() {
        PhoneNumber number = newNumber();
        Handover handover = handover(widgetWith(number));
        choose(handover, number, minute(1));
        List<Optional<Assignment>> ended = Together.run(
                host.patience(),
                Collections.nCopies(Rush.THREADS, () -> numbers.release(handover.conversation(), minute(2))));
        assertEquals(1, ended.stream().filter(Optional::isPresent).count());
    }

    // ---- active

    @Test
    void activeAssignmentsOfAWidgetAreListedOldestFirst() {
        PhoneNumber one = newNumber();
        PhoneNumber two = newNumber();
        WidgetId widget = widgetWith(one, two);
        Assignment third = choose(handover(widget), one, minute(3)).asNew(false);
        Assignment first = choose(handover(widget), two, minute(1)).asNew(false);
        Assignment second = choose(handover(widget), one, minute(2)).asNew(false);
        choose(handover(widgetWith(one)), one, minute(1));
        assertEquals(List.of(first, second, third), numbers.active(ActiveQuery.of(widget)));
    }

    @Test
    void theLimitKeepsTheOldest() {
        PhoneNumber number = newNumber();
        WidgetId widget = widgetWith(number);
        choose(handover(widget), number, minute(3));
        Assignment first = choose(handover(widget), number, minute(1)).asNew(false);
        Assignment second = choose(handover(widget), number, minute(2)).asNew(false);
        assertEquals(List.of(first, second), numbers.active(new ActiveQuery(widget, null, null, null, 2)));
    }

    // D12
    @Test
    void activeAssignmentsOnANumberAreThoseOfEveryWidget() {
        PhoneNumber number = newNumber();
        PhoneNumber other = newNumber();
        WidgetId widget = widgetWith(number, other);
        Assignment first = choose(handover(widget), number, minute(1)).asNew(false);
        Assignment second =
                choose(handover(widgetWith(number)), number, minute(2)).asNew(false);
        choose(handover(widget), other, minute(1));
        assertEquals(List.of(first, second), numbers.active(ActiveQuery.on(number)));
    }

    @Test
    void activeAssignmentsOnAThreadAreThoseOfExactlyThisAgent() {
        PhoneNumber number = newNumber();
        PhoneNumber other = newNumber();
        WidgetId widget = widgetWith(number, other);
        Participant agent = newPerson();
        Assignment first = choose(handover(widget, agent), number, minute(1)).asNew(false);
        Assignment second =
                choose(handover(widgetWith(number), agent), number, minute(2)).asNew(false);
        choose(handover(widget, agent), other, minute(3));
        choose(handover(widget, newPerson()), number, minute(4));
        choose(handover(widget), number, minute(5));
        assertEquals(List.of(first, second), numbers.active(ActiveQuery.on(new SenderThread(agent, number))));
    }

    @Test
    void aQueryWithSeveralConditionsWantsAllOfThem() {
        PhoneNumber number = newNumber();
        WidgetId widget = widgetWith(number);
        Participant agent = newPerson();
        Assignment wanted = choose(handover(widget, agent), number, minute(1)).asNew(false);
        choose(handover(widget), number, minute(1));
        choose(handover(widgetWith(number), agent), number, minute(1));
        choose(handover(widget, agent), number, minute(5));
        assertEquals(
                List.of(wanted), numbers.active(new ActiveQuery(widget, number, agent, minute(5), Integer.MAX_VALUE)));
    }

    // A15
    @Test
    void idleAssignmentsWereAssignedBeforeTheTimeAndHadNoMessageSince() {
        PhoneNumber number = newNumber();
        WidgetId widget = widgetWith(number);
        Handover silent = handover(widget, newPerson());
        Handover quiet = handover(widget, newPerson());
        Handover lively = handover(widget, newPerson());
        Assignment first = choose(silent, number, minute(1)).asNew(false);
        Assignment second = choose(quiet, number, minute(2)).asNew(false);
        choose(lively, number, minute(3));
        noteInbound(quiet, number, minute(9));
        noteInbound(lively, number, minute(10));
        choose(handover(widget, newPerson()), number, minute(10));
        assertEquals(
                List.of(first, second),
                numbers.active(new ActiveQuery(widget, null, null, minute(10), Integer.MAX_VALUE)));
    }

    // A15
    @Test
    void anAssignmentWithoutAnAgentIsIdleWhoeverWritesToTheNumber() {
        PhoneNumber number = newNumber();
        WidgetId widget = widgetWith(number);
        Assignment idle = choose(handover(widget), number, minute(1)).asNew(false);
        noteInbound(handover(widget, newPerson()), number, minute(20));
        assertEquals(List.of(idle), numbers.active(new ActiveQuery(widget, null, null, minute(10), 5)));
    }

    // A3, A6
    @Test
    void endedAssignmentsAreNotActive() {
        PhoneNumber number = newNumber();
        WidgetId widget = widgetWith(number);
        Handover released = handover(widget);
        Handover closed = handover(widget);
        Handover deleted = handover(widget);
        List.of(released, closed, deleted).forEach(handover -> choose(handover, number, minute(1)));
        numbers.release(released.conversation(), minute(2));
        close(closed);
        host.deleteConversation(deleted.conversation());
        assertEquals(List.of(), numbers.active(ActiveQuery.of(widget)), "all have ended");
        reopen(closed);
        assertEquals(1, numbers.active(ActiveQuery.of(widget)).size(), "one was opened again");
    }

    @Test
    void activeWaitsForNoDecision() {
        assertWaitsForNobody(handover -> {
            List<Assignment> active = numbers.active(ActiveQuery.of(handover.widget()));
            return active.isEmpty() ? null : active.get(0);
        });
    }

    // ---- helpers

    private interface Read {
        @Nullable
        Assignment of(Handover handover);
    }

    private NumberStore otherProcess() {
        Optional<NumberStore> second = host.secondProcess();
        assumeFalse(second.isEmpty(), "the fixture has no second process");
        return second.orElseThrow();
    }

    private void noteInbound(Handover from, PhoneNumber number, Instant at) {
        Participant agent = from.agent();
        assertNotNull(agent, "the test's own agent");
        numbers.noteInbound(new SenderThread(agent, number), at);
    }

    /** A decision of the widget that records something but touches none of the test's numbers. */
    private void decideElsewhere(WidgetId widget, Instant at) {
        choose(handover(widget, newPerson()), newNumber(), at);
    }

    private void assertNothingIsRecordedAndThrownOn(Throwable thrown) {
        PhoneNumber number = newNumber();
        Handover handover = handover(widgetWith(number), newPerson());
        choose(handover, number, minute(1));
        Decider throwing = snapshot -> {
            throw unchecked(thrown);
        };
        assertNothingChanges(
                handover,
                number,
                () -> assertSame(
                        thrown,
                        assertThrows(Throwable.class, () -> numbers.decide(handover, minute(2), throwing)),
                        "thrown on unchanged"));
    }

    private static RuntimeException unchecked(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        return (RuntimeException) thrown;
    }

    /** Nothing of the conversation, and nothing that the next decision of the widget knows of the number. */
    private void assertNothingChanges(Handover handover, PhoneNumber number, Runnable call) {
        Handover next = handover(handover.widget());
        ConversationRecord record = known(handover);
        Snapshot shown = show(next, minute(60));
        call.run();
        assertEquals(record, known(handover), "the conversation");
        assertEquals(shown.factsOf(number), show(next, minute(60)).factsOf(number), "the number");
    }

    private void assertWaitsForNobody(Read read) {
        PhoneNumber number = newNumber();
        PhoneNumber other = newNumber();
        Handover handover = handover(widgetWith(number, other));
        Assignment before = choose(handover, number, minute(1)).asNew(false);
        List<CompletableFuture<Optional<Assignment>>> reads = new ArrayList<>();
        List<Boolean> ended = new ArrayList<>();
        numbers.decide(handover, minute(2), snapshot -> {
            reads.add(Together.start(() -> Optional.ofNullable(read.of(handover))));
            ended.add(Together.ends(reads.get(reads.size() - 1), host.patience()));
            return Optional.of(choice(handover, other, minute(2)));
        });
        assertFalse(ended.contains(false), "a plain read must not wait for a decision that is under way");
        assertEquals(
                Optional.of(before), Together.result(reads.get(0), host.patience()), "it reads what was there before");
    }

    /** While one decision is made, another of the same widget is asked for in the other store. */
    private void assertTheLaterSeesTheEarlier(NumberStore other) {
        PhoneNumber number = newNumber();
        WidgetId widget = widgetWith(number);
        Handover first = handover(widget);
        Handover second = handover(widget);
        List<CompletableFuture<Integer>> later = new ArrayList<>();
        int seenByFirst = Rush.chooseAndCount(numbers, first, number, () -> {
            if (later.isEmpty()) {
                later.add(Together.start(() -> Rush.chooseAndCount(other, second, number, () -> {})));
            }
            Together.ends(later.get(0), Rush.MOMENT);
        });
        int seenBySecond = Together.result(later.get(0), host.patience());
        assertEquals(1, seenByFirst + seenBySecond, "one of two decisions comes first, and the other one sees it");
    }
}
