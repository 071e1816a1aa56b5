package dev.numberpool.examples.benchmarks;

import java.time.Duration;
import java.util.List;

/**
 * How long to measure, and what.
 *
 * @param time the measured time of one round of one way
 * @param rounds how many measured rounds each way gets; one more before them is thrown away
 * @param ended the numbers of ended conversations of the second table
 * @param sends how many messages go through Twilio while something goes wrong with one in a hundred
 * @param subject what is measured
 */
record Options(Duration time, int rounds, List<Integer> ended, int sends, Subject subject) {
    /** What is measured. */
    enum Subject {
        /** Assignments and messages on PostgreSQL. */
        DATABASE,
        /** What needs no database. */
        MEMORY,
        /** Sending through Twilio. */
        TWILIO
    }

    private static final Options FULL = new Options(
            Duration.ofMillis(1200), 5, List.of(1_000, 10_000, 100_000, 1_000_000), 2_000, Subject.DATABASE);
    private static final Options QUICK =
            new Options(Duration.ofMillis(250), 2, List.of(1_000, 10_000, 100_000), 400, Subject.DATABASE);

    static final String USAGE = """
            arguments: [--quick] [--seconds N] [--jmh | --twilio]
              --quick      short rounds and at most 100 000 ended conversations; under a minute
              --seconds N  measured time of one round, in seconds (1.2, or 0.25 with --quick)
              --jmh        what needs no database instead, measured by JMH: the decision, codes, long texts
              --twilio     sending through Twilio instead, beside the client of Twilio's SDK; no database""";

    static Options of(String... arguments) {
        Options options = List.of(arguments).contains("--quick") ? QUICK : FULL;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--quick" -> {}
                case "--jmh" -> options = options.of(Subject.MEMORY);
                case "--twilio" -> options = options.of(Subject.TWILIO);
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
        Duration seconds = Duration.ofMillis(Math.round(Double.parseDouble(text) * 1000));
        return new Options(seconds, rounds, ended, sends, subject);
    }

    private Options of(Subject other) {
        return new Options(time, rounds, ended, sends, other);
    }

    /** Runs before the measured time of every round, so that threads, connections and plans are there. */
    Duration warmUp() {
        return Duration.ofMillis(Math.max(100, time.toMillis() / 5));
    }
}
