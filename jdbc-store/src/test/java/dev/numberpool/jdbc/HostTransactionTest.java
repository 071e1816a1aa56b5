package dev.numberpool.jdbc;

import static dev.numberpool.jdbc.HostDatabase.WIDGET;
import static dev.numberpool.jdbc.HostDatabase.conversation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.numberpool.Assignment;
import dev.numberpool.Handover;
import dev.numberpool.NumberPool;
import dev.numberpool.Participant;
import dev.numberpool.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Inside the host's transaction nothing is ours to end; in our own, all is kept or nothing. */
class HostTransactionTest {
    /** Everything that an assignment may write. */
    private static List<List<String>> traces(HostDatabase host) {
        return List.of(
                host.query("SELECT id, assigned_whatsapp_number, assigned_agent, assigned_at, released_at, left_at,"
                        + " assigned_sequence, assigned_attempt FROM widget_conversations ORDER BY id"),
                host.query("SELECT * FROM numberpool_number ORDER BY 1, 2"),
                host.query("SELECT * FROM numberpool_thread ORDER BY 1, 2"),
                host.query("SELECT * FROM numberpool_widget ORDER BY 1"));
    }

    private static HostDatabase host(TestDatabase database) {
        HostDatabase host = HostDatabase.adopted(database);
        host.setPool(3);
        host.conversations(1, 20);
        return host;
    }

    private static Connection transaction(HostDatabase host) throws SQLException {
        Connection connection = host.dataSource().getConnection();
        connection.setAutoCommit(false);
        return connection;
    }

    private static NumberPool joining(Connection connection) {
        return NumberPool.builder(JdbcNumberStore.joining(() -> connection)).build();
    }

    @ParameterizedTest
    @EnumSource
    void whatWasAssignedInARolledBackTransactionLeavesNoTrace(TestDatabase database) throws SQLException {
        try (HostDatabase host = host(database)) {
            host.pool().build().assign(WIDGET, conversation(1));
            List<List<String>> before = traces(host);

            try (Connection connection = transaction(host)) {
                NumberPool pool = joining(connection);
                Assignment assignment = pool.assign(Handover.of(WIDGET, conversation(2))
                        .withAgent(Participant.of("+201016666348"))
                        .withCustomer(Participant.of("+201016666349")));
                assertThat(assignment.isNew()).isTrue();
                pool.transfer(conversation(2), Participant.of("+4915112345678"));
                pool.release(conversation(1));
                connection.rollback();
            }

            assertThat(traces(host)).isEqualTo(before);
            assertThat(host.pool().build().assignmentOf(conversation(2))).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aJoinedCallSeesWhatTheHostHasWrittenAndIsKeptByItsCommit(TestDatabase database) throws SQLException {
        try (HostDatabase host = host(database)) {
            try (Connection connection = transaction(host)) {
                connection.createStatement().execute("INSERT INTO widget_conversations (id, widget_id) VALUES (99, 7)");
                assertThat(joining(connection).assign(WIDGET, conversation(99)).isNew())
                        .isTrue();
                connection.commit();
            }
            assertThat(host.pool().build().assignmentOf(conversation(99))).isPresent();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theHostsConnectionComesBackAsItWas(TestDatabase database) throws SQLException {
        try (HostDatabase host = host(database);
                Connection connection = transaction(host)) {
            connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);

            joining(connection).assign(WIDGET, conversation(1));

            assertThat(connection.isClosed()).isFalse();
            assertThat(connection.getAutoCommit()).isFalse();
            assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
            assertThat(connection.isReadOnly()).isFalse();
            connection.rollback();
            assertThat(host.pool().build().assignmentOf(conversation(1))).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void autoCommitIsRefusedWithASentenceThatHelps(TestDatabase database) throws SQLException {
        try (HostDatabase host = host(database);
                Connection connection = host.dataSource().getConnection()) {
            assertThatThrownBy(() -> joining(connection).assign(WIDGET, conversation(1)))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("auto-commit")
                    .hasMessageContaining("@Transactional")
                    .hasMessageContaining("JdbcNumberStore.create(dataSource)");
            assertThat(connection.getAutoCommit()).isTrue();
            assertThat(host.count("assigned_whatsapp_number IS NOT NULL")).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void anErrorMidwayCommitsNothingAndReachesTheCaller(TestDatabase database) {
        try (HostDatabase host = host(database)) {
            host.pool().build().assign(WIDGET, conversation(1));
            List<List<String>> before = traces(host);
            Error error = new LinkageError("planted");
            NumberPool pool = host.pool()
                    .strategy((handover, candidates) -> {
                        throw error;
                    })
                    .build();

            assertThatThrownBy(() -> pool.assign(WIDGET, conversation(2))).isSameAs(error);

            assertThat(traces(host)).isEqualTo(before);
            assertThat(host.pool().build().assign(WIDGET, conversation(2)).isNew())
                    .as("and holds no lock")
                    .isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPooledConnectionGoesBackInTheStateInWhichItCame(TestDatabase database) throws SQLException {
        try (HostDatabase host = host(database);
                HikariDataSource single = single(host, true)) {
            NumberPool pool = NumberPool.builder(JdbcNumberStore.create(single)).build();
            int isolation = isolation(single);

            pool.assign(WIDGET, conversation(1));
            pool.explain(Handover.of(WIDGET, conversation(2)));

            try (Connection connection = single.getConnection()) {
                assertThat(connection.getAutoCommit()).isTrue();
                assertThat(connection.getTransactionIsolation()).isEqualTo(isolation);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPoolWhoseConnectionsComeWithoutAutoCommitWorksToo(TestDatabase database) throws SQLException {
        try (HostDatabase host = host(database);
                HikariDataSource single = single(host, false)) {
            NumberPool pool = NumberPool.builder(JdbcNumberStore.create(single)).build();

            assertThat(pool.assign(WIDGET, conversation(1)).isNew()).isTrue();
            assertThat(pool.assign(WIDGET, conversation(2)).isNew()).isTrue();

            assertThat(host.count("assigned_whatsapp_number IS NOT NULL")).isEqualTo(2);
            try (Connection connection = single.getConnection()) {
                assertThat(connection.getAutoCommit()).isFalse();
            }
        }
    }

    private static HikariDataSource single(HostDatabase host, boolean autoCommit) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(host.url());
        config.setMaximumPoolSize(1);
        config.setAutoCommit(autoCommit);
        return new HikariDataSource(config);
    }

    private static int isolation(HikariDataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return connection.getTransactionIsolation();
        }
    }
}
