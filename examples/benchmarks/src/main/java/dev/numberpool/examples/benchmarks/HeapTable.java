package dev.numberpool.examples.benchmarks;

import static dev.numberpool.examples.benchmarks.Markdown.count;

import com.zaxxer.hikari.HikariDataSource;
import dev.numberpool.ConversationId;
import dev.numberpool.NumberPool;
import dev.numberpool.PhoneNumber;
import dev.numberpool.PooledNumber;
import dev.numberpool.Widget;
import dev.numberpool.WidgetId;
import dev.numberpool.examples.benchmarks.Levels.Level;
import dev.numberpool.jdbc.JdbcNumberStore;
import dev.numberpool.jdbc.JdbcSchema;
import dev.numberpool.memory.InMemoryNumberStore;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** What an assignment leaves in memory, and how much it takes on its way. */
final class HeapTable {
    private static final int LOOKS = 10;
    /** A million for a full run. */
    private static final int ASSIGNS_PER_SEND = 500;

    private static final int ALIVE_IN_MEMORY = 100;
    private static final int NUMBERS = 20;
    private static final Duration BETWEEN = Duration.ofSeconds(30);

    private static final int WIDGETS = 1_000;
    /** A hundred thousand for a full run. */
    private static final int ALIVE_PER_SEND = 50;

    private static final int CALLERS = 8;
    private static final int COUNTED = 2_000;
    /** Few, because what it takes depends on how many are alive. */
    private static final int COUNTED_IN_MEMORY = 20;
    /** Of the measured time of one round, for each look. */
    private static final int ROUNDS_PER_LOOK = 5;

    private final Options options;
    private final PrintStream out;
    private final int alive;
    private boolean isFlat = true;

    HeapTable(Options options, PrintStream out) {
        this.options = options;
        this.out = out;
        this.alive = options.sends() * ALIVE_PER_SEND;
    }

    /** False if the heap has grown. */
    boolean isFlat() {
        return isFlat;
    }

    /** Conversations come and go: released by the pool, then deleted by the host, as this store forgets nothing by itself. */
    private static final class InMemory {
        private final WidgetId widget = WidgetId.of(1);
        private final SoakClock clock = new SoakClock();
        private final InMemoryNumberStore store = new InMemoryNumberStore();
        private final NumberPool pool = NumberPool.builder(store).clock(clock).build();
        private long last;

        InMemory() {
            store.put(Widget.of(widget)
                    .withPool(IntStream.range(0, NUMBERS)
                            .mapToObj(i -> PooledNumber.of(PhoneNumber.of("+1555%07d".formatted(i))))
                            .toList()));
        }

        void assign() {
            pool.assign(widget, ConversationId.of(++last));
        }

        void comeAndGo() {
            assign();
            clock.pass(BETWEEN);
            long old = last - ALIVE_IN_MEMORY;
            if (old > 0) {
                pool.release(ConversationId.of(old));
                store.delete(ConversationId.of(old));
            }
        }
    }

    void inMemory() {
        InMemory host = new InMemory();
        int each = options.sends() * ASSIGNS_PER_SEND / LOOKS;
        Looks looks = new Looks();
        for (int look = 0; look < LOOKS; look++) {
            for (int i = 0; i < each; i++) {
                host.comeAndGo();
            }
            looks.add(host.last, ALIVE_IN_MEMORY);
        }
        looks.print("In memory, " + NUMBERS + " numbers", bytes(COUNTED_IN_MEMORY, host::assign));
    }

    void onDatabase(Server server) throws SQLException, ExecutionException, InterruptedException {
        try (HikariDataSource dataSource = server.newDatabase(CALLERS + 2)) {
            layIn(dataSource);
            NumberPool pool =
                    NumberPool.builder(JdbcNumberStore.create(dataSource)).build();
            AtomicLong next = new AtomicLong(alive);
            Call assign = caller -> {
                long id = next.incrementAndGet();
                pool.assign(WidgetId.of(1 + id % WIDGETS), ConversationId.of(id));
            };
            Call comeAndGo = caller -> {
                long id = next.incrementAndGet();
                pool.assign(WidgetId.of(1 + id % WIDGETS), ConversationId.of(id));
                close(dataSource, id - alive);
            };
            Looks looks = new Looks();
            for (int look = 0; look < LOOKS; look++) {
                Load.run(CALLERS, Duration.ZERO, options.time().multipliedBy(ROUNDS_PER_LOOK), comeAndGo);
                looks.add(next.get() - alive, alive);
            }
            looks.print("On PostgreSQL, " + count(WIDGETS) + " widgets", bytes(COUNTED, () -> run(assign)));
        }
    }

    private static void run(Call call) {
        try {
            call.run(0);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Widgets with three numbers each, and a hundred conversations on them. */
    private void layIn(HikariDataSource dataSource) throws SQLException {
        JdbcSchema.create(dataSource);
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    INSERT INTO widget_configs (id, whatsapp_number_pool)
                    SELECT w, (SELECT jsonb_agg(jsonb_build_object('number', '+1555' || lpad((10 * w + n)::text, 7, '0'),
                      'is_active', true)) FROM generate_series(0, 2) AS n)
                    FROM generate_series(1, %d) AS w""".formatted(WIDGETS));
            statement.execute("""
                    INSERT INTO widget_conversations (id, widget_id, status, assigned_whatsapp_number,
                      assigned_display_name, assigned_source, assigned_at)
                    SELECT id, 1 + id %% %1$d, 'open',
                      '+1555' || lpad((10 * (1 + id %% %1$d) + id / %1$d %% 3)::text, 7, '0'), '', 'POOL', now()
                    FROM generate_series(1, %2$d) AS id""".formatted(WIDGETS, alive));
            statement.execute("VACUUM (ANALYZE)");
        }
    }

    private static void close(HikariDataSource dataSource, long conversation) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("UPDATE widget_conversations SET status = 'closed' WHERE id = ?")) {
            statement.setLong(1, conversation);
            statement.executeUpdate();
        }
    }

    /** By the caller's thread: there is no other. */
    private static double bytes(int runs, Runnable assign) {
        String thread = Thread.currentThread().getName();
        return Allocation.perRun(runs, assign, thread::equals);
    }

    /** What is left after so many assignments. */
    private final class Looks {
        private final Markdown table = new Markdown("assignments so far", "conversations alive", "kB left on the heap");
        private final Levels levels = new Levels();

        void add(long assigns, int alive) {
            System.gc();
            long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
            levels.add(new Level(heap, 0, 0));
            table.row(count((double) assigns), count(alive), count(heap / 1024.0));
        }

        void print(String title, double bytesPerAssign) {
            table.print(title + "; one `assign()` takes " + count(bytesPerAssign) + " bytes on its way", out);
            levels.grown().forEach(what -> {
                isFlat = false;
                out.println("GROWN: " + what);
            });
        }
    }
}
