package dev.numberpool.examples.customstore;

import static dev.numberpool.examples.customstore.Documents.key;

import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import dev.numberpool.Handover;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.PooledNumber;
import dev.numberpool.Widget;
import dev.numberpool.spi.ConversationRecord;
import dev.numberpool.spi.Health;
import dev.numberpool.spi.NumberFacts;
import dev.numberpool.spi.Snapshot;
import dev.numberpool.spi.ThreadRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.h2.mvstore.tx.Transaction;
import org.jspecify.annotations.Nullable;

/** All documents as one transaction sees them, and what follows from them. Nothing that follows is ever stored. */
final class Contents {
    static final Comparator<Assignment> OLDEST_FIRST = Comparator.comparing(Assignment::assignedAt)
            .thenComparing(assignment -> assignment.conversation().value());

    /** For how long it is remembered who left a thread: longer than any cool-down. */
    private static final Duration MEMORY = Duration.ofDays(1);

    /** By widget. */
    final Documents<StoredWidget> widgets;
    /** By conversation. */
    final Documents<StoredConversation> conversations;
    /** By number and source. */
    final Documents<Health> health;
    /** The last message, by number and person. */
    final Documents<Instant> inbound;
    /** When free text was last refused, by number and person. */
    final Documents<Instant> refusals;
    /** When the number was last given to a conversation of the customer, by number and customer. */
    private final Documents<Instant> customers;
    /** By number, person (or nobody) and conversation. */
    private final Documents<Departure> departures;
    /** By number and widget. */
    private final Documents<Use> uses;

    private final Set<String> closedStatuses;

    /** When the conversation last left a thread. */
    record Departure(ConversationId conversation, Instant at) {}

    /** The last time that a widget chose a number. */
    record Use(PhoneNumber number, long sequence, Instant at) {}

    Contents(Transaction transaction, Set<String> closedStatuses) {
        this.widgets = new Documents<>(transaction.openMap("widgets"), StoredWidget.class);
        this.conversations = new Documents<>(transaction.openMap("conversations"), StoredConversation.class);
        this.health = new Documents<>(transaction.openMap("health"), Health.class);
        this.inbound = new Documents<>(transaction.openMap("inbound"), Instant.class);
        this.refusals = new Documents<>(transaction.openMap("refusals"), Instant.class);
        this.customers = new Documents<>(transaction.openMap("customers"), Instant.class);
        this.departures = new Documents<>(transaction.openMap("departures"), Departure.class);
        this.uses = new Documents<>(transaction.openMap("uses"), Use.class);
        this.closedStatuses = closedStatuses;
    }

    ConversationRecord known(StoredConversation stored) {
        boolean open = stored.status() == null || !closedStatuses.contains(stored.status());
        return new ConversationRecord(
                stored.id(), stored.widget(), open, stored.assignment(), stored.released(), stored.left());
    }

    Stream<Assignment> active() {
        return conversations
                .all()
                .flatMap(stored -> Stream.ofNullable(known(stored).active()));
    }

    Snapshot snapshot(Handover handover, Widget widget) {
        StoredConversation stored = conversations.get(key(handover.conversation()));
        ConversationRecord conversation =
                stored == null ? ConversationRecord.open(handover.widget(), handover.conversation()) : known(stored);
        Set<PhoneNumber> numbers = poolAndDefault(widget);
        if (conversation.assignment() != null) {
            numbers.add(conversation.assignment().number());
        }
        return new Snapshot(
                conversation,
                widget,
                facts(numbers, handover).stream().collect(Collectors.toMap(NumberFacts::number, Function.identity())));
    }

    List<NumberFacts> facts(Set<PhoneNumber> numbers, Handover handover) {
        List<Assignment> others = active().filter(
                        assignment -> !assignment.conversation().equals(handover.conversation()))
                .toList();
        return numbers.stream()
                .map(number -> facts(
                        number,
                        handover,
                        others.stream()
                                .filter(other -> other.number().equals(number))
                                .toList()))
                .toList();
    }

    private NumberFacts facts(PhoneNumber number, Handover handover, List<Assignment> others) {
        Participant agent = handover.agent();
        Participant customer = handover.customer();
        Use use = uses.get(key(number, handover.widget()));
        return new NumberFacts(
                number,
                count(others, other -> other.widget().equals(handover.widget())),
                count(others, other -> maySame(agent, other.agent())),
                use == null ? 0 : use.sequence(),
                use == null ? null : use.at(),
                lastLeft(number, agent),
                customer == null ? null : customers.get(key(number, customer)),
                agent == null ? null : inbound.get(key(number, agent)),
                health.under(key(number))
                        .max(Comparator.comparing(Health::until))
                        .orElse(null));
    }

    /** Dates the ends of conversations that the host closed since somebody last looked. */
    void noteClosed(Instant at, Predicate<Assignment> affected) {
        for (StoredConversation stored : conversations.all().toList()) {
            Assignment assignment = closedUnnoticed(stored);
            if (assignment != null && affected.test(assignment)) {
                conversations.put(key(stored.id()), stored.asLeft());
                leave(assignment, leftAt(assignment, at));
            }
        }
    }

    /** A new choice, with all that follows from it; or an agent for the number that there is. */
    Assignment record(Handover handover, Assignment answer) {
        String key = key(handover.conversation());
        StoredConversation found = conversations.get(key);
        StoredConversation before =
                found == null ? StoredConversation.open(handover.widget(), handover.conversation()) : found;
        if (!answer.isNew()) {
            StoredConversation attached = before.withAgent(Objects.requireNonNull(answer.agent()));
            conversations.put(key, attached);
            return Objects.requireNonNull(attached.assignment());
        }
        Assignment old = known(before).active();
        if (old != null && !isSameThread(old, answer)) {
            leave(old, answer.assignedAt());
        }
        conversations.put(key, before.withAssignment(answer));
        long last = uses.all().mapToLong(Use::sequence).max().orElse(0);
        uses.put(key(answer.number(), handover.widget()), new Use(answer.number(), last + 1, answer.assignedAt()));
        if (handover.customer() != null) {
            noteLatest(customers, key(answer.number(), handover.customer()), answer.assignedAt());
        }
        return answer;
    }

    /** Written down in the transaction that makes them leave, and forgotten when somebody leaves a day later. */
    void leave(Assignment assignment, Instant at) {
        String thread = key(assignment.number(), assignment.agent());
        departures
                .under(thread)
                .filter(departure -> departure.at().isBefore(at.minus(MEMORY)))
                .forEach(departure -> departures.remove(thread + key(departure.conversation())));
        String key = thread + key(assignment.conversation());
        Departure before = departures.get(key);
        if (before == null || before.at().isBefore(at)) {
            departures.put(key, new Departure(assignment.conversation(), at));
        }
    }

    ThreadRecord thread(PhoneNumber number, Set<Participant> people, Instant leftSince) {
        Predicate<Assignment> isThere = assignment -> isOn(assignment, number, people);
        List<Assignment> active = active().filter(isThere).sorted(OLDEST_FIRST).toList();
        Set<ConversationId> left = people.stream()
                .flatMap(person -> departures.under(key(number, person)))
                .filter(departure -> !departure.at().isBefore(leftSince))
                .map(Departure::conversation)
                .collect(Collectors.toCollection(HashSet::new));
        conversations
                .all()
                .flatMap(stored -> Stream.ofNullable(closedUnnoticed(stored)))
                .filter(isThere)
                .filter(assignment -> !leftAt(assignment, Instant.MAX).isBefore(leftSince))
                .forEach(assignment -> left.add(assignment.conversation()));
        active.forEach(assignment -> left.remove(assignment.conversation()));
        return new ThreadRecord(active, left, latest(inbound, number, people), latest(refusals, number, people));
    }

    /** In a pool, a default, or ever given to a conversation. */
    Stream<PhoneNumber> ours() {
        return Stream.concat(
                uses.all().map(Use::number), widgets.all().flatMap(stored -> poolAndDefault(stored.widget()).stream()));
    }

    boolean isIdle(Assignment assignment, Instant before) {
        Instant last = lastInbound(assignment);
        return assignment.assignedAt().isBefore(before) && (last == null || last.isBefore(before));
    }

    static void noteLatest(Documents<Instant> moments, String key, Instant at) {
        Instant known = moments.get(key);
        if (known == null || known.isBefore(at)) {
            moments.put(key, at);
        }
    }

    static Set<PhoneNumber> pool(Widget widget) {
        return widget.pool().stream().map(PooledNumber::number).collect(Collectors.toCollection(HashSet::new));
    }

    private static Set<PhoneNumber> poolAndDefault(Widget widget) {
        Set<PhoneNumber> numbers = pool(widget);
        if (widget.handoverNumber() != null) {
            numbers.add(widget.handoverNumber());
        }
        return numbers;
    }

    static boolean isOn(Assignment assignment, PhoneNumber number, Set<Participant> people) {
        Participant agent = assignment.agent();
        return agent != null && people.contains(agent) && assignment.number().equals(number);
    }

    private static @Nullable Instant latest(Documents<Instant> moments, PhoneNumber number, Set<Participant> people) {
        return people.stream()
                .flatMap(person -> Stream.ofNullable(moments.get(key(number, person))))
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    private @Nullable Assignment closedUnnoticed(StoredConversation stored) {
        return !stored.released() && !stored.left() && !known(stored).open() ? stored.assignment() : null;
    }

    private Instant leftAt(Assignment assignment, Instant at) {
        return ConversationRecord.leftAt(assignment, lastInbound(assignment), at);
    }

    private @Nullable Instant lastInbound(Assignment assignment) {
        return inbound.get(key(assignment.number(), assignment.agent()));
    }

    /** When an assignment of this agent or of none last left the number; of anyone, if there is no agent. */
    private @Nullable Instant lastLeft(PhoneNumber number, @Nullable Participant agent) {
        Stream<Departure> left = agent == null
                ? departures.under(key(number))
                : Stream.concat(departures.under(key(number, agent)), departures.under(key(number, null)));
        return left.map(Departure::at).max(Comparator.naturalOrder()).orElse(null);
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
