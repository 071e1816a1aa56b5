package dev.numberpool.examples.benchmarks;

import static dev.numberpool.examples.benchmarks.Markdown.count;
import static dev.numberpool.examples.benchmarks.Markdown.ratio;

import java.io.PrintStream;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** The three tables about assignments. Each measures its ways in turn and prints what they came to. */
final class Tables {
    private static final int SOME_CALLERS = 8;

    private final Server server;
    private final Options options;
    private final Rounds rounds;
    private final PrintStream out;
    private boolean isBalanced = true;

    Tables(Server server, Options options, PrintStream out) {
        this.server = server;
        this.options = options;
        this.rounds = new Rounds(options, Rounds::layIn);
        this.out = out;
    }

    /** False if an assign() left one number with two conversations more than another. */
    boolean isBalanced() {
        return isBalanced;
    }

    void callers() throws SQLException, ExecutionException, InterruptedException {
        Markdown table = new Markdown(
                "way", "callers", "pool", "calls/s", "ratio to bare `UPDATE`", "p50 ms", "p99 ms", "spread");
        try (Site site = Site.create(server, Site.CONNECTIONS, options.ended().get(0))) {
            for (int callers : List.of(1, SOME_CALLERS, 32)) {
                List<Result> results = rounds.run(contest(site, callers));
                results.forEach(result -> addCallers(table, result, results.get(0)));
            }
        }
        table.print("One widget, several callers", out);
    }

    /** The bare update comes first. */
    private static List<Way> contest(Site site, int callers) {
        List<Way> ways = new ArrayList<>();
        ways.add(Way.bareUpdate(site, callers));
        ways.add(Way.assign(site, callers, BenchWidget.SMALL));
        if (callers > SOME_CALLERS) {
            ways.add(Way.assign(site, callers, BenchWidget.LARGE));
        }
        if (callers > 1) {
            for (HandWritten way : HandWritten.values()) {
                ways.add(Way.handWritten(way, site, callers));
            }
        }
        return ways;
    }

    private void addCallers(Markdown table, Result result, Result bare) {
        Way way = result.way();
        BenchWidget widget = way.assigns();
        check(result);
        table.row(
                way.title(),
                count(way.callers()),
                widget == null ? "" : count(widget.numbers().size()),
                count(result.perSecond()),
                ratio(result.perSecond() / bare.perSecond()),
                ratio(result.millis(0.5)),
                ratio(result.millis(0.99)),
                widget == null ? "" : count(result.spread()));
    }

    void ended() throws SQLException, ExecutionException, InterruptedException {
        List<Site> sites = new ArrayList<>();
        try {
            List<Way> ways = new ArrayList<>();
            for (int ended : options.ended()) {
                Site site = Site.create(server, SOME_CALLERS + 2, ended);
                sites.add(site);
                ways.add(Way.bareUpdate(site, SOME_CALLERS));
                ways.add(Way.assign(site, SOME_CALLERS, BenchWidget.SMALL));
            }
            ended(rounds.run(ways)).print("Ended conversations in the table, " + SOME_CALLERS + " callers", out);
        } finally {
            sites.forEach(Site::close);
        }
    }

    private Markdown ended(List<Result> results) {
        Markdown table = new Markdown(
                "ended", "bare `UPDATE`/s", "`assign()`/s", "ratio", "`assign()` relative to the first line", "p99 ms");
        double first = results.get(1).perSecond();
        for (int i = 0; i < results.size(); i += 2) {
            Result bare = results.get(i);
            Result assign = results.get(i + 1);
            check(assign);
            table.row(
                    count(options.ended().get(i / 2)),
                    count(bare.perSecond()),
                    count(assign.perSecond()),
                    ratio(assign.perSecond() / bare.perSecond()),
                    ratio(assign.perSecond() / first),
                    ratio(assign.millis(0.99)));
        }
        return table;
    }

    void fastPath() throws SQLException, ExecutionException, InterruptedException {
        Markdown table = new Markdown("way", "callers", "calls/s", "ratio to bare `UPDATE`", "p50 ms", "p99 ms");
        try (Site site = Site.create(server, SOME_CALLERS + 2, options.ended().get(0))) {
            Call again = Calls.assignActive(site, BenchWidget.SMALL);
            List<Result> results = rounds.run(List.of(
                    Way.bareUpdate(site, SOME_CALLERS),
                    Way.reading("`assign()` of an active conversation", site, SOME_CALLERS, again),
                    Way.reading("`SELECT 1`", site, SOME_CALLERS, Calls.selectOne(site.dataSource()))));
            results.forEach(result -> table.row(
                    result.way().title(),
                    count(result.way().callers()),
                    count(result.perSecond()),
                    ratio(result.perSecond() / results.get(0).perSecond()),
                    ratio(result.millis(0.5)),
                    ratio(result.millis(0.99))));
        }
        table.print("The fast path: the conversation has its number already", out);
    }

    private void check(Result result) {
        Way way = result.way();
        if (way.isExact() && result.spread() > 1) {
            isBalanced = false;
            out.println("NOT BALANCED: " + way.title() + " by " + way.callers() + " callers left a spread of "
                    + result.spread());
        }
    }
}
