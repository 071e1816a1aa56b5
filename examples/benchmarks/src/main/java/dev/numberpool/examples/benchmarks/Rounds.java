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

    private void run(Way way, Result result) throws SQLException, ExecutionException, InterruptedException {
        preparation.before(way, options.warmUp().plus(options.time()));
        BenchWidget widget = way.assigns();
        if (widget == null) {
            result.add(load(way), 0);
            return;
        }
        Housekeeper housekeeper = new Housekeeper(way.site().dataSource(), widget);
        Load.Sample sample;
        try {
            sample = load(way);
        } finally {
            housekeeper.stop();
        }
        result.add(sample, way.site().of(widget).spread());
    }

    private Load.Sample load(Way way) throws ExecutionException, InterruptedException {
        return Load.run(way.callers(), options.warmUp(), options.time(), way.call());
    }
}
