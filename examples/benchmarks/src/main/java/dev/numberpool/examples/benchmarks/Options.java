package dev.numberpool.examples.benchmarks;

import java.time.Duration;
import java.util.List;

/**
 * How long to measure, and what.
 *
 * @param time the measured time of one round of one way
 * @param rounds how many measured rounds each way gets; one more before them is thrown away
 * @param ended the numbers of ended conversations of the second table
 * @param isJmh whether to run the micro benchmarks instead
 */
record Options(Duration time, int rounds, List<Integer> ended, boolean isJmh) {
    private static final Options FULL =
            new Options(Duration.ofMillis(1200), 5, List.of(1_000, 10_000, 100_000, 1_000_000), false);
    private static final Options QUICK = new Options(Duration.ofMillis(250), 2, List.of(1_000, 10_000, 100_000), false);

    static final String USAGE = """
            arguments: [--quick] [--seconds N] [--jmh]
              --quick      short rounds and at most 100 000 ended conversations; under a minute
              --seconds N  measured time of one round, in seconds (1.2, or 0.25 with --quick)
              --jmh        what needs no database instead, measured by JMH: the decision, codes, long texts""";

    static Options of(String... arguments) {
        Options options = List.of(arguments).contains("--quick") ? QUICK : FULL;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--quick" -> {}
                case "--jmh" -> options = new Options(options.time, options.rounds, options.ended, true);
                case "--seconds" -> options = options.withSeconds(++i < arguments.length ? arguments[i] : "");
                default -> throw new IllegalArgumentException("unknown argument '" + arguments[i] + "'");
            }
        }
        return options;
    }

    private Options withSeconds(String text) {
        if (!text.matches("[0-9]{1,3}(\\.[0-9]{1,3})?") || Double.parseDouble(text) < 0.05) {
            throw new IllegalArgumentException("--seconds is '" + text + "'; it must be 0.05 to 999");
        }
        return new Options(Duration.ofMillis(Math.round(Double.parseDouble(text) * 1000)), rounds, ended, isJmh);
    }

    /** Runs before the measured time of every round, so that threads, connections and plans are there. */
    Duration warmUp() {
        return Duration.ofMillis(Math.max(100, time.toMillis() / 5));
    }
}
