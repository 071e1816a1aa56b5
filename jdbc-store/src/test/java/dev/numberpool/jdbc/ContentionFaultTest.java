package dev.numberpool.jdbc;

import static dev.numberpool.jdbc.HostDatabase.WIDGET;
import static dev.numberpool.jdbc.HostDatabase.conversation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.numberpool.Assignment;
import dev.numberpool.NumberPool;
import dev.numberpool.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Too few connections, and other transactions in the way. */
@Tag("faults")
@Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ContentionFaultTest {
    private static final Logger LOG = LoggerFactory.getLogger(ContentionFaultTest.class);
    private static final int POOL = 3;

    private HostDatabase host;

    @BeforeEach
    void open() {
        host = HostDatabase.adopted(TestDatabase.POSTGRESQL);
        host.setPool(POOL);
        host.sql("INSERT INTO widget_conversations (id, widget_id) SELECT id, 7 FROM generate_series(1, 20000) id");
    }

    @AfterEach
    void close() {
        host.close();
    }

    @ParameterizedTest(name = "coalescing: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName("A4: 64 callers on two connections all get their numbers, balanced, and none fails")
    void sixtyFourCallersOnTwoConnectionsAllGetTheirNumbers(boolean isCoalescing) throws Exception {
        Told told = new Told();
        try (HikariDataSource source = source(2, 20_000);
                Callers callers = new Callers(pool(source, isCoalescing), told, 1, 64)) {
            callers.awaitMore(640, Duration.ofSeconds(60));
            callers.stop(Duration.ofSeconds(20));
            assertThat(callers.failures()).isZero();
            told.assertTrueAndBalanced(host, POOL);
        }
    }

    @ParameterizedTest(name = "coalescing: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName("Where the host holds all connections, callers are told so within a bound, and served once it lets go")
    void whereTheHostHoldsAllConnectionsCallersAreToldSo(boolean isCoalescing) throws Exception {
        Told told = new Told();
        try (HikariDataSource source = source(2, 300)) {
            NumberPool pool = pool(source, isCoalescing);
            pool.assign(WIDGET, conversation(100));
            try (Connection one = source.getConnection();
                    Connection other = source.getConnection()) {
                assertThat(one).isNotSameAs(other);
                for (CompletableFuture<Assignment> answer : together(CoalescingTest.assigns(pool, 1, 16))) {
                    assertThatThrownBy(() -> answer.get(15, TimeUnit.SECONDS))
                            .cause()
                            .isInstanceOfSatisfying(
                                    StoreException.class,
                                    e -> assertThat(e.isTransient()).isTrue())
                            .hasMessageContaining("all connections of the pool are taken");
                }
            }
            try (Callers callers = new Callers(pool, told, 1, 16)) {
                callers.awaitMore(50, Duration.ofSeconds(20));
                callers.stop(Duration.ofSeconds(20));
            }
            told.assertTrueAndBalanced(host, POOL);
        }
    }

    @ParameterizedTest(name = "coalescing: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName("A conversation that the host has locked costs its caller an error that says what to do; others go on")
    void aConversationThatTheHostHasLockedIsWaitedForInVainByItsCallerOnly(boolean isCoalescing) throws Exception {
        try (HikariDataSource source = source(20, 20_000);
                Connection hosts = host.dataSource().getConnection()) {
            NumberPool pool = NumberPool.builder(JdbcNumberStore.builder(source)
                            .coalescing(isCoalescing)
                            .lockTimeout(Duration.ofSeconds(2))
                            .build())
                    .build();
            pool.assign(WIDGET, conversation(100));
            hosts.setAutoCommit(false);
            execute(hosts, "UPDATE widget_conversations SET visitor_name = 'Maria' WHERE id = 3");

            List<CompletableFuture<Assignment>> answers =
                    CoalescingTest.atOnce(host, CoalescingTest.assigns(pool, 1, 6));

            assertWaitedInVain(answers.get(2));
            hosts.rollback();
            Told told = new Told();
            for (int id = 1; id <= 6; id++) {
                told.add(answerOrAgain(pool, answers.get(id - 1), id));
            }
            assertThat(told.news()).isEqualTo(6);
            told.assertTrueAndBalanced(host, POOL);
        }
    }

    /** Others may have waited in vain behind the one that did. */
    private static Assignment answerOrAgain(NumberPool pool, CompletableFuture<Assignment> answer, int id)
            throws Exception {
        try {
            return answer.get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            assertWaitedInVain(answer);
            return pool.assign(WIDGET, conversation(id));
        }
    }

    private static void assertWaitedInVain(CompletableFuture<Assignment> answer) {
        assertThatThrownBy(() -> answer.get(20, TimeUnit.SECONDS))
                .cause()
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.isTransient()).isTrue())
                .hasMessageContaining("waited too long for a row that another transaction holds")
                .hasMessageContaining("JdbcNumberStore.joining(…)");
    }

    @Test
    @DisplayName(
            "Joined: of two host transactions that deadlock one is told to repeat, nothing of it is kept, both end well")
    void ofTwoHostTransactionsThatDeadlockOneRepeatsAndBothEndWell() throws Exception {
        host.sql("CREATE TABLE host_work (id INT PRIMARY KEY, done INT)", "INSERT INTO host_work VALUES (1, 0)");
        host.pool().build().assign(WIDGET, conversation(100));
        AtomicInteger deadlocks = new AtomicInteger();
        int rounds = 10;
        for (int round = 1; round <= rounds; round++) {
            int first = 2 * round;
            CyclicBarrier both = new CyclicBarrier(2);
            for (CompletableFuture<Assignment> answer : together(List.of(
                    () -> inHostTransaction(first, true, both, deadlocks),
                    () -> inHostTransaction(first + 1, false, both, deadlocks)))) {
                assertThat(answer.get(20, TimeUnit.SECONDS).isNew()).isTrue();
            }
        }
        assertThat(deadlocks.get()).as("one in each round, at least").isGreaterThanOrEqualTo(rounds);
        assertThat(host.query("SELECT done FROM host_work")).containsExactly(String.valueOf(2 * rounds));
        assertThat(host.count("assigned_whatsapp_number IS NOT NULL")).isEqualTo(2 * rounds + 1);
        assertThat(host.spread()).isLessThanOrEqualTo(1);
    }

    /** One takes the host's row and then the widget's turn, the other one the other way round. */
    private Assignment inHostTransaction(int id, boolean assignsFirst, CyclicBarrier both, AtomicInteger deadlocks) {
        try (Connection connection = host.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            execute(connection, "SET deadlock_timeout = '100ms'");
            connection.commit();
            NumberPool pool = NumberPool.builder(JdbcNumberStore.joining(() -> connection))
                    .build();
            boolean isFirstTry = true;
            while (true) {
                try {
                    Assignment assignment = null;
                    if (assignsFirst) {
                        assignment = pool.assign(WIDGET, conversation(id));
                    } else {
                        work(connection);
                    }
                    if (isFirstTry) {
                        isFirstTry = false;
                        both.await(10, TimeUnit.SECONDS);
                    }
                    if (assignsFirst) {
                        work(connection);
                    } else {
                        assignment = pool.assign(WIDGET, conversation(id));
                    }
                    connection.commit();
                    connection.setAutoCommit(true);
                    return assignment;
                } catch (StoreException e) {
                    assertThat(e.isTransient()).isTrue();
                    assertThat(e).hasMessageContaining("another transaction was in the way; repeat yours");
                    deadlocks.incrementAndGet();
                    connection.rollback();
                } catch (SQLException e) {
                    assertThat(e.getSQLState()).isEqualTo("40P01");
                    deadlocks.incrementAndGet();
                    connection.rollback();
                }
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void work(Connection connection) throws SQLException {
        execute(connection, "UPDATE host_work SET done = done + 1 WHERE id = 1");
    }

    @ParameterizedTest(name = "coalescing: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName("A4: where three of ten transactions fail to serialize, callers notice nothing, balanced and new once")
    void whereThreeOfTenTransactionsFailToSerializeCallersNoticeNothing(boolean isCoalescing) throws Exception {
        long seed = System.nanoTime();
        LOG.warn("seed {}", seed);
        Told told = new Told();
        try (HikariDataSource source = source(8, 20_000)) {
            UnluckyDataSource unlucky = new UnluckyDataSource(source, seed, 0.3);
            Callers callers = new Callers(pool(unlucky.dataSource(), isCoalescing), told, 1, 16);
            Callers.await(Duration.ofSeconds(60), "planted failures", () -> unlucky.failures() >= 100);
            callers.stop(Duration.ofSeconds(20));
            // Ten failures in a row may happen, once in 170 000 transactions.
            assertThat(callers.failures()).as("calls that failed").isLessThanOrEqualTo(1);
            assertThat(told.news()).isGreaterThan(100);
            told.assertTrueAndBalanced(host, POOL);
            LOG.warn("{} planted failures, {} assignments", unlucky.failures(), told.news());
        }
    }

    private HikariDataSource source(int connections, int timeoutMillis) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(host.url());
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(timeoutMillis);
        return new HikariDataSource(config);
    }

    private static NumberPool pool(javax.sql.DataSource source, boolean isCoalescing) {
        return NumberPool.builder(
                        JdbcNumberStore.builder(source).coalescing(isCoalescing).build())
                .build();
    }

    private static List<CompletableFuture<Assignment>> together(List<Supplier<Assignment>> calls) {
        List<CompletableFuture<Assignment>> answers = new ArrayList<>();
        for (Supplier<Assignment> call : calls) {
            answers.add(CompletableFuture.supplyAsync(call, command -> new Thread(command).start()));
        }
        return answers;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
