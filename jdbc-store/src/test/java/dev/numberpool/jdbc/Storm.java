package dev.numberpool.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import dev.numberpool.AgentConflictException;
import dev.numberpool.Assignment;
import dev.numberpool.ConversationClosedException;
import dev.numberpool.ConversationId;
import dev.numberpool.Handover;
import dev.numberpool.NumberPool;
import dev.numberpool.Participant;
import dev.numberpool.UnknownConversationException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A process of its own that storms a database from eight threads, which decide together or, in every other process,
 * alone: {@code Storm <url> <kind> <process> <conversations>}.
 * It says {@code ready}, waits for a line, storms, and prints one line per result.
 */
final class Storm {
    static final int THREADS = 8;
    private static final String[] AGENTS = {"+201016666348", "+4915112345678", "US.13491208655302741918"};

    private final HikariDataSource dataSource;
    private final NumberPool pool;
    private final int process;
    private final int conversations;

    private Storm(HikariDataSource dataSource, int process, int conversations) {
        this.dataSource = dataSource;
        this.pool = NumberPool.builder(JdbcNumberStore.builder(dataSource)
                        .coalescing(process % 2 == 0)
                        .build())
                .coolDown(Duration.ZERO)
                .build();
        this.process = process;
        this.conversations = conversations;
    }

    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try (HikariDataSource dataSource = TestDatabase.pool(arguments[0])) {
            Storm storm = new Storm(dataSource, Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
            dataSource.getConnection().close();
            out.println("ready");
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            for (String line : storm.run(arguments[1])) {
                out.println(line);
            }
        }
    }

    /** Starts processes, lets them go together and returns what they printed. */
    static List<String> processes(int count, String url, String kind, int conversations) throws Exception {
        List<Process> processes = new ArrayList<>();
        List<BufferedReader> outputs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Process process = start(url, kind, i, conversations);
            processes.add(process);
            outputs.add(process.inputReader(StandardCharsets.UTF_8));
        }
        for (BufferedReader output : outputs) {
            String line = output.readLine();
            if (!"ready".equals(line)) {
                throw new IllegalStateException("a process did not start: " + line);
            }
        }
        for (Process process : processes) {
            process.outputWriter(StandardCharsets.UTF_8).append("go\n").close();
        }
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            outputs.get(i).lines().forEach(lines::add);
            if (processes.get(i).waitFor() != 0) {
                lines.add("error exit " + processes.get(i).exitValue());
            }
        }
        return lines;
    }

    private static Process start(String url, String kind, int process, int conversations) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        java,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                        Storm.class.getName(),
                        url,
                        kind,
                        String.valueOf(process),
                        String.valueOf(conversations))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private List<String> run(String kind) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<Future<List<String>>> results = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            int number = process * THREADS + thread;
            results.add(threads.submit(work(kind, number)));
        }
        threads.shutdown();
        List<String> lines = new ArrayList<>();
        for (Future<List<String>> result : results) {
            try {
                lines.addAll(result.get());
            } catch (ExecutionException e) {
                lines.add("error " + e.getCause());
            }
        }
        return lines;
    }

    private Callable<List<String>> work(String kind, int thread) {
        return switch (kind) {
            case "own" -> () -> assignOwn(thread);
            case "same" -> this::assignSame;
            case "mixed" -> () -> mixed(new Random(thread));
            default -> throw new IllegalArgumentException(kind);
        };
    }

    /** Every thread its own conversations. */
    private List<String> assignOwn(int thread) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < conversations; i++) {
            lines.add(line(pool.assign(HostDatabase.WIDGET, ConversationId.of(1 + thread * conversations + i))));
        }
        return lines;
    }

    /** Every thread the same conversations, in the same order. */
    private List<String> assignSame() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < conversations; i++) {
            lines.add(line(pool.assign(HostDatabase.WIDGET, ConversationId.of(1 + i))));
        }
        return lines;
    }

    /** Assigns, closes, releases, transfers and edits the pool, all of it in everybody's conversations. */
    private List<String> mixed(Random random) throws SQLException {
        int done = 0;
        int refused = 0;
        for (int i = 0; i < conversations; i++) {
            ConversationId id = ConversationId.of(1 + random.nextInt(60));
            try {
                step(random, id);
                done++;
            } catch (ConversationClosedException | UnknownConversationException | AgentConflictException e) {
                // Somebody else closed, released or took it a moment ago: a normal race.
                refused++;
            }
        }
        return List.of("done " + done + " refused " + refused);
    }

    private void step(Random random, ConversationId id) throws SQLException {
        Participant agent = Participant.of(AGENTS[random.nextInt(AGENTS.length)]);
        switch (random.nextInt(10)) {
            case 0 -> asOperator("UPDATE widget_conversations SET status = 'closed' WHERE id = " + id);
            case 1 -> asOperator("UPDATE widget_conversations SET status = NULL WHERE id = " + id);
            case 2 -> pool.release(id);
            case 3 -> pool.transfer(id, agent);
            case 4 ->
                asOperator(
                        "UPDATE widget_configs SET whatsapp_number_pool = '" + randomPool(random) + "' WHERE id = 7");
            default -> {
                Handover handover = Handover.of(HostDatabase.WIDGET, id);
                Assignment known = pool.assignmentOf(id).orElse(null);
                boolean isFree = known == null && random.nextBoolean();
                pool.assign(isFree ? handover.withAgent(agent) : handover);
            }
        }
    }

    /**
     * Plain SQL that takes the widget's turn, so that the recorded order of the changes is the order in which decisions
     * saw them.
     */
    private void asOperator(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("UPDATE numberpool_widget SET sequence = sequence + 1 WHERE widget_id = '7'");
            statement.execute(sql);
            connection.commit();
            connection.setAutoCommit(true);
        }
    }

    /** Five numbers, of which at least one is active, with weights 1 to 3. */
    private static String randomPool(Random random) {
        List<String> entries = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            boolean isActive = i == 0 || random.nextInt(4) > 0;
            entries.add("{\"number\": \"" + HostDatabase.number(i) + "\", \"is_active\": " + isActive + ", \"weight\": "
                    + (1 + random.nextInt(3)) + "}");
        }
        return "[" + String.join(", ", entries) + "]";
    }

    private static String line(Assignment assignment) {
        return assignment.conversation() + " " + assignment.number().e164() + " " + assignment.isNew();
    }
}
