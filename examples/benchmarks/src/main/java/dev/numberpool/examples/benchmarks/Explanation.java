package dev.numberpool.examples.benchmarks;

import java.io.PrintStream;
import java.util.List;

/** Says on what machine and how the figures came about. */
final class Explanation {
    private static final String METHOD = """

            - **bare `UPDATE`**: `UPDATE bench_counter SET n = n + 1 WHERE id = ?` with auto-commit, every caller on a row \
            of its own: one round trip, one durable commit, no waiting for each other. It does nothing useful.
            - **`assign()`**: a conversation whose row is there gets its number; all callers are on one widget. Nothing \
            else is counted.
            - **active conversations**: %d at the start of a round. While it runs, a housekeeper closes the oldest by \
            plain SQL every %d ms until as many are left, the same number on every sender number; what the closing costs \
            falls on the figures, and so does its discovery by the next `assign()`.
            - **ended conversations**: three in four had a number once, the fourth never had one.
            - **spread**: active conversations of the fullest number minus those of the emptiest, the largest at the end \
            of any round. For `assign()` more than 1 is a failure.
            - **by hand**: the same task on the same tables and indexes, nothing recorded but the number: no agents, no \
            cool-down, no health, no weights. The widget's \
            pool is read from its row, or, for `SKIP LOCKED`, kept in a table of numbers.
            - **bytes per call**: what the caller's thread allocates, in the driver and the connection pool, too; after as \
            many calls that do not count.
            - **bare `INSERT`**: one row of two columns with auto-commit: one round trip, one durable commit.
            - **`toAgent()`**, **`receive()`**: a text of one line through a desk whose provider answers at once, and whose \
            handler does nothing. Every caller writes %d messages in one conversation, as WhatsApp takes no more at once, \
            then in the next; no agent has two. The log keeps what the rounds before have written. At the end each message \
            must have been sent, or handled, once, also after it was asked for again.
            - **statements**, **round trips**: per call, by one caller; statements that travel together are one round trip, \
            and so is a commit.
            - Before each round of assignments the rows that the last one used are deleted and the tables vacuumed. \
            Besides the ended conversations, fresh ones lie ready: 10 000 for each second of a round, of which nobody has \
            used all yet.
            """.formatted(Conversations.ACTIVE, Housekeeper.EVERY_MILLIS, Chats.MESSAGES);

    private static final String TWILIO = """

            - **numberpool**: `TwilioMessagingGateway`, with as many requests at a time as there are callers.
            - **the SDK's client**: `Message.creator(…).create(client)` over a `NetworkHttpClient` as its default \
            constructor makes it (20 connections); only the host in the URL is another.
            - **bare `POST`**: the same form by `java.net.http.HttpClient`, the answer taken as text and not read.
            - The first table is measured on a server that answers every request with the same message: the fake Twilio, \
            which remembers everything, would be the bottleneck. The server runs in the same process.
            - **kB per send**: what all threads but the server's allocate, by one caller.
            - The second table is measured on the fake Twilio, one message after the other, each with a text of its own.
            """;

    private static final String SOAK = """

            A busy desk with %d agents, on %d connections by %d callers, a bit less than 200 calls a second: conversations \
            begin, visitor and agent write in turn, ten messages in all, and end, one in three by plain SQL. Agents quote, \
            write codes or neither; what they are asked they answer. One in twenty conversations is with an agent who never \
            answers, and nobody ends it. The provider takes everything at once and reports it delivered.

            - **night**: nothing runs and the clock jumps by a day, so that windows are closed in the morning and agents have \
            to be woken; `releaseIdle(84 hours)`, `purge(7 days)`, and the host deletes its own ended conversations after 7 \
            days. Then it is measured what is left: the heap after a collection, threads, connections as the server counts \
            them, rows.
            - **messages**: in both directions; p50 and p99 of `toAgent()` and `receive()`.
            - Every message must have reached the right phone, or the right visitor, once. Compared are the medians of the \
            second and the last third: the heap must not have grown by 10 %% and 5 MB, threads and connections not at all.
            """.formatted(SoakFloor.AGENTS, Soak.CONNECTIONS, Soak.CALLERS);

    private Explanation() {}

    static void printSoak(List<String> settings, PrintStream out) {
        machine(out);
        out.println(String.join(", ", settings));
        out.print(SOAK);
    }

    static void printTwilio(Options options, PrintStream out) {
        machine(out);
        rounds(options, out);
        out.print(TWILIO);
    }

    static void print(Options options, List<String> settings, PrintStream out) {
        machine(out);
        out.println(String.join(", ", settings));
        rounds(options, out);
        out.printf(
                "Before that, assignments run unmeasured for %d s.%n",
                options.warmUpOfJvm().toSeconds());
        out.print(METHOD);
    }

    private static void machine(PrintStream out) {
        out.printf(
                "%d cores, %s %s, %s %s%n",
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.vm.name"),
                System.getProperty("java.version"),
                System.getProperty("os.name"),
                System.getProperty("os.arch"));
    }

    private static void rounds(Options options, PrintStream out) {
        out.println();
        out.printf(
                "The ways of a table run in turn, %d rounds of %.2f s each after one that is thrown away; calls/s is the"
                        + " median round, p50 and p99 are over all rounds. Callers and server share the machine.%n",
                options.rounds(), options.time().toMillis() / 1000.0);
    }
}
