package dev.numberpool.examples.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** What has to stay level while the same goes on and on. Compared are the medians of the second and of the last third. */
final class Levels {
    /** Below this, a heap that has grown says nothing. */
    private static final long SLACK = 5L * 1024 * 1024;

    private static final double SHARE = 0.1;

    /**
     * One look, while nothing runs.
     *
     * @param heap bytes that are left when the garbage is gone
     * @param threads threads of the process
     * @param connections connections that the server has open
     */
    record Level(long heap, int threads, int connections) {}

    private final List<Level> levels = new ArrayList<>();

    void add(Level level) {
        levels.add(level);
    }

    /** What has grown, in words. */
    List<String> grown() {
        List<String> grown = new ArrayList<>();
        long heapBefore = middle(Level::heap);
        long heap = last(Level::heap);
        if (heap - heapBefore > SLACK && heap - heapBefore > SHARE * heapBefore) {
            grown.add("the heap, from %d to %d kB".formatted(heapBefore / 1024, heap / 1024));
        }
        note(grown, "threads", Level::threads);
        note(grown, "connections", Level::connections);
        return grown;
    }

    private void note(List<String> grown, String what, ToLongFunction<Level> value) {
        if (last(value) > middle(value)) {
            grown.add("the " + what + ", from " + middle(value) + " to " + last(value));
        }
    }

    private long middle(ToLongFunction<Level> value) {
        return median(levels.subList(levels.size() / 3, 2 * levels.size() / 3), value);
    }

    private long last(ToLongFunction<Level> value) {
        return median(levels.subList(2 * levels.size() / 3, levels.size()), value);
    }

    private static long median(List<Level> some, ToLongFunction<Level> value) {
        Calls.require(!some.isEmpty(), "three looks are the least that says anything");
        long[] sorted = some.stream().mapToLong(value).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
