package dev.numberpool.jdbc;

import static dev.numberpool.jdbc.HostDatabase.WIDGET;
import static dev.numberpool.jdbc.HostDatabase.conversation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.numberpool.Assignment;
import dev.numberpool.AssignmentStrategy;
import dev.numberpool.Decision;
import dev.numberpool.NumberPool;
import dev.numberpool.NumberPoolListener;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clocks, strategies and listeners of the host's that misbehave. */
@Tag("faults")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostCodeFaultTest {
    private static final int POOL = 3;
    private static final int CROWD = 8;
    private static final int UNLUCKY = 4;

    private HostDatabase host;

    @BeforeEach
    void open() {
        host = HostDatabase.adopted(TestDatabase.POSTGRESQL);
        host.setPool(POOL);
        host.sql("INSERT INTO widget_conversations (id, widget_id) SELECT id, 7 FROM generate_series(1, 20000) id");
        host.pool().build().assign(WIDGET, conversation(100));
    }

    @AfterEach
    void close() {
        host.close();
    }

    /** What a strategy of the host's may do. */
    private enum Failure {
        OUT_OF_MEMORY(OutOfMemoryError.class) {
            @Override
            void happen() {
                long[] tooMuch = new long[Integer.MAX_VALUE];
                throw new IllegalStateException("there was room for " + tooMuch.length);
            }
        },
        STACK_OVERFLOW(StackOverflowError.class) {
            @Override
            void happen() {
                deeper(1);
            }

            private int deeper(int depth) {
                return deeper(depth + 1) + depth;
            }
        };

        private final Class<? extends Error> error;

        Failure(Class<? extends Error> error) {
            this.error = error;
        }

        abstract void happen();
    }

    static Stream<Arguments> failuresWithAndWithoutCoalescing() {
        return Stream.of(Failure.values())
                .flatMap(failure -> Stream.of(true, false).map(isCoalescing -> Arguments.of(failure, isCoalescing)));
    }

    @ParameterizedTest(name = "{0}, coalescing: {1}")
    @MethodSource("failuresWithAndWithoutCoalescing")
    @DisplayName("A4: an Error in a strategy is its own caller's alone, keeps nothing, and loses no connection")
    void anErrorInAStrategyIsItsOwnCallersAlone(Failure failure, boolean isCoalescing) throws Exception {
        AtomicInteger failures = new AtomicInteger();
        NumberPool pool = pool(isCoalescing)
                .strategy((handover, candidates) -> {
                    if (handover.conversation().equals(conversation(UNLUCKY)) && failures.getAndIncrement() == 0) {
                        failure.happen();
                    }
                    return AssignmentStrategy.leastUsed().choose(handover, candidates);
                })
                .build();

        List<CompletableFuture<Assignment>> answers =
                CoalescingTest.atOnce(host, CoalescingTest.assigns(pool, 1, CROWD));

        Told told = new Told();
        for (int id = 1; id <= CROWD; id++) {
            CompletableFuture<Assignment> answer = answers.get(id - 1);
            if (id == UNLUCKY) {
                assertThatThrownBy(() -> answer.get(20, TimeUnit.SECONDS))
                        .isInstanceOf(ExecutionException.class)
                        .hasCauseInstanceOf(failure.error);
                assertThat(pool.assignmentOf(conversation(UNLUCKY))).isEmpty();
            } else {
                told.add(answer.get(20, TimeUnit.SECONDS));
            }
        }
        assertThat(failures).as("it was not asked again").hasValue(1);
        assertThat(host.dataSource().getHikariPoolMXBean().getActiveConnections())
                .as("connections that nobody has given back")
                .isZero();
        told.add(pool.assign(WIDGET, conversation(UNLUCKY)));
        assertThat(told.news()).isEqualTo(CROWD);
        told.assertTrueAndBalanced(host, POOL);
    }

    /** What a listener of the host's may throw; Kotlin declares no checked exceptions, and throws them. */
    private enum Thrown {
        RUNTIME_EXCEPTION(new IllegalStateException("planted")),
        CHECKED_EXCEPTION(new java.io.IOException("planted")),
        ASSERTION_ERROR(new AssertionError("planted")),
        LINKAGE_ERROR(new NoClassDefFoundError("planted")),
        STACK_OVERFLOW(new StackOverflowError("planted"));

        private final Throwable throwable;

        Thrown(Throwable throwable) {
            this.throwable = throwable;
        }
    }

    static Stream<Arguments> thrownWithAndWithoutCoalescing() {
        return Stream.of(Thrown.values())
                .flatMap(thrown -> Stream.of(true, false).map(isCoalescing -> Arguments.of(thrown, isCoalescing)));
    }

    @ParameterizedTest(name = "{0}, coalescing: {1}")
    @MethodSource("thrownWithAndWithoutCoalescing")
    @DisplayName("A listener that throws changes nothing for those who are told of it")
    void aListenerThatThrowsChangesNothing(Thrown thrown, boolean isCoalescing) throws Exception {
        AtomicInteger told = new AtomicInteger();
        NumberPool pool = pool(isCoalescing)
                .listener(new NumberPoolListener() {
                    @Override
                    public void assigned(Assignment assignment, Supplier<Decision> why) {
                        told.incrementAndGet();
                        HostCodeFaultTest.<RuntimeException>sneak(thrown.throwable);
                    }
                })
                .build();

        for (CompletableFuture<Assignment> answer :
                CoalescingTest.atOnce(host, CoalescingTest.assigns(pool, 1, CROWD))) {
            assertThat(answer.get(20, TimeUnit.SECONDS).isNew()).isTrue();
        }

        assertThat(told).hasValue(CROWD);
        assertThat(host.spread()).isLessThanOrEqualTo(1);
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable throwable) throws T {
        throw (T) throwable;
    }

    @ParameterizedTest(name = "coalescing: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName("A listener that blocks keeps its own caller waiting, and nobody else")
    void aListenerThatBlocksKeepsNobodyElseWaiting(boolean isCoalescing) throws Exception {
        CountDownLatch blocked = new CountDownLatch(2);
        CountDownLatch goOn = new CountDownLatch(1);
        NumberPool pool = pool(isCoalescing)
                .listener(new NumberPoolListener() {
                    @Override
                    public void assigned(Assignment assignment, Supplier<Decision> why) {
                        // One that leads alone, and one that leads others.
                        if (List.of(conversation(1), conversation(2)).contains(assignment.conversation())) {
                            blocked.countDown();
                            await(goOn);
                        }
                    }
                })
                .build();

        List<CompletableFuture<Assignment>> answers =
                CoalescingTest.atOnce(host, CoalescingTest.assigns(pool, 1, CROWD));

        for (int id = 3; id <= CROWD; id++) {
            assertThat(answers.get(id - 1).get(20, TimeUnit.SECONDS).isNew()).isTrue();
        }
        assertThat(blocked.await(20, TimeUnit.SECONDS))
                .as("the fault took place")
                .isTrue();
        Told told = new Told();
        try (Callers callers = new Callers(pool, told, 200, CROWD)) {
            callers.awaitMore(50, Duration.ofSeconds(20));
            callers.stop(Duration.ofSeconds(20));
        }
        assertThat(answers.subList(0, 2)).noneMatch(CompletableFuture::isDone);
        goOn.countDown();
        for (CompletableFuture<Assignment> answer : answers) {
            told.add(answer.get(20, TimeUnit.SECONDS));
        }
        told.assertTrueAndBalanced(host, POOL);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new UncheckedIOException(new java.io.InterruptedIOException());
        }
    }

    @ParameterizedTest(name = "coalescing: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName("A listener may call the pool: it finds what it was told of, and what it assigns is balanced, too")
    void aListenerMayCallThePool(boolean isCoalescing) throws Exception {
        NumberPool[] pool = new NumberPool[1];
        Queue<Assignment> assignedByListener = new ConcurrentLinkedQueue<>();
        pool[0] = pool(isCoalescing)
                .listener(new NumberPoolListener() {
                    @Override
                    public void assigned(Assignment assignment, Supplier<Decision> why) {
                        assertThat(pool[0].assignmentOf(assignment.conversation()))
                                .hasValue(assignment.asNew(false));
                        assertThat(pool[0].usage(WIDGET).toString()).isNotEmpty();
                        int id = Integer.parseInt(assignment.conversation().value());
                        if (id < 1_000) {
                            assignedByListener.add(pool[0].assign(WIDGET, conversation(1_000 + id)));
                        }
                    }
                })
                .build();
        Told told = new Told();

        for (CompletableFuture<Assignment> answer :
                CoalescingTest.atOnce(host, CoalescingTest.assigns(pool[0], 1, CROWD))) {
            told.add(answer.get(20, TimeUnit.SECONDS));
        }

        assertThat(assignedByListener).hasSize(CROWD).allMatch(Assignment::isNew);
        assignedByListener.forEach(told::add);
        told.assertTrueAndBalanced(host, POOL);
    }

    @ParameterizedTest(name = "coalescing: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName("A3, A4, A10: with a clock that jumps by a day at every look, calls work, stay sticky and balanced")
    void withAClockThatJumpsByADayCallsStayRight(boolean isCoalescing) throws Exception {
        Told told = new Told();
        NumberPool pool = pool(isCoalescing).clock(KillStorm.jumping()).build();
        try (Callers callers = new Callers(pool, told, 200, CROWD)) {
            callers.awaitMore(200, Duration.ofSeconds(40));
            callers.stop(Duration.ofSeconds(20));
        }
        told.assertTrueAndBalanced(host, POOL);
        assertThat(host.query("SELECT DISTINCT CAST(assigned_at AS DATE) - CURRENT_DATE FROM widget_conversations"
                        + " WHERE assigned_at IS NOT NULL"))
                .as("the fault took place")
                .hasSizeGreaterThan(1);
        Assignment before = pool.assign(WIDGET, conversation(200));
        assertThat(pool.release(conversation(200))).isPresent();
        assertThat(pool.assignmentOf(conversation(200))).isEmpty();
        Assignment again = pool.assign(WIDGET, conversation(200));
        assertThat(again.isNew()).isTrue();
        assertThat(before.isNew()).isFalse();
        assertThat(pool.releaseIdle(Duration.ofDays(3), 1_000))
                .as("nothing is that old")
                .isEmpty();
    }

    private NumberPool.Builder pool(boolean isCoalescing) {
        return NumberPool.builder(JdbcNumberStore.builder(host.dataSource())
                        .coalescing(isCoalescing)
                        .build())
                .coolDown(Duration.ZERO);
    }
}
