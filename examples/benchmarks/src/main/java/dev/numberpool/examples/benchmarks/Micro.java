package dev.numberpool.examples.benchmarks;

import static dev.numberpool.examples.benchmarks.Markdown.count;
import static java.util.Objects.requireNonNull;

import dev.numberpool.desk.TextBenchmark;
import java.io.PrintStream;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** What needs no database, measured by JMH. */
final class Micro {
    /** Bytes per call, by JMH's profiler of the garbage collector. */
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private final Options options;
    private final PrintStream out;

    Micro(Options options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    void run() throws RunnerException {
        Markdown decisions = table("call: numbers in the pool");
        measure(DecisionBenchmark.class).forEach(result -> add(decisions, result));
        measure(BoundBenchmark.class).forEach(result -> add(decisions, result));
        decisions.print("The decision in memory, 100 active conversations, and what it cannot do without", out);
        out.println();
        out.println("`smallest()` finds the smallest of so many counts in an array, `note()` is a `HashMap.get` and a"
                + " `put`: no decision can do with less.");
        Markdown texts = table("call: text, or its length");
        measure(TextBenchmark.class).forEach(result -> add(texts, result));
        texts.print("Codes and long texts", out);
    }

    private static Markdown table(String calls) {
        return new Markdown(calls, "ns per call", "error (99.9 %)", "bytes per call");
    }

    private static String parameters(RunResult result) {
        BenchmarkParams parameters = result.getParams();
        return parameters.getParamsKeys().stream().map(parameters::getParam).collect(Collectors.joining(", "));
    }

    private static String method(RunResult result) {
        String name = result.getParams().getBenchmark();
        return name.substring(name.lastIndexOf('.') + 1) + "()";
    }

    private static void add(Markdown table, RunResult result) {
        String parameters = parameters(result);
        table.row(
                "`%s`".formatted(method(result)) + (parameters.isEmpty() ? "" : ": " + parameters),
                tenths(result.getPrimaryResult().getScore()),
                "± " + tenths(result.getPrimaryResult().getScoreError()),
                count(bytes(result)));
    }

    /** A few nanoseconds are not to be rounded to one. */
    private static String tenths(double value) {
        return value < 100 ? String.format(Locale.ROOT, "%.1f", value) : count(value);
    }

    /** What one call allocates. */
    private static double bytes(RunResult result) {
        return requireNonNull(result.getSecondaryResults().get(ALLOCATED), "JMH counted no bytes")
                .getScore();
    }

    private Collection<RunResult> measure(Class<?> benchmark) throws RunnerException {
        TimeValue time = TimeValue.milliseconds(options.time().toMillis());
        return new Runner(new OptionsBuilder()
                        .include(benchmark.getName())
                        .forks(1)
                        .warmupIterations(options.rounds())
                        .warmupTime(time)
                        .measurementIterations(options.rounds())
                        .measurementTime(time)
                        .addProfiler(GCProfiler.class)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
    }
}
