package dev.numberpool.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.numberpool.ConversationId;
import dev.numberpool.Participant;
import dev.numberpool.SenderThread;
import dev.numberpool.StoreException;
import dev.numberpool.desk.InboundMessage;
import dev.numberpool.desk.Media;
import dev.numberpool.spi.InboundLog;
import dev.numberpool.spi.InboundLog.Claim;
import dev.numberpool.spi.InboundLog.Claim.State;
import dev.numberpool.spi.InboundLog.Completion;
import dev.numberpool.spi.MessageHistory.Quoted;
import dev.numberpool.spi.MessageLog;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * How an {@link InboundLog} has every message handled once. Extend it:
 *
 * <pre>{@code
 * final class MyInboundLogTest extends InboundLogContract {
 *     @Override
 *     protected MessageLogFixture fixture() {
 *         return new MyMessageLogFixture();
 *     }
 * }
 * }</pre>
 */
public abstract class InboundLogContract extends LogContract {
    /** For subclasses. */
    protected InboundLogContract() {}

    // ---- claims. D8

    @Test
    void aMessageThatNobodyHandlesIsClaimed() {
        String id = newProviderId();
        Claim claim = log.claim(id, minute(1), LEASE);
        assertEquals(State.WON, claim.state());
        assertEquals(id, claim.messageId());
    }

    @Test
    void aMessageThatIsBeingHandledIsInProgress() {
        String id = newProviderId();
        log.claim(id, minute(1), LEASE);
        assertEquals(State.IN_PROGRESS, claimState(id, minute(1)), "at once");
        assertEquals(State.IN_PROGRESS, claimState(id, minute(6).minusMillis(1)), "before the lease is over");
    }

    @Test
    void aMessageThatWasHandledStaysSo() {
        InboundMessage message = inbound(newThread(), minute(1));
        complete(message, newConversation(), false, minute(1));
        assertEquals(State.COMPLETED, claimState(message.id(), minute(2)), "at once");
        assertEquals(State.COMPLETED, claimState(message.id(), minute(60)), "after any lease");
    }

    @Test
    void aMessageIsHandledWhateverItsOutcome() {
        InboundMessage nobodys = inbound(newThread(), minute(1));
        InboundMessage held = inbound(newThread(), minute(1));
        complete(nobodys, null, false, minute(1));
        complete(held, null, true, minute(1));
        assertEquals(State.COMPLETED, claimState(nobodys.id(), minute(2)), "of no conversation");
        assertEquals(State.COMPLETED, claimState(held.id(), minute(2)), "held");
    }

    @Test
    void aClaimWhoseLeaseIsOverIsTakenOver() {
        String id = newProviderId();
        Claim dead = log.claim(id, minute(1), LEASE);
        Claim heir = log.claim(id, minute(7), LEASE);
        assertEquals(State.WON, heir.state(), "the heir");
        assertNotEquals(dead.token(), heir.token(), "another claim of the same message has another token");
        assertEquals(State.IN_PROGRESS, claimState(id, minute(8)), "everybody else");
    }

    @Test
    void ofManyWhoClaimAMessageOneWins() {
        String id = newProviderId();
        List<Claim> claims = together(List.of(log), each -> each.claim(id, minute(1), LEASE));
        assertOneWins(claims);
    }

    @Test
    void ofManyWhoClaimAMessageInTwoProcessesOneWins() {
        String id = newProviderId();
        List<Claim> claims = together(List.of(log, otherProcess()), each -> each.claim(id, minute(1), LEASE));
        assertOneWins(claims);
    }

    @Test
    void ofManyWhoTakeADeadClaimOverOneWins() {
        String id = newProviderId();
        log.claim(id, minute(1), LEASE);
        assertOneWins(together(List.of(log), each -> each.claim(id, minute(7), LEASE)));
    }

    // ---- giveBack

    @Test
    void aMessageThatIsGivenBackMayBeClaimedAtOnce() {
        InboundMessage message = inbound(newThread(), minute(1));
        Claim claim = claim(message, minute(1));
        log.giveBack(claim);
        Claim next = claim(message, minute(1));
        assertNotEquals(claim.token(), next.token(), "another claim of the same message has another token");
    }

    @Test
    void givingBackWhatIsCompletedDoesNothing() {
        InboundMessage message = inbound(newThread(), minute(1));
        Claim claim = claim(message, minute(1));
        log.complete(claim, new Completion(message, null, false), minute(1));
        log.giveBack(claim);
        assertEquals(State.COMPLETED, claimState(message.id(), minute(2)));
    }

    @Test
    void givingBackWhatWasTakenOverDoesNothing() {
        String id = newProviderId();
        Claim dead = log.claim(id, minute(1), LEASE);
        log.claim(id, minute(7), LEASE);
        log.giveBack(dead);
        assertEquals(State.IN_PROGRESS, claimState(id, minute(8)));
    }

    // ---- complete

    @Test
    void aClaimThatWasTakenOverCannotBeCompleted() {
        InboundMessage message = inbound(newThread(), minute(1));
        Claim dead = claim(message, minute(1));
        Claim heir = claim(message, minute(7));
        Completion completion = new Completion(message, newConversation(), false);
        StoreException refused =
                assertThrows(StoreException.class, () -> log.complete(dead, completion, minute(8)), "the dead claim");
        assertTrue(refused.isTransient(), "the message may be received again");
        assertEquals(State.IN_PROGRESS, claimState(message.id(), minute(8)), "nothing has changed");
        log.complete(heir, completion, minute(8));
        assertEquals(State.COMPLETED, claimState(message.id(), minute(9)), "the heir's");
    }

    @Test
    void aClaimThatSomebodyElseCompletedCannotBeCompleted() {
        InboundMessage message = inbound(newThread(), minute(1));
        Claim dead = claim(message, minute(1));
        Claim heir = claim(message, minute(7));
        ConversationId conversation = newConversation();
        log.complete(heir, new Completion(message, conversation, false), minute(8));
        Completion late = new Completion(message, newConversation(), false);
        assertThrows(StoreException.class, () -> log.complete(dead, late, minute(9)));
        assertEquals(conversation, conversationOf(message), "as the heir says");
    }

    @Test
    void aLeaseThatIsOverHarmsNobodyUntilSomebodyElseClaims() {
        InboundMessage message = inbound(newThread(), minute(1));
        Claim slow = claim(message, minute(1));
        log.complete(slow, new Completion(message, null, false), minute(60));
        assertEquals(State.COMPLETED, claimState(message.id(), minute(61)));
    }

    // ---- held messages. D11

    @Test
    void heldMessagesAreTakenInTheOrderInWhichTheyWereCompleted() {
        SenderThread thread = newThread();
        InboundMessage first = held(thread, minute(3), minute(4));
        InboundMessage second = held(thread, minute(1), minute(5));
        InboundMessage third = held(thread, minute(2), minute(6));
        assertEquals(List.of(first, second, third), take(thread, newClaim(), minute(0), minute(7)));
    }

    @Test
    void aHeldMessageIsKeptAsItCame() {
        SenderThread thread = newThread();
        InboundMessage rich = InboundMessage.of(
                        newProviderId(), thread.participant(), thread.number(), " Grüße 👩‍👩‍👧\nzwei ", minute(1))
                .with(new Media("https://example.org/1?a=b&c", "image/jpeg"), new Media("2", "audio/ogg"))
                .quoting("SM-quoted")
                .tapped("#282")
                .knownAs(Participant.of("US.x" + StoreContract.newId()))
                .asReplayed();
        complete(rich, null, true, minute(1));
        assertEquals(List.of(rich), take(thread, newClaim(), minute(0), minute(2)));
    }

    @Test
    void onlyTheseThreadsHeldMessagesAreTaken() {
        SenderThread thread = newThread();
        SenderThread alias = new SenderThread(newPerson(), thread.number());
        InboundMessage mine = held(thread, minute(1), minute(1));
        InboundMessage underTheOtherAddress = held(alias, minute(1), minute(2));
        held(new SenderThread(newPerson(), thread.number()), minute(1), minute(2));
        held(new SenderThread(thread.participant(), newNumber()), minute(1), minute(2));
        Set<Participant> people = Set.of(thread.participant(), alias.participant());
        assertEquals(
                List.of(mine, underTheOtherAddress),
                log.takeHeld(newClaim(), thread.number(), people, minute(0), minute(3)));
    }

    @Test
    void heldMessagesThatAreTooOldAreNotTaken() {
        SenderThread thread = newThread();
        held(thread, minute(1), minute(5));
        InboundMessage old = held(thread, minute(2), minute(5));
        InboundMessage young = held(thread, minute(3), minute(5));
        assertEquals(List.of(old, young), take(thread, newClaim(), minute(2), minute(6)));
    }

    @Test
    void whatIsNotHeldIsNotTaken() {
        SenderThread thread = newThread();
        complete(inbound(thread, minute(1)), null, false, minute(1));
        complete(inbound(thread, minute(1)), newConversation(), false, minute(1));
        log.claim(newProviderId(), minute(1), LEASE);
        assertEquals(List.of(), take(thread, newClaim(), minute(0), minute(2)));
    }

    @Test
    void whatAClaimHasTakenIsNotTakenByAnother() {
        SenderThread thread = newThread();
        held(thread, minute(1), minute(1));
        take(thread, newClaim(), minute(0), minute(2));
        assertEquals(List.of(), take(thread, newClaim(), minute(0), minute(3)));
    }

    @Test
    void whatWasTakenForACompletedMessageWaitsNoLonger() {
        SenderThread thread = newThread();
        InboundMessage taken = held(thread, minute(1), minute(1));
        InboundMessage code = inbound(thread, minute(2));
        Claim claim = claim(code, minute(2));
        take(thread, claim, minute(0), minute(2));
        InboundMessage later = held(thread, minute(1), minute(2));
        ConversationId conversation = newConversation();
        log.complete(claim, new Completion(code, conversation, false), minute(3));
        assertEquals(List.of(later), take(thread, newClaim(), minute(0), minute(60)), "what was not taken still waits");
        assertEquals(conversation, conversationOf(taken), "it belongs to the same conversation");
        assertNull(conversationOf(later), "what was not taken belongs to none");
    }

    @Test
    void whatWasTakenIsGivenBackWithTheClaim() {
        SenderThread thread = newThread();
        InboundMessage held = held(thread, minute(1), minute(1));
        Claim claim = newClaim();
        take(thread, claim, minute(0), minute(2));
        log.giveBack(claim);
        assertEquals(List.of(held), take(thread, newClaim(), minute(0), minute(2)));
    }

    @Test
    void whatADeadClaimHasTakenIsTakenByTheNext() {
        SenderThread thread = newThread();
        InboundMessage held = held(thread, minute(1), minute(1));
        Claim dead = newClaim();
        take(thread, dead, minute(0), minute(2));
        assertEquals(List.of(held), take(thread, newClaim(minute(8)), minute(0), minute(8)));
    }

    @Test
    void whatWasTakenFromADeadClaimIsNotItsToEnd() {
        SenderThread thread = newThread();
        InboundMessage held = held(thread, minute(1), minute(1));
        InboundMessage code = inbound(thread, minute(2));
        Claim slow = claim(code, minute(2));
        take(thread, slow, minute(0), minute(2));
        Claim other = newClaim(minute(8));
        take(thread, other, minute(0), minute(8));
        Completion completion = new Completion(code, newConversation(), false);
        assertThrows(StoreException.class, () -> log.complete(slow, completion, minute(9)), "it handled them too");
        log.giveBack(other);
        assertEquals(List.of(held), take(thread, newClaim(minute(9)), minute(0), minute(9)));
    }

    @Test
    void ofManyWhoTakeHeldMessagesOneGetsThem() {
        SenderThread thread = newThread();
        InboundMessage first = held(thread, minute(1), minute(1));
        InboundMessage second = held(thread, minute(1), minute(2));
        List<List<InboundMessage>> taken = together(List.of(log), each -> takeForNewMessage(each, thread));
        assertEquals(
                List.of(first, second),
                taken.stream()
                        .flatMap(List::stream)
                        .sorted((one, other) -> one.id().compareTo(other.id()))
                        .toList());
    }

    @Test
    void whatOneProcessHandlesTheOtherOneKnows() {
        MessageLog second = otherProcess();
        SenderThread thread = newThread();
        InboundMessage held = held(thread, minute(1), minute(1));
        assertEquals(State.COMPLETED, second.claim(held.id(), minute(2), LEASE).state(), "completed");
        assertEquals(List.of(held), takeForNewMessage(second, thread), "held");
    }

    // ---- helpers

    private State claimState(String id, Instant at) {
        return log.claim(id, at, LEASE).state();
    }

    private static void assertOneWins(List<Claim> claims) {
        assertEquals(
                1, claims.stream().filter(claim -> claim.state() == State.WON).count(), "claims that won");
        assertEquals(
                Rush.THREADS - 1,
                claims.stream()
                        .filter(claim -> claim.state() == State.IN_PROGRESS)
                        .count(),
                "claims that came too late");
    }

    private Claim newClaim() {
        return newClaim(minute(2));
    }

    private Claim newClaim(Instant at) {
        return log.claim(newProviderId(), at, LEASE);
    }

    private InboundMessage held(SenderThread thread, Instant writtenAt, Instant completedAt) {
        InboundMessage message = inbound(thread, writtenAt);
        complete(message, null, true, completedAt);
        return message;
    }

    private List<InboundMessage> take(SenderThread thread, Claim claim, Instant since, Instant at) {
        return log.takeHeld(claim, thread.number(), Set.of(thread.participant()), since, at);
    }

    private static List<InboundMessage> takeForNewMessage(InboundLog each, SenderThread thread) {
        Claim claim = each.claim(newProviderId(), minute(2), LEASE);
        return each.takeHeld(claim, thread.number(), Set.of(thread.participant()), minute(0), minute(2));
    }

    private @Nullable ConversationId conversationOf(InboundMessage message) {
        return log.quoted(message.id()).map(Quoted::conversation).orElse(null);
    }
}
