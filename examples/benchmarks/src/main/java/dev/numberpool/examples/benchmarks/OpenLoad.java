package dev.numberpool.examples.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * Calls that come when they come, whether or not those before them have been answered: at random times, so many a second on
 * average. What a call waits for a thread counts, so a stall is felt by all who come while it lasts.
 */
final class OpenLoad {
    /** The same arrivals in every run. */
    private static final long SEED = 6;

    private OpenLoad() {}

    /** The times from arrival to answer of the calls that came in the measured time. */
    static List<Long> run(double perSecond, Duration warmUp, Duration time, Call call)
            throws ExecutionException, InterruptedException {
        Random random = new Random(SEED);
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<Future<Long>> answers = new ArrayList<>();
            long from = System.nanoTime() + warmUp.toNanos();
            long until = from + time.toNanos();
            double arrival = System.nanoTime();
            for (int i = 0; arrival < until; i++) {
                waitUntil((long) arrival);
                long came = (long) arrival;
                int caller = i;
                Future<Long> answer = threads.submit(() -> {
                    call.run(caller);
                    return System.nanoTime() - came;
                });
                if (came >= from) {
                    answers.add(answer);
                }
                arrival += -Math.log(1 - random.nextDouble()) * 1e9 / perSecond;
            }
            List<Long> nanos = new ArrayList<>();
            for (Future<Long> answer : answers) {
                nanos.add(answer.get());
            }
            return nanos;
        } finally {
            threads.shutdownNow();
        }
    }

    private static void waitUntil(long nanoTime) {
        long left = nanoTime - System.nanoTime();
        while (left > 0) {
            LockSupport.parkNanos(left);
            left = nanoTime - System.nanoTime();
        }
    }
}
