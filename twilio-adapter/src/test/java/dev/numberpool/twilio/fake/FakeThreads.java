package dev.numberpool.twilio.fake;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The fake's threads: daemons with telling names that end with it. */
final class FakeThreads {
    private FakeThreads() {}

    static ExecutorService many(String name) {
        return Executors.newCachedThreadPool(named(name));
    }

    static ExecutorService some(String name, int number) {
        return Executors.newFixedThreadPool(number, named(name));
    }

    static void stop(ExecutorService threads) {
        threads.shutdownNow();
        try {
            threads.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static ThreadFactory named(String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
