package dev.numberpool.examples.benchmarks;

import static dev.numberpool.examples.benchmarks.Markdown.count;

import dev.numberpool.desk.TextBenchmark;
import java.io.PrintStream;
import java.util.Collection;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** What needs no database, measured by JMH. */
final class Micro {
    private final Options options;
    private final PrintStream out;

    Micro(Options options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    void run() throws RunnerException {
        Markdown decisions = new Markdown("numbers in the pool", "ns per decision", "error (99.9 %)");
        measure(DecisionBenchmark.class).forEach(result -> add(decisions, parameters(result), result));
        decisions.print("The decision in memory, 100 active conversations", out);
        Markdown texts = new Markdown("call: text, or its length", "ns per call", "error (99.9 %)");
        measure(TextBenchmark.class)
                .forEach(result -> add(texts, "`%s`: %s".formatted(method(result), parameters(result)), result));
        texts.print("Codes and long texts", out);
    }

    private static String parameters(RunResult result) {
        BenchmarkParams parameters = result.getParams();
        return parameters.getParamsKeys().stream().map(parameters::getParam).collect(Collectors.joining(", "));
    }

    private static String method(RunResult result) {
        String name = result.getParams().getBenchmark();
        return name.substring(name.lastIndexOf('.') + 1) + "()";
    }

    private static void add(Markdown table, String title, RunResult result) {
        table.row(
                title,
                count(result.getPrimaryResult().getScore()),
                "± " + count(result.getPrimaryResult().getScoreError()));
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
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
    }
}
