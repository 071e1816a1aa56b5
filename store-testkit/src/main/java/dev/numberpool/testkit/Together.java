package dev.numberpool.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Runs calls at the same time, each in a thread of its own, and never waits for ever. */
final class Together {
    private Together() {}

    /** Starts all at once and waits for all. */
    static <T> List<T> run(Duration patience, List<Supplier<T>> calls) {
        CountDownLatch start = new CountDownLatch(1);
        List<CompletableFuture<T>> running = new ArrayList<>();
        for (Supplier<T> call : calls) {
            running.add(start(() -> {
                await(start, patience);
                return call.get();
            }));
        }
        start.countDown();
        return running.stream().map(future -> result(future, patience)).toList();
    }

    /** Starts one. */
    static <T> CompletableFuture<T> start(Supplier<T> call) {
        CompletableFuture<T> future = new CompletableFuture<>();
        Thread thread = new Thread(() -> complete(future, call), "store contract");
        thread.setDaemon(true);
        thread.start();
        return future;
    }

    /** The call's result; a call that fails or takes too long fails the test. */
    static <T> T result(CompletableFuture<T> future, Duration patience) {
        try {
            return future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("a call failed that ran beside others: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("a call that ran beside others did not end within " + patience, e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Whether the call ends within this time. */
    static boolean ends(CompletableFuture<?> future, Duration time) {
        try {
            future.get(time.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException e) {
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static <T> void complete(CompletableFuture<T> future, Supplier<T> call) {
        try {
            future.complete(call.get());
        } catch (RuntimeException | Error e) {
            future.completeExceptionally(e);
        }
    }

    private static void await(CountDownLatch start, Duration patience) {
        try {
            if (!start.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("the start was not given within " + patience);
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static AssertionError interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new AssertionError("the test was interrupted", cause);
    }
}
