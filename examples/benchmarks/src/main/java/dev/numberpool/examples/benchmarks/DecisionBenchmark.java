package dev.numberpool.examples.benchmarks;

import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import dev.numberpool.NumberPool;
import dev.numberpool.PhoneNumber;
import dev.numberpool.PooledNumber;
import dev.numberpool.Widget;
import dev.numberpool.WidgetId;
import dev.numberpool.memory.InMemoryNumberStore;
import java.io.PrintStream;
import java.util.Collection;
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
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

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

    static void run(Options options, PrintStream out) throws RunnerException {
        TimeValue time = TimeValue.milliseconds(options.time().toMillis());
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(DecisionBenchmark.class.getName())
                        .forks(1)
                        .warmupIterations(options.rounds())
                        .warmupTime(time)
                        .measurementIterations(options.rounds())
                        .measurementTime(time)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
        Markdown table = new Markdown("numbers in the pool", "ns per decision", "error (99.9 %)");
        for (RunResult result : results) {
            table.row(
                    result.getParams().getParam("numbers"),
                    Markdown.count(result.getPrimaryResult().getScore()),
                    "± " + Markdown.count(result.getPrimaryResult().getScoreError()));
        }
        out.println("### The decision in memory, 100 active conversations");
        out.println();
        out.println(table);
    }
}
