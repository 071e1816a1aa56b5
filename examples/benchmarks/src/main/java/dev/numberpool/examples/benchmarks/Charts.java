package dev.numberpool.examples.benchmarks;

import static dev.numberpool.examples.benchmarks.Markdown.number;

import dev.numberpool.examples.benchmarks.Chart.Form;
import dev.numberpool.examples.benchmarks.Chart.Level;
import dev.numberpool.examples.benchmarks.Chart.Place;
import dev.numberpool.examples.benchmarks.Chart.Series;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Draws the tables that say more as pictures, from nothing but their cells. */
final class Charts {
    /** A table that there is a picture of. */
    enum Picture {
        CALLERS("One widget, several callers", "benchmark-callers.svg"),
        ARRIVALS("One widget, calls that come at random", "benchmark-latency.svg"),
        ENDED("Ended conversations in the table, 8 callers", "benchmark-ended.svg");

        private final String title;
        private final String file;

        Picture(String title, String file) {
            this.title = title;
            this.file = file;
        }

        /** The table's title. */
        String title() {
            return title;
        }

        /** The name of the picture. */
        String file() {
            return file;
        }

        private static Optional<Picture> of(String title) {
            return Arrays.stream(values())
                    .filter(picture -> picture.title.equals(title))
                    .findFirst();
        }
    }

    private static final String BARE = "bare `UPDATE`";
    private static final String OURS = "`assign()`";
    private static final String RATIO = "ratio to bare `UPDATE`";

    private final @Nullable Path folder;

    /** Charts in a folder, or none at all. */
    Charts(@Nullable Path folder) {
        this.folder = folder;
    }

    /** Draws the table, if there is a folder and a picture of such a table. */
    void draw(String title, Markdown table) {
        if (folder != null) {
            draw(folder, title, table);
        }
    }

    /** Draws what was printed before, and returns how many pictures that makes. */
    static int draw(Path folder, String printed) {
        int drawn = 0;
        for (Map.Entry<String, Markdown> table : Markdown.read(printed).entrySet()) {
            drawn += draw(folder, table.getKey(), table.getValue()) ? 1 : 0;
        }
        return drawn;
    }

    private static boolean draw(Path folder, String title, Markdown table) {
        Optional<Picture> picture = Picture.of(title);
        if (picture.isEmpty()) {
            return false;
        }
        Chart chart = switch (picture.get()) {
            case CALLERS -> callers(table);
            case ARRIVALS -> arrivals(table);
            case ENDED -> ended(table);
        };
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(picture.get().file()), chart.svg());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return true;
    }

    private static Chart callers(Markdown table) {
        List<Map<String, String>> rows = table.byColumn();
        List<String> callers = distinct(rows.stream().map(row -> cell(row, "callers")));
        Map<String, List<Double>> series = new LinkedHashMap<>();
        for (Map<String, String> row : rows) {
            if (!cell(row, "way").equals(BARE)) {
                List<Double> values = series.computeIfAbsent(wayOf(row), way -> unknown(callers.size()));
                values.set(callers.indexOf(cell(row, "callers")), number(cell(row, RATIO)));
            }
        }
        return new Chart(
                Form.BARS,
                "One widget: assign() beside a bare one-row UPDATE commit",
                "callers at the same time",
                "calls a second, bare UPDATE = 1",
                callers.stream().map(label -> new Place(label, 0)).toList(),
                ordered(series),
                List.of(new Level("bare UPDATE", 1)));
    }

    private static String wayOf(Map<String, String> row) {
        String way = cell(row, "way");
        if (!way.startsWith(OURS)) {
            return "by hand: " + plain(way);
        }
        boolean isLarge =
                number(cell(row, "pool")) >= BenchWidget.LARGE.numbers().size();
        return plain(way) + (isLarge ? ", " + cell(row, "pool") + " numbers" : "");
    }

    /** Ours first, as the table does not have the large pool everywhere. */
    private static List<Series> ordered(Map<String, List<Double>> series) {
        List<Series> ordered = new ArrayList<>();
        series.forEach((name, values) -> ordered.add(new Series(name, values)));
        ordered.sort((one, other) -> Boolean.compare(isByHand(one), isByHand(other)));
        return ordered;
    }

    private static boolean isByHand(Series series) {
        return series.name().startsWith("by hand");
    }

    private static Chart arrivals(Markdown table) {
        List<Map<String, String>> rows = table.byColumn();
        List<Place> places = new ArrayList<>();
        for (Map<String, String> row : rows) {
            String share = cell(row, "share of the highest rate");
            places.add(new Place(share + " (" + cell(row, "calls/s") + "/s)", number(share.replace("%", ""))));
        }
        return new Chart(
                Form.LINES,
                "assign() of one widget, calls that come at random",
                "share of the highest rate of 32 callers, and what that is",
                "milliseconds from arrival to answer",
                places,
                Stream.of("p50 ms", "p99 ms", "p99.9 ms")
                        .map(column -> new Series(column.replace(" ms", ""), figures(rows, column)))
                        .toList(),
                List.of());
    }

    private static Chart ended(Markdown table) {
        List<Map<String, String>> rows = table.byColumn();
        return new Chart(
                Form.LINES,
                "assign() with ended conversations in the table",
                "ended conversations in the table (logarithmic)",
                "calls a second by 8 callers",
                rows.stream()
                        .map(row -> cell(row, "ended"))
                        .map(ended -> new Place(ended, Math.log10(number(ended))))
                        .toList(),
                List.of(
                        new Series("assign()", figures(rows, OURS + "/s")),
                        new Series("bare UPDATE", figures(rows, BARE + "/s"))),
                List.of());
    }

    private static List<Double> figures(List<Map<String, String>> rows, String column) {
        return rows.stream().map(row -> number(cell(row, column))).toList();
    }

    private static List<Double> unknown(int count) {
        return new ArrayList<>(Stream.generate(() -> Double.NaN).limit(count).toList());
    }

    private static List<String> distinct(Stream<String> labels) {
        return labels.distinct().toList();
    }

    private static String cell(Map<String, String> row, String column) {
        String cell = row.get(column);
        if (cell == null) {
            throw new IllegalArgumentException("the table has no column '" + column + "'");
        }
        return cell;
    }

    private static String plain(String title) {
        return title.replace("`", "");
    }
}
