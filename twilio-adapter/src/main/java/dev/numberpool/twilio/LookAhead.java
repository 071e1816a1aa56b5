package dev.numberpool.twilio;

import dev.numberpool.desk.Failure.Kind;
import dev.numberpool.desk.GatewayException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Looks something up for each of many rows, a few at a time, and gives the answers in the order of the rows. As many
 * look-ups as may be under way are begun ahead of the consumer, but never for rows of a page that has not been fetched.
 *
 * <p>The consumer makes the look-up that it waits for itself unless an executor's thread has begun it. So an executor that
 * is full, or takes nothing more, makes it slower and not wrong.
 *
 * <p>Not for several threads at a time.
 */
final class LookAhead<R, T> implements Iterator<T> {
    private final Source<R> rows;
    private final Function<R, Optional<T>> lookUp;
    private final int most;
    private final Executor executor;
    private final Deque<FutureTask<Optional<T>>> begun = new ArrayDeque<>();
    private @Nullable T next;

    /** Rows, of which some can be had without waiting. */
    interface Source<R> extends Iterator<R> {
        /** Whether the next row, if there is one, is here already. */
        boolean hasNextAtHand();
    }

    /**
     * Look-ups for these rows.
     *
     * @param lookUp gives nothing for a row that is to be left out
     * @param most how many may be under way at a time
     */
    LookAhead(Source<R> rows, Function<R, Optional<T>> lookUp, int most, Executor executor) {
        this.rows = rows;
        this.lookUp = lookUp;
        this.most = most;
        this.executor = executor;
    }

    @Override
    public boolean hasNext() {
        while (next == null && beginMore()) {
            next = first().orElse(null);
        }
        return next != null;
    }

    @Override
    public T next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException();
        }
        T answer = next;
        next = null;
        return answer;
    }

    /** Gives up what is under way. */
    void cancel() {
        begun.forEach(task -> task.cancel(true));
        begun.clear();
    }

    private boolean beginMore() {
        while (begun.isEmpty() ? rows.hasNext() : begun.size() < most && rows.hasNextAtHand()) {
            R row = rows.next();
            begin(new FutureTask<>(() -> lookUp.apply(row)));
        }
        return !begun.isEmpty();
    }

    private void begin(FutureTask<Optional<T>> task) {
        boolean isFirst = begun.isEmpty();
        begun.add(task);
        if (isFirst) {
            // The consumer's own, in a moment.
            return;
        }
        try {
            executor.execute(task);
        } catch (RejectedExecutionException e) {
            // Whoever has no thread for it leaves it to the consumer.
        }
    }

    private Optional<T> first() {
        FutureTask<Optional<T>> task = begun.remove();
        task.run();
        try {
            return task.get();
        } catch (ExecutionException e) {
            cancel();
            throw failure(e.getCause());
        } catch (InterruptedException e) {
            task.cancel(true);
            cancel();
            Thread.currentThread().interrupt();
            throw new GatewayException(Kind.UNAVAILABLE, "interrupted while waiting for Twilio");
        }
    }

    private static RuntimeException failure(@Nullable Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException exception ? exception : new IllegalStateException(cause);
    }
}
