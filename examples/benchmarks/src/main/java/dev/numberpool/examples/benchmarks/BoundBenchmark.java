package dev.numberpool.examples.benchmarks;

import dev.numberpool.ConversationId;
import dev.numberpool.PhoneNumber;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What no decision in memory can do without, for {@link DecisionBenchmark} to be seen beside.
 *
 * <p>{@link #smallest}: the least used number is the smallest of as many counts as the pool has numbers. Between two
 * decisions any of them may have changed by plain SQL, so nothing that was sorted before helps, and each has to be looked at
 * once. Nobody looks at so many counts faster than a loop over an array of them.
 *
 * <p>{@link #note}: whoever decides has to know whether the conversation has a number already, and has to remember the one
 * that it gets: one look into a map and one entry.
 *
 * <p>Both together are a decision that knows no agents, no history, no health and no strategy, answers nothing but the
 * number, and is asked by one thread.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class BoundBenchmark {
    private static final int ACTIVE = 100;

    /** The same counts in every run. */
    private static final long SEED = 6;

    /** How often each number is used. */
    @State(Scope.Benchmark)
    public static class Counts {
        /** How many numbers there are. */
        @Param({"3", "20", "1000"})
        public int numbers;

        private int[] used = {};

        /** Counts them. */
        @Setup
        public void count() {
            used = new Random(SEED).ints(numbers, 1, ACTIVE).toArray();
        }
    }

    /** Which conversation has which number. */
    @State(Scope.Benchmark)
    public static class Known {
        final Map<ConversationId, PhoneNumber> assigned = new HashMap<>();
        private final List<ConversationId> conversations =
                LongStream.range(0, ACTIVE).mapToObj(ConversationId::of).toList();
        private final List<PhoneNumber> numbers = IntStream.range(0, ACTIVE)
                .mapToObj(i -> PhoneNumber.of("+1555%07d".formatted(i)))
                .toList();
        private int next;
    }

    /** Finds the place of the smallest count. */
    @Benchmark
    public int smallest(Counts counts) {
        int[] used = counts.used;
        int place = 0;
        for (int i = 1; i < used.length; i++) {
            if (used[i] < used[place]) {
                place = i;
            }
        }
        return place;
    }

    /** Looks for a conversation's number and enters one; true if it had none. */
    @Benchmark
    public boolean note(Known known) {
        int turn = known.next;
        known.next = (turn + 1) % ACTIVE;
        ConversationId conversation = known.conversations.get(turn);
        PhoneNumber before = known.assigned.get(conversation);
        known.assigned.put(conversation, known.numbers.get(turn));
        return before == null;
    }
}
