package dev.numberpool;

import dev.numberpool.memory.InMemoryNumberStore;
import dev.numberpool.spi.Credentials;
import dev.numberpool.spi.CredentialsReader;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A pool on an in-memory store with a clock of its own, and short names for what most tests do with it. */
final class World {
    static final WidgetId WIDGET = WidgetId.of(7);
    static final WidgetId OTHER_WIDGET = WidgetId.of(8);

    static final PhoneNumber ONE = PhoneNumber.of("+15558986359");
    static final PhoneNumber TWO = PhoneNumber.of("+15558986360");
    static final PhoneNumber THREE = PhoneNumber.of("+15558986361");
    static final PhoneNumber DEFAULT = PhoneNumber.of("+15550001111");
    static final PhoneNumber IN_CREDENTIALS = PhoneNumber.of("+15550002222");

    static final Participant ALICE = Participant.of("+201016666348");
    static final Participant BEN = Participant.of("+201016666349");
    static final Participant MARIA = Participant.of("US.13491208655302741918");

    /** Reads credentials that are stored as the number itself. */
    static final CredentialsReader PLAIN_READER = (widget, stored) ->
            new Credentials("account", List.of("token"), PhoneNumber.isValid(stored) ? PhoneNumber.of(stored) : null);

    final TestClock clock = new TestClock();
    final InMemoryNumberStore store = new InMemoryNumberStore();
    final RecordingListener listener = new RecordingListener();
    final NumberPool pool;

    /** Both widgets with a pool of these numbers. */
    World(PhoneNumber... numbers) {
        this(builder -> builder, numbers);
    }

    /** Both widgets with a pool of these numbers, and a pool with these options. */
    World(UnaryOperator<NumberPool.Builder> options, PhoneNumber... numbers) {
        store.put(Widget.of(WIDGET).withPool(entries(numbers)));
        store.put(Widget.of(OTHER_WIDGET).withPool(entries(numbers)));
        pool = newPool(options);
    }

    /** One more pool on the same store, as another node or the next release of the host has it. */
    NumberPool newPool(UnaryOperator<NumberPool.Builder> options) {
        return options.apply(NumberPool.builder(store).clock(clock).listener(listener))
                .build();
    }

    static List<PooledNumber> entries(PhoneNumber... numbers) {
        return Arrays.stream(numbers).map(PooledNumber::of).toList();
    }

    static ConversationId id(long conversation) {
        return ConversationId.of(conversation);
    }

    static Handover handover(long conversation) {
        return Handover.of(WIDGET, id(conversation));
    }

    static Handover handover(long conversation, Participant agent) {
        return handover(conversation).withAgent(agent);
    }

    Assignment assign(long conversation) {
        return pool.assign(WIDGET, id(conversation));
    }

    Assignment assign(long conversation, Participant agent) {
        return pool.assign(handover(conversation, agent));
    }

    /** The other widget's conversation, which has an id of its own. */
    Assignment assignElsewhere(long conversation) {
        return pool.assign(OTHER_WIDGET, id(conversation));
    }

    Assignment assignElsewhere(long conversation, Participant agent) {
        return pool.assign(Handover.of(OTHER_WIDGET, id(conversation)).withAgent(agent));
    }

    /** What an operator's SQL does to the widget. */
    void edit(UnaryOperator<Widget> change) {
        store.put(change.apply(pool.widget(WIDGET)));
    }

    /** What an operator's SQL does to every entry of the widget's pool. */
    void editEntries(UnaryOperator<PooledNumber> change) {
        edit(widget -> widget.withPool(widget.pool().stream().map(change).toList()));
    }

    void switchOff(PhoneNumber number) {
        editEntries(entry -> entry.number().equals(number) ? entry.withActive(false) : entry);
    }

    void setPool(PhoneNumber... numbers) {
        edit(widget -> widget.withPool(entries(numbers)));
    }

    /** What the host does when the chat ends. */
    void close(long conversation) {
        setStatus(conversation, "closed");
    }

    void reopen(long conversation) {
        setStatus(conversation, "open");
    }

    void setStatus(long conversation, String status) {
        store.setStatus(WIDGET, id(conversation), status);
    }

    /** Makes the pool look at everything that has happened, without assigning anything. */
    void look() {
        pool.explain(handover(999_999));
    }

    void quarantine(PhoneNumber... numbers) {
        for (PhoneNumber number : numbers) {
            pool.quarantine(number, Duration.ofMinutes(30), "send failed");
        }
    }

    /** How many active conversations of the widget each number of its pool has. */
    Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        pool.widget(WIDGET).pool().forEach(entry -> counts.put(entry.number().e164(), 0L));
        counts.putAll(pool.widget(WIDGET).pool().stream()
                .flatMap(entry -> pool.assignmentsOn(entry.number()).stream())
                .filter(assignment -> assignment.widget().equals(WIDGET))
                .collect(Collectors.groupingBy(a -> a.number().e164(), Collectors.counting())));
        return counts;
    }
}
