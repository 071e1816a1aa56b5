package dev.numberpool.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import dev.numberpool.Handover;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.PooledNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.Widget;
import dev.numberpool.WidgetId;
import dev.numberpool.spi.Health;
import dev.numberpool.spi.ThreadRecord;
import dev.numberpool.spi.ThreadStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a {@link ThreadStore} knows of threads, and which numbers it knows. Extend it, with a fixture that has
 * {@link StoreFixture#threads}:
 *
 * <pre>{@code
 * final class MyThreadStoreTest extends ThreadStoreContract {
 *     @Override
 *     protected StoreFixture fixture() {
 *         return new MyStoreFixture();
 *     }
 * }
 * }</pre>
 */
public abstract class ThreadStoreContract extends StoreContract {
    private ThreadStore threads;

    /** For subclasses. */
    protected ThreadStoreContract() {}

    @BeforeEach
    final void openThreads() {
        threads = host.threads();
    }

    // ---- who is there. D9

    @Test
    void aThreadThatNobodyHasUsedIsEmpty() {
        assertEquals(new ThreadRecord(List.of(), Set.of(), null, null), look(newThread(), minute(0)));
    }

    @Test
    void activeAssignmentsOnAThreadAreThoseOfEveryWidgetOldestFirst() {
        SenderThread thread = newThread();
        Assignment second = choose(thread, minute(2)).asNew(false);
        Assignment third = choose(thread, minute(3)).asNew(false);
        Assignment first = choose(thread, minute(1)).asNew(false);
        assertEquals(List.of(first, second, third), look(thread, minute(0)).active());
    }

    @Test
    void otherPeoplesThreadsAndOtherNumbersAreNotShown() {
        SenderThread thread = newThread();
        for (SenderThread other : List.of(
                new SenderThread(newPerson(), thread.number()), new SenderThread(thread.participant(), newNumber()))) {
            choose(other, minute(1));
            numbers.release(choose(other, minute(1)).conversation(), minute(2));
            numbers.noteInbound(other, minute(3));
            threads.noteWindowClosed(other, minute(4));
        }
        choose(handover(widgetWith(thread.number())), thread.number(), minute(1));
        assertEquals(new ThreadRecord(List.of(), Set.of(), null, null), look(thread, minute(0)));
    }

    @Test
    void allAddressesOfAPersonAreLookedAtTogether() {
        SenderThread one = newThread();
        SenderThread two = new SenderThread(newPerson(), one.number());
        Assignment second = choose(two, minute(2)).asNew(false);
        Assignment first = choose(one, minute(1)).asNew(false);
        ConversationId leftOne = leave(one, minute(3));
        ConversationId leftTwo = leave(two, minute(3));
        numbers.noteInbound(one, minute(8));
        numbers.noteInbound(two, minute(7));
        threads.noteWindowClosed(one, minute(5));
        threads.noteWindowClosed(two, minute(6));
        assertEquals(
                new ThreadRecord(List.of(first, second), Set.of(leftOne, leftTwo), minute(8), minute(6)),
                threads.thread(one.number(), Set.of(one.participant(), two.participant()), minute(0)));
    }

    // ---- who has left. D9

    @Test
    void aReleasedConversationHasLeftItsThread() {
        SenderThread thread = newThread();
        Assignment assignment = choose(thread, minute(1));
        numbers.release(assignment.conversation(), minute(10));
        assertEquals(List.of(), look(thread, minute(0)).active(), "it is not active");
        assertEquals(Set.of(assignment.conversation()), look(thread, minute(10)).left(), "at this time");
        assertEquals(Set.of(), look(thread, minute(11)).left(), "before that time");
    }

    @Test
    void aConversationThatMovedHasLeftItsOldThreadOnly() {
        SenderThread old = newThread();
        SenderThread otherNumber = new SenderThread(old.participant(), newNumber());
        SenderThread otherAgent = new SenderThread(newPerson(), otherNumber.number());
        Handover handover = handover(widgetWith(old.number(), otherNumber.number()), old.participant());
        choose(handover, old.number(), minute(1));
        choose(handover, otherNumber.number(), minute(2));
        choose(handover.withAgent(otherAgent.participant()), otherNumber.number(), minute(3));
        assertEquals(Set.of(handover.conversation()), look(old, minute(2)).left(), "the first number");
        assertEquals(
                Set.of(handover.conversation()), look(otherNumber, minute(3)).left(), "the first agent");
        assertEquals(Set.of(), look(otherNumber, minute(4)).left(), "the first agent, later");
        assertEquals(Set.of(), look(otherAgent, minute(0)).left(), "where it is now");
    }

    @Test
    void aClosedConversationHasLeftWhenADecisionSawIt() {
        SenderThread thread = newThread();
        Handover handover = handover(thread);
        choose(handover, thread.number(), minute(1));
        close(handover);
        choose(handover(handover.widget(), newPerson()), newNumber(), minute(5));
        assertEquals(List.of(), look(thread, minute(0)).active(), "it is not active");
        assertEquals(Set.of(handover.conversation()), look(thread, minute(5)).left(), "at this time");
        assertEquals(Set.of(), look(thread, minute(6)).left(), "before that time");
    }

    @Test
    void aClosedConversationThatNobodyHasDatedLeftJustNow() {
        SenderThread thread = newThread();
        numbers.noteInbound(thread, minute(1));
        Handover handover = handover(thread);
        choose(handover, thread.number(), minute(2));
        close(handover);
        assertEquals(List.of(), look(thread, minute(0)).active(), "it is not active");
        assertEquals(Set.of(handover.conversation()), look(thread, minute(60)).left(), "however late one looks");
    }

    @Test
    void aClosedConversationThatNobodyHasDatedLeftWithTheLastMessage() {
        SenderThread thread = newThread();
        Handover handover = handover(thread);
        choose(handover, thread.number(), minute(1));
        numbers.noteInbound(thread, minute(5));
        close(handover);
        assertEquals(Set.of(handover.conversation()), look(thread, minute(5)).left(), "at this time");
        assertEquals(Set.of(), look(thread, minute(6)).left(), "before that time");
    }

    @Test
    void aConversationThatIsBackHasNotLeft() {
        SenderThread thread = newThread();
        Handover released = handover(thread);
        choose(released, thread.number(), minute(1));
        numbers.release(released.conversation(), minute(2));
        choose(released, thread.number(), minute(3));
        Handover closed = handover(thread);
        choose(closed, thread.number(), minute(1));
        close(closed);
        choose(handover(closed.widget(), newPerson()), newNumber(), minute(2));
        reopen(closed);
        assertEquals(Set.of(), look(thread, minute(0)).left());
        assertEquals(2, look(thread, minute(0)).active().size(), "both are active");
    }

    @Test
    void aConversationThatLeftAgainHasLeftAtTheLaterTime() {
        SenderThread thread = newThread();
        Handover handover = handover(thread);
        choose(handover, thread.number(), minute(1));
        numbers.release(handover.conversation(), minute(2));
        choose(handover, thread.number(), minute(3));
        numbers.release(handover.conversation(), minute(4));
        assertEquals(Set.of(handover.conversation()), look(thread, minute(4)).left());
    }

    @Test
    void whoLeftWithinTheLastDayIsRemembered() {
        SenderThread thread = newThread();
        ConversationId yesterday = leave(thread, minute(4));
        ConversationId today = leave(thread, minute(4).plus(Duration.ofHours(23)));
        assertEquals(Set.of(yesterday, today), look(thread, minute(4)).left());
    }

    @Test
    void lookingAtAThreadDatesNothing() {
        SenderThread thread = newThread();
        Handover handover = handover(thread);
        choose(handover, thread.number(), minute(1));
        close(handover);
        look(thread, minute(0));
        assertFalse(known(handover).left(), "it is not marked");
        choose(handover(handover.widget(), newPerson()), newNumber(), minute(20));
        assertEquals(Set.of(handover.conversation()), look(thread, minute(20)).left(), "a decision dates it");
    }

    @Test
    void lookingAtAThreadWaitsForNoDecision() {
        SenderThread thread = newThread();
        Handover handover = handover(thread);
        numbers.decide(handover, minute(1), snapshot -> {
            Together.result(Together.start(() -> look(thread, minute(0))), host.patience());
            return Optional.of(choice(handover, thread.number(), minute(1)));
        });
        assertEquals(1, look(thread, minute(0)).active().size());
    }

    // ---- noteInbound. A10

    @Test
    void aMessageDatesTheEndOfAConversationThatWasClosedBeforeIt() {
        SenderThread thread = newThread();
        Handover handover = handover(thread);
        choose(handover, thread.number(), minute(1));
        numbers.noteInbound(thread, minute(2));
        close(handover);
        numbers.noteInbound(thread, minute(30));
        assertTrue(known(handover).left(), "it is marked");
        assertEquals(Set.of(handover.conversation()), look(thread, minute(2)).left(), "at the message before");
        assertEquals(Set.of(), look(thread, minute(3)).left(), "not at the message that came after the end");
        assertEquals(minute(30), look(thread, minute(0)).lastInboundAt(), "the message is noted");
    }

    @Test
    void aFirstMessageDatesTheEndOfAConversationByItself() {
        SenderThread thread = newThread();
        Handover handover = handover(thread);
        choose(handover, thread.number(), minute(1));
        close(handover);
        numbers.noteInbound(thread, minute(30));
        numbers.noteInbound(thread, minute(40));
        assertTrue(known(handover).left(), "it is marked");
        assertEquals(Set.of(handover.conversation()), look(thread, minute(30)).left(), "at this time");
        assertEquals(Set.of(), look(thread, minute(31)).left(), "before that time");
    }

    @Test
    void aMessageEndsNothingThatIsOpen() {
        SenderThread thread = newThread();
        Handover handover = handover(thread);
        Assignment assignment = choose(handover, thread.number(), minute(1)).asNew(false);
        numbers.noteInbound(thread, minute(30));
        assertFalse(known(handover).left(), "it is not marked");
        assertEquals(new ThreadRecord(List.of(assignment), Set.of(), minute(30), null), look(thread, minute(0)));
    }

    // ---- noteWindowClosed. D4

    @Test
    void theLatestRefusalOfFreeTextCountsInWhateverOrderTheyCome() {
        SenderThread thread = newThread();
        threads.noteWindowClosed(thread, minute(5));
        threads.noteWindowClosed(thread, minute(9));
        threads.noteWindowClosed(thread, minute(7));
        assertEquals(minute(9), look(thread, minute(0)).windowClosedAt());
    }

    @Test
    void aRefusalOfFreeTextIsNoMessageAndAMessageNoRefusal() {
        SenderThread refused = newThread();
        threads.noteWindowClosed(refused, minute(5));
        assertNull(look(refused, minute(0)).lastInboundAt(), "no message");
        numbers.noteInbound(refused, minute(6));
        assertEquals(minute(5), look(refused, minute(0)).windowClosedAt(), "the refusal stays on record");
        assertEquals(minute(6), look(refused, minute(0)).lastInboundAt(), "and so does the message");
    }

    // ---- isOurs. D12

    @Test
    void numbersOfAnyPoolAreOursActiveOrNot() {
        PhoneNumber active = newNumber();
        PhoneNumber inactive = newNumber();
        host.putWidget(Widget.of(unknownWidget())
                .withPool(List.of(
                        PooledNumber.of(active), PooledNumber.of(inactive).withActive(false))));
        assertTrue(threads.isOurs(active), "active");
        assertTrue(threads.isOurs(inactive), "switched off");
    }

    @Test
    void aDefaultNumberIsOurs() {
        PhoneNumber number = newNumber();
        put(Widget.of(unknownWidget()).withHandoverNumber(number));
        assertTrue(threads.isOurs(number));
    }

    @Test
    void aNumberThatWasEverGivenToAConversationIsOurs() {
        PhoneNumber number = newNumber();
        Handover handover = handover(widgetWith(), newPerson());
        choose(handover, number, minute(1));
        assertTrue(threads.isOurs(number), "while it is active");
        numbers.release(handover.conversation(), minute(2));
        assertTrue(threads.isOurs(number), "after its release");
        choose(handover, newNumber(), minute(3));
        assertTrue(threads.isOurs(number), "after another one was given");
    }

    @Test
    void aStrangersNumberIsNotOurs() {
        PhoneNumber stranger = newNumber();
        WidgetId widget = widgetWith(newNumber());
        Participant agent = Participant.of(stranger.e164());
        choose(handover(widget, agent).withCustomer(agent), newNumber(), minute(1));
        assertFalse(threads.isOurs(stranger), "an agent's");
        put(Widget.of(widget), stranger);
        put(Widget.of(widget), newNumber());
        assertFalse(threads.isOurs(stranger), "one that was taken out of the pool unused");
    }

    @Test
    void aNumberIsNotOursForWhatIsNotedAboutIt() {
        SenderThread stranger = newThread();
        numbers.noteInbound(stranger, minute(1));
        threads.noteWindowClosed(stranger, minute(1));
        numbers.noteHealth(stranger.number(), Health.Source.POLL, new Health("poll", minute(1), minute(31)));
        assertFalse(threads.isOurs(stranger.number()));
    }

    // ---- ours. D12

    @Test
    void allNumbersThatAreOursAreListed() {
        PhoneNumber active = newNumber();
        PhoneNumber inactive = newNumber();
        PhoneNumber byDefault = newNumber();
        PhoneNumber former = newNumber();
        PhoneNumber present = newNumber();
        host.putWidget(Widget.of(unknownWidget())
                .withPool(List.of(
                        PooledNumber.of(active), PooledNumber.of(inactive).withActive(false)))
                .withHandoverNumber(byDefault));
        Handover handover = handover(widgetWith(), newPerson());
        choose(handover, former, minute(1));
        choose(handover, present, minute(2));
        assertListed(active, "in a pool");
        assertListed(inactive, "in a pool, switched off");
        assertListed(byDefault, "a default number");
        assertListed(present, "given to a conversation");
        assertListed(former, "given to a conversation before");
        numbers.release(handover.conversation(), minute(3));
        assertListed(present, "given to one that has been released");
    }

    @Test
    void strangersNumbersAreNotListed() {
        SenderThread noted = newThread();
        numbers.noteInbound(noted, minute(1));
        threads.noteWindowClosed(noted, minute(1));
        numbers.noteHealth(noted.number(), Health.Source.POLL, new Health("poll", minute(1), minute(31)));
        PhoneNumber agents = newNumber();
        Participant agent = Participant.of(agents.e164());
        choose(handover(widgetWith(newNumber()), agent).withCustomer(agent), newNumber(), minute(1));
        Set<PhoneNumber> ours = threads.ours();
        assertFalse(ours.contains(noted.number()), "one that something was noted about");
        assertFalse(ours.contains(agents), "an agent's");
    }

    // A6
    @Test
    void numbersAreListedAsTheHostHasThemNow() {
        PhoneNumber former = newNumber();
        PhoneNumber present = newNumber();
        WidgetId widget = put(Widget.of(unknownWidget()).withHandoverNumber(former), former);
        assertListed(former, "before the edit");
        put(Widget.of(widget).withHandoverNumber(present), present);
        assertListed(present, "after it");
        assertFalse(threads.ours().contains(former), "taken out without having been used");
    }

    // ---- helpers

    /** And says so itself when it is asked for this one. */
    private void assertListed(PhoneNumber number, String why) {
        assertTrue(threads.ours().contains(number), why);
        assertTrue(threads.isOurs(number), why);
    }

    private static SenderThread newThread() {
        return new SenderThread(newPerson(), newNumber());
    }

    private ThreadRecord look(SenderThread thread, Instant leftSince) {
        return threads.thread(thread.number(), Set.of(thread.participant()), leftSince);
    }

    /** Of a widget of its own. */
    private Handover handover(SenderThread thread) {
        return handover(widgetWith(thread.number()), thread.participant());
    }

    private Assignment choose(SenderThread thread, Instant at) {
        return choose(handover(thread), thread.number(), at);
    }

    /** A conversation that had the thread until this time. */
    private ConversationId leave(SenderThread thread, Instant at) {
        ConversationId conversation =
                choose(thread, at.minus(Duration.ofMinutes(3))).conversation();
        numbers.release(conversation, at);
        return conversation;
    }
}
