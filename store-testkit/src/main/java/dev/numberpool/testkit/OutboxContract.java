package dev.numberpool.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.numberpool.ConversationId;
import dev.numberpool.SenderThread;
import dev.numberpool.desk.Content;
import dev.numberpool.desk.DeliveryReport;
import dev.numberpool.desk.DeliveryState;
import dev.numberpool.desk.Media;
import dev.numberpool.spi.MessageHistory.Quoted;
import dev.numberpool.spi.MessageLog;
import dev.numberpool.spi.OutboundRecord;
import dev.numberpool.spi.OutboundRecord.Kind;
import dev.numberpool.spi.Outbox;
import dev.numberpool.spi.SendGate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * How an {@link Outbox} keeps the messages of a thread in order and has each sent once. Extend it:
 *
 * <pre>{@code
 * final class MyOutboxTest extends OutboxContract {
 *     @Override
 *     protected MessageLogFixture fixture() {
 *         return new MyMessageLogFixture();
 *     }
 * }
 * }</pre>
 */
public abstract class OutboxContract extends LogContract {
    /** For subclasses. */
    protected OutboxContract() {}

    // ---- append: who may send

    @Test
    void aMessageThatNothingStandsInTheWayOfIsTheCallersToSend() {
        OutboundRecord logged = append(text(newThread()), minute(2), OPEN);
        assertEquals(DeliveryState.PENDING, logged.state());
        assertEquals(minute(2), logged.since());
        assertEquals(1, logged.attempt());
        assertTrue(logged.position() > 0, "it has a position");
        assertEquals(logged, current(logged), "as it is in the log");
    }

    @Test
    void theOtherPartsOfAMessageWaitInTheirOrder() {
        List<OutboundRecord> drafts = parts(newThread(), 3);
        List<OutboundRecord> logged = log.append(drafts, minute(1), OPEN);
        assertEquals(
                List.of(DeliveryState.PENDING, DeliveryState.PARKED, DeliveryState.PARKED),
                logged.stream().map(OutboundRecord::state).toList());
        assertEquals(ids(drafts), ids(logged), "the order of the parts");
        assertTrue(logged.get(0).position() < logged.get(1).position(), "the second after the first");
        assertTrue(logged.get(1).position() < logged.get(2).position(), "the third after the second");
    }

    @Test
    void aMessageWaitsWhileAnotherIsInFlight() {
        SenderThread thread = newThread();
        append(text(thread), minute(1), OPEN);
        assertWaits(append(text(thread), minute(2), gate(true, minute(1), 10, minute(0))));
    }

    @Test
    void aMessageThatHasBeenPendingForLongHoldsNoNewOneUp() {
        SenderThread thread = newThread();
        append(text(thread), minute(1), OPEN);
        assertMayBeSent(append(text(thread), minute(9), gate(true, minute(2), 10, minute(0))));
    }

    @Test
    void aMessageWaitsBehindThoseThatWait() {
        SenderThread thread = newThread();
        park(text(thread));
        assertWaits(append(text(thread)));
    }

    @Test
    void aMessageWaitsWhileTheGateIsClosedForFreeText() {
        assertWaits(append(text(newThread()), minute(1), SHUT));
    }

    @Test
    void aMessageWaitsIfTheBurstIsUsedUp() {
        SenderThread thread = newThread();
        note(append(text(thread), minute(1), OPEN), DeliveryState.SENT, minute(1));
        assertWaits(append(text(thread), minute(2), gate(true, minute(0), 1, minute(1))));
    }

    // D4
    @Test
    void aTemplatePassesThoseThatWaitWhileTheGateIsClosed() {
        SenderThread thread = newThread();
        park(text(thread));
        assertMayBeSent(append(template(thread), minute(2), SHUT));
    }

    @Test
    void aTemplateWaitsItsTurnWhileTheGateIsOpen() {
        SenderThread thread = newThread();
        park(text(thread));
        assertWaits(append(template(thread), minute(2), OPEN));
    }

    @Test
    void aTemplateTooWaitsWhileAnotherIsInFlight() {
        SenderThread thread = newThread();
        append(template(thread), minute(1), SHUT);
        assertWaits(append(template(thread), minute(2), SHUT));
    }

    @Test
    void threadsDoNotWaitForEachOther() {
        SenderThread thread = newThread();
        append(text(thread));
        assertMayBeSent(append(text(new SenderThread(thread.participant(), newNumber()))));
        assertMayBeSent(append(text(new SenderThread(newPerson(), thread.number()))));
    }

    // ---- append: once. D1

    @Test
    void aMessageIsLoggedOnce() {
        SenderThread thread = newThread();
        List<OutboundRecord> drafts = parts(thread, 2);
        List<OutboundRecord> first = log.append(drafts, minute(1), OPEN);
        List<OutboundRecord> second =
                log.append(drafts.stream().map(this::again).toList(), minute(9), OPEN);
        assertEquals(first, second, "the parts as they are in the log");
        assertEquals(first, recorded(first.get(0)), "nothing was added");
    }

    @Test
    void aMessageThatIsThereIsReturnedAsItIsNow() {
        OutboundRecord logged = append(text(newThread()));
        OutboundRecord read = note(logged, DeliveryState.READ, minute(5));
        OutboundRecord again = append(again(logged), minute(9), OPEN);
        assertEquals(read, again);
    }

    @Test
    void theSameIdInAnotherConversationOrInNoneIsAnotherMessage() {
        OutboundRecord first = append(text(newThread()));
        OutboundRecord other = text(newThread(), newConversation(), first.messageId(), 1, 1);
        OutboundRecord nobodys =
                draft(Kind.ANSWER, null, first.messageId(), 1, 1, newThread(), new Content.Text("", List.of()));
        assertEquals(other.id(), append(other).id(), "in another one");
        assertEquals(nobodys.id(), append(nobodys).id(), "in none");
    }

    @Test
    void aMessageOfNoConversationIsLoggedOnceToo() {
        SenderThread thread = newThread();
        OutboundRecord first = append(answer(thread));
        assertEquals(first, append(again(first)), "the same id");
        OutboundRecord other = answer(thread);
        assertEquals(other.id(), append(other).id(), "another id");
        assertEquals(2, log.answers(thread, minute(0)));
    }

    @Test
    void aMessageThatManyAppendAtOnceIsLoggedOnce() {
        assertLoggedOnce(List.of(log));
    }

    @Test
    void aMessageThatManyAppendAtOnceInTwoProcessesIsLoggedOnce() {
        assertLoggedOnce(List.of(log, otherProcess()));
    }

    @Test
    void whatIsLoggedIsKeptAsItIs() {
        SenderThread thread = newThread();
        ConversationId conversation = newConversation();
        String long255 = "m".repeat(240) + " ä" + StoreContract.newId();
        Content text = new Content.Text(
                " Grüße 👩‍👩‍👧\n«zwei» \\' ", List.of(new Media("https://example.org/1?a=b&c", "image/jpeg")));
        Content template = new Content.Template("HX" + StoreContract.newId(), Map.of("1", "Zoë\"}", "name", "#282"));
        assertKept(draft(Kind.MESSAGE, conversation, long255, 1, 1, thread, text));
        assertKept(draft(Kind.WAKE_UP, conversation, "wake-up", 1, 1, thread, template));
        assertKept(text(thread).headed("— New chat: Zoë 👋 (#282) —\n"));
    }

    // ---- next

    @Test
    void theFirstThatWaitsIsTheCallersToSend() {
        List<OutboundRecord> logged = log.append(parts(newThread(), 3), minute(1), OPEN);
        note(logged.get(0), DeliveryState.ACCEPTED, minute(1));
        OutboundRecord next = log.next(logged.get(0).thread(), minute(2), OPEN).orElseThrow(OutboxContract::nothing);
        assertEquals(logged.get(1).id(), next.id());
        assertEquals(DeliveryState.PENDING, next.state());
        assertEquals(minute(2), next.since());
        assertEquals(next, current(next), "as it is in the log");
    }

    @Test
    void whereNothingWaitsThereIsNothingToSend() {
        SenderThread thread = newThread();
        assertNull(next(thread, minute(1), OPEN), "nothing logged");
        note(append(text(thread)), DeliveryState.SENT, minute(1));
        park(text(newThread()));
        assertNull(next(thread, minute(2), OPEN), "nothing waits");
    }

    @Test
    void nothingIsSentWhileAnotherIsInFlight() {
        SenderThread thread = newThread();
        append(text(thread), minute(1), OPEN);
        park(text(thread));
        assertNull(next(thread, minute(2), gate(true, minute(1), 10, minute(0))));
    }

    @Test
    void whatHasBeenPendingForLongHoldsNobodyUp() {
        SenderThread thread = newThread();
        append(text(thread), minute(1), OPEN);
        OutboundRecord waiting = park(text(thread));
        assertEquals(waiting.id(), next(thread, minute(9), gate(true, minute(2), 10, minute(0))));
    }

    // D7
    @Test
    void nothingIsSentWhenTheBurstIsUsedUp() {
        SenderThread thread = newThread();
        note(append(text(thread), minute(1), OPEN), DeliveryState.READ, minute(1));
        note(append(text(thread), minute(2), OPEN), DeliveryState.ACCEPTED, minute(2));
        OutboundRecord waiting = park(text(thread));
        assertNull(next(thread, minute(3), gate(true, minute(0), 2, minute(1))), "two at this time or later");
        assertEquals(waiting.id(), next(thread, minute(3), gate(true, minute(0), 2, minute(2))), "one since then");
    }

    @Test
    void theBurstCountsFromWhenMessagesWereTakenAndNotFromWhenMoreWasKnown() {
        SenderThread thread = newThread();
        note(append(text(thread), minute(1), OPEN), DeliveryState.READ, minute(8));
        OutboundRecord waiting = park(text(thread));
        assertEquals(waiting.id(), next(thread, minute(9), gate(true, minute(0), 1, minute(2))));
    }

    @Test
    void whatHasFailedDoesNotCountForTheBurst() {
        SenderThread thread = newThread();
        note(append(text(thread), minute(1), OPEN), DeliveryState.FAILED, minute(1));
        OutboundRecord waiting = park(text(thread));
        assertEquals(waiting.id(), next(thread, minute(2), gate(true, minute(0), 1, minute(0))));
    }

    @Test
    void nobodyPassesTheFirstOneBeforeItsTime() {
        SenderThread thread = newThread();
        OutboundRecord first = append(text(thread));
        park(text(thread));
        log.park(refusal(first, minute(1)), minute(10));
        assertNull(next(thread, minute(10).minusMillis(1), OPEN), "before its time");
        assertEquals(first.id(), next(thread, minute(10), OPEN), "at its time");
    }

    // D4
    @Test
    void onlyTemplatesAreSentWhileTheGateIsClosed() {
        SenderThread thread = newThread();
        OutboundRecord text = park(text(thread));
        OutboundRecord first = park(template(thread));
        OutboundRecord second = park(template(thread));
        assertEquals(first.id(), next(thread, minute(2), SHUT), "the first template");
        note(first, DeliveryState.ACCEPTED, minute(2));
        assertEquals(second.id(), next(thread, minute(3), SHUT), "the second template");
        note(second, DeliveryState.ACCEPTED, minute(3));
        assertNull(next(thread, minute(4), SHUT), "free text");
        assertEquals(text.id(), next(thread, minute(5), OPEN), "when it is open again");
    }

    @Test
    void messagesAreSentInTheOrderInWhichTheyWereAppendedWhateverTheirTimes() {
        SenderThread thread = newThread();
        SendGate closed = gate(true, minute(0), 0, minute(0));
        OutboundRecord first = append(text(thread), minute(5), closed);
        OutboundRecord second = append(text(thread), minute(1), closed);
        OutboundRecord third = append(text(thread), minute(3), closed);
        assertEquals(ids(List.of(first, second, third)), sendAll(log, thread, 3));
    }

    @Test
    void ofManyWhoAskForTheNextMessageOneGetsIt() {
        SenderThread thread = newThread();
        OutboundRecord waiting = park(text(thread));
        park(text(thread));
        List<Optional<OutboundRecord>> given = together(List.of(log), each -> each.next(thread, minute(2), OPEN));
        assertEquals(
                List.of(waiting.id()),
                given.stream().flatMap(Optional::stream).map(OutboundRecord::id).toList());
    }

    @Test
    void manyWhoSendGetEachMessageOnceAndInOrder() {
        assertSentOnceAndInOrder(List.of(log));
    }

    @Test
    void manyWhoSendInTwoProcessesGetEachMessageOnceAndInOrder() {
        assertSentOnceAndInOrder(List.of(log, otherProcess()));
    }

    // ---- note. D14

    @Test
    void aReportIsFoundByItsReference() {
        OutboundRecord logged = append(text(newThread()));
        OutboundRecord failed = log.note(
                        new DeliveryReport(logged.reference(), null, DeliveryState.FAILED, FAILURE, minute(3)))
                .orElseThrow(OutboxContract::nothing);
        assertEquals(logged.id(), failed.id());
        assertEquals(DeliveryState.FAILED, failed.state());
        assertEquals(FAILURE, failed.failure());
        assertEquals(minute(3), failed.since());
        assertEquals(failed.state(), current(logged).state(), "as it is in the log");
        assertEquals(FAILURE, current(logged).failure(), "why, as it is in the log");
    }

    @Test
    void aReportWithoutAReferenceIsFoundByTheProvidersId() {
        String providerId = newProviderId();
        OutboundRecord logged = append(text(newThread()));
        log.note(report(logged, providerId, DeliveryState.ACCEPTED, minute(2)));
        OutboundRecord read = log.note(new DeliveryReport(null, providerId, DeliveryState.READ, null, minute(3)))
                .orElseThrow(OutboxContract::nothing);
        assertEquals(logged.id(), read.id());
        assertEquals(DeliveryState.READ, current(logged).state());
    }

    @Test
    void theReferenceGoesBeforeTheProvidersId() {
        OutboundRecord named = accepted(newProviderId());
        String providerId = newProviderId();
        OutboundRecord other = accepted(providerId);
        assertEquals(
                named.id(),
                log.note(report(named, providerId, DeliveryState.READ, minute(3)))
                        .map(OutboundRecord::id)
                        .orElse(null));
        assertEquals(DeliveryState.ACCEPTED, current(other).state(), "the other one");
    }

    @Test
    void aReportOfAnEarlierAttemptFindsNothing() {
        OutboundRecord first = append(text(newThread()));
        log.park(refusal(first, minute(2)), null);
        assertEquals(Optional.empty(), log.note(report(first, null, DeliveryState.SENT, minute(3))), "while it waits");
        OutboundRecord second = log.next(first.thread(), minute(4), OPEN).orElseThrow(OutboxContract::nothing);
        String providerId = newProviderId();
        log.note(report(second, providerId, DeliveryState.ACCEPTED, minute(4)));
        assertEquals(
                Optional.empty(),
                log.note(report(first, providerId, DeliveryState.FAILED, minute(5))),
                "whatever the provider's id");
        assertEquals(DeliveryState.ACCEPTED, current(first).state());
    }

    @Test
    void aReportOfNobodysMessageFindsNothing() {
        append(text(newThread()));
        DeliveryState sent = DeliveryState.SENT;
        String id = "log-" + StoreContract.newId();
        assertEquals(Optional.empty(), log.note(new DeliveryReport(id + ".1", null, sent, null, minute(1))));
        assertEquals(Optional.empty(), log.note(new DeliveryReport(id, null, sent, null, minute(1))), "no attempt");
        assertEquals(Optional.empty(), log.note(new DeliveryReport(null, newProviderId(), sent, null, minute(1))));
    }

    @Test
    void theProvidersIdIsKeptIfItWasNotKnown() {
        OutboundRecord logged = append(text(newThread()));
        String providerId = newProviderId();
        OutboundRecord sent = log.note(report(logged, providerId, DeliveryState.SENT, minute(2)))
                .orElseThrow(OutboxContract::nothing);
        assertEquals(providerId, sent.providerId());
        OutboundRecord read = note(logged, DeliveryState.READ, minute(3));
        assertEquals(providerId, read.providerId(), "a report without one");
    }

    @Test
    void theProvidersIdIsKeptEvenIfTheStateIsNoNews() {
        OutboundRecord logged = append(text(newThread()));
        note(logged, DeliveryState.DELIVERED, minute(2));
        String providerId = newProviderId();
        assertEquals(Optional.empty(), log.note(report(logged, providerId, DeliveryState.ACCEPTED, minute(3))));
        assertEquals(providerId, current(logged).providerId());
        assertEquals(DeliveryState.DELIVERED, current(logged).state());
    }

    @Test
    void theProvidersIdThatIsKnownStays() {
        String providerId = newProviderId();
        OutboundRecord logged = accepted(providerId);
        log.note(report(logged, newProviderId(), DeliveryState.READ, minute(3)));
        assertEquals(providerId, current(logged).providerId());
    }

    @Test
    void theStateOnlyMovesForward() {
        for (DeliveryState known : DeliveryState.values()) {
            for (DeliveryState next : DeliveryState.values()) {
                OutboundRecord logged = logged(text(newThread()), known);
                Optional<OutboundRecord> news = log.note(report(logged, null, next, minute(7)));
                DeliveryState expected = known.mayBecome(next) ? next : known;
                assertEquals(known.mayBecome(next), news.isPresent(), () -> next + " as news of " + known);
                assertEquals(expected, current(logged).state(), () -> known + " and then " + next);
                assertEquals(
                        expected == known ? minute(1) : minute(7),
                        current(logged).since(),
                        () -> known + " since");
            }
        }
    }

    @Test
    void aReportThatComesManyTimesAtOnceIsNewsOnce() {
        OutboundRecord logged = append(text(newThread()));
        List<Optional<OutboundRecord>> news =
                together(List.of(log), each -> each.note(report(logged, null, DeliveryState.DELIVERED, minute(2))));
        assertEquals(1, news.stream().flatMap(Optional::stream).count());
    }

    // ---- park

    @Test
    void aMessageThatIsParkedKeepsItsPlace() {
        SenderThread thread = newThread();
        List<OutboundRecord> logged = log.append(parts(thread, 3), minute(1), OPEN);
        OutboundRecord first = logged.get(0);
        OutboundRecord parked = log.park(refusal(first, minute(2)), minute(3)).orElseThrow(OutboxContract::nothing);
        assertEquals(DeliveryState.PARKED, parked.state());
        assertEquals(first.position(), parked.position());
        assertEquals(FAILURE, parked.failure());
        assertEquals(minute(3), parked.notBefore());
        assertEquals(minute(2), parked.since());
        assertEquals(2, parked.attempt());
        assertEquals(first.content(), parked.content());
        assertEquals(parked, current(first), "as it is in the log");
        assertEquals(ids(logged), sendAll(log, thread, 3), "in the old order");
    }

    // D4: a late 63016
    @Test
    void aMessageThatTheProviderHadIsParkedByItsIdAndForgetsIt() {
        String providerId = newProviderId();
        OutboundRecord logged = accepted(providerId);
        OutboundRecord parked = log.park(
                        new DeliveryReport(null, providerId, DeliveryState.UNDELIVERED, FAILURE, minute(3)), null)
                .orElseThrow(OutboxContract::nothing);
        assertEquals(logged.id(), parked.id());
        assertNull(parked.providerId());
        assertNull(parked.notBefore());
        assertEquals(Optional.empty(), log.quoted(providerId), "the provider's id leads nowhere");
        assertEquals(logged.id(), next(logged.thread(), minute(3), OPEN), "it may be tried at once");
    }

    @Test
    void whatWaitsHasArrivedOrIsFinalIsNotParked() {
        for (DeliveryState known : DeliveryState.values()) {
            OutboundRecord logged = logged(text(newThread()), known);
            boolean may = known != DeliveryState.PARKED && !known.isFinal() && !known.hasArrived();
            Optional<OutboundRecord> parked = log.park(refusal(logged, minute(3)), null);
            assertEquals(may, parked.isPresent(), () -> "parking what is " + known);
            assertEquals(may ? DeliveryState.PARKED : known, current(logged).state(), () -> "after " + known);
            assertEquals(may ? 2 : 1, current(logged).attempt(), () -> "the attempt after " + known);
        }
    }

    @Test
    void aRefusalOfAnEarlierAttemptParksNothing() {
        OutboundRecord first = append(text(newThread()));
        log.park(refusal(first, minute(2)), null);
        log.next(first.thread(), minute(3), OPEN);
        assertEquals(Optional.empty(), log.park(refusal(first, minute(4)), null));
        assertEquals(DeliveryState.PENDING, current(first).state());
    }

    // ---- move

    @Test
    void aMessageThatIsMovedWaitsAtTheEndOfTheOtherThread() {
        SenderThread old = newThread();
        SenderThread thread = newThread();
        OutboundRecord taken = append(text(old));
        OutboundRecord waiting = park(text(thread));
        assertTrue(log.move(taken.on(thread, "— New chat —", minute(2)), minute(3)));
        OutboundRecord moved = current(taken);
        assertEquals(DeliveryState.PARKED, moved.state());
        assertEquals(thread, moved.thread());
        assertEquals("— New chat —", moved.heading());
        assertEquals(minute(2), moved.assignedAt());
        assertEquals(minute(3), moved.since());
        assertEquals(2, moved.attempt());
        assertNull(next(old, minute(4), OPEN), "nothing waits on the old thread");
        assertEquals(List.of(waiting.id(), taken.id()), sendAll(log, thread, 2), "the order on the new one");
    }

    @Test
    void anOldThreadIsFreeWhenItsMessageHasMoved() {
        SenderThread old = newThread();
        OutboundRecord taken = append(text(old));
        log.move(taken.on(newThread(), null, ASSIGNED), minute(2));
        assertMayBeSent(append(text(old)));
    }

    @Test
    void onlyAPendingMessageMoves() {
        for (DeliveryState known : Set.of(DeliveryState.PARKED, DeliveryState.UNKNOWN, DeliveryState.READ)) {
            OutboundRecord logged = logged(text(newThread()), known);
            assertFalse(log.move(logged.on(newThread(), null, ASSIGNED), minute(2)), () -> "moving what is " + known);
            assertEquals(logged.thread(), current(logged).thread(), () -> "the thread of what is " + known);
        }
        assertFalse(log.move(text(newThread()), minute(2)), "a message that is not there");
    }

    @Test
    void aMessageMovesOnlyInTheAttemptThatItWasTakenIn() {
        OutboundRecord first = append(text(newThread()));
        log.park(refusal(first, minute(2)), null);
        log.next(first.thread(), minute(3), OPEN);
        assertFalse(log.move(first.on(newThread(), null, ASSIGNED), minute(4)));
        assertEquals(first.thread(), current(first).thread());
    }

    @Test
    void whatOneProcessAppendsTheOtherOneSends() {
        MessageLog second = otherProcess();
        OutboundRecord first = append(text(newThread()));
        OutboundRecord waiting = append(text(first.thread()));
        assertEquals(Optional.empty(), second.next(first.thread(), minute(2), OPEN), "one is in flight");
        String providerId = newProviderId();
        second.note(report(first, providerId, DeliveryState.ACCEPTED, minute(3)));
        assertEquals(
                Optional.of(waiting.id()),
                second.next(first.thread(), minute(4), OPEN).map(OutboundRecord::id));
        assertEquals(
                Optional.of(new Quoted(first.conversation(), first.thread().participant(), Kind.MESSAGE)),
                log.quoted(providerId));
    }

    // ---- helpers

    private static AssertionError nothing() {
        return new AssertionError("the message must be returned in its new state, not nothing");
    }

    private static SendGate gate(boolean freeText, Instant inFlightSince, int burst, Instant burstSince) {
        return new SendGate(freeText, inFlightSince, burst, burstSince);
    }

    private static void assertWaits(OutboundRecord logged) {
        assertEquals(DeliveryState.PARKED, logged.state());
    }

    private static void assertMayBeSent(OutboundRecord logged) {
        assertEquals(DeliveryState.PENDING, logged.state());
    }

    private static List<String> ids(List<OutboundRecord> messages) {
        return messages.stream().map(OutboundRecord::id).toList();
    }

    private List<OutboundRecord> recorded(OutboundRecord message) {
        ConversationId conversation = message.conversation();
        return conversation == null
                ? List.of()
                : log.recorded(conversation, message.messageId(), ASSIGNED).parts();
    }

    private OutboundRecord accepted(@Nullable String providerId) {
        return log.note(report(append(text(newThread())), providerId, DeliveryState.ACCEPTED, minute(1)))
                .orElseThrow(OutboxContract::nothing);
    }

    private void assertKept(OutboundRecord draft) {
        OutboundRecord logged = append(draft);
        assertEquals(draft.id(), logged.id());
        assertEquals(logged, current(draft), "as it is in the log");
        assertEquals(draft.kind(), logged.kind());
        assertEquals(draft.widget(), logged.widget());
        assertEquals(draft.messageId(), logged.messageId());
        assertEquals(draft.thread(), logged.thread());
        assertEquals(draft.content(), logged.content());
        assertEquals(draft.heading(), logged.heading());
        assertEquals(draft.assignedAt(), logged.assignedAt());
    }

    private void assertLoggedOnce(List<MessageLog> logs) {
        OutboundRecord draft = text(newThread());
        List<List<OutboundRecord>> logged = together(logs, each -> each.append(List.of(again(draft)), minute(1), OPEN));
        Set<String> ids =
                logged.stream().flatMap(List::stream).map(OutboundRecord::id).collect(Collectors.toSet());
        assertEquals(1, ids.size(), "ids of the message that were returned");
        assertEquals(ids, Set.copyOf(ids(recorded(draft))), "ids of the message in the log");
    }

    /** Takes and sends until nothing is left; not for ever if the same messages come again and again. */
    private static List<String> sendAll(Outbox each, SenderThread thread, int atMost) {
        List<String> sent = new ArrayList<>();
        Optional<OutboundRecord> next = each.next(thread, minute(20), OPEN);
        while (next.isPresent() && sent.size() < atMost) {
            sent.add(next.get().id());
            each.note(report(next.get(), null, DeliveryState.ACCEPTED, minute(20)));
            next = each.next(thread, minute(20), OPEN);
        }
        return sent;
    }

    private void assertSentOnceAndInOrder(List<MessageLog> logs) {
        SenderThread thread = newThread();
        List<String> waiting = new ArrayList<>();
        for (int n = 0; n < 12; n++) {
            waiting.add(park(text(thread)).id());
        }
        List<String> sent = Collections.synchronizedList(new ArrayList<>());
        together(logs, each -> sendWhatIsLeft(each, thread, sent, waiting.size()));
        assertEquals(waiting, sent);
    }

    /** Whoever gets nothing asks again until everything is sent: another one has the message in flight. */
    private boolean sendWhatIsLeft(Outbox each, SenderThread thread, List<String> sent, int all) {
        long end = System.nanoTime() + host.patience().toNanos() / 2;
        while (sent.size() < all && System.nanoTime() < end) {
            each.next(thread, minute(20), OPEN).ifPresent(message -> {
                sent.add(message.id());
                each.note(report(message, null, DeliveryState.ACCEPTED, minute(20)));
            });
        }
        return true;
    }
}
