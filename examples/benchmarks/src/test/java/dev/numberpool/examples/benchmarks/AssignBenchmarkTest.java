package dev.numberpool.examples.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class AssignBenchmarkTest {
    private static final Way NONE = new Way("none", null, 1, caller -> {}, null, false);

    @Test
    @Tag("slow")
    void a_very_short_run_prints_every_table_and_finds_nothing_wrong() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Options tiny = new Options(Duration.ofMillis(200), 1, List.of(1_000, 2_000), 100, Options.Subject.DATABASE);

        int exitCode = AssignBenchmark.run(tiny, new PrintStream(bytes, true, StandardCharsets.UTF_8));

        String output = bytes.toString(StandardCharsets.UTF_8);
        assertThat(exitCode).as(output).isZero();
        assertThat(output)
                .doesNotContain("FAILED", "NOT BALANCED", "NOT EXACT")
                .contains("fsync on", "synchronous_commit on")
                .containsPattern("(?m)^\\| `assign\\(\\)` +\\| +1 \\| +3 \\|")
                .containsPattern("(?m)^\\| `assign\\(\\)` +\\| +8 \\| +3 \\|")
                .containsPattern("(?m)^\\| `assign\\(\\)` +\\| +32 \\| +3 \\|")
                .containsPattern("(?m)^\\| `assign\\(\\)` +\\| +32 \\| +20 \\|")
                .containsPattern("(?m)^\\| `SKIP LOCKED`, update +\\| +32 \\|")
                .containsPattern("(?m)^\\| 2 000 +\\|")
                .containsPattern("(?m)^\\| `SELECT 1` +\\| +8 \\|")
                .containsPattern("(?m)^\\| bare `INSERT` +\\| +1 \\|.*\\| +1 \\| +1 \\|$")
                .containsPattern("(?m)^\\| `toAgent\\(\\)` +\\| +1 \\|.*\\| +[0-9]+ \\| +[0-9]+ \\|$")
                .containsPattern("(?m)^\\| `toAgent\\(\\)` +\\| +8 \\|")
                .containsPattern("(?m)^\\| `receive\\(\\)` +\\| +8 \\|");
    }

    @Test
    @Tag("slow")
    void a_very_short_run_through_twilio_prints_both_tables_and_sends_nothing_twice() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Options tiny = new Options(Duration.ofMillis(200), 1, List.of(1_000), 100, Options.Subject.TWILIO);

        int exitCode = AssignBenchmark.run(tiny, new PrintStream(bytes, true, StandardCharsets.UTF_8));

        String output = bytes.toString(StandardCharsets.UTF_8);
        assertThat(exitCode).as(output).isZero();
        assertThat(output)
                .doesNotContain("FAILED", "NOT ONCE")
                .containsPattern("(?m)^\\| numberpool +\\| +1 \\|")
                .containsPattern("(?m)^\\| the SDK's client +\\| +32 \\|")
                .containsPattern(
                        "(?m)^\\| one in 100 answered 503, not sent +\\| +numberpool +\\| +100 \\| +100 \\| +1.00 \\|");
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
        assertThatThrownBy(() -> Options.of("--seconds")).hasMessageContaining("--seconds is ''");
        assertThatThrownBy(() -> Options.of("--fast")).hasMessageContaining("--fast");
    }
}
