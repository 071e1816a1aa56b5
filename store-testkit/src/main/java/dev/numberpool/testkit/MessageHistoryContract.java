package dev.numberpool.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.numberpool.ConversationId;
import dev.numberpool.Participant;
import dev.numberpool.SenderThread;
import dev.numberpool.desk.DeliveryState;
import dev.numberpool.desk.InboundMessage;
import dev.numberpool.spi.MessageHistory;
import dev.numberpool.spi.MessageHistory.Quoted;
import dev.numberpool.spi.MessageHistory.Recorded;
import dev.numberpool.spi.OutboundRecord;
import dev.numberpool.spi.OutboundRecord.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What a {@link MessageHistory} knows of earlier messages. Extend it:
 *
 * <pre>{@code
 * final class MyMessageHistoryTest extends MessageHistoryContract {
 *     @Override
 *     protected MessageLogFixture fixture() {
 *         return new MyMessageLogFixture();
 *     }
 * }
 * }</pre>
 */
public abstract class MessageHistoryContract extends LogContract {
    /** For subclasses. */
    protected MessageHistoryContract() {}

    // ---- recorded

    @Test
    void aMessageThatIsNotThereHasNoParts() {
        OutboundRecord other = append(text(newThread()));
        assertEquals(new Recorded(List.of(), false), log.recorded(newConversation(), other.messageId(), ASSIGNED));
    }

    @Test
    void thePartsOfAMessageAreFoundInTheirOrder() {
        List<OutboundRecord> logged = log.append(parts(newThread(), 12), minute(1), OPEN);
        OutboundRecord first = logged.get(0);
        append(text(first.thread(), conversationOf(first)));
        assertEquals(
                logged,
                log.recorded(conversationOf(first), first.messageId(), ASSIGNED).parts());
    }

    // D6
    @Test
    void aConversationIsGreetedByAnyMessageOfItsAssignment() {
        OutboundRecord waits = park(text(newThread()));
        assertTrue(isGreeted(waits, ASSIGNED), "by one that waits");
        assertFalse(isGreeted(waits, ASSIGNED.plusMillis(1)), "under another assignment");
        assertTrue(
                log.recorded(conversationOf(waits), "another message", ASSIGNED).isGreeted(), "for the next one");
        assertFalse(log.recorded(newConversation(), waits.messageId(), ASSIGNED).isGreeted(), "another conversation");
    }

    // D6
    @Test
    void aConversationIsNotGreetedByWhatHasFailed() {
        OutboundRecord failed = logged(text(newThread()), DeliveryState.UNDELIVERED);
        assertFalse(isGreeted(failed, ASSIGNED), "failed");
        append(text(failed.thread(), conversationOf(failed)));
        assertTrue(isGreeted(failed, ASSIGNED), "by the one after it");
    }

    // D6
    @Test
    void aConversationIsGreetedByNoOtherKindOfMessage() {
        OutboundRecord wakeUp = append(template(newThread()));
        append(footer(newThread(), conversationOf(wakeUp)));
        assertFalse(isGreeted(wakeUp, ASSIGNED));
    }

    // ---- quoted. D9

    @Test
    void anOutboundMessageIsFoundByTheProvidersId() {
        SenderThread thread = newThread();
        ConversationId conversation = newConversation();
        assertQuoted(conversation, thread, Kind.MESSAGE, text(thread, conversation));
        assertQuoted(conversation, thread, Kind.WAKE_UP, template(thread, conversation));
        assertQuoted(conversation, thread, Kind.FOOTER, footer(thread, conversation));
        assertQuoted(null, thread, Kind.ANSWER, answer(thread));
    }

    @Test
    void aCompletedInboundMessageIsFoundByTheProvidersId() {
        InboundMessage ofConversation = inbound(newThread(), minute(1));
        InboundMessage ofNone = inbound(newThread(), minute(1));
        ConversationId conversation = newConversation();
        complete(ofConversation, conversation, false, minute(1));
        complete(ofNone, null, true, minute(1));
        assertEquals(
                Optional.of(new Quoted(conversation, ofConversation.from(), null)), log.quoted(ofConversation.id()));
        assertEquals(Optional.of(new Quoted(null, ofNone.from(), null)), log.quoted(ofNone.id()));
    }

    @Test
    void anInboundMessageThatIsStillBeingHandledIsNotFound() {
        InboundMessage message = inbound(newThread(), minute(1));
        claim(message, minute(1));
        assertEquals(Optional.empty(), log.quoted(message.id()));
    }

    @Test
    void aMessageThatNobodyKnowsIsNotFound() {
        OutboundRecord known = append(text(newThread()));
        assertEquals(Optional.empty(), log.quoted(newProviderId()), "an id of the provider");
        assertEquals(Optional.empty(), log.quoted(known.id()), "an id of ours");
    }

    // ---- hasWritten. D10

    @Test
    void whoHasBeenSentAMessageHasHadTheConversationWhetherOrNotItArrived() {
        for (DeliveryState state : List.of(DeliveryState.PENDING, DeliveryState.READ, DeliveryState.FAILED)) {
            OutboundRecord message = logged(text(newThread()), state);
            OutboundRecord wakeUp = logged(template(newThread()), state);
            assertTrue(hasWritten(message, message.thread().participant()), "a message that is " + state);
            assertTrue(hasWritten(wakeUp, wakeUp.thread().participant()), "a wake-up template that is " + state);
        }
    }

    @Test
    void anyOfAPersonsAddressesCounts() {
        OutboundRecord message = append(text(newThread()));
        assertTrue(log.hasWritten(
                conversationOf(message), Set.of(newPerson(), message.thread().participant())));
    }

    @Test
    void whoWasOnlyToBeSentAMessageHasNotHadTheConversation() {
        OutboundRecord message = park(text(newThread()));
        assertFalse(hasWritten(message, message.thread().participant()));
    }

    @Test
    void aFooterIsNoMessageOfTheConversation() {
        OutboundRecord footer = append(footer(newThread(), newConversation()));
        assertFalse(hasWritten(footer, footer.thread().participant()));
    }

    @Test
    void nobodyElseHasHadTheConversation() {
        OutboundRecord message = append(text(newThread()));
        assertFalse(hasWritten(message, newPerson()), "somebody else");
        assertFalse(log.hasWritten(newConversation(), Set.of(message.thread().participant())), "another conversation");
        assertFalse(log.hasWritten(conversationOf(message), Set.of()), "nobody");
    }

    // ---- writtenOn. D9

    @Test
    void conversationsAreRememberedWithTheLastTimeThatSomethingWentOut() {
        SenderThread thread = newThread();
        OutboundRecord message = append(text(thread), minute(1), OPEN);
        note(message, DeliveryState.READ, minute(3));
        append(text(thread, conversationOf(message)), minute(4), OPEN);
        OutboundRecord other = append(template(new SenderThread(newPerson(), thread.number())), minute(5), OPEN);
        Set<Participant> people = Set.of(thread.participant(), other.thread().participant());
        assertEquals(
                Map.of(conversationOf(message), minute(4), conversationOf(other), minute(5)),
                log.writtenOn(thread.number(), people, minute(0)));
    }

    @Test
    void aMessageIsWrittenWhenItIsTakenFromTheQueueAndNotWhenMoreIsKnownOfIt() {
        SenderThread thread = newThread();
        OutboundRecord message = park(text(thread));
        assertEquals(Map.of(), writtenOn(thread, minute(0)), "while it waits");
        log.next(thread, minute(7), OPEN);
        note(message, DeliveryState.SENT, minute(8));
        note(message, DeliveryState.READ, minute(9));
        assertEquals(Map.of(conversationOf(message), minute(7)), writtenOn(thread, minute(0)), "it was taken");
        assertEquals(Map.of(conversationOf(message), minute(7)), writtenOn(thread, minute(7)), "since that time");
        assertEquals(Map.of(), writtenOn(thread, minute(8)), "since a later time");
    }

    @Test
    void onlyWhatThesePeopleWereSentFromThisNumberIsRemembered() {
        SenderThread thread = newThread();
        append(text(new SenderThread(newPerson(), thread.number())));
        append(text(new SenderThread(thread.participant(), newNumber())));
        assertEquals(Map.of(), writtenOn(thread, minute(0)));
    }

    @Test
    void footersAndAnswersAreNotWrittenInAConversation() {
        SenderThread thread = newThread();
        note(append(footer(thread, newConversation())), DeliveryState.SENT, minute(1));
        append(answer(thread));
        assertEquals(Map.of(), writtenOn(thread, minute(0)));
    }

    // ---- answers. D11

    @Test
    void answersAreCountedByThreadSinceATime() {
        SenderThread thread = newThread();
        append(answer(thread), minute(1), OPEN);
        append(answer(thread), minute(2), OPEN);
        append(answer(thread), minute(3), OPEN);
        append(answer(new SenderThread(thread.participant(), newNumber())), minute(3), OPEN);
        append(answer(new SenderThread(newPerson(), thread.number())), minute(3), OPEN);
        assertEquals(3, log.answers(thread, minute(0)), "all");
        assertEquals(2, log.answers(thread, minute(2)), "at this time or later");
        assertEquals(0, log.answers(thread, minute(4)), "none so late");
    }

    @Test
    void answersAreCountedFromTheTimeThatTheyWereLogged() {
        SenderThread thread = newThread();
        OutboundRecord answer = append(answer(thread), minute(1), OPEN);
        note(answer, DeliveryState.READ, minute(9));
        assertEquals(0, log.answers(thread, minute(2)));
    }

    @Test
    void onlyAnswersAreCountedAsSuch() {
        SenderThread thread = newThread();
        ConversationId conversation = newConversation();
        append(text(thread, conversation));
        append(template(thread, conversation));
        append(footer(thread, conversation));
        assertEquals(0, log.answers(thread, minute(0)));
    }

    @Test
    void whatOneProcessSendsTheOtherOneRemembers() {
        MessageHistory second = otherProcess();
        OutboundRecord message = append(text(newThread()));
        ConversationId conversation = conversationOf(message);
        assertEquals(
                List.of(message),
                second.recorded(conversation, message.messageId(), ASSIGNED).parts());
        assertTrue(second.hasWritten(conversation, Set.of(message.thread().participant())), "to whom it was written");
    }

    // ---- helpers

    private static ConversationId conversationOf(OutboundRecord message) {
        ConversationId conversation = message.conversation();
        if (conversation == null) {
            throw new IllegalArgumentException("a message of no conversation");
        }
        return conversation;
    }

    private boolean isGreeted(OutboundRecord message, Instant assignedAt) {
        return log.recorded(conversationOf(message), message.messageId(), assignedAt)
                .isGreeted();
    }

    private boolean hasWritten(OutboundRecord message, Participant person) {
        return log.hasWritten(conversationOf(message), Set.of(person));
    }

    private Map<ConversationId, Instant> writtenOn(SenderThread thread, Instant since) {
        return log.writtenOn(thread.number(), Set.of(thread.participant()), since);
    }

    private void assertQuoted(
            @Nullable ConversationId conversation, SenderThread thread, Kind kind, OutboundRecord message) {
        String providerId = newProviderId();
        log.note(report(append(message), providerId, DeliveryState.ACCEPTED, minute(2)));
        assertEquals(Optional.of(new Quoted(conversation, thread.participant(), kind)), log.quoted(providerId));
    }
}
