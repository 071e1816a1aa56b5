package dev.numberpool.examples.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/** Counts what threads allocate. */
final class Allocation {
    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocation() {}

    /**
     * The bytes that one run allocates, on average.
     *
     * @param isMeant which threads count, by their names
     */
    static double perRun(int runs, Runnable run, Predicate<String> isMeant) {
        for (int i = 0; i < runs; i++) {
            run.run();
        }
        Map<Long, Long> before = byThread(isMeant);
        for (int i = 0; i < runs; i++) {
            run.run();
        }
        Map<Long, Long> after = byThread(isMeant);
        long bytes = 0;
        for (Map.Entry<Long, Long> thread : after.entrySet()) {
            bytes += thread.getValue() - before.getOrDefault(thread.getKey(), 0L);
        }
        return (double) bytes / runs;
    }

    private static Map<Long, Long> byThread(Predicate<String> isMeant) {
        Map<Long, Long> bytes = new HashMap<>();
        for (ThreadInfo thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
            // A thread may end between the two.
            if (thread != null && isMeant.test(thread.getThreadName())) {
                bytes.put(thread.getThreadId(), Math.max(0, THREADS.getThreadAllocatedBytes(thread.getThreadId())));
            }
        }
        return bytes;
    }
}
