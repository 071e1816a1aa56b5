package dev.numberpool.examples.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChartsTest {
    private static final String PRINTED = """
            2 cores, some machine

            ### One widget, several callers

            | way                              | callers |  pool | calls/s | ratio to bare `UPDATE` | p50 ms | spread |
            | -------------------------------- | ------: | ----: | ------: | ---------------------: | -----: | -----: |
            | bare `UPDATE`                    |       1 |       |   3 000 |                   1.00 |   0.10 |        |
            | `assign()`                       |       1 |     3 |   1 500 |                   0.50 |   0.20 |      1 |
            | bare `UPDATE`                    |      32 |       |   7 000 |                   1.00 |   0.10 |        |
            | `assign()`                       |      32 |     3 |  15 400 |                   2.20 |   0.20 |      1 |
            | `assign()`                       |      32 | 1 000 |   9 100 |                   1.30 |   0.20 |      1 |
            | `assign()`, `coalescing(false)`  |      32 |     3 |   1 400 |                   0.21 |   0.20 |      1 |
            | `SKIP LOCKED`, update            |      32 |     3 |     700 |                   0.10 |      – |     28 |

            ### One widget, calls that come at random

            | share of the highest rate | calls/s | p50 ms | p99 ms | p99.9 ms | spread |
            | ------------------------- | ------: | -----: | -----: | -------: | -----: |
            | 30 %                      |   4 620 |   1.00 |   4.00 |    12.50 |      1 |
            | 90 %                      |  13 860 |   6.00 |  30.00 |   102.00 |      1 |

            ### Ended conversations in the table, 8 callers

            | ended      | bare `UPDATE`/s | `assign()`/s | ratio |
            | ---------- | --------------: | -----------: | ----: |
            | 1 000      |           7 001 |        8 002 |  1.14 |
            | 10 000 000 |           7 003 |        7 904 |  1.13 |

            ### Something else

            | way | calls/s |
            | --- | ------: |
            | x   |       1 |
            """;

    @TempDir
    Path folder;

    private String drawn(String file) throws IOException {
        return Files.readString(folder.resolve(file));
    }

    @Test
    void each_table_that_has_a_picture_is_drawn_with_its_figures() throws IOException {
        assertThat(Charts.draw(folder, PRINTED)).isEqualTo(3);

        assertThat(drawn("benchmark-callers.svg"))
                .contains("assign(): at 1 0.50, at 32 2.20.")
                .contains("assign(), 1 000 numbers: at 32 1.30.")
                .contains("assign(), coalescing(false): at 32 0.21.")
                .contains("by hand: SKIP LOCKED, update: at 32 0.10.")
                .contains(">bare UPDATE<")
                .doesNotContain("`", "bare UPDATE: at");
        assertThat(drawn("benchmark-latency.svg"))
                .contains("p50: at 30 % (4 620/s) 1.00, at 90 % (13 860/s) 6.00.")
                .contains("p99.9: at 30 % (4 620/s) 12.5, at 90 % (13 860/s) 102.");
        assertThat(drawn("benchmark-ended.svg"))
                .contains("assign(): at 1 000 8 002, at 10 000 000 7 904.")
                .contains("bare UPDATE: at 1 000 7 001, at 10 000 000 7 003.");
        try (var files = Files.list(folder)) {
            assertThat(files)
                    .hasSize(3)
                    .allSatisfy(file -> assertThat(Files.size(file)).isLessThan(30_000));
        }
    }

    @Test
    void what_is_printed_can_be_read_again() {
        Markdown table = new Markdown("way", "calls/s", "p99 ms");
        table.row("`assign()`", Markdown.count(1_234_567), Markdown.ratio(Double.NaN));
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        table.print("A title", new PrintStream(printed, true, StandardCharsets.UTF_8));

        Map<String, Markdown> read = Markdown.read(printed.toString(StandardCharsets.UTF_8));

        assertThat(read).containsOnlyKeys("A title");
        assertThat(read.get("A title")).hasToString(table.toString());
        Map<String, String> row = read.get("A title").byColumn().get(0);
        assertThat(Markdown.number(row.get("calls/s"))).isEqualTo(1_234_567);
        assertThat(Markdown.number(row.get("p99 ms"))).isNaN();
    }

    @Test
    void the_pictures_of_a_table_are_those_of_its_text() throws IOException {
        Markdown table = Markdown.read(PRINTED).get(Charts.Picture.ENDED.title());

        new Charts(folder.resolve("here")).draw(Charts.Picture.ENDED.title(), table);
        Charts.draw(folder.resolve("there"), PRINTED);

        assertThat(folder.resolve("here/benchmark-ended.svg"))
                .hasSameTextualContentAs(folder.resolve("there/benchmark-ended.svg"));
    }

    @Test
    void nothing_is_drawn_unasked() {
        new Charts(null).draw(Charts.Picture.ENDED.title(), new Markdown("ended"));

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_table_that_has_changed_is_not_drawn_wrongly() {
        Markdown other = new Markdown("way", "callers", "calls/s");
        other.row("`assign()`", "1", "2");

        assertThatThrownBy(() -> new Charts(folder).draw(Charts.Picture.CALLERS.title(), other))
                .hasMessageContaining("no column 'pool'");
    }

    @Test
    void the_program_draws_what_it_printed_before_and_says_if_there_is_nothing_to_draw() throws IOException {
        Path printed = Files.writeString(folder.resolve("printed.txt"), PRINTED);
        Path nothing = Files.writeString(folder.resolve("nothing.txt"), "### Something else\n");

        assertThat(run("--charts", folder.toString(), "--from", printed.toString()))
                .isZero();
        assertThat(folder.resolve("benchmark-callers.svg")).exists();
        assertThat(run("--charts", folder.toString(), "--from", nothing.toString()))
                .isEqualTo(1);
        assertThatThrownBy(() -> Options.of("--from", "x")).hasMessageContaining("--charts");
        assertThatThrownBy(() -> Options.of("--charts")).hasMessageContaining("--charts");
    }

    private static int run(String... arguments) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        return AssignBenchmark.run(Options.of(arguments), new PrintStream(output, true, StandardCharsets.UTF_8));
    }

    @Test
    void every_picture_has_a_file_of_its_own() {
        assertThat(List.of(Charts.Picture.values()))
                .extracting(Charts.Picture::file)
                .doesNotHaveDuplicates();
    }
}
