package dev.numberpool.examples.quickstart;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.logging.LogManager;

/**
 * A walk through numberpool on the tables and with the statements of the setup guide, on a database of its own. Prints
 * what it does and ends by itself.
 */
public final class Tour {
    private Tour() {}

    /** Starts a database. */
    interface Opener {
        TourDatabase open() throws IOException;
    }

    /**
     * Runs the tour on an embedded PostgreSQL.
     *
     * @param args {@code --h2} runs it on H2 in memory instead
     */
    public static void main(String[] args) throws Exception {
        // PostgreSQL's driver logs to java.util.logging, which nobody asked for here.
        LogManager.getLogManager().reset();
        // Masked numbers have dots that are not ASCII, whatever the terminal's locale.
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        int status = run(List.of(args), out, TourDatabase::postgresql);
        if (status != 0) {
            System.exit(status);
        }
    }

    /** Runs the tour and returns the program's exit status. */
    static int run(List<String> args, PrintStream out, Opener postgresql) throws Exception {
        if (!args.isEmpty() && !args.equals(List.of("--h2"))) {
            out.println("The tour knows one option, --h2; it was given " + String.join(" ", args));
            return 1;
        }
        TourDatabase database;
        try {
            database = args.isEmpty() ? postgresql.open() : TourDatabase.h2();
        } catch (IOException | RuntimeException e) {
            explain(e, out);
            return 1;
        }
        try (database) {
            tell(Stage.of(database, new Story(out)));
        }
        return 0;
    }

    private static void tell(Stage stage) throws SQLException, InterruptedException, ExecutionException {
        stage.story().title("numberpool, a tour on " + stage.database().label());
        SetUp.tell(stage);
        TwelveVisitors.tell(stage);
        MoreVisitors.tell(stage);
        LaylaAnswers.tell(stage);
        FallbackChain.tell(stage);
        Rush.tell(stage);
        stage.story().chapter("That was all");
        stage.story().say("""
                The database is gone again. The source of this tour is examples/quickstart;
                what is promised, and by which test, is in README.md.""");
    }

    private static void explain(Exception failure, PrintStream out) {
        out.println("The tour could not start its embedded PostgreSQL:");
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            out.println("  " + cause);
        }
        out.println(
                "It needs a Linux, macOS or Windows that can run PostgreSQL's own binaries, a folder for temporary");
        out.println("files that allows programs, and, for root on Linux, user namespaces. As an ordinary user it may");
        out.println("work. Without any of that the same tour runs on H2, in memory:");
        out.println();
        out.println("  mvn -q -Ptour -pl examples/quickstart -am package -Dtour.args=--h2");
    }
}
