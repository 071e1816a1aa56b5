package dev.numberpool.examples.benchmarks;

import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import dev.numberpool.NumberPool;
import dev.numberpool.PhoneNumber;
import dev.numberpool.PooledNumber;
import dev.numberpool.Widget;
import dev.numberpool.WidgetId;
import dev.numberpool.memory.InMemoryNumberStore;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What the decision itself costs without a database: assigns a conversation and forgets the one before the last hundred. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DecisionBenchmark {
    private static final WidgetId WIDGET = WidgetId.of(1);
    private static final int ACTIVE = 100;

    /** How many numbers the widget has. */
    @Param({"3", "20", "1000"})
    public int numbers;

    private InMemoryNumberStore store = new InMemoryNumberStore();
    private NumberPool pool = NumberPool.builder(store).build();
    private long next;

    /** Fills the pool and starts a hundred conversations. */
    @Setup
    public void fill() {
        store = new InMemoryNumberStore();
        List<PooledNumber> entries = IntStream.range(0, numbers)
                .mapToObj(i -> PooledNumber.of(PhoneNumber.of("+1555%07d".formatted(i))))
                .toList();
        store.put(Widget.of(WIDGET).withPool(entries));
        pool = NumberPool.builder(store).build();
        for (next = 0; next < ACTIVE; next++) {
            pool.assign(WIDGET, ConversationId.of(next));
        }
    }

    /** One conversation comes, one goes. */
    @Benchmark
    public Assignment assign() {
        Assignment assignment = pool.assign(WIDGET, ConversationId.of(next));
        store.delete(ConversationId.of(next - ACTIVE));
        next++;
        return assignment;
    }
}
