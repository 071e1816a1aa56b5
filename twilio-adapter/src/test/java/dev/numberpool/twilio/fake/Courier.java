package dev.numberpool.twilio.fake;

import dev.numberpool.twilio.fake.SentWebhook.Attempt;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Signs webhooks and carries them to the host, in threads of its own, in order unless told otherwise. */
final class Courier {
    private static final String FORM = "application/x-www-form-urlencoded; charset=UTF-8";

    private final WebhookSettings settings;
    private final Postman postman = new Postman();
    private final ThreadPoolExecutor threads;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();
    private final Deque<Webhook> held = new ArrayDeque<>();
    private final List<SentWebhook> sent = new ArrayList<>();
    private final NavigableSet<Long> underWay = new TreeSet<>();
    private boolean holding;
    private long newest;

    Courier(WebhookSettings settings) {
        this.settings = settings;
        this.threads = (ThreadPoolExecutor) FakeThreads.some("fake-twilio-webhooks", 1);
    }

    void parallel(int number) {
        if (number > threads.getMaximumPoolSize()) {
            threads.setMaximumPoolSize(number);
            threads.setCorePoolSize(number);
        } else {
            threads.setCorePoolSize(number);
            threads.setMaximumPoolSize(number);
        }
    }

    /** True where the webhooks of a call come before its answer. */
    boolean comesFirst() {
        return settings.habits.contains(StatusHabit.BEFORE_ANSWER);
    }

    /** Takes the webhooks of a step, in their place after those of earlier steps. */
    Parcel take(List<Webhook> webhooks) {
        if (webhooks.isEmpty()) {
            return Parcel.EMPTY;
        }
        List<Webhook> now = ordered(webhooks).stream()
                .filter(webhook -> !hold(webhook, isStatus(webhook) && settings.habits.contains(StatusHabit.LATE)))
                .toList();
        Parcel parcel = new Parcel(now.size());
        for (Webhook webhook : now) {
            submit(() -> {
                if (parcel.awaitOpening()) {
                    carry(webhook);
                }
                parcel.arrived();
            });
        }
        return parcel;
    }

    void hold() {
        locked(() -> holding = true);
    }

    void release() {
        List<Webhook> released = new ArrayList<>();
        locked(() -> {
            holding = false;
            released.addAll(held);
            held.clear();
        });
        released.forEach(webhook -> submit(() -> carry(webhook)));
    }

    /** Waits until nothing is under way; what is held does not count. */
    boolean settle(Duration atMost) {
        return settle(Long.MAX_VALUE, atMost);
    }

    /** Waits until nothing is under way that is so now; what is held does not count. */
    boolean settleSoFar(Duration atMost) {
        lock.lock();
        try {
            return settle(newest, atMost);
        } finally {
            lock.unlock();
        }
    }

    private boolean settle(long last, Duration atMost) {
        lock.lock();
        try {
            long left = atMost.toNanos();
            while (isUnderWay(last) && left > 0) {
                left = idle.awaitNanos(left);
            }
            return !isUnderWay(last);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private boolean isUnderWay(long last) {
        return !underWay.isEmpty() && underWay.first() <= last;
    }

    List<SentWebhook> sent() {
        lock.lock();
        try {
            return List.copyOf(sent);
        } finally {
            lock.unlock();
        }
    }

    void forget() {
        locked(sent::clear);
    }

    void close() {
        FakeThreads.stop(threads);
        postman.close();
    }

    private boolean hold(Webhook webhook, boolean late) {
        lock.lock();
        try {
            return (holding || late) && held.add(webhook);
        } finally {
            lock.unlock();
        }
    }

    private List<Webhook> ordered(List<Webhook> webhooks) {
        List<Webhook> others = new ArrayList<>(webhooks);
        List<Webhook> statuses =
                new ArrayList<>(webhooks.stream().filter(Courier::isStatus).toList());
        others.removeAll(statuses);
        if (settings.habits.contains(StatusHabit.OUT_OF_ORDER)) {
            Collections.reverse(statuses);
        }
        for (Webhook status : statuses) {
            others.add(status);
            if (settings.habits.contains(StatusHabit.TWICE)) {
                others.add(status);
            }
        }
        return others;
    }

    private static boolean isStatus(Webhook webhook) {
        return webhook.kind() == Webhook.Kind.STATUS;
    }

    private void submit(Runnable errand) {
        long number = begun();
        try {
            threads.execute(() -> {
                try {
                    errand.run();
                } finally {
                    done(number);
                }
            });
        } catch (RejectedExecutionException closed) {
            done(number);
        }
    }

    private long begun() {
        lock.lock();
        try {
            underWay.add(++newest);
            return newest;
        } finally {
            lock.unlock();
        }
    }

    private void done(long number) {
        locked(() -> {
            underWay.remove(number);
            idle.signalAll();
        });
    }

    private void carry(Webhook webhook) {
        SentWebhook result = tryToSend(webhook, webhook.url(), settings.complete(webhook.form()));
        if (webhook.fallbackUrl() != null && !result.accepted()) {
            Map<String, String> form = new LinkedHashMap<>(result.form());
            form.put("ErrorCode", "11200");
            form.put("ErrorUrl", webhook.url());
            tryToSend(webhook, webhook.fallbackUrl(), form);
        }
    }

    private SentWebhook tryToSend(Webhook webhook, String url, Map<String, String> form) {
        RetryPolicy policy = RetryPolicy.of(url, settings.timeout(webhook.kind()));
        boolean json = webhook.kind() == Webhook.Kind.CONVERSATION && settings.conversationsAsJson;
        String body = json ? Json.write(form) : Params.encode(form);
        String bare = url.replaceFirst("#.*", "");
        String signed = json ? TwilioSignature.withDigest(bare, body) : bare;
        String token = UUID.randomUUID().toString();
        List<Attempt> attempts = new ArrayList<>();
        do {
            String signature = json
                    ? TwilioSignature.ofJson(settings.authToken, signed)
                    : TwilioSignature.ofForm(settings.authToken, signed, form);
            Map<String, String> headers =
                    Map.of(TwilioSignature.HEADER, signature, "I-Twilio-Idempotency-Token", token);
            URI place = settings.actual(signed);
            attempts.add(postman.post(place, json ? "application/json" : FORM, body, headers, policy.timeout()));
        } while (policy.again(attempts.get(attempts.size() - 1), attempts.size()));
        SentWebhook result = new SentWebhook(signed, Map.copyOf(form), List.copyOf(attempts));
        locked(() -> sent.add(result));
        return result;
    }

    private void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }
}
