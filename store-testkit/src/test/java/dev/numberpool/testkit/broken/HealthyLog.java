package dev.numberpool.testkit.broken;

import dev.numberpool.ConversationId;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.desk.DeliveryReport;
import dev.numberpool.desk.InboundMessage;
import dev.numberpool.memory.InMemoryMessageLog;
import dev.numberpool.spi.MessageLog;
import dev.numberpool.spi.OutboundRecord;
import dev.numberpool.spi.SendGate;
import dev.numberpool.testkit.MessageLogFixture;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Fixture and log in one, all in order: everything is left to an in-memory log. The broken ones extend it. */
class HealthyLog implements MessageLogFixture, MessageLog {
    final InMemoryMessageLog memory = new InMemoryMessageLog();

    /** Every outbound message by its id, as the log last returned it, in the order in which they were logged. */
    private final Map<String, OutboundRecord> seen = new LinkedHashMap<>();

    @Override
    public MessageLog log() {
        return this;
    }

    @Override
    public Optional<MessageLog> secondProcess() {
        return Optional.of(this);
    }

    @Override
    public List<OutboundRecord> append(List<OutboundRecord> parts, Instant at, SendGate gate) {
        return memory.append(parts, at, gate(gate)).stream().map(this::show).toList();
    }

    @Override
    public Optional<OutboundRecord> next(SenderThread thread, Instant at, SendGate gate) {
        return memory.next(thread, at, gate(gate)).map(this::show);
    }

    @Override
    public Optional<OutboundRecord> note(DeliveryReport report) {
        return memory.note(report(report)).map(this::show);
    }

    @Override
    public Optional<OutboundRecord> park(DeliveryReport report, @Nullable Instant notBefore) {
        return memory.park(report(report), notBefore).map(this::show);
    }

    @Override
    public boolean move(OutboundRecord moved, Instant at) {
        return memory.move(moved, at);
    }

    @Override
    public List<OutboundRecord> due(Instant at, Instant inFlightSince, long after, int limit) {
        return memory.due(at, inFlightSince, after, limit);
    }

    @Override
    public void told(OutboundRecord message) {
        memory.told(message);
    }

    @Override
    public Recorded recorded(ConversationId conversation, String messageId, Instant assignedAt) {
        Recorded truth = memory.recorded(conversation, messageId, assignedAt);
        return new Recorded(truth.parts().stream().map(this::show).toList(), truth.isGreeted());
    }

    @Override
    public Optional<Quoted> quoted(String providerId) {
        return memory.quoted(providerId);
    }

    @Override
    public boolean hasWritten(ConversationId conversation, Set<Participant> people) {
        return memory.hasWritten(conversation, people);
    }

    @Override
    public Map<ConversationId, Instant> writtenOn(PhoneNumber number, Set<Participant> people, Instant since) {
        return memory.writtenOn(number, people, since);
    }

    @Override
    public int answers(SenderThread thread, Instant since) {
        return memory.answers(thread, since);
    }

    @Override
    public Claim claim(String messageId, Instant at, Duration lease) {
        return memory.claim(messageId, at, lease);
    }

    @Override
    public List<InboundMessage> takeHeld(
            Claim claim, PhoneNumber number, Set<Participant> people, Instant since, Instant at) {
        return memory.takeHeld(claim, number, people, since, at);
    }

    @Override
    public void complete(Claim claim, Completion completion, Instant at) {
        memory.complete(claim, completion, at);
    }

    @Override
    public void giveBack(Claim claim) {
        memory.giveBack(claim);
    }

    @Override
    public Set<Participant> aliases(Participant participant) {
        return memory.aliases(participant);
    }

    @Override
    public boolean learn(Participant person, Participant id) {
        return memory.learn(person, id);
    }

    @Override
    public void forget(Participant participant) {
        memory.forget(participant);
    }

    @Override
    public Optional<Instant> comparedUntil(String archive) {
        return memory.comparedUntil(archive);
    }

    @Override
    public void noteCompared(String archive, Instant until) {
        memory.noteCompared(archive, until);
    }

    @Override
    public List<OutboundRecord> unsettled(Instant since, Instant before, long after, int limit) {
        return memory.unsettled(since, before, after, limit);
    }

    @Override
    public int purge(Instant before, Predicate<ConversationId> isActive) {
        return memory.purge(before, isActive);
    }

    /** The gate that messages really have to pass. */
    SendGate gate(SendGate given) {
        return given;
    }

    /** The report that is really noted. */
    DeliveryReport report(DeliveryReport given) {
        return given;
    }

    /** What is returned of a message. */
    OutboundRecord shown(OutboundRecord truth) {
        return truth;
    }

    /** All messages as the log last returned them. */
    final synchronized List<OutboundRecord> seen() {
        return List.copyOf(seen.values());
    }

    /** The message that has this reference now or had it in an earlier attempt. */
    final Optional<OutboundRecord> seen(@Nullable String reference) {
        return seen().stream()
                .filter(message -> reference != null && reference.startsWith(message.id() + "."))
                .findFirst();
    }

    private synchronized OutboundRecord show(OutboundRecord truth) {
        seen.put(truth.id(), truth);
        return shown(truth);
    }

    /** The same message with another value of one component. */
    static OutboundRecord with(OutboundRecord message, String component, @Nullable Object value) {
        RecordComponent[] components = OutboundRecord.class.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Object[] values = new Object[components.length];
        try {
            for (int i = 0; i < components.length; i++) {
                boolean isChanged = components[i].getName().equals(component);
                values[i] = isChanged ? value : components[i].getAccessor().invoke(message);
            }
            return OutboundRecord.class.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot change " + component, e);
        }
    }

    static SendGate withFreeText(SendGate gate, boolean freeText) {
        return new SendGate(freeText, gate.inFlightSince(), gate.burst(), gate.burstSince());
    }

    static SendGate withInFlightSince(SendGate gate, Instant inFlightSince) {
        return new SendGate(gate.freeText(), inFlightSince, gate.burst(), gate.burstSince());
    }

    static SendGate withBurst(SendGate gate, int burst) {
        return new SendGate(gate.freeText(), gate.inFlightSince(), burst, gate.burstSince());
    }

    static SendGate withBurstSince(SendGate gate, Instant burstSince) {
        return new SendGate(gate.freeText(), gate.inFlightSince(), gate.burst(), burstSince);
    }

    static DeliveryReport withReference(DeliveryReport report, @Nullable String reference) {
        return new DeliveryReport(reference, report.providerId(), report.state(), report.failure(), report.at());
    }

    static DeliveryReport withProviderId(DeliveryReport report, @Nullable String providerId) {
        return new DeliveryReport(report.reference(), providerId, report.state(), report.failure(), report.at());
    }
}
