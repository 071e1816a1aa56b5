package dev.numberpool.jdbc;

import static dev.numberpool.jdbc.HostDatabase.WIDGET;
import static dev.numberpool.jdbc.HostDatabase.conversation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.numberpool.Assignment;
import dev.numberpool.AssignmentStrategy;
import dev.numberpool.ConversationClosedException;
import dev.numberpool.ConversationId;
import dev.numberpool.Handover;
import dev.numberpool.NumberPool;
import dev.numberpool.Participant;
import dev.numberpool.StoreException;
import dev.numberpool.UnknownConversationException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A4: those who wait for one widget are decided on together, and each as if alone")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CoalescingTest {
    private static final Participant OMAR = Participant.of("+201016666348");
    private static final int CROWD = 10;

    private final Map<String, Integer> commits = new ConcurrentHashMap<>();

    /**
     * Calls that come while somebody holds the widget's turn: the first leads and waits for the database, the others wait
     * for it.
     */
    static <T> List<CompletableFuture<T>> atOnce(HostDatabase host, List<Supplier<T>> calls) throws Exception {
        List<CompletableFuture<T>> answers = new ArrayList<>();
        try (Connection connection = host.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("UPDATE numberpool_widget SET sequence = sequence + 0 WHERE widget_id = '7'");
            for (Supplier<T> call : calls) {
                CompletableFuture<T> answer = new CompletableFuture<>();
                Thread thread = new Thread(() -> {
                    try {
                        answer.complete(call.get());
                    } catch (Throwable e) {
                        answer.completeExceptionally(e);
                    }
                });
                answers.add(answer);
                thread.start();
                while (!answer.isDone() && !isWaiting(thread)) {
                    TimeUnit.MILLISECONDS.sleep(1);
                }
            }
            connection.rollback();
            connection.setAutoCommit(true);
        }
        return answers;
    }

    /** True if the thread leads and has come to the database's lock, or stands in line behind another. */
    private static boolean isWaiting(Thread thread) {
        return Stream.of(thread.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(WidgetLock.class.getName())
                        || frame.getClassName().equals(WaitingLine.class.getName())
                                && frame.getMethodName().equals("await"));
    }

    private static HostDatabase host(TestDatabase database, int numbers) {
        HostDatabase host = HostDatabase.adopted(database);
        host.setPool(numbers);
        host.conversations(1, 40);
        host.pool().build().assign(WIDGET, conversation(40)); // the lock row and the ids' types are there
        return host;
    }

    private JdbcNumberStore.Builder counting(DataSource dataSource) {
        return JdbcNumberStore.builder(ProxyDataSourceBuilder.create(dataSource)
                .methodListener(new net.ttddyy.dsproxy.listener.MethodExecutionListener() {
                    @Override
                    public void beforeMethod(net.ttddyy.dsproxy.listener.MethodExecutionContext context) {
                        // Only what has taken place counts.
                    }

                    @Override
                    public void afterMethod(net.ttddyy.dsproxy.listener.MethodExecutionContext context) {
                        if (context.getMethod().getName().equals("commit")) {
                            commits.merge(Thread.currentThread().getName(), 1, Integer::sum);
                        }
                    }
                })
                .build());
    }

    private int commits() {
        return commits.values().stream().mapToInt(i -> i).sum();
    }

    static List<Supplier<Assignment>> assigns(NumberPool pool, int first, int last) {
        return IntStream.rangeClosed(first, last)
                .mapToObj(id -> (Supplier<Assignment>) () -> pool.assign(WIDGET, conversation(id)))
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void a_crowd_is_decided_on_in_two_transactions_and_stays_balanced(TestDatabase database) throws Exception {
        try (HostDatabase host = host(database, 3)) {
            NumberPool pool =
                    NumberPool.builder(counting(host.dataSource()).build()).build();

            List<CompletableFuture<Assignment>> answers = atOnce(host, assigns(pool, 1, CROWD));

            for (int i = 0; i < CROWD; i++) {
                Assignment answer = answers.get(i).get();
                assertThat(answer.isNew()).isTrue();
                assertThat(answer.conversation()).isEqualTo(conversation(i + 1));
                assertThat(pool.assignmentOf(conversation(i + 1))).hasValue(answer.asNew(false));
            }
            assertThat(commits()).as("one for the first, one for the others").isEqualTo(2);
            assertThat(host.spread()).isLessThanOrEqualTo(1);
            assertThat(host.query(
                            "SELECT assigned_sequence FROM widget_conversations WHERE id <= " + CROWD + " ORDER BY id"))
                    .as("each its own place, in the order in which they came")
                    .containsExactlyElementsOf(IntStream.range(0, CROWD)
                            .mapToObj(i -> "" + (i + 2))
                            .toList());
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("what a crew leaves behind is noted once for each row: one customer, one agent, several ends")
    void the_same_people_several_times(TestDatabase database) throws Exception {
        try (HostDatabase host = host(database, 1)) {
            Participant customer = Participant.of("+4915112345678");
            for (int id = 31; id <= 33; id++) {
                host.pool().build().assign(Handover.of(WIDGET, conversation(id)).withAgent(OMAR));
            }
            host.sql("UPDATE widget_conversations SET status = 'closed' WHERE id BETWEEN 31 AND 33");
            NumberPool pool =
                    NumberPool.builder(counting(host.dataSource()).build()).build();

            List<Supplier<Assignment>> calls = IntStream.rangeClosed(1, CROWD)
                    .mapToObj(id -> (Supplier<Assignment>) () -> pool.assign(Handover.of(WIDGET, conversation(id))
                            .withAgent(OMAR)
                            .withCustomer(customer)))
                    .toList();
            for (CompletableFuture<Assignment> answer : atOnce(host, calls)) {
                assertThat(answer.get().isNew()).isTrue();
            }

            assertThat(commits()).as("one for the first, one for the others").isEqualTo(2);
            assertThat(host.query("SELECT COUNT(*) FROM numberpool_thread WHERE participant = '" + customer.address()
                            + "' AND last_assigned_at IS NOT NULL"))
                    .containsExactly("1");
            assertThat(host.query("SELECT COUNT(*) FROM numberpool_thread WHERE participant = '" + OMAR.address()
                            + "' AND last_left_at IS NOT NULL"))
                    .containsExactly("1");
            assertThat(host.query("SELECT conversation_id FROM numberpool_departure ORDER BY conversation_id"))
                    .containsExactly("31", "32", "33");
            assertThat(host.query("SELECT last_sequence FROM numberpool_number"))
                    .containsExactlyElementsOf(host.query("SELECT MAX(assigned_sequence) FROM widget_conversations"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void switched_off_each_has_its_own_transaction_in_its_own_thread(TestDatabase database) throws Exception {
        try (HostDatabase host = host(database, 3)) {
            NumberPool pool = NumberPool.builder(
                            counting(host.dataSource()).coalescing(false).build())
                    .build();

            for (CompletableFuture<Assignment> answer : atOnce(host, assigns(pool, 1, CROWD))) {
                assertThat(answer.get().isNew()).isTrue();
            }

            assertThat(commits)
                    .hasSize(CROWD)
                    .allSatisfy((thread, count) -> assertThat(count).isEqualTo(1));
            assertThat(host.spread()).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void a_joining_store_refuses_it() {
        assertThatThrownBy(() -> JdbcNumberStore.joiningBuilder(() -> null).coalescing(true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("leave coalescing out");
    }

    @ParameterizedTest
    @EnumSource
    void agents_and_customers_of_a_crowd_see_each_other(TestDatabase database) throws Exception {
        try (HostDatabase host = host(database, 4)) {
            NumberPool pool = host.pool().build();
            List<Supplier<Assignment>> calls = IntStream.rangeClosed(1, 9)
                    .mapToObj(id -> (Supplier<Assignment>) () -> pool.assign(Handover.of(WIDGET, conversation(id))
                            .withAgent(id % 3 == 0 ? OMAR : Participant.of("+4915100000" + id % 3))
                            .withCustomer(Participant.of("+3519100000" + id % 2))))
                    .toList();

            for (CompletableFuture<Assignment> answer : atOnce(host, calls)) {
                answer.get();
            }

            assertThat(host.query("SELECT COUNT(*) FROM (SELECT DISTINCT assigned_agent, assigned_whatsapp_number"
                            + " FROM widget_conversations WHERE id <= 9) pairs"))
                    .as("one number is taken for all by a chat without an agent; three chats each on the other three")
                    .containsExactly("9");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatever_is_wrong_with_one_of_a_crowd_is_that_ones_alone(TestDatabase database) throws Exception {
        try (HostDatabase host = host(database, 3)) {
            host.sql("UPDATE widget_conversations SET status = 'closed' WHERE id = 3");
            host.sql("UPDATE widget_conversations SET assigned_whatsapp_number = 'spoilt' WHERE id = 4");
            AssignmentStrategy failing = (handover, candidates) -> {
                switch (handover.conversation().value()) {
                    case "5" -> throw new IllegalArgumentException("a strategy of the host's");
                    case "6" -> throw new StackOverflowError();
                    default -> {
                        return AssignmentStrategy.leastUsed().choose(handover, candidates);
                    }
                }
            };
            NumberPool pool = NumberPool.builder(JdbcNumberStore.create(host.dataSource()))
                    .strategy(failing)
                    .build();
            List<Supplier<Assignment>> calls = new ArrayList<>(assigns(pool, 1, 8));
            calls.add(() -> pool.assign(WIDGET, ConversationId.of("abc")));
            calls.add(() -> pool.assign(WIDGET, ConversationId.of(1_000)));

            List<CompletableFuture<Assignment>> answers = atOnce(host, calls);

            for (int good : List.of(1, 2, 7, 8)) {
                assertThat(answers.get(good - 1).get().isNew()).isTrue();
            }
            assertFails(answers.get(2), ConversationClosedException.class);
            assertFails(answers.get(3), StoreException.class);
            assertFails(answers.get(4), IllegalArgumentException.class);
            assertFails(answers.get(5), StackOverflowError.class);
            assertFails(answers.get(8), UnknownConversationException.class);
            assertFails(answers.get(9), UnknownConversationException.class);
            assertThat(host.count("assigned_sequence IS NOT NULL")).isEqualTo(5);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "useBulkStmts=true",
                "rewriteBatchedStatements=true",
                "useBulkStmts=true&useServerPrepStmts=true",
                "useServerPrepStmts=true",
                "disablePipeline=true"
            })
    @DisplayName("A1: a crowd's writes are guarded on MariaDB however its driver sends a batch")
    void what_an_operator_changes_meanwhile_is_seen_although_the_driver_may_not_count(String option) throws Exception {
        try (HostDatabase host = host(TestDatabase.MARIADB, 3);
                HikariDataSource optioned = TestDatabase.pool(host.url() + "&" + option)) {
            AtomicInteger changes = new AtomicInteger();
            AssignmentStrategy interrupted = (handover, candidates) -> {
                if (handover.conversation().equals(conversation(5)) && changes.getAndIncrement() == 0) {
                    host.sql("UPDATE widget_conversations SET assigned_whatsapp_number = '+15550001111' WHERE id = 5");
                }
                return AssignmentStrategy.leastUsed().choose(handover, candidates);
            };
            NumberPool pool = NumberPool.builder(counting(optioned).build())
                    .strategy(interrupted)
                    .build();

            List<CompletableFuture<Assignment>> answers = atOnce(host, assigns(pool, 1, CROWD));

            for (int id = 1; id <= CROWD; id++) {
                Assignment answer = answers.get(id - 1).get();
                assertThat(answer.isNew()).isEqualTo(id != 5);
                assertThat(pool.assignmentOf(conversation(id))).hasValue(answer.asNew(false));
            }
            assertThat(changes).as("the operator was there").hasValue(1);
            assertThat(commits()).as("one for the first, one for the others").isEqualTo(2);
            assertThat(host.query("SELECT assigned_whatsapp_number FROM widget_conversations WHERE id = 5"))
                    .containsExactly("+15550001111");
        }
    }

    private static void assertFails(CompletableFuture<?> answer, Class<? extends Throwable> with) {
        assertThatThrownBy(answer::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(with);
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void one_conversation_asked_for_by_all_of_a_crowd_is_new_once(TestDatabase database) throws Exception {
        try (HostDatabase host = host(database, 3)) {
            NumberPool pool = host.pool().build();
            List<Supplier<Assignment>> calls = IntStream.range(0, CROWD)
                    .mapToObj(i -> (Supplier<Assignment>) () -> pool.assign(WIDGET, conversation(1)))
                    .toList();

            List<Assignment> assignments = new ArrayList<>();
            for (CompletableFuture<Assignment> answer : atOnce(host, calls)) {
                assignments.add(answer.get());
            }

            assertThat(assignments.stream().filter(Assignment::isNew)).hasSize(1);
            assertThat(assignments)
                    .extracting(Assignment::number)
                    .containsOnly(assignments.get(0).number());
        }
    }

    @Test
    void a_strategy_that_calls_the_pool_gets_an_error_and_nobody_waits_for_ever() throws Exception {
        try (HostDatabase host = host(TestDatabase.POSTGRESQL, 3)) {
            NumberPool[] pool = new NumberPool[1];
            AssignmentStrategy calling = (handover, candidates) -> {
                if (handover.conversation().equals(conversation(2))) {
                    pool[0].assign(WIDGET, conversation(30));
                }
                return AssignmentStrategy.leastUsed().choose(handover, candidates);
            };
            pool[0] = NumberPool.builder(JdbcNumberStore.builder(host.dataSource())
                            .lockTimeout(java.time.Duration.ofSeconds(3))
                            .build())
                    .strategy(calling)
                    .build();

            List<CompletableFuture<Assignment>> answers = atOnce(host, assigns(pool[0], 1, 4));

            assertFails(answers.get(1), StoreException.class);
            for (int good : List.of(1, 3, 4)) {
                assertThat(answers.get(good - 1).get().isNew()).isTrue();
            }
        }
    }

    @Test
    void who_waits_behind_a_leader_that_is_stuck_is_told_so_by_the_database_as_without_it() throws Exception {
        try (HostDatabase host = host(TestDatabase.POSTGRESQL, 3)) {
            NumberPool pool = NumberPool.builder(JdbcNumberStore.builder(host.dataSource())
                            .lockTimeout(java.time.Duration.ofSeconds(1))
                            .build())
                    .build();
            List<CompletableFuture<Assignment>> answers = new ArrayList<>();
            try (Connection connection = host.dataSource().getConnection();
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                statement.execute("UPDATE numberpool_widget SET sequence = sequence + 0 WHERE widget_id = '7'");
                for (Supplier<Assignment> call : assigns(pool, 1, 5)) {
                    answers.add(CompletableFuture.supplyAsync(call, command -> new Thread(command).start()));
                }
                for (CompletableFuture<Assignment> answer : answers) {
                    assertThatThrownBy(() -> answer.get(10, TimeUnit.SECONDS))
                            .cause()
                            .isInstanceOf(StoreException.class)
                            .hasMessageContaining("waited too long for a row");
                }
                connection.rollback();
                connection.setAutoCommit(true);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            assertThat(pool.assign(WIDGET, conversation(1)).isNew()).isTrue();
        }
    }
}
