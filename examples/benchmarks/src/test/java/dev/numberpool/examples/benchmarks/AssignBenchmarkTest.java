package dev.numberpool.examples.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AssignBenchmarkTest {
    private static final Way NONE = new Way("none", null, 1, caller -> {}, null, false);

    /** What a run prints that finds nothing wrong. */
    static String printedBy(Options options) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int exitCode = AssignBenchmark.run(options, new PrintStream(bytes, true, StandardCharsets.UTF_8));
        String output = bytes.toString(StandardCharsets.UTF_8);
        assertThat(exitCode).as(output).isZero();
        return output;
    }

    @Test
    @Tag("slow")
    void a_very_short_run_prints_every_table_draws_charts_and_finds_nothing_wrong(@TempDir Path folder) {
        Options tiny = new Options(
                Duration.ofMillis(200),
                1,
                List.of(1, 8, 32, 64),
                List.of(1_000, 2_000),
                100,
                Options.Subject.DATABASE,
                folder,
                null);

        assertThat(printedBy(tiny))
                .doesNotContain("FAILED", "NOT BALANCED", "NOT EXACT")
                .contains("fsync on", "synchronous_commit on")
                .containsPattern("(?m)^\\| `assign\\(\\)` +\\| +1 \\| +3 \\|")
                .containsPattern("(?m)^\\| `assign\\(\\)` +\\| +8 \\| +3 \\|")
                .containsPattern("(?m)^\\| `assign\\(\\)` +\\| +32 \\| +3 \\|")
                .containsPattern("(?m)^\\| `assign\\(\\)` +\\| +32 \\| +1 000 \\|")
                .containsPattern("(?m)^\\| `assign\\(\\)`, `coalescing\\(false\\)` +\\| +64 \\| +3 \\|")
                .containsPattern("(?m)^\\| the same, in the server +\\| +1 \\|")
                .containsPattern("(?m)^\\| 90 % +\\|")
                .containsPattern("(?m)^\\| `SKIP LOCKED`, update +\\| +32 \\|")
                .containsPattern("(?m)^\\| 2 000 +\\|")
                .containsPattern("(?m)^\\| `SELECT 1` +\\| +8 \\|")
                .containsPattern("(?m)^\\| `assign\\(\\)` of an active conversation +\\| +3 \\| +[0-9 ]+ \\|$")
                .containsPattern("(?m)^\\| `assign\\(\\)` +\\| +1 000 \\| +[0-9 ]+ \\|$")
                .containsPattern("(?m)^\\| bare `INSERT` +\\| +1 \\|.*\\| +1 \\| +1 \\|$")
                .containsPattern("(?m)^\\| `toAgent\\(\\)` +\\| +1 \\|.*\\| +[0-9]+ \\| +[0-9]+ \\|$")
                .containsPattern("(?m)^\\| `toAgent\\(\\)` +\\| +8 \\|")
                .containsPattern("(?m)^\\| `receive\\(\\)` +\\| +8 \\|");
        for (Charts.Picture picture : Charts.Picture.values()) {
            assertThat(folder.resolve(picture.file())).exists();
        }
    }

    @Test
    @Tag("slow")
    void a_very_short_run_through_twilio_prints_both_tables_and_sends_nothing_twice() {
        Options tiny = new Options(
                Duration.ofMillis(200), 1, List.of(), List.of(1_000), 100, Options.Subject.TWILIO, null, null);

        assertThat(printedBy(tiny))
                .doesNotContain("FAILED", "NOT ONCE")
                .containsPattern("(?m)^\\| numberpool +\\| +1 \\|")
                .containsPattern("(?m)^\\| the SDK's client +\\| +32 \\|")
                .containsPattern(
                        "(?m)^\\| one in 100 answered 503, not sent +\\| +numberpool +\\| +100 \\| +100 \\| +1.00 \\|");
    }

    @Test
    @Tag("slow")
    void a_soak_of_some_seconds_purges_loses_nothing_and_stays_level() {
        Options tiny =
                new Options(Duration.ofSeconds(12), 1, List.of(), List.of(), 0, Options.Subject.SOAK, null, null);

        assertThat(printedBy(tiny))
                .doesNotContain("FAILED", "GROWN", "NOT EXACT")
                .contains("fsync on", ", 0 missing, 0 twice or wrong []")
                .containsPattern("(?m)^ {5}1 +[0-9]")
                .containsPattern("(?m)^ {4}12 +[0-9]")
                .containsPattern(" times; [1-9][0-9]* rows purged, [1-9][0-9]* idle conversations released");
    }

    @Test
    @Tag("slow")
    void a_very_short_look_at_the_heap_finds_it_flat() {
        Options tiny =
                new Options(Duration.ofMillis(100), 1, List.of(), List.of(), 40, Options.Subject.HEAP, null, null);

        assertThat(printedBy(tiny))
                .doesNotContain("FAILED", "GROWN")
                .containsPattern("(?m)^### In memory.* takes [1-9][0-9 ]* bytes")
                .containsPattern("(?m)^\\| 20 000 +\\| +100 \\|")
                .containsPattern("(?m)^### On PostgreSQL.* takes [1-9][0-9 ]* bytes");
    }

    @Test
    void a_table_is_aligned_and_readable_as_markdown() {
        Markdown table = new Markdown("way", "calls/s");
        table.row("`assign()`", Markdown.count(1234.4));

        assertThat(table).hasToString("""
                | way        | calls/s |
                | ---------- | ------: |
                | `assign()` |   1 234 |""");
    }

    @Test
    void what_was_not_measured_is_a_dash_and_never_a_zero() {
        assertThat(Markdown.count(Double.NaN)).isEqualTo("–");
        assertThat(Markdown.ratio(1 / 0.0)).isEqualTo("–");
    }

    @Test
    void the_median_round_counts_and_percentiles_are_over_all_rounds() {
        Result result = new Result(NONE);
        result.add(new Load.Sample(10, List.of(1_000_000L, 2_000_000L)), 1);
        result.add(new Load.Sample(30, List.of(3_000_000L, 4_000_000L)), 0);
        result.add(new Load.Sample(20, List.of()), 0);

        assertThat(result.perSecond()).isEqualTo(20);
        assertThat(result.millis(0.5)).isEqualTo(2);
        assertThat(result.millis(0.99)).isEqualTo(4);
        assertThat(result.spread()).isEqualTo(1);
    }

    @Test
    void arguments_that_are_not_understood_are_refused() {
        assertThat(Options.of("--quick", "--seconds", "0.5").time()).isEqualTo(Duration.ofMillis(500));
        assertThat(Options.of("--seconds", "0.5", "--quick").time()).isEqualTo(Duration.ofMillis(500));
        assertThat(Options.of("--soak").time()).isEqualTo(Duration.ofMinutes(10));
        assertThat(Options.of("--seconds", "12", "--soak").time()).isEqualTo(Duration.ofSeconds(12));
        assertThatThrownBy(() -> Options.of("--seconds")).hasMessageContaining("--seconds is ''");
        assertThatThrownBy(() -> Options.of("--fast")).hasMessageContaining("--fast");
    }
}
