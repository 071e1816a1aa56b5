package dev.numberpool.examples.supportdesk.pool;

import dev.numberpool.examples.supportdesk.pool.UsageSamples.Moment;
import dev.numberpool.examples.supportdesk.web.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The use of numbers over time as areas on top of each other, ready to draw: the height is all active conversations, an
 * area is a number's share.
 *
 * @param span how much time it shows, such as {@code 1 h}
 * @param peak the height
 * @param series the areas, from below
 * @param table the same in figures, the newest first
 */
public record UsageChart(String span, int peak, List<Series> series, List<Row> table) {
    /** Width and height of the drawing; both are stretched to the page. */
    static final int WIDTH = 600;

    static final int HEIGHT = 160;

    private static final int AREAS = 5;
    private static final int STEPS = 90;
    private static final int TABLE_ROWS = 12;
    private static final String OTHERS = "others";

    /**
     * An area.
     *
     * @param name what it shows
     * @param index which colour
     * @param path its outline in SVG
     * @param now its newest value
     */
    public record Series(String name, int index, String path, int now) {}

    /**
     * A row of the table.
     *
     * @param when such as {@code 3 min ago}
     * @param values by series
     * @param total of all numbers
     */
    public record Row(String when, List<Integer> values, int total) {}

    /** Whether nothing is known of this time. */
    public boolean isEmpty() {
        return table.isEmpty();
    }

    /** One sentence for those who do not see it. */
    public String description() {
        StringBuilder text =
                new StringBuilder("At most " + peak + " active conversations during the last " + span + ". Now: ");
        series.forEach(
                area -> text.append(area.name()).append(' ').append(area.now()).append(", "));
        return text.append("as the table below says.").toString();
    }

    static Duration step(Duration span) {
        return Duration.ofSeconds(Math.max(10, span.toSeconds() / STEPS));
    }

    /** @param names of the numbers in pool order */
    static UsageChart of(List<Moment> moments, Map<String, String> names, Instant now, Duration span) {
        int peak = moments.stream().mapToInt(Moment::total).max().orElse(0);
        List<Area> areas = areas(moments, names);
        Canvas canvas = new Canvas(now.minus(span), span, Math.max(1, peak));
        List<Series> series = new ArrayList<>();
        for (int index = 0; index < areas.size(); index++) {
            String path = canvas.path(moments, areas.subList(0, index), areas.get(index));
            int newest = areas.get(index).at(moments.get(moments.size() - 1));
            series.add(new Series(areas.get(index).name, index, path, newest));
        }
        return new UsageChart(Times.span(span), peak, series, table(moments, areas, now));
    }

    /** The busiest numbers in pool order, and the others together. */
    private static List<Area> areas(List<Moment> moments, Map<String, String> names) {
        Map<String, Integer> sums = new LinkedHashMap<>();
        names.keySet().forEach(number -> sums.put(number, 0));
        moments.forEach(
                moment -> moment.active().forEach((number, active) -> sums.merge(number, active, Integer::sum)));
        sums.values().removeIf(sum -> sum == 0);
        Set<String> busiest = new LinkedHashSet<>(sums.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
                .limit(sums.size() > AREAS + 1 ? AREAS : AREAS + 1)
                .map(Map.Entry::getKey)
                .toList());
        List<Area> areas = new ArrayList<>();
        sums.keySet().stream()
                .filter(busiest::contains)
                .forEach(number -> areas.add(new Area(names.getOrDefault(number, number), Set.of(number))));
        Set<String> others = new LinkedHashSet<>(sums.keySet());
        others.removeAll(busiest);
        if (!others.isEmpty()) {
            areas.add(new Area(others.size() + " " + OTHERS, others));
        }
        return areas;
    }

    private static List<Row> table(List<Moment> moments, List<Area> areas, Instant now) {
        List<Row> rows = new ArrayList<>();
        int pace = Math.max(1, (moments.size() + TABLE_ROWS - 1) / TABLE_ROWS);
        for (int index = moments.size() - 1; index >= 0; index -= pace) {
            Moment moment = moments.get(index);
            rows.add(new Row(
                    Times.ago(moment.at(), now),
                    areas.stream().map(area -> area.at(moment)).toList(),
                    moment.total()));
        }
        return rows;
    }

    /** What one area adds up. */
    private record Area(String name, Set<String> numbers) {
        int at(Moment moment) {
            return numbers.stream()
                    .mapToInt(number -> moment.active().getOrDefault(number, 0))
                    .sum();
        }
    }

    /** Where moments and counts are in the drawing. */
    private record Canvas(Instant since, Duration span, int peak) {
        String path(List<Moment> moments, List<Area> below, Area area) {
            StringBuilder path = new StringBuilder();
            for (int index = 0; index < moments.size(); index++) {
                Moment moment = moments.get(index);
                int floor = below.stream().mapToInt(lower -> lower.at(moment)).sum();
                int value = area.at(moment);
                if (value > 0) {
                    double from = x(moment.at());
                    double to = index + 1 < moments.size() ? end(moment, moments.get(index + 1)) : end(moment);
                    path.append(block(from, to, y(floor), y(floor + value)));
                }
            }
            return path.toString();
        }

        /** Until the next moment, unless nobody looked for some time between them. */
        private double end(Moment moment, Moment next) {
            boolean isGap = Duration.between(moment.at(), next.at())
                            .compareTo(step(span).multipliedBy(3))
                    > 0;
            return isGap ? end(moment) : x(next.at());
        }

        private double end(Moment moment) {
            return Math.min(WIDTH, x(moment.at().plus(step(span))));
        }

        private double x(Instant at) {
            double share = (double) Duration.between(since, at).toMillis() / span.toMillis();
            return Math.max(0, Math.min(1, share)) * WIDTH;
        }

        private double y(int count) {
            return HEIGHT - (double) count / peak * HEIGHT;
        }

        private static String block(double left, double right, double bottom, double top) {
            return String.format(Locale.ROOT, "M%.1f %.1fV%.1fH%.1fV%.1fZ", left, bottom, top, right, bottom);
        }
    }
}
