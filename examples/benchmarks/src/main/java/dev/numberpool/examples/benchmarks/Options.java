package dev.numberpool.examples.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long to measure, and what.
 *
 * @param time the measured time of one round of one way
 * @param rounds how many measured rounds each way gets; one more before them is thrown away
 * @param callers how many callers there are in the first table, one number after the other
 * @param ended the numbers of ended conversations of the second table
 * @param sends how many messages go through Twilio while something goes wrong with one in a hundred; 500 times as many
 *     assignments are made in memory to look at the heap, and 50 times as many conversations are alive on PostgreSQL
 * @param subject what is measured
 * @param charts the folder for charts, or null for none
 * @param printed what was printed before, to draw that and measure nothing; or null
 */
record Options(
        Duration time,
        int rounds,
        List<Integer> callers,
        List<Integer> ended,
        int sends,
        Subject subject,
        @Nullable Path charts,
        @Nullable Path printed) {
    /** What is measured. */
    enum Subject {
        /** Assignments and messages on PostgreSQL. */
        DATABASE,
        /** What needs no database. */
        MEMORY,
        /** Sending through Twilio. */
        TWILIO,
        /** A desk that is busy for long. */
        SOAK,
        /** What stays in memory. */
        HEAP
    }

    private static final List<Integer> CALLERS = List.of(1, 8, 32, 64);

    private static final Options FULL = new Options(
            Duration.ofMillis(1200),
            5,
            CALLERS,
            List.of(1_000, 100_000, 1_000_000, 10_000_000),
            2_000,
            Subject.DATABASE,
            null,
            null);
    private static final Options QUICK =
            new Options(Duration.ofMillis(250), 2, CALLERS, List.of(1_000, 100_000), 400, Subject.DATABASE, null, null);

    static final String USAGE = """
            arguments: [--quick] [--seconds N] [--jmh | --twilio | --soak | --heap] [--charts FOLDER [--from FILE]]
              --quick      short rounds and at most 100 000 ended conversations; a few minutes
              --seconds N  measured time of one round, in seconds (1.2, or 0.25 with --quick); with --soak, of all (600)
              --jmh        what needs no database instead, measured by JMH: the decision, codes, long texts
              --twilio     sending through Twilio instead, beside the client of Twilio's SDK; no database
              --soak       an hour of a busy desk in ten minutes: does anything grow?
              --heap       what a million assignments leave in memory, and 100 000 conversations on PostgreSQL
              --charts F   draws charts of the tables about assignments in a folder (from examples/benchmarks on)
              --from FILE  measures nothing: the charts are those of the tables in a file, as they were printed""";

    static Options of(String... arguments) {
        Options options = List.of(arguments).contains("--quick") ? QUICK : FULL;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--quick" -> {}
                case "--jmh" -> options = options.of(Subject.MEMORY);
                case "--twilio" -> options = options.of(Subject.TWILIO);
                case "--soak" -> options = options.of(Subject.SOAK);
                case "--heap" -> options = options.of(Subject.HEAP);
                case "--seconds" -> options = options.withSeconds(++i < arguments.length ? arguments[i] : "");
                case "--charts" -> options = options.withCharts(path(arguments, i++), options.printed());
                case "--from" -> options = options.withCharts(options.charts(), path(arguments, i++));
                default -> throw new IllegalArgumentException("unknown argument '" + arguments[i] + "'");
            }
        }
        if (options.printed() != null && options.charts() == null) {
            throw new IllegalArgumentException("--from needs --charts, the folder for what is drawn");
        }
        boolean isWholeSoak =
                options.subject() == Subject.SOAK && !List.of(arguments).contains("--seconds");
        return isWholeSoak ? options.lasting(Soak.FULL) : options;
    }

    /** What follows the name of an option. */
    private static Path path(String[] arguments, int option) {
        if (option + 1 == arguments.length) {
            throw new IllegalArgumentException(arguments[option] + " needs a path");
        }
        return Path.of(arguments[option + 1]);
    }

    private Options withCharts(@Nullable Path folder, @Nullable Path file) {
        return new Options(time, rounds, callers, ended, sends, subject, folder, file);
    }

    private Options withSeconds(String text) {
        if (!text.matches("[0-9]{1,3}(\\.[0-9]{1,3})?") || Double.parseDouble(text) < 0.05) {
            throw new IllegalArgumentException("--seconds is '" + text + "'; it must be 0.05 to 999");
        }
        return lasting(Duration.ofMillis(Math.round(Double.parseDouble(text) * 1000)));
    }

    private Options lasting(Duration seconds) {
        return new Options(seconds, rounds, callers, ended, sends, subject, charts, printed);
    }

    private Options of(Subject other) {
        return new Options(time, rounds, callers, ended, sends, other, charts, printed);
    }

    /** Runs before everything, so that the JVM has compiled what is measured: in a host it runs for weeks. */
    Duration warmUpOfJvm() {
        return time.multipliedBy(rounds * 5L);
    }

    /** Runs before the measured time of every round, so that threads, connections and plans are there. */
    Duration warmUp() {
        return Duration.ofMillis(Math.max(100, time.toMillis() / 5));
    }
}
