package dev.numberpool.examples.quickstart;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Prints the tour: headings, sentences, quoted texts and tables. */
final class Story {
    private static final String MARGIN = "   ";

    private final PrintStream out;
    private int chapters;
    private boolean isAfterGap;

    Story(PrintStream out) {
        this.out = out;
    }

    void title(String text) {
        print(text);
        print("=".repeat(text.length()));
    }

    void chapter(String title) {
        chapters++;
        gap();
        print(chapters + ". " + title);
    }

    /** One or more lines of prose. */
    void say(String text) {
        text.strip().lines().forEach(line -> print(MARGIN + line));
    }

    /** SQL, or what a program said, set off from the prose. */
    void quote(String text) {
        gap();
        text.stripTrailing().lines().forEach(line -> print(MARGIN + "| " + line));
        gap();
    }

    void table(List<String> header, List<List<String>> rows) {
        List<Integer> widths = new ArrayList<>();
        for (int column = 0; column < header.size(); column++) {
            int width = header.get(column).length();
            for (List<String> row : rows) {
                width = Math.max(width, row.get(column).length());
            }
            widths.add(width);
        }
        gap();
        line(header, widths);
        line(widths.stream().map("-"::repeat).toList(), widths);
        rows.forEach(row -> line(row, widths));
        gap();
    }

    private void line(List<String> cells, List<Integer> widths) {
        StringBuilder line = new StringBuilder(MARGIN);
        for (int column = 0; column < cells.size(); column++) {
            String cell = cells.get(column);
            line.append(cell).append(" ".repeat(widths.get(column) - cell.length() + 2));
        }
        print(line.toString().stripTrailing());
    }

    private void print(String line) {
        out.println(line);
        isAfterGap = false;
    }

    /** An empty line, unless there is one already. */
    private void gap() {
        if (!isAfterGap) {
            out.println();
        }
        isAfterGap = true;
    }
}
