package dev.numberpool.examples.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.numberpool.examples.benchmarks.Chart.Form;
import dev.numberpool.examples.benchmarks.Chart.Level;
import dev.numberpool.examples.benchmarks.Chart.Place;
import dev.numberpool.examples.benchmarks.Chart.Series;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ChartTest {
    private static final double PIXEL = 0.11;

    private final Chart bars = chart(
            Form.BARS,
            List.of(new Level("bare", 1)),
            new Series("one way", List.of(0.5, 1.0)),
            new Series("another <way> & \"more\"", List.of(Double.NaN, 2.0)));
    private final Chart lines = chart(
            Form.LINES,
            List.of(),
            new Series("p50", List.of(10.0, 20.0, 20.0)),
            new Series("p99", List.of(40.0, Double.NaN, 80.0)));

    private static Chart chart(Form form, List<Level> level, Series... series) {
        List<Place> places = Stream.of(new Place("10", 1), new Place("100", 2), new Place("10 000", 4))
                .limit(series[0].values().size())
                .toList();
        return new Chart(form, "What it costs", "callers", "milliseconds", places, List.of(series), level);
    }

    @Test
    void a_bar_for_twice_the_value_is_twice_as_high_and_all_stand_on_the_axis() throws Exception {
        List<Element> drawn = of(bars.svg(), "rect", "bar");

        assertThat(drawn).as("none for what was not measured").hasSize(3);
        double half = number(drawn.get(0), "height");
        assertThat(number(drawn.get(1), "height")).isCloseTo(2 * half, within(2 * PIXEL));
        assertThat(number(drawn.get(2), "height")).isCloseTo(4 * half, within(4 * PIXEL));
        double axis = number(of(bars.svg(), "line", "axis").get(0), "y1");
        assertThat(drawn)
                .allSatisfy(bar ->
                        assertThat(number(bar, "y") + number(bar, "height")).isCloseTo(axis, within(2 * PIXEL)));
    }

    @Test
    void a_level_is_as_high_as_a_bar_of_its_value() throws Exception {
        double level = number(of(bars.svg(), "line", "level").get(0), "y1");

        assertThat(number(of(bars.svg(), "rect", "bar").get(1), "y")).isCloseTo(level, within(PIXEL));
    }

    @Test
    void the_bars_of_a_place_stand_side_by_side_around_its_label() throws Exception {
        List<Element> drawn = of(bars.svg(), "rect", "bar");
        List<Element> labels = of(bars.svg(), "text", "middle");

        assertThat(number(drawn.get(0), "x") + number(drawn.get(0), "width") / 2)
                .as("the only one of its place")
                .isCloseTo(number(labels.get(0), "x"), within(PIXEL));
        assertThat(number(drawn.get(1), "x") + number(drawn.get(1), "width"))
                .isLessThan(number(labels.get(1), "x"))
                .isLessThan(number(drawn.get(2), "x"));
    }

    @Test
    void points_are_as_high_as_their_values_and_as_far_apart_as_their_places() throws Exception {
        List<Element> points = of(lines.svg(), "circle", "point");
        double axis = number(of(lines.svg(), "line", "axis").get(0), "y1");

        assertThat(points)
                .as("at each place one of each line, but for the one not measured")
                .hasSize(5);
        double ten = axis - number(points.get(0), "cy");
        assertThat(axis - number(points.get(1), "cy")).isCloseTo(4 * ten, within(5 * PIXEL));
        assertThat(axis - number(points.get(2), "cy")).isCloseTo(2 * ten, within(3 * PIXEL));
        double first = number(points.get(0), "cx");
        double second = number(points.get(2), "cx");
        double third = number(points.get(3), "cx");
        assertThat(third - first).as("three powers of ten and one").isCloseTo(3 * (second - first), within(4 * PIXEL));
    }

    @Test
    void a_line_leads_through_its_points() throws Exception {
        List<Element> points = of(lines.svg(), "circle", "point");

        assertThat(of(lines.svg(), "polyline", "line").get(1).getAttribute("points"))
                .isEqualTo("%s,%s %s,%s"
                        .formatted(
                                points.get(1).getAttribute("cx"), points.get(1).getAttribute("cy"),
                                points.get(4).getAttribute("cx"), points.get(4).getAttribute("cy")));
    }

    @Test
    void what_is_drawn_is_written_too() throws Exception {
        assertThat(texts(bars.svg(), "value")).containsExactly("0.50", "1.00", "2.00");
        assertThat(texts(bars.svg(), "name")).containsExactly("one way", "another <way> & \"more\"", "bare");
        assertThat(texts(bars.svg(), "middle")).containsExactly("10", "100", "callers", "milliseconds");
        assertThat(texts(bars.svg(), "end")).containsExactly("0.0", "0.5", "1.0", "1.5", "2.0");
        assertThat(texts(bars.svg(), "title")).containsExactly("What it costs");
    }

    @Test
    void who_does_not_see_the_picture_is_told_all_figures() throws Exception {
        Element picture = parse(lines.svg());

        assertThat(picture.getAttribute("role")).isEqualTo("img");
        assertThat(picture.getAttribute("aria-labelledby")).isEqualTo("title description");
        assertThat(picture.getElementsByTagName("title").item(0).getTextContent())
                .isEqualTo("What it costs");
        assertThat(picture.getElementsByTagName("desc").item(0).getTextContent())
                .isEqualTo("milliseconds, by callers. p50: at 10 10.0, at 100 20.0, at 10 000 20.0."
                        + " p99: at 10 40.0, at 10 000 80.0.");
    }

    @Test
    void words_never_cover_each_other_on_a_line() throws Exception {
        Chart close =
                chart(Form.LINES, List.of(), new Series("one", List.of(500.0)), new Series("two", List.of(501.0)));

        assertThat(texts(close.svg(), "value")).containsExactly("500");
        assertThat(close.svg()).contains("at 10 501");
    }

    @Test
    void the_same_figures_make_the_same_picture_on_paper_of_its_own_by_day_and_by_night() throws Exception {
        String svg = bars.svg();

        assertThat(bars.svg()).isEqualTo(svg).hasSizeLessThan(10_000).contains("@media (prefers-color-scheme: dark)");
        Element paper = of(svg, "rect", "paper").get(0);
        assertThat(number(paper, "width")).isGreaterThan(870);
        assertThat(number(paper, "height")).isGreaterThan(420);
    }

    @Test
    void nothing_measured_at_all_is_an_empty_chart() throws Exception {
        Chart empty = chart(Form.BARS, List.of(), new Series("one", List.of(Double.NaN)));

        assertThat(of(empty.svg(), "rect", "bar")).isEmpty();
        assertThat(texts(empty.svg(), "end")).containsExactly("0", "1");
    }

    @Test
    void figures_that_belong_to_no_place_are_refused() {
        assertThatThrownBy(() -> chart(
                        Form.BARS, List.of(), new Series("one", List.of(1.0)), new Series("two", List.of(1.0, 2.0))))
                .hasMessage("'two' has 2 figures for 1 places");
    }

    @Test
    void every_series_has_a_colour_of_its_own_and_room_for_its_name() {
        Series[] eight = Stream.generate(() -> new Series("one of eight", List.of(1.0)))
                .limit(8)
                .toArray(Series[]::new);

        assertThatThrownBy(() -> chart(Form.BARS, List.of(), eight)).hasMessage("8 series would share colours");
        assertThatThrownBy(() -> chart(Form.BARS, List.of(), new Series("x".repeat(35), List.of(1.0))))
                .hasMessageEndingWith("does not fit into the legend");
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 0.2", "2.9, 1", "4, 1", "7463, 2000", "0.03, 0.01", "10, 2", "26, 10"})
    void steps_are_round(double largest, double step) {
        assertThat(ChartDrawing.step(largest)).isCloseTo(step, within(step * 1e-9));
    }

    private static List<Element> of(String svg, String name, String cssClass) throws Exception {
        NodeList all = parse(svg).getElementsByTagName(name);
        List<Element> found = new ArrayList<>();
        for (int i = 0; i < all.getLength(); i++) {
            Element element = (Element) all.item(i);
            if (List.of(element.getAttribute("class").split(" ")).contains(cssClass)) {
                found.add(element);
            }
        }
        return found;
    }

    private static List<String> texts(String svg, String cssClass) throws Exception {
        return of(svg, "text", cssClass).stream().map(Element::getTextContent).toList();
    }

    private static Element parse(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(svg)))
                .getDocumentElement();
    }

    private static double number(Element element, String attribute) {
        return Double.parseDouble(element.getAttribute(attribute));
    }
}
