package dev.numberpool.examples.benchmarks;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Measures what assignments and messages cost on a PostgreSQL with durable commits, next to the cheapest durable write
 * that there is and to the ways that one would write by hand. Prints Markdown. Ends with 1 if a call failed, if
 * {@code assign()} did not use the numbers evenly, if a message was lost, came twice or took more than one request, or if
 * anything grew that has to stay level.
 */
public final class AssignBenchmark {
    private AssignBenchmark() {}

    /** Runs it; {@code --help} says with which arguments. */
    public static void main(String[] arguments) {
        Options options;
        try {
            options = Options.of(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n" + Options.USAGE);
            System.exit(2);
            return;
        }
        System.exit(run(options, System.out));
    }

    /** Runs it and returns the exit code. */
    static int run(Options options, PrintStream out) {
        try {
            return measure(options, out) ? 0 : 1;
        } catch (SQLException | IOException | ExecutionException | RunnerException | RuntimeException e) {
            out.println("FAILED: " + e);
            e.printStackTrace(out);
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            out.println("FAILED: interrupted");
            return 1;
        }
    }

    private static boolean measure(Options options, PrintStream out)
            throws SQLException, IOException, ExecutionException, InterruptedException, RunnerException {
        Path printed = options.printed();
        if (printed != null) {
            return redraw(requireNonNull(options.charts()), printed, out);
        }
        return switch (options.subject()) {
            case DATABASE -> onDatabase(options, out);
            case MEMORY -> {
                new Micro(options, out).run();
                yield true;
            }
            case TWILIO -> {
                Explanation.printTwilio(options, out);
                TwilioTables twilio = new TwilioTables(options, out);
                twilio.sends();
                twilio.mishaps();
                yield twilio.isOnce();
            }
            case SOAK -> Soak.run(options, out);
            case HEAP -> {
                HeapTable heap = new HeapTable(options, out);
                heap.inMemory();
                try (Server server = Server.start()) {
                    heap.onDatabase(server);
                }
                yield heap.isFlat();
            }
        };
    }

    private static boolean redraw(Path folder, Path printed, PrintStream out) throws IOException {
        int drawn = Charts.draw(folder, Files.readString(printed));
        out.println(drawn + " charts of the tables in " + printed);
        return drawn > 0;
    }

    private static boolean onDatabase(Options options, PrintStream out)
            throws SQLException, IOException, ExecutionException, InterruptedException {
        try (Server server = Server.start()) {
            Explanation.print(options, server.settings(), out);
            Tables tables = new Tables(server, options, out);
            tables.callers();
            tables.arrivals();
            tables.ended();
            tables.fastPath();
            new MemoryTable(server, options, out).bytes();
            DeskTable desk = new DeskTable(server, options, out);
            desk.messages();
            return tables.isBalanced() && desk.isExact();
        }
    }
}
