package dev.numberpool.examples.benchmarks;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** Runs ways in turn, round by round, so that whatever the machine does meanwhile befalls them all. */
final class Rounds {
    /** What a way needs before each of its rounds. */
    @FunctionalInterface
    interface Preparation {
        /** Makes the place ready for a round of this length. */
        void before(Way way, Duration time) throws SQLException;
    }

    private final Options options;
    private final Preparation preparation;

    Rounds(Options options, Preparation preparation) {
        this.options = options;
        this.preparation = preparation;
    }

    /** Lays in conversations for assignments. */
    static void layIn(Way way, Duration time) throws SQLException {
        for (BenchWidget widget : BenchWidget.values()) {
            way.site().of(widget).reset(time);
        }
    }

    /** Runs ways without looking at them. */
    void warmUp(List<Way> ways) throws SQLException, ExecutionException, InterruptedException {
        Duration time = options.warmUpOfJvm().dividedBy(ways.size());
        for (Way way : ways) {
            run(way, new Result(way), time, () -> Load.run(way.callers(), Duration.ZERO, time, way.call()));
        }
    }

    /** The results stand in the order of the ways. */
    List<Result> run(List<Way> ways) throws SQLException, ExecutionException, InterruptedException {
        List<Result> results = ways.stream().map(Result::new).toList();
        for (int round = 0; round <= options.rounds(); round++) {
            for (Result result : results) {
                Way way = result.way();
                run(way, round == 0 ? new Result(way) : result);
            }
        }
        return results;
    }

    /** Calls that come at random, so many a second. */
    Result runOpen(Way way, double perSecond) throws SQLException, ExecutionException, InterruptedException {
        Result result = new Result(way);
        for (int round = 0; round < options.rounds(); round++) {
            run(
                    way,
                    result,
                    roundTime(),
                    () -> new Load.Sample(
                            perSecond, OpenLoad.run(perSecond, options.warmUp(), options.time(), way.call())));
        }
        return result;
    }

    private void run(Way way, Result result) throws SQLException, ExecutionException, InterruptedException {
        run(way, result, roundTime(), () -> load(way));
    }

    private Duration roundTime() {
        return options.warmUp().plus(options.time());
    }

    private interface Measuring {
        Load.Sample run() throws ExecutionException, InterruptedException;
    }

    private void run(Way way, Result result, Duration time, Measuring measuring)
            throws SQLException, ExecutionException, InterruptedException {
        preparation.before(way, time);
        BenchWidget widget = way.assigns();
        if (widget == null) {
            result.add(measuring.run(), 0);
            return;
        }
        Housekeeper housekeeper = new Housekeeper(way.site().dataSource(), widget);
        Load.Sample sample;
        try {
            sample = measuring.run();
        } finally {
            housekeeper.stop();
        }
        result.add(sample, way.site().of(widget).spread());
    }

    private Load.Sample load(Way way) throws ExecutionException, InterruptedException {
        return Load.run(way.callers(), options.warmUp(), options.time(), way.call());
    }
}
