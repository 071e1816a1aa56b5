package dev.numberpool.examples.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import dev.numberpool.NumberPool;
import dev.numberpool.PhoneNumber;
import dev.numberpool.PooledNumber;
import dev.numberpool.desk.Content;
import dev.numberpool.desk.HandoverDesk;
import dev.numberpool.examples.benchmarks.Levels.Level;
import dev.numberpool.jdbc.JdbcMessageLog;
import dev.numberpool.jdbc.JdbcNumberStore;
import dev.numberpool.jdbc.JdbcSchema;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.IntStream;

/**
 * A desk that is as busy in ten minutes as another in an hour, with a night every now and then: the clock jumps by a day, and
 * what an operator schedules is called. Then nothing runs, and it is measured what is left.
 */
final class Soak {
    static final Duration FULL = Duration.ofMinutes(10);

    static final int CALLERS = 4;
    static final int CONNECTIONS = 8;
    private static final int NUMBERS = 8;
    /** Makes 10 000 conversations and 100 000 messages of ten minutes. */
    private static final int STEPS_PER_SECOND = 200;

    private static final Duration A_DAY = Duration.ofDays(1);
    /** The shortest that the desk takes. */
    private static final Duration KEPT = Duration.ofDays(7);
    /** No agent who is there is silent for so many nights. */
    private static final Duration IDLE = Duration.ofHours(84);

    private static final Duration LAST_WORDS = Duration.ofMinutes(1);
    private static final List<String> TABLES =
            List.of("message", "inbound", "held", "queue", "thread", "departure", "number");

    private final Options options;
    private final PrintStream out;
    private final SoakClock clock = new SoakClock();
    private final SoakProvider provider = new SoakProvider(clock);
    private final Levels levels = new Levels();
    private final Register register;
    /** Held by everybody who works, and by nobody at night. */
    private final ReentrantReadWriteLock day = new ReentrantReadWriteLock(true);

    private final HikariDataSource dataSource;
    private final NumberPool pool;
    private final HandoverDesk desk;
    private volatile boolean isOver;
    private int purged;
    private int released;

    private Soak(Options options, HikariDataSource dataSource, PrintStream out) {
        this.options = options;
        this.dataSource = dataSource;
        this.out = out;
        this.register = new Register(100_000 + (int) options.time().toSeconds() * STEPS_PER_SECOND);
        JdbcSchema.create(dataSource);
        JdbcNumberStore store = JdbcNumberStore.create(dataSource);
        this.pool = NumberPool.builder(store).clock(clock).build();
        this.desk = HandoverDesk.builder(pool, store, JdbcMessageLog.create(dataSource), provider)
                .clock(clock)
                .wakeUp((assignment, visitor, code) -> new Content.Template("HX1", Map.of("1", code)))
                .build();
    }

    /** False if something has grown, was lost, came twice or went wrong. */
    static boolean run(Options options, PrintStream out)
            throws SQLException, IOException, ExecutionException, InterruptedException {
        try (Server server = Server.start();
                HikariDataSource dataSource = server.newDatabase(CONNECTIONS)) {
            Explanation.printSoak(server.settings(), out);
            return new Soak(options, dataSource, out).run();
        }
    }

    private boolean run() throws SQLException, ExecutionException, InterruptedException {
        makeWidget();
        SoakFloor floor = new SoakFloor(pool, desk, provider, dataSource, clock, register);
        floor.open(isShort() ? 20 : 60);
        ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
        try {
            List<Future<?>> callers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                callers.add(threads.submit(() -> {
                    work(floor);
                    return true;
                }));
            }
            nights(floor, callers);
            floor.close();
            awaitEnd(floor, Long.MAX_VALUE, callers);
        } finally {
            isOver = true;
            threads.shutdown();
            threads.awaitTermination(10, TimeUnit.SECONDS);
        }
        floor.allNews();
        return verdict(floor);
    }

    private void makeWidget() throws SQLException {
        execute("INSERT INTO widget_configs (id) VALUES (1)");
        pool.save(pool.widget(SoakFloor.WIDGET)
                .withPool(IntStream.range(0, NUMBERS)
                        .mapToObj(i -> PooledNumber.of(PhoneNumber.of("+155589863" + (50 + i))))
                        .toList()));
    }

    private void work(SoakFloor floor) throws SQLException {
        long interval = TimeUnit.SECONDS.toNanos(CALLERS) / STEPS_PER_SECOND;
        long next = System.nanoTime();
        while (!isOver) {
            day.readLock().lock();
            try {
                floor.step();
            } finally {
                day.readLock().unlock();
            }
            // Who was held up makes good for it, but not for a whole night.
            next = Math.max(next + interval, System.nanoTime() - TimeUnit.SECONDS.toNanos(1));
            LockSupport.parkNanos(next - System.nanoTime());
        }
    }

    /**
     * In ten minutes one every thirty seconds; in a shorter time enough that what is old is purged. None comes before the
     * conversations of the day before are over, however slow the machine: they would look idle.
     */
    private void nights(SoakFloor floor, List<Future<?>> callers)
            throws SQLException, ExecutionException, InterruptedException {
        int nights = isShort() ? 12 : 20;
        long length = options.time().toNanos() / nights;
        long start = System.nanoTime();
        long yesterday = 0;
        printTitles();
        for (int night = 1; night <= nights; night++) {
            awaitNight(callers, start + night * length - System.nanoTime());
            awaitEnd(floor, yesterday, callers);
            day.writeLock().lock();
            try {
                sleep(floor);
                look(floor, night);
                yesterday = floor.conversations();
            } finally {
                day.writeLock().unlock();
            }
        }
    }

    private boolean isShort() {
        return options.time().compareTo(Duration.ofMinutes(5)) < 0;
    }

    /** None of the callers ends before the evening unless something has failed. */
    private static void awaitNight(List<Future<?>> callers, long nanos)
            throws ExecutionException, InterruptedException {
        try {
            callers.get(0).get(nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException evening) {
            for (Future<?> caller : callers) {
                if (caller.isDone()) {
                    caller.get();
                }
            }
        }
    }

    /** What an operator has scheduled, and what the host does with its own rows. */
    private void sleep(SoakFloor floor) throws SQLException {
        floor.allNews();
        clock.pass(A_DAY);
        int idle;
        do {
            idle = pool.releaseIdle(IDLE, 500).size();
            released += idle;
        } while (idle > 0);
        purged += desk.purge(KEPT);
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement("DELETE FROM widget_conversations"
                        + " WHERE assigned_at < ? AND (status = 'closed' OR released_at IS NOT NULL)")) {
            statement.setTimestamp(1, Timestamp.from(clock.instant().minus(KEPT)));
            statement.executeUpdate();
        }
    }

    private void printTitles() {
        out.println();
        out.printf(
                "%6s %13s %9s %8s %8s %11s %7s %7s  %s%n",
                "night",
                "conversations",
                "messages",
                "heap MB",
                "threads",
                "connections",
                "p50 ms",
                "p99 ms",
                "rows left: conversations, " + String.join(", ", TABLES));
    }

    private void look(SoakFloor floor, int night) throws SQLException {
        long[] nanos =
                floor.takeNanos().stream().mapToLong(Long::longValue).sorted().toArray();
        String rows = rows();
        Level level = level();
        levels.add(level);
        out.printf(
                "%6d %13d %9d %8.1f %8d %11d %7.2f %7.2f  %s%n",
                night,
                floor.conversations(),
                register.asked(),
                level.heap() / 1024.0 / 1024,
                level.threads(),
                level.connections(),
                millis(nanos, 0.5),
                millis(nanos, 0.99),
                rows);
    }

    private Level level() throws SQLException {
        int connections = number("SELECT COUNT(*) FROM pg_stat_activity"
                + " WHERE datname = current_database() AND backend_type = 'client backend'");
        System.gc();
        return new Level(
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                ManagementFactory.getThreadMXBean().getThreadCount(),
                connections);
    }

    private static double millis(long[] sorted, double share) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) (share * (sorted.length - 1))] / 1e6;
    }

    private String rows() throws SQLException {
        List<String> counts = new ArrayList<>();
        counts.add(String.valueOf(number("SELECT COUNT(*) FROM widget_conversations")));
        for (String table : TABLES) {
            counts.add(String.valueOf(number("SELECT COUNT(*) FROM numberpool_" + table)));
        }
        return String.join(", ", counts);
    }

    /** Until all conversations up to this one are over. */
    private static void awaitEnd(SoakFloor floor, long last, List<Future<?>> callers)
            throws ExecutionException, InterruptedException {
        long end = System.nanoTime() + LAST_WORDS.toNanos();
        while (!floor.isOver(last)) {
            Calls.require(System.nanoTime() < end, "conversations do not come to their end");
            awaitNight(callers, TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private boolean verdict(SoakFloor floor) {
        out.println();
        out.printf(
                "%s; agents were asked for whom %d times; %d rows purged, %d idle conversations released%n",
                register, floor.asked(), purged, released);
        boolean isExact = register.isExact();
        if (!isExact) {
            out.println("NOT EXACT");
        }
        List<String> grown = levels.grown();
        grown.forEach(what -> out.println("GROWN: " + what));
        return isExact && grown.isEmpty();
    }

    private int number(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
