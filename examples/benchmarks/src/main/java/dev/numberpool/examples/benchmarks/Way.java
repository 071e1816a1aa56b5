package dev.numberpool.examples.benchmarks;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * One way to do it, at one place, by a number of callers.
 *
 * @param assigns the widget whose conversations it gives numbers to, or null if it gives none
 * @param isExact whether numbers must be used evenly, to within one
 */
record Way(
        String title,
        @Nullable Site site,
        int callers,
        Call call,
        @Nullable BenchWidget assigns,
        boolean isExact) {

    /** Where it happens; not to be asked of a way that is {@link #elsewhere}. */
    @Override
    public Site site() {
        return requireNonNull(site, "this way has no place in the database");
    }

    static Way bareUpdate(Site site, int callers) {
        return reading("bare `UPDATE`", site, callers, Calls.bareUpdate(site.dataSource()));
    }

    /** The same without going together. */
    static Way assignAlone(Site site, int callers, BenchWidget widget) {
        Call call = Calls.assignFresh(site.poolOfSingles(), site, widget);
        return new Way("`assign()`, `coalescing(false)`", site, callers, call, widget, true);
    }

    static Way assign(Site site, int callers, BenchWidget widget) {
        return new Way("`assign()`", site, callers, Calls.assignFresh(site.pool(), site, widget), widget, true);
    }

    static Way handWritten(HandWritten way, Site site, int callers) {
        return new Way(way.title(), site, callers, way.on(site, BenchWidget.SMALL), BenchWidget.SMALL, false);
    }

    /** A way that uses no database of the benchmark. */
    static Way elsewhere(String title, int callers, Call call) {
        return new Way(title, null, callers, call, null, false);
    }

    /** A way that gives no numbers. */
    static Way reading(String title, Site site, int callers, Call call) {
        return new Way(title, site, callers, call, null, false);
    }
}
