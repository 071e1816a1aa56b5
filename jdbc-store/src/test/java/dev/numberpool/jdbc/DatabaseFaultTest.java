package dev.numberpool.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.numberpool.NumberPool;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A PostgreSQL that loses its power in the middle of a storm. */
@Tag("faults")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DatabaseFaultTest {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseFaultTest.class);
    private static final int POOL = 5;
    private static final int CALLERS = 12;
    private static final int KILLS = 4;
    private static final int FAIL_OVERS = 2;
    private static final Duration SOON = Duration.ofSeconds(20);

    @ParameterizedTest(name = "coalescing: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName(
            "A1, A4: what callers were told survives kill -9 of PostgreSQL, and they see transient failures at worst")
    void whatCallersWereToldSurvivesAKilledServer(boolean isCoalescing) throws Exception {
        Random random = random();
        Told told = new Told();
        try (PostgresServer server = PostgresServer.make()) {
            server.start();
            try (HostDatabase host = host(server);
                    HikariDataSource source = source(server.url("host"));
                    Callers callers = new Callers(pool(source, isCoalescing), told, 1, CALLERS)) {
                for (int kill = 0; kill < KILLS; kill++) {
                    callers.awaitMore(20 + random.nextInt(200), SOON);
                    int failuresBefore = callers.failures();
                    server.kill();
                    Callers.await(SOON, "callers notice", () -> callers.failures() > failuresBefore);
                    server.start();
                }
                callers.awaitMore(50, SOON);
                callers.stop(SOON);
                told.assertTrueAndBalanced(host, POOL);
                LOG.warn(
                        "{} kills of PostgreSQL, {} assignments, {} failed calls",
                        KILLS,
                        told.news(),
                        callers.failures());
            }
        }
    }

    @ParameterizedTest(name = "coalescing: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName("A1, A4: what callers were told survives the fail-over to a synchronous standby in mid-storm")
    void whatCallersWereToldSurvivesAFailOver(boolean isCoalescing) throws Exception {
        Random random = random();
        Told told = new Told();
        PostgresServer primary = PostgresServer.make();
        primary.start();
        host(primary).close();
        int first = 1;
        for (int failOver = 0; failOver < FAIL_OVERS; failOver++) {
            primary.stop();
            PostgresServer standby = primary.standby("follower");
            primary.start("synchronous_standby_names=follower", "wal_level=replica");
            standby.start("wal_receiver_status_interval=1");
            awaitSynchronous(primary);
            try (HikariDataSource source = source("jdbc:postgresql://" + primary.address() + "," + standby.address()
                            + "/host?user=postgres&targetServerType=primary");
                    Callers callers = new Callers(pool(source, isCoalescing), told, first, CALLERS)) {
                callers.awaitMore(50 + random.nextInt(200), SOON);
                int failuresBefore = callers.failures();
                primary.close();
                Callers.await(SOON, "callers notice", () -> callers.failures() > failuresBefore);
                standby.promote();
                callers.awaitMore(50, SOON);
                callers.stop(SOON);
                first = callers.next();
            }
            primary = standby;
            try (HostDatabase host = HostDatabase.at(primary.url("host"))) {
                told.assertTrueAndBalanced(host, POOL);
            }
        }
        primary.close();
        LOG.warn("{} fail-overs, {} assignments", FAIL_OVERS, told.news());
    }

    private static void awaitSynchronous(PostgresServer primary) {
        Callers.await(SOON, "a synchronous standby", () -> {
            try (Connection connection = DriverManager.getConnection(primary.url("postgres"));
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT sync_state FROM pg_stat_replication")) {
                return rows.next() && "sync".equals(rows.getString(1));
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static HostDatabase host(PostgresServer server) throws SQLException {
        server.sql("CREATE DATABASE host");
        HostDatabase host = HostDatabase.adoptedAt(TestDatabase.POSTGRESQL, server.url("host"));
        assertThat(host.query("SHOW fsync")).containsExactly("on");
        host.setPool(POOL);
        host.sql("INSERT INTO widget_conversations (id, widget_id) SELECT id, 7 FROM generate_series(1, 50000) id");
        return host;
    }

    /** A pool that does not wait long for a server that is not there. */
    private static HikariDataSource source(String url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(CALLERS);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(500);
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    private static NumberPool pool(HikariDataSource source, boolean isCoalescing) {
        return NumberPool.builder(
                        JdbcNumberStore.builder(source).coalescing(isCoalescing).build())
                .coolDown(Duration.ZERO)
                .build();
    }

    private static Random random() {
        long seed = System.nanoTime();
        LOG.warn("seed {}", seed);
        return new Random(seed);
    }
}
