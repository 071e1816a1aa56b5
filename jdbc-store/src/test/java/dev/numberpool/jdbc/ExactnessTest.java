package dev.numberpool.jdbc;

import static dev.numberpool.jdbc.HostDatabase.WIDGET;
import static dev.numberpool.jdbc.HostDatabase.conversation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.numberpool.Assignment;
import dev.numberpool.NumberPool;
import dev.numberpool.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A4: every decision equals the strategy's answer at its place in one serial order, across threads and processes. */
class ExactnessTest {
    private static final int PROCESSES = 2;

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    @DisplayName("A4: assigns alone from two processes leave every prefix of the sequence balanced within one")
    void assignsAloneStayBalancedWithinOne(TestDatabase database) throws Exception {
        try (HostDatabase host = HostDatabase.adopted(database)) {
            host.setPool(5);
            int each = 20;
            host.conversations(1, PROCESSES * Storm.THREADS * each);

            List<String> lines = Storm.processes(PROCESSES, host.url(), "own", each);

            assertThat(lines).hasSize(PROCESSES * Storm.THREADS * each).allMatch(line -> line.endsWith(" true"));
            assertThat(host.spread()).isLessThanOrEqualTo(1);
            assertThat(lines)
                    .containsExactlyInAnyOrderElementsOf(
                            host.query("SELECT id, assigned_whatsapp_number, 'true' FROM widget_conversations"));
            Map<String, Integer> counts = new HashMap<>();
            for (int i = 0; i < 5; i++) {
                counts.put(HostDatabase.number(i), 0);
            }
            for (String number : host.query(
                    "SELECT assigned_whatsapp_number FROM widget_conversations ORDER BY assigned_sequence")) {
                counts.merge(number, 1, Integer::sum);
                assertThat(Collections.max(counts.values()) - Collections.min(counts.values()))
                        .isLessThanOrEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    @DisplayName("A4: a conversation called by sixteen threads of two processes at once is new exactly once")
    void aConversationCalledByAllAtOnceIsNewExactlyOnce(TestDatabase database) throws Exception {
        try (HostDatabase host = HostDatabase.adopted(database)) {
            host.setPool(3);
            int conversations = 25;
            host.conversations(1, conversations);

            List<String> lines = Storm.processes(PROCESSES, host.url(), "same", conversations);

            assertThat(lines).hasSize(PROCESSES * Storm.THREADS * conversations);
            assertThat(lines.stream().filter(line -> line.endsWith(" true")))
                    .hasSize(conversations)
                    .doesNotHaveDuplicates();
            assertThat(lines.stream()
                            .map(line -> line.replaceFirst(" (true|false)$", ""))
                            .distinct())
                    .as("one number each")
                    .hasSize(conversations);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    @DisplayName("A4: mixed with closing, releasing, transferring and editing, a replay makes the same choices")
    void aReplayOfTheRecordedSequenceMakesTheSameChoices(TestDatabase database) throws Exception {
        try (HostDatabase host = HostDatabase.adopted(database)) {
            host.setPool(5);
            host.conversations(1, 60);
            host.sql("INSERT INTO numberpool_widget (widget_id, sequence) VALUES ('7', 0)");
            Recording recording = Recording.install(host);

            List<String> lines = Storm.processes(PROCESSES, host.url(), "mixed", 60);

            assertThat(lines).hasSize(PROCESSES * Storm.THREADS).allMatch(line -> line.startsWith("done "));
            assertThat(recording.replay()).as("choices that were replayed").isGreaterThan(100);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "POSTGRESQL, 2", "POSTGRESQL, 4", "POSTGRESQL, 8",
        "MARIADB, 2", "MARIADB, 4", "MARIADB, 8"
    })
    @DisplayName("A4: joined at every isolation level: sticky and isNew exact, a conflict instead of a wrong balance")
    void joinedCallsAreExactAtEveryIsolationLevel(TestDatabase database, int isolation) throws Exception {
        try (HostDatabase host = HostDatabase.adopted(database)) {
            host.setPool(4);
            int conversations = 40;
            host.conversations(1, conversations);
            ExecutorService threads = Executors.newFixedThreadPool(8);
            List<Future<List<Integer>>> results = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                results.add(threads.submit(() -> assignJoined(host, isolation, conversations)));
            }
            threads.shutdown();

            List<Integer> news = new ArrayList<>();
            for (Future<List<Integer>> result : results) {
                news.addAll(result.get());
            }
            assertThat(news).hasSize(conversations).doesNotHaveDuplicates();
            assertThat(host.spread()).isZero();
        }
    }

    /** Assigns every conversation, each in a transaction of its own that has already read; returns the new ones. */
    private static List<Integer> assignJoined(HostDatabase host, int isolation, int conversations) throws SQLException {
        List<Integer> news = new ArrayList<>();
        try (Connection connection = host.dataSource().getConnection()) {
            connection.setTransactionIsolation(isolation);
            connection.setAutoCommit(false);
            NumberPool pool = NumberPool.builder(JdbcNumberStore.joining(() -> connection))
                    .build();
            for (int id = 1; id <= conversations; id++) {
                if (assignUntilNoConflict(connection, pool, id).isNew()) {
                    news.add(id);
                }
            }
            connection.setAutoCommit(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        }
        return news;
    }

    private static Assignment assignUntilNoConflict(Connection connection, NumberPool pool, int id)
            throws SQLException {
        for (int attempt = 0; attempt < 200; attempt++) {
            try {
                // The host's own read fixes the snapshot before we come.
                connection
                        .createStatement()
                        .executeQuery("SELECT COUNT(*) FROM widget_conversations")
                        .close();
                Assignment assignment = pool.assign(WIDGET, conversation(id));
                connection.commit();
                return assignment;
            } catch (StoreException e) {
                connection.rollback();
                assertThat(e.isTransient()).as("%s", e).isTrue();
            } catch (SQLException e) {
                connection.rollback();
                assertThat(SqlFailures.isConflict(e)).as("%s", e).isTrue();
            }
        }
        throw new AssertionError("conversation " + id + " met 200 conflicts");
    }
}
