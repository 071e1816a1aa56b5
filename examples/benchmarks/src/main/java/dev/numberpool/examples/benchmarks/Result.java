package dev.numberpool.examples.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** What the rounds of one way came to. */
final class Result {
    private final Way way;
    private final List<Double> perSecond = new ArrayList<>();
    private final List<Long> nanos = new ArrayList<>();
    private int spread;

    Result(Way way) {
        this.way = way;
    }

    Way way() {
        return way;
    }

    void add(Load.Sample sample, int spreadAtTheEnd) {
        perSecond.add(sample.perSecond());
        nanos.addAll(sample.nanos());
        spread = Math.max(spread, spreadAtTheEnd);
    }

    /** The largest at the end of any round. */
    int spread() {
        return spread;
    }

    /** Calls per second: the median of the rounds. */
    double perSecond() {
        double[] sorted =
                perSecond.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Milliseconds within which this share of the calls of all rounds were answered. */
    double millis(double share) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int place = (int) Math.ceil(share * sorted.length) - 1;
        return sorted[Math.max(0, place)] / 1e6;
    }
}
