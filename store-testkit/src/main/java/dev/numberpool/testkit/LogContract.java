package dev.numberpool.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.numberpool.ConversationId;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.desk.Content;
import dev.numberpool.desk.DeliveryReport;
import dev.numberpool.desk.DeliveryState;
import dev.numberpool.desk.Failure;
import dev.numberpool.desk.InboundMessage;
import dev.numberpool.spi.InboundLog.Claim;
import dev.numberpool.spi.InboundLog.Completion;
import dev.numberpool.spi.MessageLog;
import dev.numberpool.spi.OutboundRecord;
import dev.numberpool.spi.OutboundRecord.Kind;
import dev.numberpool.spi.SendGate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the contracts of a log have in common: a fixture, messages that no other test uses, and the verbs in short. */
abstract class LogContract {
    static final Duration LEASE = Duration.ofMinutes(5);

    /** Of every message: long before the first one is logged. */
    static final Instant ASSIGNED = minute(-30);

    static final Failure FAILURE = new Failure(Failure.Kind.THROTTLED, 63018);

    /** Lets everything pass that has its turn. */
    static final SendGate OPEN = new SendGate(true, minute(-60), 1000, minute(-60));

    /** The same while the service window is closed. */
    static final SendGate SHUT = new SendGate(false, minute(-60), 1000, minute(-60));

    MessageLogFixture host;
    MessageLog log;

    /** Restricts the contracts to this package. */
    LogContract() {}

    /**
     * The log under test. Called before each test.
     *
     * @return a fixture whose log need not be empty, but has seen none of the test's ids
     */
    protected abstract MessageLogFixture fixture();

    @BeforeEach
    final void open() {
        host = fixture();
        log = host.log();
    }

    @AfterEach
    final void close() {
        host.close();
    }

    static Instant minute(int n) {
        return StoreContract.minute(n);
    }

    static PhoneNumber newNumber() {
        return StoreContract.newNumber();
    }

    static Participant newPerson() {
        return StoreContract.newPerson();
    }

    static SenderThread newThread() {
        return new SenderThread(newPerson(), newNumber());
    }

    static String newProviderId() {
        return "SM" + StoreContract.newId();
    }

    ConversationId newConversation() {
        return host.conversation(StoreContract.newId());
    }

    /** The fixture's other process, or the test is skipped. */
    MessageLog otherProcess() {
        Optional<MessageLog> second = host.secondProcess();
        assumeFalse(second.isEmpty(), "the fixture has no second process");
        return second.orElseThrow();
    }

    // ---- outbound messages as a desk makes them

    OutboundRecord text(SenderThread thread) {
        return text(thread, newConversation());
    }

    OutboundRecord text(SenderThread thread, ConversationId conversation) {
        return text(thread, conversation, "m" + StoreContract.newId(), 1, 1);
    }

    OutboundRecord template(SenderThread thread) {
        return template(thread, newConversation());
    }

    OutboundRecord template(SenderThread thread, ConversationId conversation) {
        Content template = new Content.Template("HX1", Map.of("1", "Maria", "2", "#282"));
        return draft(Kind.WAKE_UP, conversation, "wake-up " + StoreContract.newId(), 1, 1, thread, template);
    }

    OutboundRecord answer(SenderThread thread) {
        Content text = new Content.Text("Not delivered.", List.of());
        return draft(Kind.ANSWER, null, "answer " + StoreContract.newId(), 1, 1, thread, text);
    }

    OutboundRecord footer(SenderThread thread, ConversationId conversation) {
        Content text = new Content.Text("— Chat #282 has ended. —", List.of());
        return draft(Kind.FOOTER, conversation, "footer " + StoreContract.newId(), 1, 1, thread, text);
    }

    /** One message in so many parts. */
    List<OutboundRecord> parts(SenderThread thread, int parts) {
        ConversationId conversation = newConversation();
        String messageId = "m" + StoreContract.newId();
        return IntStream.rangeClosed(1, parts)
                .mapToObj(part -> text(thread, conversation, messageId, part, parts))
                .toList();
    }

    /** Another attempt of the host to have the same message sent. */
    OutboundRecord again(OutboundRecord message) {
        ConversationId conversation = message.conversation();
        return draft(
                message.kind(),
                conversation,
                message.messageId(),
                message.part(),
                message.parts(),
                message.thread(),
                message.content());
    }

    OutboundRecord text(SenderThread thread, ConversationId conversation, String messageId, int part, int parts) {
        Content text = new Content.Text("part " + part, List.of());
        return draft(Kind.MESSAGE, conversation, messageId, part, parts, thread, text);
    }

    OutboundRecord draft(
            Kind kind,
            @Nullable ConversationId conversation,
            String messageId,
            int part,
            int parts,
            SenderThread thread,
            Content content) {
        return new OutboundRecord(
                "log-" + StoreContract.newId(),
                kind,
                conversation,
                conversation == null ? null : host.widget(1),
                messageId,
                part,
                parts,
                thread,
                content,
                null,
                conversation == null ? null : ASSIGNED,
                DeliveryState.PARKED,
                1,
                null,
                null,
                minute(0),
                null,
                0);
    }

    // ---- outbound verbs

    OutboundRecord append(OutboundRecord message, Instant at, SendGate gate) {
        List<OutboundRecord> logged = log.append(List.of(message), at, gate);
        assertEquals(1, logged.size(), "append must return the message that it logged");
        return logged.get(0);
    }

    /** Logged at the first minute, and the caller's to send if nothing else is in its way. */
    OutboundRecord append(OutboundRecord message) {
        return append(message, minute(1), OPEN);
    }

    /** Logged at the first minute, to wait. */
    OutboundRecord park(OutboundRecord message) {
        SendGate closed = new SendGate(true, minute(-60), 0, minute(-60));
        return append(message, minute(1), closed);
    }

    /** Logged and in this state, as one report says. PENDING is without a report, PARKED never taken. */
    OutboundRecord logged(OutboundRecord message, DeliveryState state) {
        if (state == DeliveryState.PARKED) {
            return park(message);
        }
        OutboundRecord pending = append(message);
        return state == DeliveryState.PENDING ? pending : note(pending, state, minute(1));
    }

    OutboundRecord note(OutboundRecord message, DeliveryState state, Instant at) {
        return log.note(report(message, null, state, at))
                .orElseThrow(() -> new AssertionError(state + " must be news of " + message));
    }

    static DeliveryReport report(OutboundRecord message, @Nullable String providerId, DeliveryState state, Instant at) {
        Failure failure = state.isFailure() ? FAILURE : null;
        return new DeliveryReport(message.reference(), providerId, state, failure, at);
    }

    static DeliveryReport refusal(OutboundRecord message, Instant at) {
        return new DeliveryReport(message.reference(), null, DeliveryState.FAILED, FAILURE, at);
    }

    /** The message as it is in the log now. */
    OutboundRecord current(OutboundRecord message) {
        ConversationId conversation = message.conversation();
        if (conversation == null) {
            throw new IllegalArgumentException("a message of no conversation cannot be looked up");
        }
        return log.recorded(conversation, message.messageId(), ASSIGNED).parts().stream()
                .filter(part -> part.part() == message.part())
                .findFirst()
                .orElseThrow(() -> new AssertionError("the log must know " + message));
    }

    /** The id of the message that is given to the caller to send, or null. */
    @Nullable
    String next(SenderThread thread, Instant at, SendGate gate) {
        return log.next(thread, at, gate).map(OutboundRecord::id).orElse(null);
    }

    // ---- inbound

    static InboundMessage inbound(SenderThread thread, Instant at) {
        return InboundMessage.of(newProviderId(), thread.participant(), thread.number(), "hello", at);
    }

    Claim claim(InboundMessage message, Instant at) {
        Claim claim = log.claim(message.id(), at, LEASE);
        assertEquals(Claim.State.WON, claim.state(), "a claim that nobody else has");
        return claim;
    }

    /** Claimed and completed. */
    void complete(InboundMessage message, @Nullable ConversationId conversation, boolean isHeld, Instant at) {
        log.complete(claim(message, at), new Completion(message, conversation, isHeld), at);
    }

    // ---- many at once

    /** Eight calls at once, in turn on each of these logs. */
    <T> List<T> together(List<MessageLog> logs, Function<MessageLog, T> call) {
        List<Supplier<T>> calls = new ArrayList<>();
        for (int thread = 0; thread < Rush.THREADS; thread++) {
            MessageLog each = logs.get(thread % logs.size());
            calls.add(() -> call.apply(each));
        }
        return Together.run(host.patience(), calls);
    }
}
