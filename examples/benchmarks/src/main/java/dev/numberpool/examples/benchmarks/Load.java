package dev.numberpool.examples.benchmarks;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

/** Some callers, each with a thread of its own, that call again as soon as they have an answer. */
final class Load {
    private Load() {}

    /**
     * What was measured.
     *
     * @param perSecond calls that ended in the measured time, per second of it
     * @param nanos how long each of them took
     */
    record Sample(double perSecond, List<Long> nanos) {}

    static Sample run(int callers, Duration warmUp, Duration time, Call call)
            throws ExecutionException, InterruptedException {
        long from = System.nanoTime() + warmUp.toNanos();
        long until = from + time.toNanos();
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        try {
            List<Future<long[]>> results = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                int caller = i;
                results.add(threads.submit(() -> callUntil(from, until, call, caller)));
            }
            List<Long> nanos = new ArrayList<>();
            for (Future<long[]> result : results) {
                LongStream.of(result.get()).forEach(nanos::add);
            }
            return new Sample(nanos.size() * 1e9 / time.toNanos(), nanos);
        } finally {
            threads.shutdownNow();
        }
    }

    private static long[] callUntil(long from, long until, Call call, int caller) throws SQLException {
        LongStream.Builder nanos = LongStream.builder();
        long end = System.nanoTime();
        while (end < until) {
            long start = end;
            call.run(caller);
            end = System.nanoTime();
            if (end >= from && end < until) {
                nanos.add(end - start);
            }
        }
        return nanos.build().toArray();
    }
}
