package dev.numberpool.examples.springboot;

import dev.numberpool.Assignment;
import dev.numberpool.Decision;
import dev.numberpool.NumberPoolListener;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Counts what happens to conversations. No numbers, widgets or agents in tags: those would grow without end. */
@Component
final class PoolMetrics implements NumberPoolListener {
    private final MeterRegistry meters;

    PoolMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    @Override
    public void assigned(Assignment assignment, Supplier<Decision> why) {
        count("numberpool.assigned", "source", assignment.source().name().toLowerCase(Locale.ROOT));
    }

    @Override
    public void moved(Assignment before, Assignment after, Supplier<Decision> why) {
        count("numberpool.moved");
    }

    @Override
    public void shared(Assignment assignment, int others) {
        count("numberpool.shared");
    }

    @Override
    public void usedUnhealthy(Assignment assignment) {
        count("numberpool.used.unhealthy");
    }

    @Override
    public void released(Assignment assignment) {
        count("numberpool.released");
    }

    /** In the caller's transaction the pool tells before the commit: what is rolled back has not happened. */
    private void count(String name, String... tags) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            meters.counter(name, tags).increment();
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                meters.counter(name, tags).increment();
            }
        });
    }
}
