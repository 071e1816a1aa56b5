package dev.numberpool.examples.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.numberpool.ConversationId;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.scheduling.config.FixedDelayTask;
import org.springframework.scheduling.config.ScheduledTaskHolder;

@DisplayName("What runs regularly")
class JobsTest extends ApplicationTest {
    @Autowired
    private ScheduledTaskHolder scheduled;

    @Autowired
    @Qualifier("jobScheduler")
    private ThreadPoolTaskScheduler jobScheduler;

    @Test
    void every_job_is_registered_with_the_interval_of_its_property() {
        Map<String, Duration> intervals = scheduled.getScheduledTasks().stream()
                .map(task -> (FixedDelayTask) task.getTask())
                .collect(Collectors.toMap(
                        task -> task.toString().replaceFirst(".*\\.", ""), FixedDelayTask::getIntervalDuration));

        assertThat(intervals)
                .containsOnlyKeys("send", "flush", "reconcile", "pollHealth", "diagnose", "releaseIdle", "purge")
                .containsEntry("send", Duration.ofHours(2)) // as set for the tests
                .containsEntry("releaseIdle", Duration.ofHours(1)) // the defaults
                .containsEntry("purge", Duration.ofDays(1));
    }

    @Test
    void every_job_has_run_on_the_threads_for_jobs_and_none_has_failed() {
        Map<String, String> outcomes = meters.find("tasks.scheduled.execution").timers().stream()
                .collect(Collectors.toMap(
                        timer -> timer.getId().getTag("code.function"),
                        timer -> timer.getId().getTag("outcome")));

        assertThat(outcomes)
                .containsOnlyKeys("send", "flush", "pollHealth", "diagnose", "releaseIdle", "purge")
                .allSatisfy((job, outcome) -> assertThat(outcome).isEqualTo("SUCCESS"));
        assertThat(jobScheduler.getScheduledThreadPoolExecutor().getQueue()).hasSize(7);
    }

    @Test
    void a_job_that_fails_and_one_that_hangs_do_not_stop_the_others() {
        CountDownLatch end = new CountDownLatch(1);
        AtomicInteger failures = new AtomicInteger();
        AtomicInteger runs = new AtomicInteger();
        Duration often = Duration.ofMillis(5);
        var failing = jobScheduler.scheduleWithFixedDelay(
                () -> {
                    failures.incrementAndGet();
                    throw new IllegalStateException("the job of a test fails");
                },
                often);
        var hanging = jobScheduler.scheduleWithFixedDelay(
                () -> assertThat(catchInterrupt(end)).isTrue(), often);
        var working = jobScheduler.scheduleWithFixedDelay(runs::incrementAndGet, often);

        await().until(() -> failures.get() >= 3 && runs.get() >= 3);

        end.countDown();
        failing.cancel(false);
        hanging.cancel(false);
        working.cancel(false);
    }

    @Test
    void what_the_agent_wrote_while_nobody_listened_is_received_once() {
        String number = handedOver();
        jobs.reconcile();
        twilio.webhooks().place(LocalServices.PUBLIC, URI.create("http://127.0.0.1:1"));
        phone.write(number, "It left this morning.");
        twilio.webhooks().settle();
        twilio.webhooks().place(LocalServices.PUBLIC, URI.create("http://127.0.0.1:" + port));
        twilio.clock().advance(Duration.ofMinutes(1));

        jobs.reconcile();
        jobs.reconcile();

        assertThat(database.sql("SELECT text FROM chat_message WHERE author = 'agent'")
                        .query(String.class)
                        .list())
                .containsExactly("It left this morning.");
    }

    @Test
    void what_waited_for_the_agent_goes_out_with_the_template_before_it() {
        String number = handedOver();
        greeted(number);
        twilio.clock().advance(Duration.ofHours(25));
        post("/conversations/282/messages", "{\"id\": \"m1\", \"text\": \"Where is my parcel?\"}")
                .expectStatus()
                .isAccepted();
        twilio.webhooks().settle();
        assertThat(phone.texts(number)).last().isEqualTo("Maria is waiting for an answer.");

        phone.write(number, "Yes?");
        twilio.webhooks().settle();
        jobs.flush();

        assertThat(phone.texts(number)).last().asString().endsWith("Where is my parcel?");
    }

    @Test
    void a_conversation_that_nobody_closes_is_released_after_a_day() {
        handedOver();
        twilio.clock().advance(Duration.ofHours(25));

        jobs.releaseIdle();

        assertThat(pool.assignmentOf(ConversationId.of(282))).isEmpty();
    }

    private static boolean catchInterrupt(CountDownLatch end) {
        try {
            end.await();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
