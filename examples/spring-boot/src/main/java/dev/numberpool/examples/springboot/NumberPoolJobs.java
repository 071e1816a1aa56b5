package dev.numberpool.examples.springboot;

import dev.numberpool.NumberPool;
import dev.numberpool.desk.HandoverDesk;
import dev.numberpool.diagnose.HealthPoll;
import dev.numberpool.twilio.TwilioReconciler;
import dev.numberpool.twilio.TwilioSenders;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** What has to be done regularly. Every node may run all of it. A job that fails is logged by Spring and runs again. */
@Component
final class NumberPoolJobs implements SmartInitializingSingleton {
    private static final Logger LOG = LoggerFactory.getLogger(NumberPoolJobs.class);
    private static final String SCHEDULER = "jobScheduler";
    private static final int LIMIT = 500;

    private final NumberPool pool;
    private final HandoverDesk desk;
    private final Outbox outbox;
    private final Inbox inbox;
    private final TwilioReconciler reconciler;
    private final HealthPoll healthPoll;
    private final TwilioSenders senders;
    private final NumberPoolHealthIndicator health;
    private final NumberPoolProperties.Jobs times;

    NumberPoolJobs(
            @Qualifier("ownPool") NumberPool ownPool,
            HandoverDesk desk,
            Outbox outbox,
            Inbox inbox,
            TwilioReconciler reconciler,
            HealthPoll healthPoll,
            TwilioSenders senders,
            NumberPoolHealthIndicator health,
            NumberPoolProperties.Jobs times) {
        this.pool = ownPool;
        this.desk = desk;
        this.outbox = outbox;
        this.inbox = inbox;
        this.reconciler = reconciler;
        this.healthPoll = healthPoll;
        this.senders = senders;
        this.health = health;
        this.times = times;
    }

    /** Before the web server starts: what was written while nobody listened comes before what is written now. */
    @Override
    public void afterSingletonsInstantiated() {
        reconcile();
    }

    @Scheduled(scheduler = SCHEDULER, fixedDelayString = "#{jobTimes.send()}")
    void send() {
        outbox.sendAll(LIMIT);
    }

    @Scheduled(scheduler = SCHEDULER, fixedDelayString = "#{jobTimes.flush()}")
    void flush() {
        desk.flush(LIMIT);
    }

    @Scheduled(
            scheduler = SCHEDULER,
            fixedDelayString = "#{jobTimes.reconcile()}",
            initialDelayString = "#{jobTimes.reconcile()}")
    void reconcile() {
        reconciler.reconcile(inbox::handle); // logs by itself what it could not compare
    }

    @Scheduled(scheduler = SCHEDULER, fixedDelayString = "#{jobTimes.pollHealth()}")
    void pollHealth() {
        healthPoll.poll(List.of(senders)).forEach(finding -> LOG.warn("{}", finding));
    }

    @Scheduled(scheduler = SCHEDULER, fixedDelayString = "#{jobTimes.diagnose()}")
    void diagnose() {
        health.diagnose();
    }

    @Scheduled(scheduler = SCHEDULER, fixedDelayString = "#{jobTimes.releaseIdle()}")
    void releaseIdle() {
        pool.releaseIdle(times.idleAfter(), LIMIT);
    }

    @Scheduled(scheduler = SCHEDULER, fixedDelayString = "#{jobTimes.purge()}")
    void purge() {
        desk.purge(times.keepMessages());
    }
}
