package dev.numberpool.twilio.fake;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * What all parts of one fake share: its account, its time, its ids, and the lock that makes every request and every
 * touch of a phone one atomic step. Webhooks that a step causes are handed to the courier in the order of steps.
 */
final class World {
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Webhook> webhooks = new ArrayList<>();
    private final Courier courier;

    final String accountSid;
    final FakeClock clock;
    final Sids sids;

    World(String accountSid, FakeClock clock, Courier courier) {
        this.accountSid = accountSid;
        this.clock = clock;
        this.courier = courier;
        this.sids = new Sids(accountSid);
    }

    /** What a step answered, and the webhooks that it caused, which wait for their parcel to be opened. */
    record Step<T>(T answer, Parcel parcel) {}

    /** Makes a step whose webhooks wait. */
    <T> Step<T> step(Supplier<T> change) {
        lock.lock();
        try {
            webhooks.clear();
            T answer = change.get();
            return new Step<>(answer, courier.take(List.copyOf(webhooks)));
        } finally {
            lock.unlock();
        }
    }

    /** Makes a step whose webhooks go at once. */
    <T> T act(Supplier<T> change) {
        Step<T> step = step(change);
        step.parcel().open();
        return step.answer();
    }

    /** The same for a change without an answer. */
    void run(Runnable change) {
        act(() -> {
            change.run();
            return true;
        });
    }

    /** Looks without changing anything that webhooks tell of. */
    <T> T look(Supplier<T> question) {
        lock.lock();
        try {
            return question.get();
        } finally {
            lock.unlock();
        }
    }

    /** Adds a webhook to the step that is under way. */
    void send(Webhook webhook) {
        webhooks.add(webhook);
    }

    /** The absolute address of something below Twilio's Conversations host. */
    static String conversationsUrl(String path) {
        return "https://" + Hosts.CONVERSATIONS + path;
    }

    String accountPath(String path) {
        return "/2010-04-01/Accounts/" + accountSid + path;
    }
}
