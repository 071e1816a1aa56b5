package dev.numberpool.examples.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.numberpool.ConversationId;
import dev.numberpool.examples.benchmarks.BoundBenchmark.Counts;
import dev.numberpool.examples.benchmarks.BoundBenchmark.Known;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundBenchmarkTest {
    private final BoundBenchmark benchmark = new BoundBenchmark();

    @ParameterizedTest
    @ValueSource(ints = {3, 20, 1000})
    void the_smallest_of_all_counts_is_found(int numbers) {
        Counts counts = new Counts();
        counts.numbers = numbers;
        counts.count();
        int[] used = new Random(6).ints(numbers, 1, 100).toArray();

        assertThat(used[benchmark.smallest(counts)])
                .isEqualTo(IntStream.of(used).min().orElseThrow());
    }

    @Test
    void a_hundred_conversations_have_no_number_at_first_and_then_each_its_own() {
        Known known = new Known();

        for (int i = 0; i < 100; i++) {
            assertThat(benchmark.note(known)).isTrue();
        }
        assertThat(benchmark.note(known)).isFalse();
        assertThat(known.assigned.values()).hasSize(100).doesNotHaveDuplicates();
        assertThat(known.assigned.get(ConversationId.of(7))).hasToString("+15550000007");
    }

    @Test
    void a_bound_allocates_nothing() {
        Known known = new Known();
        Counts counts = new Counts();
        counts.numbers = 1000;
        counts.count();
        String thread = Thread.currentThread().getName();

        // Less than a byte is what the counting itself takes.
        assertThat(Allocation.perRun(100_000, () -> benchmark.note(known), thread::equals))
                .isLessThan(1);
        assertThat(Allocation.perRun(100_000, () -> benchmark.smallest(counts), thread::equals))
                .isLessThan(1);
    }

    @Test
    @Tag("slow")
    void a_very_short_run_prints_time_and_bytes_of_decisions_and_of_what_they_cannot_do_without() {
        Options tiny =
                new Options(Duration.ofMillis(50), 1, List.of(), List.of(), 1, Options.Subject.MEMORY, null, null);

        String output = AssignBenchmarkTest.printedBy(tiny);
        for (String line : List.of("`assign()`: 3", "`assign()`: 20", "`assign()`: 1000", "`read()`: #282: hi")) {
            assertThat(output)
                    .containsPattern("(?m)^\\| \\Q" + line + "\\E +\\| +[0-9. ]+ \\| .* \\| +[1-9][0-9 ]* \\|$");
        }
        for (String line : List.of("`smallest()`: 3", "`smallest()`: 1000", "`note()`")) {
            // 0 in a longer run; of a short one, what starts and ends it takes a share.
            assertThat(output)
                    .containsPattern("(?m)^\\| \\Q" + line + "\\E +\\| +[0-9. ]+ \\| .* \\| +[0-9]{1,2} \\|$");
        }
    }
}
