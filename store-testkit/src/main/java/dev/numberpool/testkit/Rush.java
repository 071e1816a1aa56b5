package dev.numberpool.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.numberpool.Assignment;
import dev.numberpool.Handover;
import dev.numberpool.PhoneNumber;
import dev.numberpool.WidgetId;
import dev.numberpool.spi.ActiveQuery;
import dev.numberpool.spi.NumberFacts;
import dev.numberpool.spi.NumberStore;
import dev.numberpool.spi.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Many conversations of one widget get the least used number of its pool, all at once. */
final class Rush {
    static final int THREADS = 8;

    /** Long enough for another thread to get into a call; with a correct store it passes in full. */
    static final Duration MOMENT = Duration.ofMillis(150);

    private static final int CALLS_EACH = 4;

    private final StoreContract test;
    private final WidgetId widget;
    private final List<Integer> seen = new ArrayList<>();

    Rush(StoreContract test, WidgetId widget) {
        this.test = test;
        this.widget = widget;
    }

    /** Every thread goes to one of these stores, so that each store serves as many as the next. */
    void run(List<NumberStore> stores) {
        List<Supplier<List<Integer>>> threads = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            NumberStore store = stores.get(thread % stores.size());
            List<Handover> handovers = IntStream.range(0, CALLS_EACH)
                    .mapToObj(call -> test.handover(widget))
                    .toList();
            threads.add(() -> handovers.stream()
                    .map(handover -> chooseLeastUsed(store, handover))
                    .toList());
        }
        Together.run(test.host.patience(), threads).forEach(seen::addAll);
    }

    void assertEachSawAllBefore() {
        assertEquals(
                IntStream.range(0, THREADS * CALLS_EACH).boxed().toList(),
                seen.stream().sorted().toList(),
                "in their one serial order the nth decision sees the n-1 before it");
    }

    void assertBalanced() {
        List<Assignment> active = test.numbers.active(ActiveQuery.of(widget));
        assertEquals(THREADS * CALLS_EACH, active.size(), "every choice is recorded");
        Map<PhoneNumber, Long> counts =
                active.stream().collect(Collectors.groupingBy(Assignment::number, Collectors.counting()));
        long most = counts.values().stream().max(Comparator.naturalOrder()).orElseThrow();
        long fewest = counts.values().stream().min(Comparator.naturalOrder()).orElseThrow();
        assertTrue(
                most - fewest <= 1, () -> "least used numbers differ by one at most, but they have " + counts.values());
    }

    /** Everybody asks for the same conversation; returned are those that chose. */
    static List<Assignment> chooseUnlessSettled(StoreContract test, Handover handover, List<PhoneNumber> numbers) {
        List<Supplier<Optional<Assignment>>> calls = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            PhoneNumber number = numbers.get(thread % numbers.size());
            Assignment choice = StoreContract.choice(handover, number, StoreContract.minute(1));
            calls.add(() -> test.numbers.decide(
                    handover,
                    choice.assignedAt(),
                    shown -> shown.conversation().settled() == null ? Optional.of(choice) : Optional.empty()));
        }
        return Together.run(test.host.patience(), calls).stream()
                .flatMap(Optional::stream)
                .toList();
    }

    /** Chooses the number and returns how many active assignments the decision saw on it. */
    static int chooseAndCount(NumberStore store, Handover handover, PhoneNumber number, Runnable meanwhile) {
        AtomicInteger count = new AtomicInteger();
        store.decide(handover, StoreContract.minute(1), shown -> {
            count.set(shown.factsOf(number).active());
            meanwhile.run();
            return Optional.of(StoreContract.choice(handover, number, StoreContract.minute(1)));
        });
        return count.get();
    }

    private static int chooseLeastUsed(NumberStore store, Handover handover) {
        AtomicInteger total = new AtomicInteger();
        store.decide(handover, StoreContract.minute(1), shown -> {
            List<NumberFacts> facts = factsOfPool(shown);
            total.set(facts.stream().mapToInt(NumberFacts::active).sum());
            return facts.stream()
                    .min(Comparator.comparingInt(NumberFacts::active))
                    .map(least -> StoreContract.choice(handover, least.number(), StoreContract.minute(1)));
        });
        return total.get();
    }

    private static List<NumberFacts> factsOfPool(Snapshot shown) {
        return shown.widget().pool().stream()
                .map(entry -> shown.factsOf(entry.number()))
                .toList();
    }
}
