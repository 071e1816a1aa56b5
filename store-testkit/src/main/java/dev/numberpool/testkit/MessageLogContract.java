package dev.numberpool.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.numberpool.ConversationId;
import dev.numberpool.Participant;
import dev.numberpool.SenderThread;
import dev.numberpool.desk.DeliveryState;
import dev.numberpool.desk.InboundMessage;
import dev.numberpool.spi.InboundLog.Claim;
import dev.numberpool.spi.MessageLog;
import dev.numberpool.spi.OutboundRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What a {@link MessageLog} finds for those who tidy up: messages that need somebody, and what may be deleted. Extend it:
 *
 * <pre>{@code
 * final class MyMessageLogTest extends MessageLogContract {
 *     @Override
 *     protected MessageLogFixture fixture() {
 *         return new MyMessageLogFixture();
 *     }
 * }
 * }</pre>
 */
public abstract class MessageLogContract extends LogContract {
    /** So small that every look at what is due takes several pages. */
    private static final int PAGE = 3;

    /** Before anything that any other test does, so that a purge meets nothing else. */
    private static final Instant LONG_AGO = minute(0).minus(Duration.ofDays(400));

    private static final Instant PURGE = LONG_AGO.plus(Duration.ofDays(1));

    /** For subclasses. */
    protected MessageLogContract() {}

    // ---- due. D15

    @Test
    void whatHasBeenPendingForTooLongIsDue() {
        OutboundRecord stuck = append(text(newThread()), minute(1), OPEN);
        OutboundRecord inFlight = append(text(newThread()), minute(2), OPEN);
        assertDue(List.of(stuck), List.of(stuck, inFlight), minute(9), minute(2));
    }

    @Test
    void theFirstThatWaitsOnEachThreadIsDue() {
        OutboundRecord first = park(text(newThread()));
        OutboundRecord second = park(template(first.thread()));
        OutboundRecord elsewhere = park(text(newThread()));
        assertDue(List.of(first, elsewhere), List.of(first, second, elsewhere), minute(9), minute(0));
    }

    @Test
    void nobodyIsDueBeforeTheTimeOfTheFirstThatWaits() {
        OutboundRecord first = append(text(newThread()));
        OutboundRecord second = park(text(first.thread()));
        log.park(refusal(first, minute(2)), minute(10));
        List<OutboundRecord> all = List.of(first, second);
        assertDue(List.of(), all, minute(10).minusMillis(1), minute(0));
        assertDue(List.of(first), all, minute(10), minute(0));
    }

    @Test
    void whatTheHostHasNotBeenToldOfIsDue() {
        Set<DeliveryState> toTell = EnumSet.of(DeliveryState.UNKNOWN, DeliveryState.FAILED, DeliveryState.UNDELIVERED);
        List<OutboundRecord> all = Arrays.stream(DeliveryState.values())
                .filter(state -> state != DeliveryState.PARKED && state != DeliveryState.PENDING)
                .map(state -> logged(text(newThread()), state))
                .toList();
        List<OutboundRecord> due =
                all.stream().filter(message -> toTell.contains(message.state())).toList();
        assertDue(due, all, minute(9), minute(0));
        due.forEach(log::told);
        assertDue(List.of(), all, minute(9), minute(0));
    }

    @Test
    void whatTheHostWasToldOfInAnEarlierStateIsDueAgain() {
        OutboundRecord unknown = logged(text(newThread()), DeliveryState.UNKNOWN);
        log.told(unknown);
        note(unknown, DeliveryState.UNDELIVERED, minute(2));
        assertDue(List.of(unknown), List.of(unknown), minute(9), minute(0));
    }

    @Test
    void tellingAnEarlierStateLateDoesNotHideTheLaterOne() {
        OutboundRecord unknown = logged(text(newThread()), DeliveryState.UNKNOWN);
        OutboundRecord failed = note(unknown, DeliveryState.FAILED, minute(2));
        log.told(unknown);
        assertDue(List.of(failed), List.of(failed), minute(9), minute(0));
    }

    @Test
    void whatIsDueComesInTheOrderOfItsPositionsPageByPage() {
        List<OutboundRecord> all = new ArrayList<>();
        for (int n = 0; n < PAGE; n++) {
            all.add(append(text(newThread()), minute(1), OPEN));
            all.add(park(text(newThread())));
            all.add(logged(text(newThread()), DeliveryState.FAILED));
        }
        assertDue(all, all, minute(9), minute(2));
        long before = all.get(0).position() - 1;
        assertEquals(PAGE, log.due(minute(9), minute(2), before, PAGE).size(), "at most so many");
    }

    // ---- purge. D15

    @Test
    void whatIsOlderThanTheTimeIsDeletedInAndOut() {
        ConversationId ended = newConversation();
        OutboundRecord outbound = old(text(newThread(), ended), DeliveryState.DELIVERED);
        old(template(newThread(), ended), DeliveryState.FAILED);
        old(footer(newThread(), ended), DeliveryState.UNKNOWN);
        InboundMessage inbound = oldInbound(ended);
        assertEquals(4, log.purge(PURGE, other -> !other.equals(ended)));
        assertEquals(List.of(), recorded(outbound), "the outbound one");
        assertEquals(Claim.State.WON, log.claim(inbound.id(), minute(1), LEASE).state(), "the inbound one");
    }

    @Test
    void whatBelongsToNoConversationIsDeletedToo() {
        SenderThread thread = newThread();
        OutboundRecord answer = append(answer(thread), LONG_AGO, OPEN);
        note(answer, DeliveryState.READ, LONG_AGO);
        InboundMessage inbound = oldInbound(null);
        assertEquals(2, log.purge(PURGE, conversation -> true));
        assertEquals(0, log.answers(thread, LONG_AGO), "the answer");
        assertEquals(Optional.empty(), log.quoted(inbound.id()), "the inbound one");
    }

    @Test
    void whatIsYoungerIsKept() {
        OutboundRecord outbound = append(text(newThread()), PURGE, OPEN);
        note(outbound, DeliveryState.READ, PURGE);
        ConversationId ended = conversationOf(outbound);
        InboundMessage inbound = inbound(newThread(), PURGE);
        complete(inbound, ended, false, PURGE);
        assertEquals(0, log.purge(PURGE, other -> !other.equals(ended)));
        assertEquals(1, recorded(outbound).size(), "the outbound one");
        assertEquals(
                Claim.State.COMPLETED, log.claim(inbound.id(), minute(1), LEASE).state(), "the inbound one");
    }

    @Test
    void nothingOfAnActiveConversationIsDeleted() {
        OutboundRecord outbound = old(text(newThread()), DeliveryState.READ);
        InboundMessage inbound = oldInbound(conversationOf(outbound));
        assertEquals(0, log.purge(PURGE, conversation -> true));
        assertEquals(1, recorded(outbound).size(), "the outbound one");
        assertEquals(
                Claim.State.COMPLETED, log.claim(inbound.id(), minute(1), LEASE).state(), "the inbound one");
    }

    @Test
    void nothingThatWaitsOrIsBeingSentIsDeleted() {
        ConversationId ended = newConversation();
        OutboundRecord pending = append(text(newThread(), ended), LONG_AGO, OPEN);
        OutboundRecord parked = append(text(newThread(), ended), LONG_AGO, SHUT);
        assertEquals(0, log.purge(PURGE, other -> !other.equals(ended)));
        assertEquals(1, recorded(pending).size(), "what is being sent");
        assertEquals(parked.id(), next(parked.thread(), minute(1), OPEN), "what waits");
    }

    @Test
    void aliasesAreNotDeleted() {
        Participant person = newPerson();
        Participant id = Participant.of("US." + StoreContract.newId());
        log.learn(person, id);
        log.purge(PURGE, conversation -> true);
        assertEquals(Set.of(person, id), log.aliases(person));
    }

    @Test
    void whetherAConversationIsActiveIsAskedOutsideAnyLock() {
        OutboundRecord outbound = old(text(newThread()), DeliveryState.READ);
        Set<ConversationId> asked = new HashSet<>();
        log.purge(PURGE, conversation -> {
            asked.add(conversation);
            assertOthersDoNotWait(outbound.thread());
            return !conversation.equals(conversationOf(outbound));
        });
        assertTrue(asked.contains(conversationOf(outbound)), "it was asked");
        assertEquals(List.of(), recorded(outbound), "and then deleted");
    }

    @Test
    void whatOneProcessTellsOrDeletesTheOtherOneKnows() {
        MessageLog second = otherProcess();
        OutboundRecord failed = old(text(newThread()), DeliveryState.FAILED);
        second.told(failed);
        assertDue(List.of(), List.of(failed), minute(9), minute(0));
        assertEquals(1, second.purge(PURGE, other -> !other.equals(conversationOf(failed))));
        assertEquals(List.of(), recorded(failed));
    }

    // ---- helpers

    private static ConversationId conversationOf(OutboundRecord message) {
        ConversationId conversation = message.conversation();
        if (conversation == null) {
            throw new IllegalArgumentException("a message of no conversation");
        }
        return conversation;
    }

    private List<OutboundRecord> recorded(OutboundRecord message) {
        return log.recorded(conversationOf(message), message.messageId(), ASSIGNED)
                .parts();
    }

    private OutboundRecord old(OutboundRecord draft, DeliveryState state) {
        return note(append(draft, LONG_AGO, OPEN), state, LONG_AGO);
    }

    private InboundMessage oldInbound(@Nullable ConversationId conversation) {
        InboundMessage message = inbound(newThread(), LONG_AGO);
        complete(message, conversation, false, LONG_AGO);
        return message;
    }

    /** Of all these messages, those are due, whatever else the log has. */
    private void assertDue(List<OutboundRecord> expected, List<OutboundRecord> all, Instant at, Instant inFlightSince) {
        Set<String> mine = all.stream().map(OutboundRecord::id).collect(Collectors.toSet());
        List<String> due = new ArrayList<>();
        long after = all.get(0).position() - 1;
        List<OutboundRecord> page = log.due(at, inFlightSince, after, PAGE);
        while (!page.isEmpty()) {
            page.stream().map(OutboundRecord::id).filter(mine::contains).forEach(due::add);
            long last = page.get(page.size() - 1).position();
            assertTrue(last > after, "each page goes on where the one before it ended");
            after = last;
            page = log.due(at, inFlightSince, after, PAGE);
        }
        assertEquals(expected.stream().map(OutboundRecord::id).toList(), due);
    }

    /** Calls of other threads that write get through while the host is asked. */
    private void assertOthersDoNotWait(SenderThread thread) {
        Together.result(
                Together.start(() -> {
                    log.append(List.of(text(thread)), minute(1), OPEN);
                    return log.claim(newProviderId(), minute(1), LEASE);
                }),
                host.patience());
    }
}
