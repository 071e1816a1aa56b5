package dev.numberpool;

import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** Seeds for randomized tests; each is printed, and {@code -Dseed=…} plays one again. */
final class Seeds {
    private Seeds() {}

    static long[] fresh(int count) {
        Long fixed = Long.getLong("seed");
        long[] seeds = fixed != null
                ? new long[] {fixed}
                : ThreadLocalRandom.current().longs(count).toArray();
        IntStream.range(0, seeds.length).forEach(i -> Console.print("randomized test with -Dseed={}", seeds[i]));
        return seeds;
    }
}
