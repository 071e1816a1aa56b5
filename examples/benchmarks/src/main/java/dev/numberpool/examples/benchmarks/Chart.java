package dev.numberpool.examples.benchmarks;

import java.util.List;

/**
 * Figures at some places, as bars that stand together at each place or as lines that lead through them.
 *
 * @param across what the places are
 * @param up what the figures are, with their unit
 * @param places from left to right
 * @param series figures that belong together, in the order of the legend
 * @param level a figure to compare the others with
 */
record Chart(
        Form form, String title, String across, String up, List<Place> places, List<Series> series, List<Level> level) {

    enum Form {
        BARS,
        LINES
    }

    /**
     * One place.
     *
     * @param position where it is beside the others, for lines; bars stand side by side
     */
    record Place(String label, double position) {}

    /**
     * Figures with a name.
     *
     * @param values one for each place, not a number where nothing was measured
     */
    record Series(String name, List<Double> values) {}

    /** A line across the chart. */
    record Level(String name, double value) {}

    /** Copies its lists. */
    Chart {
        places = List.copyOf(places);
        series = List.copyOf(series);
        level = List.copyOf(level);
        if (series.size() > ChartDrawing.COLOURS) {
            throw new IllegalArgumentException(series.size() + " series would share colours");
        }
        for (Series each : series) {
            if (each.name().length() > ChartDrawing.LONGEST_NAME) {
                throw new IllegalArgumentException("'" + each.name() + "' does not fit into the legend");
            }
            if (each.values().size() != places.size()) {
                throw new IllegalArgumentException("'" + each.name() + "' has "
                        + each.values().size() + " figures for " + places.size() + " places");
            }
        }
    }

    /** The largest figure, or zero if there is none. */
    double largest() {
        double largest = level.stream().mapToDouble(Level::value).max().orElse(0);
        for (Series each : series) {
            for (double value : each.values()) {
                largest = Double.isFinite(value) ? Math.max(largest, value) : largest;
            }
        }
        return largest;
    }

    /** The picture as text. */
    String svg() {
        return new ChartDrawing(this).draw();
    }
}
