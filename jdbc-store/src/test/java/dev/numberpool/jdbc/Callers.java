package dev.numberpool.jdbc;

import static dev.numberpool.jdbc.HostDatabase.WIDGET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import dev.numberpool.NumberPool;
import dev.numberpool.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that ask for one conversation after the other, each conversation twice, until they are stopped. As a host would,
 * they come again after a failure that is transient.
 */
final class Callers implements AutoCloseable {
    private final NumberPool pool;
    private final Told told;
    private final AtomicInteger next;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger failures = new AtomicInteger();
    private final Set<Thread> failed = ConcurrentHashMap.newKeySet();
    private final Queue<Throwable> unexpected = new ConcurrentLinkedQueue<>();
    private volatile boolean isOver;

    /** Callers of conversations from {@code first} on. */
    Callers(NumberPool pool, Told told, int first, int count) {
        this.pool = pool;
        this.told = told;
        this.next = new AtomicInteger(2 * first);
        for (int i = 0; i < count; i++) {
            Thread thread = new Thread(this::callOn, "caller-" + i);
            threads.add(thread);
            thread.start();
        }
    }

    private void callOn() {
        while (!isOver) {
            ConversationId id = ConversationId.of(next.getAndIncrement() / 2);
            while (!isOver && !call(id)) {
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        }
    }

    private boolean call(ConversationId id) {
        try {
            Assignment assignment = pool.assign(WIDGET, id);
            told.add(assignment);
            return true;
        } catch (StoreException e) {
            failures.incrementAndGet();
            failed.add(Thread.currentThread());
            if (!e.isTransient()) {
                unexpected.add(e);
            }
        } catch (RuntimeException | Error e) {
            unexpected.add(e);
        }
        return false;
    }

    /** Calls that failed, and were made again. */
    int failures() {
        return failures.get();
    }

    /** Callers of whom a call has failed. */
    int failedCallers() {
        return failed.size();
    }

    /** The first conversation that nobody has asked for. */
    int next() {
        return next.get() / 2 + 1;
    }

    /** Waits for so many more new assignments. */
    void awaitMore(int assignments, Duration atMost) {
        int goal = told.news() + assignments;
        await(atMost, "new assignments", () -> told.news() >= goal);
    }

    /** Waits for a condition. */
    static void await(Duration atMost, String what, java.util.function.BooleanSupplier condition) {
        long end = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("%s within %s", what, atMost).isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    /** Ends them; each ends within the time, and none has met anything but transient failures. */
    void stop(Duration atMost) throws InterruptedException {
        isOver = true;
        for (Thread thread : threads) {
            TimeUnit.NANOSECONDS.timedJoin(thread, atMost.toNanos());
            assertThat(thread.isAlive()).as("%s is stuck", thread.getName()).isFalse();
        }
        assertThat(unexpected).isEmpty();
    }

    @Override
    public void close() {
        isOver = true;
    }
}
