package dev.numberpool.examples.benchmarks;

import static dev.numberpool.examples.benchmarks.Markdown.count;
import static dev.numberpool.examples.benchmarks.Markdown.ratio;
import static java.util.Objects.requireNonNull;

import dev.numberpool.twilio.fake.Fault;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/** The tables about Twilio: how fast a message is sent, and how often when something goes wrong. */
final class TwilioTables {
    private static final String OURS = "numberpool";
    private static final String STOCK = "the SDK's client";
    private static final String TEXT = "Where is my parcel? It should have been here on Monday.";
    private static final int ALLOCATING = 2_000;

    private final Options options;
    private final PrintStream out;
    private boolean isOnce = true;

    TwilioTables(Options options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    /** False if a message of ours took another number of requests than one, or came twice. */
    boolean isOnce() {
        return isOnce;
    }

    void sends() throws IOException, SQLException, ExecutionException, InterruptedException {
        Markdown table = new Markdown(
                "way", "callers", "sends/s", "ratio to the SDK's client", "p50 ms", "p99 ms", "kB per send");
        try (StubTwilio twilio = new StubTwilio()) {
            Rounds rounds = new Rounds(options, (way, time) -> {});
            for (int callers : List.of(1, 8, 32)) {
                Map<String, TwilioClient> clients = clients(twilio.address(), callers);
                List<Way> ways = new ArrayList<>();
                clients.forEach(
                        (title, client) -> ways.add(Way.elsewhere(title, callers, caller -> client.send(TEXT))));
                List<Result> results = rounds.run(ways);
                for (Result result : results) {
                    String bytes = callers > 1
                            ? ""
                            : kilobytes(requireNonNull(clients.get(result.way().title())));
                    add(table, result, results.get(0), bytes);
                }
            }
        }
        table.print("Sending a text to a server on this machine", out);
    }

    /** That of the SDK comes first. */
    private static Map<String, TwilioClient> clients(URI twilio, int callers) {
        Map<String, TwilioClient> clients = new LinkedHashMap<>();
        clients.put(STOCK, TwilioClient.stock(twilio));
        clients.put(OURS, TwilioClient.ours(twilio, callers));
        clients.put("bare `POST`", TwilioClient.bare(twilio));
        return clients;
    }

    private static String kilobytes(TwilioClient client) {
        double bytes = Allocation.perRun(ALLOCATING, () -> client.send(TEXT), thread -> !StubTwilio.isServer(thread));
        return count(bytes / 1000);
    }

    private static void add(Markdown table, Result result, Result stock, String bytes) {
        table.row(
                result.way().title(),
                count(result.way().callers()),
                count(result.perSecond()),
                ratio(result.perSecond() / stock.perSecond()),
                ratio(result.millis(0.5)),
                ratio(result.millis(0.99)),
                bytes);
    }

    void mishaps() {
        Markdown table = new Markdown(
                "what Twilio does",
                "client",
                "messages",
                "requests",
                "requests per message",
                "came more than once",
                "came once",
                "came never",
                "reported as an error");
        faults().forEach((title, fault) -> {
            Mishaps.Count stock = Mishaps.count(options.sends(), 100, fault, TwilioClient::stock);
            Mishaps.Count ours = Mishaps.count(options.sends(), 100, fault, twilio -> TwilioClient.ours(twilio, 1));
            add(table, title, STOCK, stock);
            add(table, title, OURS, ours);
            check(title, ours);
        });
        String always = "every one answered 503";
        add(table, always, STOCK, Mishaps.count(5, 1, Fault.unavailable(), TwilioClient::stock));
        add(table, always, OURS, Mishaps.count(5, 1, Fault.unavailable(), twilio -> TwilioClient.ours(twilio, 1)));
        table.print("What becomes of a message when something goes wrong", out);
    }

    private static Map<String, Fault> faults() {
        Map<String, Fault> faults = new LinkedHashMap<>();
        faults.put("one in 100 answered 503, not sent", Fault.unavailable());
        faults.put("one in 100 sent, then answered 503", Fault.unavailable().afterProcessing());
        faults.put("one in 100 sent, then answered 500", Fault.serverError().afterProcessing());
        faults.put("one in 100 sent, then the connection dropped", Fault.dropAfter());
        return faults;
    }

    private static void add(Markdown table, String title, String client, Mishaps.Count count) {
        table.row(
                title,
                client,
                count(count.messages()),
                count(count.requests()),
                ratio((double) count.requests() / count.messages()),
                count(count.repeated()),
                count(count.once()),
                count(count.missing()),
                count(count.errors()));
    }

    private void check(String title, Mishaps.Count ours) {
        if (ours.requests() != ours.messages() || ours.repeated() > 0) {
            isOnce = false;
            out.println("NOT ONCE: " + title + ": " + ours);
        }
    }
}
