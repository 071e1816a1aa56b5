package dev.numberpool.examples.supportdesk.conversations;

import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Of two people who act on a chat at once, the second one acts on what the first one has made of it. */
final class Turns {
    private final List<ReentrantLock> locks =
            Stream.generate(ReentrantLock::new).limit(64).toList();

    <T> T take(long chat, Supplier<T> action) {
        ReentrantLock lock = locks.get(Math.floorMod(chat, locks.size()));
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }
}
