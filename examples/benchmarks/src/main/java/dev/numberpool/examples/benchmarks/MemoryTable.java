package dev.numberpool.examples.benchmarks;

import static dev.numberpool.examples.benchmarks.Markdown.count;

import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The table about memory: what a call allocates on its caller's thread, the driver's part included. */
final class MemoryTable {
    /** So many to warm up, and as many that count. */
    private static final int CALLS = 500;

    private static final Duration STOCK = Duration.ofMillis(500);

    private final Server server;
    private final Options options;
    private final PrintStream out;

    MemoryTable(Server server, Options options, PrintStream out) {
        this.server = server;
        this.options = options;
        this.out = out;
    }

    void bytes() throws SQLException {
        Markdown table = new Markdown("way, by one caller", "pool", "bytes per call");
        try (Site site = Site.create(server, 2, options.ended().get(0))) {
            for (BenchWidget widget : BenchWidget.values()) {
                site.of(widget).reset(STOCK);
            }
            add(table, "bare `UPDATE`", null, Calls.bareUpdate(site.dataSource()));
            add(
                    table,
                    "`assign()` of an active conversation",
                    BenchWidget.SMALL,
                    Calls.assignActive(site, BenchWidget.SMALL));
            for (BenchWidget widget : BenchWidget.values()) {
                add(table, "`assign()`", widget, Calls.assignFresh(site.pool(), site, widget));
            }
        }
        table.print("What a call allocates", out);
    }

    private static void add(Markdown table, String title, @Nullable BenchWidget widget, Call call) {
        String caller = Thread.currentThread().getName();
        double bytes = Allocation.perRun(CALLS, () -> run(call), caller::equals);
        table.row(title, widget == null ? "" : count(widget.numbers().size()), count(bytes));
    }

    private static void run(Call call) {
        try {
            call.run(0);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
