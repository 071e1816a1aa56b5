package dev.numberpool.examples.supportdesk;

import dev.numberpool.examples.supportdesk.Crowd.Talk;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** All talks at once, at a steady pace: in each the visitor and the agent write in turn. */
final class Chatter {
    private final ScheduledExecutorService people = Executors.newScheduledThreadPool(16);
    private final Crowd crowd;
    private final int messages;
    private final CountDownLatch left;
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final long begin = System.nanoTime();
    private Duration took = Duration.ZERO;

    private Chatter(Crowd crowd, int messages) {
        this.crowd = crowd;
        this.messages = messages;
        this.left = new CountDownLatch(messages);
    }

    static Chatter start(Crowd crowd, List<Talk> talks, int messagesASecond, Duration time) {
        int messages = Math.toIntExact(messagesASecond * time.toSeconds());
        Chatter chatter = new Chatter(crowd, messages);
        long pause = TimeUnit.SECONDS.toNanos(1) / messagesASecond;
        AtomicInteger given = new AtomicInteger();
        for (int i = 0; i < talks.size(); i++) {
            Talk talk = talks.get(i);
            Runnable next = () -> {
                int message = given.incrementAndGet();
                if (message <= messages) {
                    chatter.say(talk, "Message " + message);
                }
            };
            // Of one talk, the next message begins when the last one has been sent.
            chatter.people.scheduleAtFixedRate(next, i * pause, talks.size() * pause, TimeUnit.NANOSECONDS);
        }
        return chatter;
    }

    private void say(Talk talk, String text) {
        try {
            if (talk.ofVisitor().size() <= talk.ofAgent().size()) {
                crowd.write(talk, text);
            } else {
                crowd.answer(talk, text);
            }
        } catch (RuntimeException | AssertionError e) {
            failures.add(e.toString());
        } finally {
            left.countDown();
        }
    }

    void awaitEnd() throws InterruptedException {
        left.await(3, TimeUnit.MINUTES);
        took = Duration.ofNanos(System.nanoTime() - begin);
        people.shutdown();
        people.awaitTermination(10, TimeUnit.SECONDS);
    }

    /** How many messages were written. */
    int written() {
        return messages - Math.toIntExact(left.getCount());
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    @Override
    public String toString() {
        double rate = written() / (took.toMillis() / 1_000.0);
        return "%d of %d messages in %.1f s, %.1f a second".formatted(written(), messages, took.toMillis() / 1e3, rate);
    }
}
