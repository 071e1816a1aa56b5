package dev.numberpool.memory;

import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import dev.numberpool.Handover;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.PooledNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.Widget;
import dev.numberpool.WidgetId;
import dev.numberpool.spi.ConversationRecord;
import dev.numberpool.spi.Health;
import dev.numberpool.spi.NumberFacts;
import dev.numberpool.spi.Snapshot;
import dev.numberpool.spi.ThreadRecord;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The tables of the in-memory store. Every access is under the store's lock. */
final class Tables {
    static final Comparator<Assignment> OLDEST_FIRST = Comparator.comparing(Assignment::assignedAt)
            .thenComparing(assignment -> assignment.conversation().value());

    final Widgets widgets = new Widgets();
    final Map<ConversationId, ConversationRow> conversations = new HashMap<>();
    private final Map<PhoneNumber, Map<Health.Source, Health>> health = new HashMap<>();
    private final Map<ThreadKey, ThreadRow> threads = new HashMap<>();
    private final Map<UseKey, LastUse> uses = new HashMap<>();
    private final Map<WidgetId, Long> sequences = new HashMap<>();
    private final Set<String> closedStatuses;

    Tables(Set<String> closedStatuses) {
        this.closedStatuses = closedStatuses;
    }

    ConversationRow row(WidgetId widget, ConversationId conversation) {
        return conversations.computeIfAbsent(conversation, id -> new ConversationRow(id, widget));
    }

    ThreadRow thread(@Nullable Participant participant, PhoneNumber number) {
        return threads.computeIfAbsent(new ThreadKey(participant, number), key -> new ThreadRow());
    }

    ConversationRecord known(ConversationRow row) {
        return new ConversationRecord(row.id, row.widget, isOpen(row), row.assignment, row.released, row.left);
    }

    Stream<Assignment> active() {
        return conversations.values().stream()
                .map(row -> known(row).active())
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull);
    }

    /** Dates the ends of conversations that the host closed since somebody last looked. */
    void noteClosed(Instant at) {
        noteClosed(at, assignment -> true);
    }

    /** Notes that the participant wrote, after dating the ends that a later message must not make look recent. */
    void noteInbound(SenderThread thread, Instant at) {
        noteClosed(at, assignment -> isOn(assignment, thread.number(), Set.of(thread.participant())));
        thread(thread.participant(), thread.number()).noteInbound(at);
    }

    private void noteClosed(Instant at, Predicate<Assignment> affected) {
        for (ConversationRow row : conversations.values()) {
            Assignment assignment = closedUnnoticed(row);
            if (assignment != null && affected.test(assignment)) {
                row.left = true;
                leave(assignment, leftAt(assignment, at));
            }
        }
    }

    private @Nullable Assignment closedUnnoticed(ConversationRow row) {
        return !row.released && !row.left && !isOpen(row) ? row.assignment : null;
    }

    private Instant leftAt(Assignment assignment, Instant at) {
        Instant lastInbound = thread(assignment.agent(), assignment.number()).lastInbound;
        return ConversationRecord.leftAt(assignment, lastInbound, at);
    }

    ThreadRecord threads(PhoneNumber number, Set<Participant> people, Instant leftSince) {
        List<Assignment> active = active().filter(assignment -> isOn(assignment, number, people))
                .sorted(OLDEST_FIRST)
                .toList();
        List<ThreadRow> rows = people.stream()
                .map(person -> threads.get(new ThreadKey(person, number)))
                .flatMap(Stream::ofNullable)
                .toList();
        Set<ConversationId> left = new HashSet<>(unnoticed(number, people, leftSince));
        rows.forEach(row -> left.addAll(row.leftSince(leftSince)));
        active.forEach(assignment -> left.remove(assignment.conversation()));
        return new ThreadRecord(
                active, left, latest(rows, row -> row.lastInbound), latest(rows, row -> row.windowClosed));
    }

    /** Who has been closed by the host but by nobody dated: left with the last message, or just now. */
    private List<ConversationId> unnoticed(PhoneNumber number, Set<Participant> people, Instant leftSince) {
        return conversations.values().stream()
                .map(this::closedUnnoticed)
                .flatMap(Stream::ofNullable)
                .filter(assignment -> isOn(assignment, number, people))
                .filter(assignment -> !leftAt(assignment, Instant.MAX).isBefore(leftSince))
                .map(Assignment::conversation)
                .toList();
    }

    private static @Nullable Instant latest(List<ThreadRow> rows, Function<ThreadRow, @Nullable Instant> time) {
        return rows.stream()
                .map(time)
                .flatMap(Stream::ofNullable)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    private static boolean isOn(Assignment assignment, PhoneNumber number, Set<Participant> people) {
        Participant agent = assignment.agent();
        return agent != null && people.contains(agent) && assignment.number().equals(number);
    }

    boolean isOurs(PhoneNumber number) {
        return ownNumbers().anyMatch(number::equals);
    }

    Set<PhoneNumber> ours() {
        return ownNumbers().collect(Collectors.toSet());
    }

    private Stream<PhoneNumber> ownNumbers() {
        return Stream.concat(widgets.numbers(), uses.keySet().stream().map(UseKey::number));
    }

    void noteHealth(PhoneNumber number, Health.Source source, @Nullable Health noted) {
        Map<Health.Source, Health> known = health.computeIfAbsent(number, n -> new EnumMap<>(Health.Source.class));
        if (noted == null) {
            known.remove(source);
        } else {
            known.put(source, noted);
        }
    }

    /** The one that lasts longest, or null. */
    private @Nullable Health healthOf(PhoneNumber number) {
        return health.getOrDefault(number, Map.of()).values().stream()
                .max(Comparator.comparing(Health::until))
                .orElse(null);
    }

    Snapshot snapshot(Handover handover, Widget widget) {
        ConversationRow row = conversations.get(handover.conversation());
        ConversationRecord known =
                row == null ? ConversationRecord.open(handover.widget(), handover.conversation()) : known(row);
        Set<PhoneNumber> numbers =
                widget.pool().stream().map(PooledNumber::number).collect(Collectors.toCollection(HashSet::new));
        if (row != null && row.assignment != null) {
            numbers.add(row.assignment.number());
        }
        if (widget.handoverNumber() != null) {
            numbers.add(widget.handoverNumber());
        }
        return new Snapshot(
                known,
                widget,
                facts(numbers, handover).stream().collect(Collectors.toMap(NumberFacts::number, facts -> facts)));
    }

    List<NumberFacts> usage(Widget widget) {
        Handover nobody = Handover.of(widget.id(), ConversationId.of("none of them: usage counts all"));
        Set<PhoneNumber> numbers =
                widget.pool().stream().map(PooledNumber::number).collect(Collectors.toCollection(HashSet::new));
        active().filter(a -> a.widget().equals(widget.id())).forEach(a -> numbers.add(a.number()));
        return facts(numbers, nobody);
    }

    Assignment write(Handover handover, Assignment answer) {
        ConversationRow row = row(handover.widget(), handover.conversation());
        if (!answer.isNew()) {
            return attach(row, answer);
        }
        Assignment before = known(row).active();
        row.assignment = answer.asNew(false);
        long sequence = sequences.merge(handover.widget(), 1L, Long::sum);
        if (before != null && !isSameThread(before, answer)) {
            leave(before, answer.assignedAt());
        }
        row.released = false;
        row.left = false;
        uses.put(new UseKey(handover.widget(), answer.number()), new LastUse(sequence, answer.assignedAt()));
        if (handover.customer() != null) {
            thread(handover.customer(), answer.number()).noteAssigned(answer.assignedAt());
        }
        return answer;
    }

    /** Sets the agent, whatever else the answer says. */
    private static Assignment attach(ConversationRow row, Assignment answer) {
        Assignment known = row.assignment;
        Participant agent = answer.agent();
        if (known == null || agent == null) {
            throw new IllegalArgumentException(
                    "an answer that is not new attaches an agent to the assignment there is");
        }
        row.assignment = known.withAgent(agent);
        return row.assignment;
    }

    void leave(Assignment assignment, Instant at) {
        thread(assignment.agent(), assignment.number()).noteLeft(assignment.conversation(), at);
    }

    boolean isIdle(Assignment assignment, Instant before) {
        Instant lastInbound = thread(assignment.agent(), assignment.number()).lastInbound;
        return assignment.assignedAt().isBefore(before) && (lastInbound == null || lastInbound.isBefore(before));
    }

    private boolean isOpen(ConversationRow row) {
        return row.status == null || !closedStatuses.contains(row.status);
    }

    private List<NumberFacts> facts(Set<PhoneNumber> numbers, Handover handover) {
        Map<PhoneNumber, List<Assignment>> others = active().filter(
                        a -> numbers.contains(a.number()) && !a.conversation().equals(handover.conversation()))
                .collect(Collectors.groupingBy(Assignment::number));
        Map<PhoneNumber, Instant> left = lastLeft(handover.agent());
        return numbers.stream()
                .map(number -> facts(number, handover, others.getOrDefault(number, List.of()), left.get(number)))
                .toList();
    }

    private NumberFacts facts(
            PhoneNumber number, Handover handover, List<Assignment> others, @Nullable Instant lastLeft) {
        LastUse use = uses.get(new UseKey(handover.widget(), number));
        Participant agent = handover.agent();
        ThreadRow agentThread = agent == null ? null : threads.get(new ThreadKey(agent, number));
        Participant customer = handover.customer();
        ThreadRow customerThread = customer == null ? null : threads.get(new ThreadKey(customer, number));
        return new NumberFacts(
                number,
                count(others, a -> a.widget().equals(handover.widget())),
                count(others, a -> maySame(agent, a.agent())),
                use == null ? 0 : use.sequence(),
                use == null ? null : use.at(),
                lastLeft,
                customerThread == null ? null : customerThread.lastAssigned,
                agentThread == null ? null : agentThread.lastInbound,
                healthOf(number));
    }

    /** By number, when an assignment of this agent or of none last left it. */
    private Map<PhoneNumber, Instant> lastLeft(@Nullable Participant agent) {
        Map<PhoneNumber, Instant> left = new HashMap<>();
        threads.forEach((key, row) -> {
            if (row.lastLeft != null && maySame(agent, key.participant())) {
                left.merge(key.number(), row.lastLeft, ThreadRow::later);
            }
        });
        return left;
    }

    private static int count(List<Assignment> assignments, Predicate<Assignment> condition) {
        return (int) assignments.stream().filter(condition).count();
    }

    /** An agent who is not known may be anyone. */
    private static boolean maySame(@Nullable Participant one, @Nullable Participant other) {
        return one == null || other == null || one.equals(other);
    }

    private static boolean isSameThread(Assignment one, Assignment other) {
        return one.number().equals(other.number()) && Objects.equals(one.agent(), other.agent());
    }
}
