package dev.numberpool.twilio.fake;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Every request that reached the fake, in the order of arrival, also those that a fault swallowed. A request stands in
 * the log before its answer leaves. Safe for use by many threads.
 */
public final class CallLog {
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Call> calls = new ArrayList<>();
    private final CopyOnWriteArrayList<Consumer<Call>> listeners = new CopyOnWriteArrayList<>();
    private boolean keeping = true;
    private int underWay;
    private int mostAtOnce;

    CallLog() {}

    /** All requests. */
    public List<Call> all() {
        return locked(() -> List.copyOf(calls));
    }

    /**
     * The requests of a method to a path.
     *
     * @param method the method, or an asterisk for any
     * @param path a path in which an asterisk stands for any characters
     */
    public List<Call> to(String method, String path) {
        PathPattern pattern = new PathPattern(method, path);
        return all().stream()
                .filter(call -> pattern.matches(call.method(), call.path()))
                .toList();
    }

    /** How many requests of a method reached a path. */
    public int count(String method, String path) {
        return to(method, path).size();
    }

    /** How many requests were under way at the same time, at most: from their arrival until their answer began. */
    public int mostAtOnce() {
        return locked(() -> mostAtOnce);
    }

    /** Tells a listener, in the fake's threads, of every further request. */
    public void listen(Consumer<Call> listener) {
        listeners.add(listener);
    }

    /** Forgets what was logged. */
    public void clear() {
        locked(() -> {
            calls.clear();
            mostAtOnce = underWay;
            return null;
        });
    }

    /** Stops or resumes keeping requests: off for benchmarks, whose log would grow for ever. */
    public void keep(boolean keep) {
        locked(() -> keeping = keep);
    }

    /** Counts a request that has come, or one that is over, and gives how many are under way. */
    int underWay(int more) {
        return locked(() -> {
            underWay += more;
            mostAtOnce = Math.max(mostAtOnce, underWay);
            return underWay;
        });
    }

    void add(Call call) {
        locked(() -> keeping && calls.add(call));
        listeners.forEach(listener -> listener.accept(call));
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }
}
