package dev.numberpool.jdbc;

import static dev.numberpool.jdbc.HostDatabase.WIDGET;
import static dev.numberpool.jdbc.HostDatabase.conversation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.numberpool.Assignment;
import dev.numberpool.AssignmentStrategy;
import dev.numberpool.NumberPool;
import dev.numberpool.StoreException;
import dev.numberpool.jdbc.FaultyNetwork.Cut;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The network between the host and PostgreSQL cuts connections at the worst moment, is slow, or swallows everything. */
@Tag("faults")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NetworkFaultTest {
    private static final int POOL = 3;
    private static final int CROWD = 8;

    private HostDatabase host;
    private FaultyNetwork network;

    @BeforeEach
    void open() throws Exception {
        host = HostDatabase.adopted(TestDatabase.POSTGRESQL);
        host.setPool(POOL);
        host.sql("INSERT INTO widget_conversations (id, widget_id) SELECT id, 7 FROM generate_series(1, 20000) id");
        network = new FaultyNetwork(
                URI.create(host.url().substring("jdbc:".length())).getPort());
    }

    @AfterEach
    void close() throws Exception {
        network.close();
        host.close();
    }

    static Stream<Arguments> cutsWithAndWithoutCoalescing() {
        return Stream.of(Cut.values())
                .flatMap(cut -> Stream.of(true, false).map(isCoalescing -> Arguments.of(cut, isCoalescing)));
    }

    @ParameterizedTest(name = "{0}, coalescing: {1}")
    @MethodSource("cutsWithAndWithoutCoalescing")
    @DisplayName("A4: a call whose connection is cut at the commit is new once, and takes one place in the order")
    void aCallCutAtItsCommitIsNewOnceAndTakesOnePlace(Cut cut, boolean isCoalescing) {
        try (HikariDataSource source = source("")) {
            NumberPool pool = pool(source, isCoalescing);
            // Later ones commit with a statement that the server has prepared under a name.
            for (int id = 1; id <= CROWD; id++) {
                network.cutCommit(1, cut, 0);

                Assignment assignment = pool.assign(WIDGET, conversation(id));

                assertThat(network.cuts()).as("the fault took place").isEqualTo(id);
                assertThat(assignment.isNew()).isTrue();
                assertThat(pool.assign(WIDGET, conversation(id))).isEqualTo(assignment.asNew(false));
            }
            assertOnePlaceEach(1, CROWD);
        }
    }

    @ParameterizedTest(name = "{0}, coalescing: {1}")
    @MethodSource("cutsWithAndWithoutCoalescing")
    @DisplayName("A4: of a crowd whose commits are cut, each is new once and takes one place")
    void ofACrowdCutAtItsCommitEachIsNewOnceAndTakesOnePlace(Cut cut, boolean isCoalescing) throws Exception {
        try (HikariDataSource source = source("")) {
            NumberPool pool = pool(source, isCoalescing);
            pool.assign(WIDGET, conversation(40));
            int before = network.commits();
            network.cutCommit(2, cut, 0);

            List<CompletableFuture<Assignment>> answers =
                    CoalescingTest.atOnce(host, CoalescingTest.assigns(pool, 1, CROWD));

            for (CompletableFuture<Assignment> answer : answers) {
                assertThat(answer.get().isNew()).isTrue();
            }
            assertThat(network.cuts()).as("the fault took place").isEqualTo(1);
            assertThat(network.commits() - before)
                    .as("commits: the first caller's, the others' together or each, and again if it was lost")
                    .isBetween(isCoalescing ? 2 : CROWD, isCoalescing ? 3 : CROWD + 1);
            assertOnePlaceEach(1, CROWD + 1);
        }
    }

    @ParameterizedTest(name = "coalescing: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName(
            "A4: of a crowd whose commit gets no answer and whose every repetition fails, each alone finds its own")
    void ofACrowdThatCannotAskAgainTogetherEachFindsItsOwn(boolean isCoalescing) throws Exception {
        PGSimpleDataSource unpooled = new PGSimpleDataSource();
        unpooled.setUrl(network.by(host.url()));
        NumberPool pool = pool(unpooled, isCoalescing);
        pool.assign(WIDGET, conversation(40));
        // Alone, a caller has two more tries; together, those two fail and each has three of its own.
        network.cutCommit(2, Cut.BEFORE_ANSWER, isCoalescing ? 2 : 1);

        List<CompletableFuture<Assignment>> answers =
                CoalescingTest.atOnce(host, CoalescingTest.assigns(pool, 1, CROWD));

        for (CompletableFuture<Assignment> answer : answers) {
            assertThat(answer.get().isNew()).isTrue();
        }
        assertThat(network.cuts()).as("the fault took place").isEqualTo(1);
        assertThat(network.refusals()).as("and so did the ones after it").isZero();
        assertOnePlaceEach(1, CROWD + 1);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("A4: one conversation that a crowd asks for is new once, although the first commit is cut")
    void oneConversationOfACrowdIsNewOnceAlthoughTheCommitIsCut(Cut cut) throws Exception {
        try (HikariDataSource source = source("")) {
            NumberPool pool = pool(source, true);
            pool.assign(WIDGET, conversation(40));
            network.cutCommit(1, cut, 0);
            List<Supplier<Assignment>> calls = IntStream.range(0, CROWD)
                    .mapToObj(i -> (Supplier<Assignment>) () -> pool.assign(WIDGET, conversation(1)))
                    .toList();

            List<Assignment> assignments = new ArrayList<>();
            for (CompletableFuture<Assignment> answer : CoalescingTest.atOnce(host, calls)) {
                assignments.add(answer.get());
            }

            assertThat(network.cuts()).as("the fault took place").isEqualTo(1);
            assertThat(assignments.stream().filter(Assignment::isNew)).hasSize(1);
            assertThat(assignments)
                    .extracting(Assignment::number)
                    .containsOnly(assignments.get(0).number());
            assertOnePlaceEach(1, 2);
        }
    }

    /** So many conversations have a number, on the places from first on, and no other place was taken. */
    private void assertOnePlaceEach(int first, int count) {
        assertThat(host.query("SELECT assigned_sequence FROM widget_conversations"
                        + " WHERE assigned_sequence IS NOT NULL ORDER BY assigned_sequence"))
                .containsExactlyElementsOf(IntStream.range(first, first + count)
                        .mapToObj(String::valueOf)
                        .toList());
        assertThat(host.query("SELECT sequence FROM numberpool_widget WHERE widget_id = '7'"))
                .containsExactly(String.valueOf(first + count - 1));
        assertThat(host.spread()).isLessThanOrEqualTo(1);
    }

    @ParameterizedTest(name = "coalescing: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName("A4: with 200 ms each way, calls are slow and right")
    void onASlowNetworkCallsAreRight(boolean isCoalescing) throws Exception {
        Duration eachWay = Duration.ofMillis(200);
        // One after the other, more of them would wait longer for their turn than they are told to.
        int callers = isCoalescing ? 20 : 3;
        Told told = new Told();
        try (HikariDataSource source = source("")) {
            NumberPool pool = pool(source, isCoalescing);
            pool.assign(WIDGET, conversation(40));
            network.delay(eachWay);
            long start = System.nanoTime();

            for (CompletableFuture<Assignment> answer : together(CoalescingTest.assigns(pool, 1, callers))) {
                assertThat(answer.get().isNew()).isTrue();
                told.add(answer.get());
            }

            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .as("look, decide and commit")
                    .isGreaterThan(eachWay.multipliedBy(2 * 3));
            told.assertTrueAndBalanced(host, POOL);
        }
    }

    @ParameterizedTest(name = "coalescing: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName("In a black hole every caller is told what to do within a bound, and none is stuck")
    void inABlackHoleEveryCallerIsToldWhatToDo(boolean isCoalescing) throws Exception {
        Told told = new Told();
        try (HikariDataSource source = source("&socketTimeout=1&connectTimeout=1&loginTimeout=1")) {
            NumberPool pool = NumberPool.builder(JdbcNumberStore.builder(source)
                            .coalescing(isCoalescing)
                            .lockTimeout(Duration.ofSeconds(1))
                            .build())
                    .build();
            pool.assign(WIDGET, conversation(40));
            network.goDead();

            for (CompletableFuture<Assignment> answer : together(CoalescingTest.assigns(pool, 1, CROWD))) {
                ExecutionException failure =
                        catchThrowableOfType(ExecutionException.class, () -> answer.get(20, TimeUnit.SECONDS));
                assertThat(failure)
                        .cause()
                        .isInstanceOfSatisfying(
                                StoreException.class,
                                e -> assertThat(e.isTransient()).isTrue())
                        .hasMessageContaining("the database cannot be reached")
                        .hasMessageContaining("call again");
            }

            network.recover();
            for (CompletableFuture<Assignment> answer : together(CoalescingTest.assigns(pool, 1, CROWD))) {
                told.add(answer.get(20, TimeUnit.SECONDS));
            }
            assertThat(told.answers()).isEqualTo(CROWD);
            told.assertTrueAndBalanced(host, POOL);
        }
    }

    /** Calls in the middle of which everything goes silent: some have the widget's turn then, the others wait for it. */
    @ParameterizedTest(name = "coalescing: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName(
            "A crowd in whose middle the network dies is told so within a bound, and each gets its number afterwards")
    void aCrowdInWhoseMiddleTheNetworkDiesIsToldSo(boolean isCoalescing) throws Exception {
        Told told = new Told();
        try (HikariDataSource source = source("&socketTimeout=1&connectTimeout=1&loginTimeout=1");
                Callers callers = new Callers(pool(source, isCoalescing), told, 100, CROWD)) {
            callers.awaitMore(50, Duration.ofSeconds(20));
            assertThat(callers.failedCallers()).isZero();
            network.goDead();
            Callers.await(Duration.ofSeconds(30), "every caller is told", () -> callers.failedCallers() == CROWD);
            network.recover();
            callers.awaitMore(50, Duration.ofSeconds(20));
            callers.stop(Duration.ofSeconds(20));
            told.assertTrueAndBalanced(host, POOL);
        }
    }

    @ParameterizedTest(name = "coalescing: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName("A node that vanishes in its transaction holds up others for six lock time-outs at most")
    void aNodeThatVanishesInItsTransactionHoldsUpOthersForAMoment(boolean isCoalescing) throws Exception {
        Told told = new Told();
        try (HikariDataSource source = source("&socketTimeout=30")) {
            NumberPool vanishing = NumberPool.builder(JdbcNumberStore.builder(source)
                            .coalescing(isCoalescing)
                            .lockTimeout(Duration.ofSeconds(1))
                            .build())
                    .strategy((handover, candidates) -> {
                        // It has the widget's turn now.
                        network.goDead();
                        return AssignmentStrategy.leastUsed().choose(handover, candidates);
                    })
                    .build();
            NumberPool other = NumberPool.builder(JdbcNumberStore.builder(host.dataSource())
                            .coalescing(isCoalescing)
                            .lockTimeout(Duration.ofSeconds(15))
                            .build())
                    .build();
            other.assign(WIDGET, conversation(40));
            CompletableFuture<Assignment> lost =
                    together(CoalescingTest.assigns(vanishing, 1, 1)).get(0);
            Callers.await(Duration.ofSeconds(10), "the network is dead", network::isDead);

            for (CompletableFuture<Assignment> answer : together(CoalescingTest.assigns(other, 2, CROWD))) {
                told.add(answer.get(20, TimeUnit.SECONDS));
            }

            assertThat(lost).as("nobody hears of it").isNotDone();
            assertThat(told.news()).isEqualTo(CROWD - 1);
            told.assertTrueAndBalanced(host, POOL);
        }
    }

    private HikariDataSource source(String options) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(network.by(host.url()) + options);
        config.setMaximumPoolSize(CROWD);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(options.isEmpty() ? 20_000 : 1_000);
        config.setValidationTimeout(options.isEmpty() ? 5_000 : 500);
        return new HikariDataSource(config);
    }

    private static NumberPool pool(DataSource source, boolean isCoalescing) {
        return NumberPool.builder(
                        JdbcNumberStore.builder(source).coalescing(isCoalescing).build())
                .build();
    }

    private static List<CompletableFuture<Assignment>> together(List<Supplier<Assignment>> calls) {
        return calls.stream()
                .map(call -> CompletableFuture.supplyAsync(call, command -> new Thread(command).start()))
                .toList();
    }
}
