package dev.numberpool.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariDataSource;
import dev.numberpool.ConversationId;
import dev.numberpool.NumberPool;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.PooledNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.StoreException;
import dev.numberpool.WidgetId;
import dev.numberpool.spi.Health;
import dev.numberpool.spi.MessageLog;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the caller is told when the database will not, and that the caller's own transaction is never touched. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FailureTest {
    private static final WidgetId WIDGET = WidgetId.of(7);
    private static final ConversationId CONVERSATION = ConversationId.of(282);
    private static final PhoneNumber NUMBER = PhoneNumber.of("+15558986359");
    private static final Participant OMAR = Participant.of("+201016666348");

    /** What a caller does with the pool. */
    private record Call(String name, Action action) {
        interface Action {
            void run(JdbcNumberStore store, NumberPool pool);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static final Call ASSIGN = new Call("assign", (store, pool) -> pool.assign(WIDGET, CONVERSATION));
    private static final Call SAVE = new Call(
            "save", (store, pool) -> pool.save(pool.widget(WIDGET).withHandoverNumber(PhoneNumber.of("+15550001111"))));
    private static final Call NOTE_INBOUND =
            new Call("noteInbound", (store, pool) -> store.noteInbound(new SenderThread(OMAR, NUMBER), Instant.EPOCH));
    private static final Call NOTE_HEALTH = new Call(
            "noteHealth",
            (store, pool) ->
                    store.noteHealth(NUMBER, Health.Source.POLL, new Health("offline", Instant.EPOCH, Instant.EPOCH)));
    private static final Call DROP_HEALTH =
            new Call("noteHealth null", (store, pool) -> store.noteHealth(NUMBER, Health.Source.POLL, null));

    @ParameterizedTest
    @CsvSource({
        "40001, 0, another transaction was in the way, true",
        "40P01, 0, another transaction was in the way, true",
        "40001, 1213, another transaction was in the way, true",
        "HY000, 1020, another transaction was in the way, true",
        "90131, 90131, another transaction was in the way, true",
        "55P03, 0, waited too long, true",
        "HYT00, 50200, waited too long, true",
        "HY000, 1205, waited too long, true",
        "25001, 0, in the middle of a transaction, false",
        "25001, 1568, in the middle of a transaction, false",
        "42P01, 0, a table or column is missing, false",
        "42703, 0, a table or column is missing, false",
        "42S02, 1146, a table or column is missing, false",
        "42S22, 1054, a table or column is missing, false",
        "42S04, 42104, a table or column is missing, false",
        "08001, 0, cannot be reached, true",
        "08006, 0, cannot be reached, true",
        "08S01, 0, cannot be reached, true",
        "HY000, 1180, cannot be reached, true",
        "57P01, 0, cannot be reached, true",
        "57P02, 0, cannot be reached, true",
        "57P03, 0, cannot be reached, true",
        "25P03, 0, cannot be reached, true",
        "26000, 0, set prepareThreshold=0, false",
        "42P05, 0, set prepareThreshold=0, false",
        "53100, 0, out of room, true",
        "53300, 0, out of room, true",
        "HY000, 1021, out of room, true",
        "HY000, 1114, out of room, true",
        "42000, 1203, out of room, true",
        "23503, 0, the database refused a statement, false",
        "22001, 0, the database refused a statement, false",
        "42501, 0, the database refused a statement, false",
        "25P02, 0, the database refused a statement, false",
        ", 0, the database refused a statement, false",
    })
    void a_failure_is_told_by_its_state_and_code(String state, int code, String says, boolean isTransient) {
        SQLException cause = new SQLException("text +15558986359 that is never looked at: 40001 deadlock", state, code);

        StoreException failure = SqlFailures.storeException(cause);

        assertThat(failure)
                .hasMessageContaining(says)
                .hasMessageContaining("(SQLState " + (state == null ? "none" : state) + ", code " + code + ")")
                .hasMessageNotContaining("+1555")
                .hasCause(cause);
        assertThat(failure.isTransient()).isEqualTo(isTransient);
    }

    @Test
    void a_lost_connection_is_told_by_its_class_too() {
        for (SQLException cause : List.of(
                new SQLRecoverableException("gone"),
                new SQLNonTransientConnectionException("gone"),
                new SQLTransientConnectionException("gone"))) {
            assertThat(SqlFailures.isConnectionLost(cause)).isTrue();
            assertThat(SqlFailures.storeException(cause).isTransient()).isTrue();
        }
        assertThat(SqlFailures.isConnectionLost(new SQLException("gone"))).isFalse();
    }

    static Stream<Arguments> heldRows() {
        String widgetRow = "UPDATE numberpool_widget SET sequence = sequence WHERE widget_id = '7'";
        String conversationRow = "UPDATE widget_conversations SET visitor_name = 'Maria' WHERE id = 282";
        String configRow = "UPDATE widget_configs SET encrypted_credentials = 'x' WHERE id = 7";
        return Stream.concat(
                Stream.of(Arguments.of(TestDatabase.H2, widgetRow, ASSIGN)),
                Stream.of(TestDatabase.POSTGRESQL, TestDatabase.MARIADB)
                        .flatMap(database -> Stream.of(
                                Arguments.of(database, widgetRow, ASSIGN),
                                Arguments.of(database, conversationRow, ASSIGN),
                                Arguments.of(database, configRow, SAVE))));
    }

    @ParameterizedTest(name = "{2} against {1} on {0}")
    @MethodSource("heldRows")
    void a_row_that_another_transaction_holds_is_waited_for_no_longer_than_told(
            TestDatabase database, String hold, Call call) throws SQLException {
        String url = database.newUrl() + (database == TestDatabase.H2 ? ";LOCK_TIMEOUT=1000" : "");
        try (HostTables host = HostTables.on(database, url.replace("LOCK_TIMEOUT=5000;", ""))
                        .makeTables()
                        .adopt();
                Connection other = host.source().getConnection()) {
            fill(host);
            other.setAutoCommit(false);
            execute(other, hold);
            JdbcNumberStore store = JdbcNumberStore.builder(host.source())
                    .lockTimeout(Duration.ofSeconds(1))
                    .build();
            NumberPool pool = NumberPool.builder(store).build();

            Instant before = Instant.now();
            StoreException failure = catchThrowableOfType(
                    StoreException.class, () -> call.action().run(store, pool));
            Duration waited = Duration.between(before, Instant.now());

            assertThat(failure)
                    .hasMessageContaining("waited too long")
                    .hasMessageContaining("JdbcNumberStore.joining(…)");
            assertThat(failure.isTransient()).isTrue();
            assertThat(waited).isBetween(Duration.ofMillis(800), Duration.ofSeconds(8));

            other.rollback();
            call.action().run(store, pool);
        }
    }

    static Stream<Arguments> callsInTheMiddle() {
        return Stream.of(TestDatabase.POSTGRESQL, TestDatabase.MARIADB)
                .flatMap(database -> Stream.of(ASSIGN, SAVE, NOTE_INBOUND, NOTE_HEALTH, DROP_HEALTH)
                        .map(call -> Arguments.of(database, call)));
    }

    /** A transaction-aware DataSource hands out the caller's own connection, of which close() does nothing. */
    @ParameterizedTest(name = "{1} on {0}")
    @MethodSource("callsInTheMiddle")
    void a_connection_in_the_middle_of_a_transaction_is_refused_and_nothing_is_committed(
            TestDatabase database, Call call) throws SQLException {
        try (HostTables host = HostTables.on(database).makeTables().adopt()) {
            fill(host);
            assertIsRefusedInTheMiddle(host, call, false);
            assertIsRefusedInTheMiddle(host, call, true);
        }
    }

    /** @param isWarm whether the store has read the schema before */
    private static void assertIsRefusedInTheMiddle(HostTables host, Call call, boolean isWarm) throws SQLException {
        try (Connection hosts = host.source().getConnection()) {
            List<Connection> given = new ArrayList<>();
            JdbcNumberStore store = JdbcNumberStore.create(
                    handing(() -> given.isEmpty() ? host.source().getConnection() : unclosable(given.get(0))));
            NumberPool pool = NumberPool.builder(store).build();
            if (isWarm) {
                pool.widget(WIDGET);
            }
            hosts.setAutoCommit(false);
            execute(hosts, "INSERT INTO widget_conversations (id, widget_id) VALUES (1, 7)");
            given.add(hosts);

            StoreException failure = catchThrowableOfType(
                    StoreException.class, () -> call.action().run(store, pool));

            assertThat(failure)
                    .hasMessageContaining("in the middle of a transaction")
                    .hasMessageContaining("JdbcNumberStore.joining(…)");
            assertThat(failure.isTransient()).isFalse();
            assertThat(hosts.isClosed()).isFalse();
            assertThat(hosts.getAutoCommit()).isFalse();
            assertThat(host.texts("SELECT id FROM widget_conversations WHERE id = 1"))
                    .isEmpty();
            hosts.rollback();
            assertThat(host.texts("SELECT id FROM widget_conversations WHERE id = 1"))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void a_mark_is_never_left_to_the_callers_transaction(TestDatabase database) throws SQLException {
        try (HostTables host = HostTables.on(database).makeTables().adopt();
                Connection hosts = host.source().getConnection()) {
            hosts.setAutoCommit(false);
            execute(hosts, "INSERT INTO widget_configs (id) VALUES (1)");
            MessageLog log = JdbcMessageLog.create(handing(() -> unclosable(hosts)));

            assertThatThrownBy(() -> log.noteCompared("AC1", Instant.EPOCH))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("in the middle of a transaction");

            hosts.rollback();
            assertThat(host.texts("SELECT id FROM widget_configs")).isEmpty();
            log.noteCompared("AC1", Instant.EPOCH);
            assertThat(host.texts("SELECT name FROM numberpool_archive")).containsExactly("AC1");
        }
    }

    @ParameterizedTest
    @EnumSource
    void verify_leaves_the_callers_transaction_alone(TestDatabase database) throws SQLException {
        try (HostTables host = HostTables.on(database).makeTables();
                Connection hosts = host.source().getConnection()) {
            for (boolean isAdopted : new boolean[] {false, true}) {
                hosts.setAutoCommit(false);
                execute(hosts, "INSERT INTO widget_configs (id) VALUES (1)");

                JdbcSchema.Report report = JdbcSchema.verify(handing(() -> unclosable(hosts)));

                assertThat(report.isUsable()).isEqualTo(isAdopted);
                assertThat(hosts.getAutoCommit()).isFalse();
                execute(hosts, "INSERT INTO widget_configs (id) VALUES (2)");
                hosts.rollback();
                hosts.setAutoCommit(true);
                assertThat(host.texts("SELECT id FROM widget_configs")).isEmpty();
                if (!isAdopted) {
                    host.adopt();
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void joining_in_auto_commit_mode_is_refused_before_anything_is_done(TestDatabase database) throws SQLException {
        try (HostTables host = HostTables.on(database).makeTables().adopt();
                Connection connection = host.source().getConnection()) {
            fill(host);
            NumberPool pool = NumberPool.builder(JdbcNumberStore.joining(() -> connection))
                    .build();
            assertThatThrownBy(() -> pool.assign(WIDGET, CONVERSATION))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("auto-commit")
                    .hasMessageContaining("JdbcNumberStore.create(dataSource)");
            assertThat(connection.getAutoCommit()).isTrue();
            assertThat(connection.isClosed()).isFalse();
            assertThat(host.text("SELECT assigned_whatsapp_number FROM widget_conversations WHERE id = 282"))
                    .isNull();
        }
    }

    @Test
    void a_database_that_cannot_be_reached_is_a_transient_failure() {
        try (HikariDataSource source = TestDatabase.H2.open()) {
            int[] calls = {0};
            JdbcNumberStore store = JdbcNumberStore.create(handing(() -> {
                calls[0]++;
                throw new SQLException("no route to host", "08001");
            }));
            assertThatThrownBy(() -> NumberPool.builder(store).build().assign(WIDGET, CONVERSATION))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("cannot be reached")
                    .satisfies(
                            e -> assertThat(((StoreException) e).isTransient()).isTrue());
            assertThat(calls[0]).isBetween(1, 4);
        }
    }

    private static void fill(HostTables host) {
        host.sql(
                "INSERT INTO widget_configs (id) VALUES (7)",
                "INSERT INTO widget_conversations (id, widget_id) VALUES (282, 7), (283, 7)");
        NumberPool pool = host.pool();
        pool.save(pool.widget(WIDGET).withPool(List.of(PooledNumber.of(NUMBER))));
        // Makes the widget's lock row.
        pool.assign(WIDGET, ConversationId.of(283));
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private interface ConnectionGiver {
        Connection give() throws SQLException;
    }

    private static DataSource handing(ConnectionGiver giver) {
        return (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(), new Class<?>[] {DataSource.class}, (self, method, arguments) -> {
                    if (!method.getName().equals("getConnection")) {
                        throw new UnsupportedOperationException(method.getName());
                    }
                    return giver.give();
                });
    }

    private static Connection unclosable(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (self, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        return null;
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
