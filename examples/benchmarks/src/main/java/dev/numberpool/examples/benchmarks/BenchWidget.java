package dev.numberpool.examples.benchmarks;

import dev.numberpool.WidgetId;
import java.util.List;
import java.util.stream.IntStream;

/** The two widgets, by the size of their pools. */
enum BenchWidget {
    SMALL(1, 3),
    LARGE(2, 1_000);

    private final int key;
    private final int numbers;

    BenchWidget(int key, int numbers) {
        this.key = key;
        this.numbers = numbers;
    }

    int key() {
        return key;
    }

    WidgetId id() {
        return WidgetId.of(key);
    }

    /** Distinct between the widgets. */
    List<String> numbers() {
        return IntStream.range(0, numbers)
                .mapToObj(i -> "+1555%d%06d".formatted(key, i))
                .toList();
    }

    String poolJson() {
        List<String> entries = numbers().stream()
                .map(number -> "{\"number\":\"%s\",\"display_name\":\"Support\",\"is_active\":true}".formatted(number))
                .toList();
        return "[" + String.join(",", entries) + "]";
    }
}
