package dev.numberpool.examples.quickstart;

import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import dev.numberpool.Handover;
import dev.numberpool.NumberPool;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.WidgetId;
import dev.numberpool.desk.HandoverDesk;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a host's scheduler and its operators call: the Java of docs/operations.md. */
final class Operations {
    private static final Logger LOG = LoggerFactory.getLogger(Operations.class);

    private final NumberPool pool;
    private final HandoverDesk desk;
    private final ScheduledExecutorService scheduler;

    Operations(NumberPool pool, HandoverDesk desk, ScheduledExecutorService scheduler) {
        this.pool = pool;
        this.desk = desk;
        this.scheduler = scheduler;
    }

    void start() {
        every(Duration.ofSeconds(5), () -> desk.flush(500));
        every(Duration.ofHours(1), () -> pool.releaseIdle(Duration.ofHours(24), 500));
        every(Duration.ofDays(1), () -> desk.purge(Duration.ofDays(30)));
    }

    void every(Duration period, Runnable task) {
        Runnable guarded = () -> {
            try {
                task.run();
            } catch (RuntimeException e) { // thrown out of here, it would end the schedule
                LOG.warn("Will be tried again in {}: {}", period, e.toString());
            }
        };
        Future<?> unused = scheduler.scheduleWithFixedDelay(guarded, 0, period.toMillis(), TimeUnit.MILLISECONDS);
    }

    void explain(ConversationId conversation, Participant agent) {
        System.out.println(
                pool.explain(Handover.of(WidgetId.of(7), conversation).withAgent(agent)));
    }

    void quarantine(PhoneNumber number) {
        pool.quarantine(number, Duration.ofHours(2), "offline at the provider");
    }

    boolean retire(PhoneNumber number) {
        pool.drain(number);
        boolean isEmpty = pool.assignmentsOn(number).isEmpty();
        return isEmpty;
    }

    List<Assignment> newPhone(Participant old, Participant now) {
        List<Assignment> moved = desk.rebind(old, now);
        return moved;
    }
}
