package dev.numberpool.examples.benchmarks;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What became of a great many messages that are numbered from 1, in memory that is taken once: a register that grew could not
 * be told from a leak. Used by all callers at once.
 */
final class Register {
    private static final int FIRST_FAULTS = 20;

    private final AtomicLongArray done;
    private final AtomicInteger last = new AtomicInteger();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicInteger faults = new AtomicInteger();
    private final Queue<String> firstFaults = new ConcurrentLinkedQueue<>();

    Register(int capacity) {
        this.done = new AtomicLongArray(capacity / Long.SIZE + 1);
    }

    /** The number of a further message. */
    int ask() {
        int number = last.incrementAndGet();
        Calls.require(number < done.length() * Long.SIZE, "the register is full");
        return number;
    }

    /** It has arrived where it belongs. */
    void done(int number) {
        long bit = 1L << number;
        if ((done.getAndAccumulate(number / Long.SIZE, bit, (before, more) -> before | more) & bit) != 0) {
            fault("twice: message " + number);
        } else {
            count.incrementAndGet();
        }
    }

    /** Something that must not be. */
    void fault(String what) {
        if (faults.incrementAndGet() <= FIRST_FAULTS) {
            firstFaults.add(what);
        }
    }

    int asked() {
        return last.get();
    }

    /** Asked for, but never done. */
    int missing() {
        return last.get() - count.get();
    }

    int faults() {
        return faults.get();
    }

    boolean isExact() {
        return last.get() > 0 && missing() == 0 && faults() == 0;
    }

    @Override
    public String toString() {
        return "%d messages, %d missing, %d twice or wrong %s"
                .formatted(asked(), missing(), faults(), List.copyOf(firstFaults));
    }
}
