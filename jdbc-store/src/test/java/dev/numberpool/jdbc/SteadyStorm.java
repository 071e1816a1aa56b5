package dev.numberpool.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import dev.numberpool.NumberPool;
import dev.numberpool.StoreException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A process of its own that assigns one conversation after the other until it is told to stop, whatever happens to the
 * database: {@code SteadyStorm <url> <threads> <conversations>}. A call that may be repeated is repeated until it is
 * answered. Here are what it was told, and the handle on it.
 */
final class SteadyStorm implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    /** What a caller was told. */
    record Answer(int conversation, String number, boolean isNew) {}

    private final Process process;
    private final Thread reader;
    private final List<Answer> answers = new ArrayList<>();
    private final Map<String, Integer> transientFailures = new TreeMap<>();
    private final List<String> broken = new ArrayList<>();

    private SteadyStorm(Process process) {
        this.process = process;
        this.reader = new Thread(this::readLines, "storm " + process.pid());
        this.reader.setDaemon(true);
    }

    /** A process that stands ready. */
    static SteadyStorm start(String url, int threads, int conversations) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
                        SteadyStorm.class.getName(),
                        url,
                        String.valueOf(threads),
                        String.valueOf(conversations))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String line = process.inputReader(StandardCharsets.UTF_8).readLine();
        if (!"ready".equals(line)) {
            throw new IllegalStateException("a process did not start: " + line);
        }
        return new SteadyStorm(process);
    }

    void go() throws IOException {
        say("go");
        reader.start();
    }

    /** Ends the storm; every call that is under way must come to its end. */
    void stop() throws Exception {
        say("stop");
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new AssertionError("callers are stuck, or their process failed");
        }
        reader.join();
    }

    private void say(String word) throws IOException {
        process.outputWriter(StandardCharsets.UTF_8).append(word).append('\n').flush();
    }

    private void readLines() {
        process.inputReader(StandardCharsets.UTF_8).lines().forEach(this::read);
    }

    private synchronized void read(String line) {
        String[] words = line.split(" ", 4);
        switch (words[0]) {
            case "answer" ->
                answers.add(new Answer(Integer.parseInt(words[1]), words[2], Boolean.parseBoolean(words[3])));
            case "again" -> transientFailures.merge(line.substring("again ".length()), 1, Integer::sum);
            default -> broken.add(line);
        }
        notifyAll();
    }

    /** Waits until so many more calls have been answered. */
    synchronized void awaitAnswers(int more) throws InterruptedException {
        int expected = answers.size() + more;
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (answers.size() < expected) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("callers do not go on: " + (expected - answers.size()) + " answers of " + more
                        + " are missing; they were told " + transientFailures + " " + broken);
            }
            wait(left);
        }
    }

    /** Waits until a call has failed with something that may be repeated. */
    synchronized void awaitFailure() throws InterruptedException {
        int before = failures();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (failures() == before) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("nobody has noticed the fault");
            }
            wait(left);
        }
    }

    private int failures() {
        return transientFailures.values().stream().mapToInt(i -> i).sum();
    }

    synchronized List<Answer> answers() {
        return List.copyOf(answers);
    }

    /** How often callers were told to repeat, by state and code. */
    synchronized Map<String, Integer> transientFailures() {
        return new TreeMap<>(transientFailures);
    }

    /** Whatever else callers were told. */
    synchronized List<String> broken() {
        return List.copyOf(broken);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        int threads = Integer.parseInt(arguments[1]);
        try (HikariDataSource dataSource = pool(arguments[0], threads)) {
            dataSource.getConnection().close();
            out.println("ready");
            in.readLine();
            Callers callers = new Callers(dataSource, out, Integer.parseInt(arguments[2]));
            ExecutorService executor = Executors.newFixedThreadPool(threads);
            for (int i = 0; i < threads; i++) {
                executor.execute(callers);
            }
            in.readLine();
            callers.isStopped = true;
            executor.shutdown();
            System.exit(executor.awaitTermination(PATIENCE.toSeconds() / 2, TimeUnit.SECONDS) ? 0 : 1);
        }
    }

    private static HikariDataSource pool(String url, int size) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(size);
        config.setConnectionTimeout(1_000);
        config.setValidationTimeout(500);
        return new HikariDataSource(config);
    }

    /** What each thread does. */
    private static final class Callers implements Runnable {
        private final NumberPool pool;
        private final PrintStream out;
        private final int conversations;
        private final AtomicInteger next = new AtomicInteger();
        private volatile boolean isStopped;

        Callers(HikariDataSource dataSource, PrintStream out, int conversations) {
            this.pool = NumberPool.builder(JdbcNumberStore.create(dataSource)).build();
            this.out = out;
            this.conversations = conversations;
        }

        @Override
        public void run() {
            while (!isStopped) {
                int conversation = next.incrementAndGet();
                if (conversation > conversations) {
                    return;
                }
                while (!isStopped && !isDone(conversation)) {
                    // It was told that it may be repeated.
                }
            }
        }

        private boolean isDone(int conversation) {
            try {
                Assignment given = pool.assign(HostDatabase.WIDGET, ConversationId.of(conversation));
                out.println("answer " + conversation + " " + given.number().e164() + " " + given.isNew());
                return true;
            } catch (StoreException e) {
                if (e.isTransient()) {
                    out.println("again " + e.getMessage().replaceFirst(".*(\\(SQLState.*\\)).*", "$1"));
                    return false;
                }
                out.println("broken " + conversation + " " + e);
            } catch (Throwable e) {
                out.println("broken " + conversation + " " + e);
            }
            return true;
        }
    }
}
