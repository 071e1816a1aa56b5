package dev.numberpool.desk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.numberpool.desk.TextBenchmark.Spoken;
import dev.numberpool.desk.TextBenchmark.Written;
import org.junit.jupiter.api.Test;

class TextBenchmarkTest {
    private final TextBenchmark benchmark = new TextBenchmark();

    @Test
    void a_code_is_read_where_there_is_one() {
        assertThat(benchmark.read(written("#282: hi"))).isPresent();
        assertThat(benchmark.read(written("1600 characters with a code"))).isPresent();
        assertThat(benchmark.read(written("100 characters"))).isEmpty();
        assertThat(benchmark.read(written("1600 characters"))).isEmpty();
    }

    @Test
    void a_long_text_is_cut() {
        Spoken message = new Spoken();
        message.length = 10_000;
        message.write();

        assertThat(benchmark.split(message)).hasSizeBetween(7, 8);
    }

    private static Written written(String text) {
        Written message = new Written();
        message.written = text;
        message.write();
        return message;
    }
}
