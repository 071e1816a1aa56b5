package dev.numberpool.examples.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.numberpool.examples.benchmarks.Levels.Level;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LevelsTest {
    private static final int MB = 1024 * 1024;

    @Test
    void what_warms_up_in_the_first_third_and_stays_is_level() {
        assertThat(levels(night -> new Level((night < 4 ? night : 40L) * MB, Math.min(night, 6), Math.min(night, 6)))
                        .grown())
                .isEmpty();
    }

    @Test
    void a_heap_that_grows_by_a_megabyte_a_night_is_found() {
        assertThat(levels(night -> new Level((20L + night) * MB, 20, 8)).grown())
                .containsExactly("the heap, from 30720 to 37888 kB");
    }

    @Test
    void a_heap_that_breathes_is_level() {
        assertThat(levels(night -> new Level((30L + night % 3) * MB, 20, 8)).grown())
                .isEmpty();
    }

    @Test
    void a_large_heap_may_grow_by_less_than_a_tenth_and_a_small_one_by_less_than_5_megabytes() {
        assertThat(levels(night -> new Level((300L + night) * MB, 20, 8)).grown())
                .isEmpty();
        assertThat(levels(night -> new Level((10L * MB) + night * MB / 2, 20, 8))
                        .grown())
                .isEmpty();
    }

    @Test
    void a_thread_or_a_connection_that_is_left_now_and_then_is_found() {
        assertThat(levels(night -> new Level(20L * MB, 20 + night / 4, 8)).grown())
                .containsExactly("the threads, from 22 to 24");
        assertThat(levels(night -> new Level(20L * MB, 20, 4 + night / 5)).grown())
                .containsExactly("the connections, from 6 to 7");
    }

    @Test
    void nothing_at_all_proves_nothing() {
        assertThatThrownBy(() -> new Levels().grown()).hasMessageContaining("three looks");
    }

    private static Levels levels(IntFunction<Level> nights) {
        Levels levels = new Levels();
        IntStream.rangeClosed(1, 20).mapToObj(nights).forEach(levels::add);
        return levels;
    }
}
