package dev.numberpool.examples.benchmarks;

import static java.util.Objects.requireNonNull;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table with its columns aligned; the first is text, the others are figures. */
final class Markdown {
    private final List<List<String>> rows = new ArrayList<>();

    Markdown(String... titles) {
        rows.add(List.of(titles));
    }

    void row(String... cells) {
        if (cells.length != rows.get(0).size()) {
            throw new IllegalArgumentException("the row has " + cells.length + " cells, the table "
                    + rows.get(0).size());
        }
        rows.add(List.of(cells));
    }

    /** A whole number, or a dash if nothing was measured. */
    static String count(double value) {
        return Double.isFinite(value)
                ? String.format(Locale.ROOT, "%,d", Math.round(value)).replace(',', ' ')
                : "–";
    }

    /** Two decimals, or a dash if nothing was measured. */
    static String ratio(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.2f", value) : "–";
    }

    /** A number that was printed, or not a number where there is none. */
    static double number(String cell) {
        String digits = cell.replace(" ", "");
        return digits.matches("[0-9]+(\\.[0-9]+)?") ? Double.parseDouble(digits) : Double.NaN;
    }

    /** The tables of a text that was printed, by their titles. */
    static Map<String, Markdown> read(String printed) {
        Map<String, Markdown> tables = new LinkedHashMap<>();
        String title = "";
        for (String line : printed.lines().toList()) {
            if (line.startsWith("### ")) {
                title = line.substring(4).strip();
            } else if (line.startsWith("| ") && tables.containsKey(title)) {
                requireNonNull(tables.get(title)).readRow(line);
            } else if (line.startsWith("| ")) {
                tables.put(title, new Markdown(cells(line)));
            }
        }
        return tables;
    }

    private void readRow(String line) {
        if (!line.startsWith("| ---")) {
            row(cells(line));
        }
    }

    private static String[] cells(String line) {
        String inner = line.strip().substring(1, line.strip().length() - 1);
        return Arrays.stream(inner.split("\\|", -1)).map(String::strip).toArray(String[]::new);
    }

    /** The rows, each of them by the titles of the columns. */
    List<Map<String, String>> byColumn() {
        List<String> titles = rows.get(0);
        return rows.stream()
                .skip(1)
                .map(cells ->
                        IntStream.range(0, titles.size()).boxed().collect(Collectors.toMap(titles::get, cells::get)))
                .toList();
    }

    /** Prints it below its title. */
    void print(String title, PrintStream out) {
        out.println();
        out.println("### " + title);
        out.println();
        out.println(this);
    }

    @Override
    public String toString() {
        List<String> lines = new ArrayList<>(rows.stream().map(this::line).toList());
        lines.add(1, rule());
        return String.join("\n", lines);
    }

    private String line(List<String> cells) {
        return IntStream.range(0, cells.size())
                .mapToObj(i -> String.format((i == 0 ? "%-" : "%") + width(i) + "s", cells.get(i)))
                .collect(Collectors.joining(" | ", "| ", " |"));
    }

    private String rule() {
        return IntStream.range(0, rows.get(0).size())
                .mapToObj(i -> String.join("", Collections.nCopies(width(i) - 1, "-")) + (i == 0 ? "-" : ":"))
                .collect(Collectors.joining(" | ", "| ", " |"));
    }

    private int width(int column) {
        return rows.stream().mapToInt(cells -> cells.get(column).length()).max().orElse(1);
    }
}
