package dev.numberpool.examples.supportdesk.handover;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What runs every few seconds. The library starts no threads; these are the host's. Safe for use by many threads. */
public final class Jobs implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);

    /** What runs every few minutes or hours is not left out for so long after a start. */
    private static final Duration FIRST = Duration.ofSeconds(10);

    private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(3);
    private final Map<String, Job> jobs = new ConcurrentSkipListMap<>();
    private final InstantSource clock;

    /** None yet. */
    public Jobs(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * How a job ran.
     *
     * @param at when it began
     * @param took how long it took
     * @param failure why it failed, in words; null if it did not
     */
    public record Run(Instant at, Duration took, @Nullable String failure) {}

    /**
     * A job and how it ran.
     *
     * @param name its name
     * @param pause how long it rests between two runs
     * @param last its last run, or null if there was none
     * @param lastFailed the last run that failed, or null if none did
     */
    public record State(
            String name,
            Duration pause,
            @Nullable Run last,
            @Nullable Run lastFailed) {
        /** Whether the last run failed. */
        public boolean isFailing() {
            return last != null && last.failure() != null;
        }
    }

    /** Runs a job again and again; one that fails is logged, and runs again. */
    public Jobs every(Duration pause, String name, Runnable work) {
        Job job = new Job(work, new State(name, pause, null, null));
        jobs.put(name, job);
        long first = Math.min(pause.toMillis(), FIRST.toMillis());
        // Nothing comes of it: it runs until the executor is shut down.
        ScheduledFuture<?> unused =
                executor.scheduleWithFixedDelay(() -> run(job), first, pause.toMillis(), TimeUnit.MILLISECONDS);
        return this;
    }

    /** Runs a job once more, here and now. */
    public Run now(String name) {
        return run(Objects.requireNonNull(jobs.get(name), name));
    }

    /** All jobs, by name. */
    public List<State> states() {
        return jobs.values().stream().map(job -> job.state).toList();
    }

    private Run run(Job job) {
        Instant at = clock.instant();
        long begin = System.nanoTime();
        @Nullable String failure = null;
        try {
            job.work.run();
        } catch (RuntimeException | Error e) { // the executor would forget a job that throws
            LOG.warn("Job {} failed; it runs again in {}", job.state.name(), job.state.pause(), e);
            failure = Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
        }
        Run run = new Run(at, Duration.ofNanos(System.nanoTime() - begin), failure);
        job.ran(run);
        return run;
    }

    @Override
    public void close() {
        stop(executor);
    }

    private static void stop(ExecutorService executor) {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(10, TimeUnit.SECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private static final class Job {
        private final Runnable work;
        private volatile State state;

        Job(Runnable work, State state) {
            this.work = work;
            this.state = state;
        }

        void ran(Run run) {
            State before = state;
            state = new State(before.name(), before.pause(), run, run.failure() == null ? before.lastFailed() : run);
        }
    }
}
