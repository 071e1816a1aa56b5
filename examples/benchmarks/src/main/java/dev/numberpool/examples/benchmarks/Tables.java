package dev.numberpool.examples.benchmarks;

import static dev.numberpool.examples.benchmarks.Markdown.count;
import static dev.numberpool.examples.benchmarks.Markdown.ratio;

import dev.numberpool.examples.benchmarks.Charts.Picture;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** The three tables about assignments. Each measures its ways in turn and prints what they came to. */
final class Tables {
    private static final int SOME_CALLERS = 8;
    private static final int MANY_CALLERS = 32;

    private final Server server;
    private final Options options;
    private final Rounds rounds;
    private final PrintStream out;
    private final Charts charts;
    private boolean isBalanced = true;

    Tables(Server server, Options options, PrintStream out) {
        this.server = server;
        this.options = options;
        this.rounds = new Rounds(options, Rounds::layIn);
        this.out = out;
        this.charts = new Charts(options.charts());
    }

    /** False if an assign() left one number with two conversations more than another. */
    boolean isBalanced() {
        return isBalanced;
    }

    void callers() throws SQLException, ExecutionException, InterruptedException {
        Markdown table = new Markdown(
                "way", "callers", "pool", "calls/s", "ratio to bare `UPDATE`", "p50 ms", "p99 ms", "spread");
        try (Site site = Site.create(server, Site.CONNECTIONS, options.ended().get(0))) {
            rounds.warmUp(List.of(
                    Way.assign(site, 1, BenchWidget.SMALL),
                    Way.assignAlone(site, SOME_CALLERS, BenchWidget.SMALL),
                    Way.assign(site, MANY_CALLERS, BenchWidget.SMALL),
                    Way.assign(site, MANY_CALLERS, BenchWidget.LARGE)));
            for (int callers : options.callers()) {
                List<Result> results = rounds.run(contest(site, callers));
                results.forEach(result -> addCallers(table, result, results.get(0)));
            }
        }
        show(Picture.CALLERS, table);
    }

    /** The bare update comes first. */
    private static List<Way> contest(Site site, int callers) {
        List<Way> ways = new ArrayList<>();
        ways.add(Way.bareUpdate(site, callers));
        ways.add(Way.assign(site, callers, BenchWidget.SMALL));
        if (callers == MANY_CALLERS) {
            ways.add(Way.assign(site, callers, BenchWidget.LARGE));
        }
        if (callers > 1) {
            ways.add(Way.assignAlone(site, callers, BenchWidget.SMALL));
        }
        for (HandWritten way : HandWritten.values()) {
            ways.add(Way.handWritten(way, site, callers));
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

    /** How long a call takes that comes by itself, at shares of what callers in a closed circle get through. */
    void arrivals() throws SQLException, ExecutionException, InterruptedException {
        Markdown table = new Markdown("share of the highest rate", "calls/s", "p50 ms", "p99 ms", "p99.9 ms", "spread");
        try (Site site = Site.create(server, Site.CONNECTIONS, options.ended().get(0))) {
            Way way = Way.assign(site, MANY_CALLERS, BenchWidget.SMALL);
            double highest = rounds.run(List.of(way)).get(0).perSecond();
            for (int percent : List.of(30, 60, 90)) {
                Result result = rounds.runOpen(way, highest * percent / 100);
                check(result);
                table.row(
                        percent + " %",
                        count(highest * percent / 100),
                        ratio(result.millis(0.5)),
                        ratio(result.millis(0.99)),
                        ratio(result.millis(0.999)),
                        count(result.spread()));
            }
        }
        show(Picture.ARRIVALS, table);
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
            show(Picture.ENDED, ended(rounds.run(ways)));
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

    private void show(Picture picture, Markdown table) {
        table.print(picture.title(), out);
        charts.draw(picture.title(), table);
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
