package dev.numberpool.examples.benchmarks;

import dev.numberpool.examples.benchmarks.Chart.Form;
import dev.numberpool.examples.benchmarks.Chart.Level;
import dev.numberpool.examples.benchmarks.Chart.Place;
import dev.numberpool.examples.benchmarks.Chart.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Lays a chart out. By hand, because what there is for Java either asks the system's fonts how wide words are, which not
 * every machine has, or draws the same chart in other words each time. Nothing here depends on the width of words: those on
 * the axes are centred, those of the legend have a column of their own.
 *
 * <p>The paper is part of the picture, so it can be read on whatever page it is shown; it is dark where the reader's
 * system is.
 */
final class ChartDrawing {
    private static final int WIDTH = 920;
    private static final int HEIGHT = 430;
    private static final int LEFT = 72;
    private static final int RIGHT = 640;
    private static final int TOP = 64;
    private static final int BOTTOM = 362;
    private static final int LEGEND = 664;
    private static final int LEGEND_LINE = 24;

    /** The bars of a place take this share of its width. */
    private static final double BUSY = 0.86;

    /** Between the frame and the first and the last place of a line. */
    private static final int INDENT = 48;

    private static final int POINT = 4;
    private static final int LABEL_HEIGHT = 12;
    /** As many as have a colour of their own, below. */
    static final int COLOURS = 7;
    /** What fits beside the legend's colours. */
    static final int LONGEST_NAME = 34;

    private static final String STYLE = """

            text { font: 12px system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; fill: #1f2328 }
            .title { font-size: 16px; font-weight: 600 }
            .middle { text-anchor: middle }
            .end { text-anchor: end }
            .value { font-size: 9.5px; text-anchor: middle }
            .paper { fill: #ffffff; stroke: #d1d9e0 }
            .grid { stroke: #d1d9e0 }
            .axis { stroke: #59636e }
            .level { stroke: #59636e; stroke-dasharray: 7 4; stroke-width: 1.5 }
            .line { fill: none; stroke-width: 2.5 }
            .dash1 { stroke-dasharray: 8 4 } .dash2 { stroke-dasharray: 2 3 } .dash3 { stroke-dasharray: 10 3 2 3 }
            .fill0 { fill: #0072b2 } .fill1 { fill: #d55e00 } .fill2 { fill: #008060 }
            .fill3 { fill: #8e4b9e } .fill4 { fill: #8c6d00 } .fill5 { fill: #6e7781 }
            .fill6 { fill: #b5446e }
            .stroke0 { stroke: #0072b2 } .stroke1 { stroke: #d55e00 } .stroke2 { stroke: #008060 }
            .stroke3 { stroke: #8e4b9e } .stroke4 { stroke: #8c6d00 } .stroke5 { stroke: #6e7781 }
            .stroke6 { stroke: #b5446e }
            @media (prefers-color-scheme: dark) {
            text { fill: #f0f6fc }
            .paper { fill: #0d1117; stroke: #3d444d }
            .grid { stroke: #3d444d }
            .axis, .level { stroke: #9198a1 }
            .fill0 { fill: #56b4e9 } .fill1 { fill: #f0883e } .fill2 { fill: #3fb98f }
            .fill3 { fill: #d2a8ff } .fill4 { fill: #e3b341 } .fill5 { fill: #9ea7b3 }
            .fill6 { fill: #ff9bce }
            .stroke0 { stroke: #56b4e9 } .stroke1 { stroke: #f0883e } .stroke2 { stroke: #3fb98f }
            .stroke3 { stroke: #d2a8ff } .stroke4 { stroke: #e3b341 } .stroke5 { stroke: #9ea7b3 }
            .stroke6 { stroke: #ff9bce }
            }
            """;

    private final Chart chart;
    private final double step;
    private final double top;
    private final Svg svg;

    ChartDrawing(Chart chart) {
        this.chart = chart;
        this.step = step(chart.largest());
        this.top = Math.max(1, Math.ceil(chart.largest() / step)) * step;
        this.svg = new Svg(WIDTH, HEIGHT, chart.title(), description(), STYLE);
    }

    String draw() {
        svg.rectangle(0.5, 0.5, WIDTH - 1, HEIGHT - 1, "paper");
        svg.words(LEFT, 34, "title", chart.title());
        grid();
        if (chart.form() == Form.BARS) {
            bars();
        } else {
            lines();
        }
        chart.level().forEach(level -> svg.line(LEFT, y(level.value()), RIGHT, y(level.value()), "level"));
        axes();
        legend();
        return svg.end();
    }

    /** 1, 2 or 5 times a power of ten, so that about five of them reach the largest figure. */
    static double step(double largest) {
        if (largest <= 0) {
            return 1;
        }
        double wish = largest / 5;
        double power = Math.pow(10, Math.floor(Math.log10(wish)));
        double share = wish / power;
        if (share <= 1) {
            return power;
        }
        return (share <= 2 ? 2 : share <= 5 ? 5 : 10) * power;
    }

    private double y(double value) {
        return BOTTOM - value / top * (BOTTOM - TOP);
    }

    private double x(int place) {
        int places = chart.places().size();
        if (chart.form() == Form.BARS) {
            return LEFT + (place + 0.5) * (RIGHT - LEFT) / places;
        }
        double first = chart.places().get(0).position();
        double last = chart.places().get(places - 1).position();
        double share = last > first ? (chart.places().get(place).position() - first) / (last - first) : 0.5;
        return LEFT + INDENT + share * (RIGHT - LEFT - 2 * INDENT);
    }

    private void grid() {
        long steps = Math.round(top / step);
        for (int i = 0; i <= steps; i++) {
            double y = y(i * step);
            svg.line(LEFT, y, RIGHT, y, "grid");
            svg.words(LEFT - 8, y + 4, "end", tick(i * step));
        }
    }

    private String tick(double value) {
        int decimals = (int) Math.max(0, -Math.floor(Math.log10(step)));
        return decimals == 0 ? Markdown.count(value) : String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    private void bars() {
        double room = (double) (RIGHT - LEFT) / chart.places().size() * BUSY;
        double width = room / Math.max(1, mostAtOnePlace());
        for (int place = 0; place < chart.places().size(); place++) {
            List<Integer> present = present(place);
            double left = x(place) - width * present.size() / 2;
            for (int i = 0; i < present.size(); i++) {
                bar(left + i * width, width, present.get(i), place);
            }
        }
    }

    private void bar(double left, double width, int series, int place) {
        double value = value(series, place);
        svg.rectangle(left + 1, y(value), width - 2, BOTTOM - y(value), "bar fill" + series);
        svg.words(left + width / 2, y(value) - 4, "value", figure(value));
    }

    private int mostAtOnePlace() {
        return IntStream.range(0, chart.places().size())
                .map(place -> present(place).size())
                .max()
                .orElse(0);
    }

    /** The series that have a figure at a place. */
    private List<Integer> present(int place) {
        return IntStream.range(0, chart.series().size())
                .filter(series -> Double.isFinite(value(series, place)))
                .boxed()
                .toList();
    }

    private double value(int series, int place) {
        return chart.series().get(series).values().get(place);
    }

    private void lines() {
        for (int series = 0; series < chart.series().size(); series++) {
            line(series);
        }
        for (int place = 0; place < chart.places().size(); place++) {
            points(place);
        }
    }

    private void line(int series) {
        String points = IntStream.range(0, chart.places().size())
                .filter(place -> Double.isFinite(value(series, place)))
                .mapToObj(place -> Svg.coordinate(x(place)) + "," + Svg.coordinate(y(value(series, place))))
                .collect(Collectors.joining(" "));
        svg.element("polyline", "", "class", "line stroke%d dash%d".formatted(series, series), "points", points);
    }

    /** A figure that would cover another one's is left to the description. */
    private void points(int place) {
        List<Double> labels = new ArrayList<>();
        for (int series : present(place)) {
            double y = y(value(series, place));
            svg.circle(x(place), y, POINT, "point fill" + series);
            if (labels.stream().allMatch(other -> Math.abs(other - y) >= LABEL_HEIGHT)) {
                labels.add(y);
                svg.words(x(place), y - 8, "value", figure(value(series, place)));
            }
        }
    }

    private void axes() {
        svg.line(LEFT, BOTTOM, RIGHT, BOTTOM, "axis");
        for (int place = 0; place < chart.places().size(); place++) {
            svg.words(x(place), BOTTOM + 20, "middle", chart.places().get(place).label());
        }
        svg.words((LEFT + RIGHT) / 2.0, BOTTOM + 46, "middle", chart.across());
        double middle = (TOP + BOTTOM) / 2.0;
        svg.element(
                "text",
                chart.up(),
                "class",
                "middle",
                "transform",
                "translate(20 %s) rotate(-90)".formatted(Svg.coordinate(middle)));
    }

    private void legend() {
        int line = TOP;
        for (int series = 0; series < chart.series().size(); series++) {
            svg.rectangle(LEGEND, line, 14, 14, "fill" + series);
            svg.words(LEGEND + 22, line + 11, "name", chart.series().get(series).name());
            line += LEGEND_LINE;
        }
        for (Level level : chart.level()) {
            svg.line(LEGEND, line + 7, LEGEND + 14, line + 7, "level");
            svg.words(LEGEND + 22, line + 11, "name", level.name());
            line += LEGEND_LINE;
        }
    }

    /** For those who do not see the picture: all that it shows. */
    private String description() {
        List<String> sentences = new ArrayList<>();
        sentences.add(chart.up() + ", by " + chart.across() + ".");
        for (Series each : chart.series()) {
            String figures = IntStream.range(0, chart.places().size())
                    .filter(place -> Double.isFinite(each.values().get(place)))
                    .mapToObj(place ->
                            at(chart.places().get(place)) + figure(each.values().get(place)))
                    .collect(Collectors.joining(", "));
            sentences.add(each.name() + ": " + figures + ".");
        }
        return String.join(" ", sentences);
    }

    private static String at(Place place) {
        return "at " + place.label() + " ";
    }

    /** Three digits or more, as far as that makes sense. */
    static String figure(double value) {
        if (value >= 100) {
            return Markdown.count(value);
        }
        return value >= 10 ? String.format(Locale.ROOT, "%.1f", value) : Markdown.ratio(value);
    }
}
