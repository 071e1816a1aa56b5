package dev.numberpool.examples.benchmarks;

import static dev.numberpool.examples.benchmarks.Markdown.count;
import static dev.numberpool.examples.benchmarks.Markdown.ratio;

import dev.numberpool.examples.benchmarks.Counted.Cost;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** The table about messages: what the desk makes of one, beside the cheapest durable row. */
final class DeskTable {
    private static final List<Integer> CALLERS = List.of(1, 8);
    private static final int CONNECTIONS = 10;

    /** One to begin with for each caller of each way, and for the counting. */
    private static final int SPARE_CHATS = 100;

    private final Server server;
    private final Options options;
    private final PrintStream out;
    private boolean isExact = true;

    DeskTable(Server server, Options options, PrintStream out) {
        this.server = server;
        this.options = options;
        this.out = out;
    }

    /** False if a message was lost or came twice. */
    boolean isExact() {
        return isExact;
    }

    void messages() throws SQLException, ExecutionException, InterruptedException {
        Markdown table = new Markdown(
                "way", "callers", "calls/s", "ratio to bare `INSERT`", "p50 ms", "p99 ms", "statements", "round trips");
        try (Site site = Site.create(server, CONNECTIONS, options.ended().get(0))) {
            Chats chats = Chats.layIn(site, loadTime(), SPARE_CHATS);
            List<Cost> costs = costs(site, chats);
            Messages messages = new Messages(site.dataSource(), chats);
            Rounds rounds = new Rounds(options, (way, time) -> way.site().execute("VACUUM (ANALYZE)"));
            for (int callers : CALLERS) {
                List<Result> results = rounds.run(contest(site, messages, callers));
                for (int i = 0; i < results.size(); i++) {
                    add(table, results.get(i), results.get(0), costs.get(i));
                }
            }
            messages.repeat();
            check("sent", messages.sent());
            check("handled", messages.handled());
        }
        table.print("Messages, each caller with conversations of its own on exclusive threads", out);
    }

    /** The bare insert comes first. */
    private static List<Way> contest(Site site, Messages messages, int callers) {
        return List.of(
                Way.reading("bare `INSERT`", site, callers, Calls.bareInsert(site.dataSource())),
                Way.reading("`toAgent()`", site, callers, messages.toAgent(callers)),
                Way.reading("`receive()`", site, callers, messages.receive(callers)));
    }

    /** What the ways of the contest send to the database, in the same order. Counted beforehand, as that takes time. */
    private static List<Cost> costs(Site site, Chats chats) throws SQLException {
        Counted counted = new Counted(site.dataSource());
        Messages messages = new Messages(counted.dataSource(), chats);
        List<Call> calls = List.of(Calls.bareInsert(counted.dataSource()), messages.toAgent(1), messages.receive(1));
        List<Cost> costs = new ArrayList<>();
        for (Call call : calls) {
            costs.add(counted.of(call, Chats.MESSAGES - 1));
        }
        return costs;
    }

    /** Of all rounds in which conversations are used up. */
    private Duration loadTime() {
        Duration round = options.warmUp().plus(options.time());
        return round.multipliedBy(2L * CALLERS.size() * (options.rounds() + 1));
    }

    private static void add(Markdown table, Result result, Result bare, Cost cost) {
        table.row(
                result.way().title(),
                count(result.way().callers()),
                count(result.perSecond()),
                ratio(result.perSecond() / bare.perSecond()),
                ratio(result.millis(0.5)),
                ratio(result.millis(0.99)),
                count(cost.statements()),
                count(cost.roundTrips()));
    }

    private void check(String what, Ledger ledger) {
        if (!ledger.isExact()) {
            isExact = false;
            out.println("NOT EXACT, messages " + what + ": " + ledger);
        }
    }
}
