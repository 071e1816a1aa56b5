package dev.numberpool.examples.supportdesk.pool;

import static dev.numberpool.examples.supportdesk.pool.PoolPages.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.numberpool.examples.supportdesk.TestDesk;
import dev.numberpool.examples.supportdesk.Visit.Answer;
import dev.numberpool.examples.supportdesk.pool.UsageSamples.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The use of numbers over time")
class UsageChartTest {
    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void is_sampled_drawn_and_told_as_a_table_and_forgotten_after_a_day() {
        try (TestDesk desk = TestDesk.empty()) {
            desk.jobs().close();
            PoolPages pool = PoolPages.of(
                    desk, "[" + entry("+15558986601", "<One>") + ", " + entry("+15558986602", "Two") + "]");
            assertThat(pool.read().text()).contains("Nothing to draw yet");
            UsageSamples samples = new UsageSamples(desk.jdbi(), desk.twilio().clock());

            pool.handOver("Maria", "+201016666301");
            samples.take(desk.handovers().pool(), desk.handovers().store());
            desk.twilio().pass(Duration.ofMinutes(10));
            pool.handOver("Youssef", "+201016666301");
            samples.take(desk.handovers().pool(), desk.handovers().store());

            Answer page = pool.read();
            assertThat(page.page().select(".pool-plot path[class^=area]")).hasSize(2);
            assertThat(page.page().select(".pool-plot desc").text())
                    .contains("At most 2 active conversations", "<One> 1, Two 1");
            assertThat(page.page().select(".pool-chart tbody tr").eachText())
                    .containsExactly("just now 1 1 2", "10 min ago 1 0 1");
            assertThat(pool.open(pool.path() + "&span=10m").page().select(".pool-chart tbody tr"))
                    .hasSize(1);

            desk.twilio().pass(Duration.ofHours(25));
            samples.take(desk.handovers().pool(), desk.handovers().store());
            assertThat(desk.answer("SELECT count(*)::text FROM desk_usage")).isEqualTo("2");
        }
    }

    @Test
    void is_drawn_as_areas_on_top_of_each_other() {
        UsageChart chart = UsageChart.of(
                List.of(
                        new Moment(NOW.minus(HOUR.dividedBy(2)), Map.of("+1", 1, "+2", 3)),
                        new Moment(NOW.minusSeconds(1790), Map.of("+1", 2))),
                names(2),
                NOW,
                HOUR);

        assertThat(chart.peak()).isEqualTo(4);
        assertThat(chart.series()).extracting(UsageChart.Series::name).containsExactly("Line 1", "Line 2");
        // Half of the time is half of the width; one of four is a quarter of the height.
        assertThat(chart.series().get(0).path()).startsWith("M300.0 160.0V120.0H301.7V160.0Z");
        assertThat(chart.series().get(1).path()).isEqualTo("M300.0 120.0V0.0H301.7V120.0Z");
    }

    @Test
    void leaves_a_gap_where_nobody_looked() {
        UsageChart chart = UsageChart.of(
                List.of(new Moment(NOW.minusSeconds(3600), Map.of("+1", 1)), new Moment(NOW, Map.of("+1", 1))),
                names(1),
                NOW,
                HOUR);

        // The first block ends after one step of 40 seconds, not where the next begins.
        assertThat(chart.series().get(0).path()).startsWith("M0.0 160.0V0.0H6.7V160.0Z");
    }

    @Test
    void shows_the_five_busiest_of_many_numbers_and_the_others_together() {
        Map<String, Integer> active = new LinkedHashMap<>();
        IntStream.rangeClosed(1, 200).forEach(number -> active.put("+" + number, number));

        UsageChart chart = UsageChart.of(List.of(new Moment(NOW, active)), names(200), NOW, HOUR);

        assertThat(chart.series())
                .extracting(UsageChart.Series::name)
                .containsExactly("Line 196", "Line 197", "Line 198", "Line 199", "Line 200", "195 others");
        assertThat(chart.peak()).isEqualTo(200 * 201 / 2);
        assertThat(chart.series().stream().mapToInt(UsageChart.Series::now).sum())
                .isEqualTo(chart.peak());
    }

    private static Map<String, String> names(int count) {
        Map<String, String> names = new LinkedHashMap<>();
        IntStream.rangeClosed(1, count).forEach(number -> names.put("+" + number, "Line " + number));
        return names;
    }
}
