package dev.numberpool.examples.benchmarks;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** Runs ways in turn, round by round, so that whatever the machine does meanwhile befalls them all. */
final class Rounds {
    private final Options options;

    Rounds(Options options) {
        this.options = options;
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
        for (BenchWidget widget : BenchWidget.values()) {
            way.site().of(widget).reset(options.warmUp().plus(options.time()));
        }
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
