package dev.numberpool.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.zaxxer.hikari.HikariDataSource;
import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import dev.numberpool.NumberPool;
import dev.numberpool.StoreException;
import dev.numberpool.UnknownConversationException;
import dev.numberpool.UnknownWidgetException;
import dev.numberpool.WidgetId;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the store needs in the database: the scripts make it, verify finds what is missing, nothing is done unasked. */
class SchemaTest {
    private static final WidgetId WIDGET = WidgetId.of(7);
    private static final ConversationId CONVERSATION = ConversationId.of(282);
    private static final String INSERT_WIDGET = "INSERT INTO widget_configs (id, whatsapp_number_pool)"
            + " VALUES (7, '[{\"number\":\"+15558986359\",\"is_active\":true}]')";

    @ParameterizedTest
    @EnumSource
    void a_fresh_schema_is_usable_and_verify_says_so(TestDatabase database) {
        try (HostTables host = HostTables.on(database).create()) {
            host.sql(INSERT_WIDGET);
            assertThat(host.pool().assign(WIDGET, CONVERSATION).isNew()).isTrue();

            JdbcSchema.Report report = JdbcSchema.verify(host.source());

            assertThat(report.isUsable()).isTrue();
            assertThat(report.findings()).isEmpty();
            assertThat(report.statuses()).containsExactly("status NULL: 1 conversation, open");
            assertThat(report).hasToString("the schema is usable\nstatus NULL: 1 conversation, open");
        }
    }

    @ParameterizedTest
    @EnumSource
    void adopted_tables_are_usable_and_the_hosts_columns_are_left_alone(TestDatabase database) {
        try (HostTables host = HostTables.on(database).makeTables()) {
            host.sql(
                    INSERT_WIDGET,
                    "INSERT INTO widget_conversations (id, widget_id, visitor_name, status, created_at)"
                            + " VALUES (282, 7, 'Maria', 'handover', '2024-02-29 12:00:00')");
            Map<String, String> columns = columns(host);
            List<String> row = row(host);

            host.adopt();

            assertThat(columns(host)).containsAllEntriesOf(columns).hasSizeGreaterThan(columns.size());
            assertThat(row(host)).isEqualTo(row);
            assertThat(host.verify().findings()).isEmpty();
            assertThat(host.pool().assignmentOf(CONVERSATION)).isEmpty();
            assertThat(host.pool().assign(WIDGET, CONVERSATION).isNew()).isTrue();
            assertThat(row(host)).isEqualTo(row);
        }
    }

    /** Rule A12. */
    @ParameterizedTest
    @EnumSource
    void an_unknown_conversation_is_made_in_a_schema_of_ours_only(TestDatabase database) {
        try (HostTables ours = HostTables.on(database).create();
                HostTables hosts = HostTables.on(database).makeTables().adopt()) {
            ours.sql(INSERT_WIDGET);
            hosts.sql(INSERT_WIDGET);

            Assignment made = ours.pool().assign(WIDGET, CONVERSATION);
            assertThat(made.isNew()).isTrue();
            assertThat(ours.text("SELECT widget_id FROM widget_conversations WHERE id = 282"))
                    .isEqualTo("7");

            assertThatThrownBy(() -> hosts.pool().assign(WIDGET, CONVERSATION))
                    .isInstanceOf(UnknownConversationException.class)
                    .hasMessageContaining("conversation '282'")
                    .hasMessageContaining("insert it before");
            assertThat(hosts.texts("SELECT id FROM widget_conversations")).isEmpty();

            for (HostTables host : List.of(ours, hosts)) {
                assertThatThrownBy(() -> host.pool().assign(WidgetId.of(8), CONVERSATION))
                        .isInstanceOf(UnknownWidgetException.class)
                        .hasMessageContaining("widget '8'");
                assertThatThrownBy(() -> host.pool().release(ConversationId.of(283)))
                        .isInstanceOf(UnknownConversationException.class);
            }
            assertThat(ours.texts("SELECT id FROM widget_conversations")).containsExactly("282");
        }
    }

    @ParameterizedTest
    @EnumSource
    void verify_names_every_missing_table_column_and_index(TestDatabase database) {
        try (HostTables host = HostTables.on(database).create()) {
            String drop = "DROP INDEX widget_conversations_active_by_widget"
                    + (database == TestDatabase.MARIADB ? " ON widget_conversations" : "");
            if (database == TestDatabase.MARIADB) {
                // Its foreign key needs an index on the column, and has taken ours.
                host.sql("CREATE INDEX hosts_own ON widget_conversations (widget_id)");
            }
            host.sql(drop);
            assertThat(host.verify().findings())
                    .singleElement()
                    .asString()
                    .contains("index widget_conversations_active_by_widget is missing");

            host.sql(
                    "DROP TABLE numberpool_health",
                    "ALTER TABLE widget_conversations DROP COLUMN assigned_display_name");
            JdbcSchema.Report report = host.verify();
            assertThat(report.isUsable()).isFalse();
            assertThat(report.findings())
                    .anySatisfy(finding -> assertThat(finding).contains("table numberpool_health is missing"))
                    .anySatisfy(finding -> assertThat(finding)
                            .contains("column widget_conversations.assigned_display_name is missing"))
                    .anySatisfy(finding ->
                            assertThat(finding).contains("JdbcSchema.adoptionScript(Dialect." + database.dialect()))
                    .hasSize(3);
            assertThat(report.toString()).contains("numberpool_health").doesNotContain("usable");
        }
    }

    @ParameterizedTest
    @EnumSource
    void verify_names_every_missing_index_of_our_own_tables(TestDatabase database) {
        try (HostTables host = HostTables.on(database).create()) {
            String on = database == TestDatabase.MARIADB ? " ON %s" : "";
            Map<String, String> indexes = new TreeMap<>(Map.of(
                    "numberpool_thread_left", "numberpool_thread",
                    "numberpool_message_queue", "numberpool_message",
                    "numberpool_message_due", "numberpool_message",
                    "numberpool_message_taken", "numberpool_message",
                    "numberpool_message_provider", "numberpool_message",
                    "numberpool_message_unsettled", "numberpool_message",
                    "numberpool_held_thread", "numberpool_held",
                    "numberpool_held_taken", "numberpool_held",
                    "numberpool_alias_person", "numberpool_alias"));
            indexes.forEach((index, table) -> host.sql("DROP INDEX " + index + on.formatted(table)));

            assertThat(host.verify().findings())
                    .containsExactlyInAnyOrderElementsOf(indexes.entrySet().stream()
                            .map(index -> "the index " + index.getKey() + " is missing: what needs it reads all of "
                                    + index.getValue() + "; the statement that makes it is in"
                                    + " JdbcSchema.adoptionScript(Dialect." + database.dialect() + ")")
                            .toList());
        }
    }

    /** What a concurrent build leaves that had to wait for too long; the planner does not use it, JDBC does not tell. */
    @Test
    void verify_finds_an_index_whose_concurrent_build_has_failed() throws SQLException {
        String name = "widget_conversations_active_by_widget";
        try (HostTables host = HostTables.on(TestDatabase.POSTGRESQL).create();
                Connection visitor = host.source().getConnection()) {
            host.sql(INSERT_WIDGET);
            String statement = host.text("SELECT indexdef FROM pg_indexes WHERE indexname = ?", name);
            host.sql("DROP INDEX " + name);
            visitor.setAutoCommit(false);
            try (Statement insert = visitor.createStatement()) {
                insert.execute("INSERT INTO widget_conversations (id, widget_id) VALUES (282, 7)");
            }
            assertThatThrownBy(() -> host.sql(
                            "SET lock_timeout = '10ms'",
                            statement.replace("CREATE INDEX", "CREATE INDEX CONCURRENTLY")))
                    .hasMessageContaining("lock timeout");
            visitor.rollback();

            assertThat(host.verify().findings())
                    .containsExactly(
                            "the index " + name + " is not valid, so nothing uses it: CREATE INDEX CONCURRENTLY"
                                    + " is still at it, or has failed; if it has, drop the index and make it anew");
            host.sql("DROP INDEX " + name, statement);
            assertThat(host.verify().findings()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void verify_of_an_empty_database_names_all_tables(TestDatabase database) {
        try (HostTables host = HostTables.on(database)) {
            assertThat(host.verify().findings())
                    .anySatisfy(finding -> assertThat(finding).contains("table widget_configs is missing"))
                    .anySatisfy(finding -> assertThat(finding).contains("table widget_conversations is missing"))
                    .anySatisfy(finding -> assertThat(finding).contains("table numberpool_schema is missing"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void without_a_schema_the_store_says_what_makes_it(TestDatabase database) {
        try (HostTables host = HostTables.on(database)) {
            assertSaysWhatToDo(host);
            host.makeTables();
            assertSaysWhatToDo(host);
        }
    }

    private static void assertSaysWhatToDo(HostTables host) {
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> host.pool().assign(WIDGET, CONVERSATION))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("JdbcSchema.verify")
                    .hasMessageContaining("JdbcSchema.adoptionScript")
                    .satisfies(
                            e -> assertThat(((StoreException) e).isTransient()).isFalse());
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_store_that_was_made_too_early_works_once_the_schema_is_there(TestDatabase database) {
        try (HostTables host = HostTables.on(database)) {
            NumberPool pool = host.pool();
            assertThatThrownBy(() -> pool.widget(WIDGET)).isInstanceOf(StoreException.class);
            host.create().sql(INSERT_WIDGET);
            assertThat(pool.assign(WIDGET, CONVERSATION).isNew()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void other_closed_statuses_than_the_schemas_are_refused(TestDatabase database) {
        try (HostTables host = HostTables.on(database).create()) {
            host.sql(INSERT_WIDGET);
            Set<String> others = Set.of("closed", "resolved");
            NumberPool pool = NumberPool.builder(JdbcNumberStore.builder(host.source())
                            .closedStatuses(others)
                            .build())
                    .build();

            assertThatThrownBy(() -> pool.assign(WIDGET, CONVERSATION))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("closed_statuses 'closed'")
                    .hasMessageContaining("'closed,resolved'")
                    .satisfies(
                            e -> assertThat(((StoreException) e).isTransient()).isFalse());
            assertThat(JdbcSchema.verify(host.source(), TableNames.standard(), others)
                            .findings())
                    .anySatisfy(finding -> assertThat(finding).contains("closed_statuses 'closed'"));
            assertThat(host.pool().assign(WIDGET, CONVERSATION).isNew()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void another_version_of_the_schema_is_refused(TestDatabase database) {
        try (HostTables host = HostTables.on(database).create()) {
            for (String version : List.of("1", "99")) {
                host.sql("UPDATE numberpool_schema SET content = '" + version + "' WHERE name = 'version'");
                assertThatThrownBy(() -> host.pool().widget(WIDGET))
                        .isInstanceOf(StoreException.class)
                        .hasMessageContaining("version '" + version + "'");
                assertThat(host.verify().findings()).singleElement().asString().contains("version '" + version + "'");
            }
            host.sql("DELETE FROM numberpool_schema");
            assertThatThrownBy(() -> host.pool().widget(WIDGET)).isInstanceOf(StoreException.class);
        }
    }

    @Test
    void verify_compares_the_live_index_with_the_configuration() {
        try (HostTables host = HostTables.on(TestDatabase.POSTGRESQL).create()) {
            host.sql("UPDATE numberpool_schema SET content = 'closed,resolved' WHERE name = 'closed_statuses'");
            Set<String> configured = Set.of("resolved", "closed");

            assertThat(JdbcSchema.verify(host.source(), TableNames.standard(), configured)
                            .findings())
                    .hasSize(3)
                    .allSatisfy(finding -> assertThat(finding)
                            .contains("is for the closed statuses [closed]")
                            .contains("configured are [closed, resolved]"));
        }
        try (HostTables host = HostTables.on(TestDatabase.POSTGRESQL)
                .closed("closed", "resolved", "done by bot")
                .create()) {
            assertThat(host.verify().findings()).isEmpty();
        }
    }

    /** On the other databases the closed statuses stand in the generated columns. */
    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "H2"})
    void verify_compares_the_live_columns_with_the_configuration(TestDatabase database) {
        try (HostTables host = HostTables.on(database).create()) {
            host.sql("UPDATE numberpool_schema SET content = 'closed,resolved' WHERE name = 'closed_statuses'");

            assertThat(JdbcSchema.verify(host.source(), TableNames.standard(), Set.of("closed", "resolved"))
                            .findings())
                    .hasSize(2)
                    .allSatisfy(finding -> assertThat(finding)
                            .contains("is for the closed statuses [closed]")
                            .contains("configured are [closed, resolved]"));
        }
        try (HostTables host = HostTables.on(database)
                .closed("closed", "resolved", "done by bot")
                .create()) {
            assertThat(host.verify().findings()).isEmpty();
        }
    }

    /** The columns come first and in one statement, so nothing is left behind even where DDL cannot be rolled back. */
    @ParameterizedTest
    @EnumSource
    void adoption_fails_loudly_on_a_column_of_the_same_name_and_leaves_nothing(TestDatabase database) {
        try (HostTables host = HostTables.on(database).makeTables()) {
            host.sql("ALTER TABLE widget_conversations ADD COLUMN released_at VARCHAR(10)");
            Map<String, String> columns = columns(host);

            Throwable failure = catchThrowable(host::adopt);

            assertThat(failure).hasRootCauseInstanceOf(SQLException.class);
            assertThat(failure.getCause().toString()).containsIgnoringCase("released_at");
            assertThat(columns(host)).isEqualTo(columns);
            assertThat(host.verify().findings())
                    .anySatisfy(finding -> assertThat(finding).contains("table numberpool_widget is missing"));
        }
    }

    /** On PostgreSQL the script is all or nothing in one transaction, wherever it fails. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void on_postgresql_a_script_that_fails_late_leaves_nothing_in_one_transaction(boolean inOneStatement)
            throws SQLException {
        try (HostTables host = HostTables.on(TestDatabase.POSTGRESQL).makeTables()) {
            host.sql("CREATE TABLE numberpool_schema (mine TEXT)");
            Map<String, String> columns = columns(host);
            String script = JdbcSchema.adoptionScript(Dialect.POSTGRESQL, TableNames.standard(), Set.of("closed"));

            try (Connection connection = host.source().getConnection();
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(inOneStatement);
                List<String> parts = inOneStatement ? List.of(script) : SchemaScript.statements(script);
                assertThatThrownBy(() -> {
                            for (String part : parts) {
                                statement.execute(part);
                            }
                        })
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("numberpool_schema");
                if (!inOneStatement) {
                    connection.rollback();
                }
            }

            assertThat(columns(host)).isEqualTo(columns);
            assertThat(host.verify().findings())
                    .anySatisfy(finding -> assertThat(finding).contains("table numberpool_widget is missing"));
        }
    }

    /** A writer who has not committed is what a plain CREATE INDEX waits for, and every other writer waits behind it. */
    @Test
    void a_large_table_is_adopted_while_others_write_to_it() throws Exception {
        JdbcSchema.LiveAdoption script = JdbcSchema.liveAdoption(TableNames.standard(), Set.of("closed"));
        try (HostTables host = HostTables.on(TestDatabase.POSTGRESQL).makeTables();
                Connection writer = host.source().getConnection();
                Connection migration = host.source().getConnection()) {
            runInTransaction(migration, script.inTransaction());
            assertThat(host.verify().findings())
                    .hasSize(3)
                    .allSatisfy(finding -> assertThat(finding).contains("index widget_conversations_", "is missing"));
            writer.setAutoCommit(false);
            write(writer, 1);

            CompletableFuture<Void> indexes =
                    CompletableFuture.runAsync(() -> run(migration, script.outsideTransaction()));
            awaitThatTheMigrationWaits(host);
            host.sql("SET lock_timeout = '5s'", "INSERT INTO widget_conversations (id, widget_id) VALUES (2, 7)");
            write(writer, 3);
            assertThat(indexes).isNotDone();
            writer.commit();
            indexes.get(1, TimeUnit.MINUTES);

            assertThat(host.verify().toString()).isEqualTo("the schema is usable\nstatus NULL: 3 conversations, open");
        }
    }

    private static void runInTransaction(Connection connection, String script) throws SQLException {
        connection.setAutoCommit(false);
        run(connection, script);
        connection.commit();
        connection.setAutoCommit(true);
    }

    private static void run(Connection connection, String script) {
        try (Statement statement = connection.createStatement()) {
            for (String sql : SchemaScript.statements(script)) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void write(Connection connection, int id) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO widget_conversations (id, widget_id) VALUES (" + id + ", 7)");
        }
    }

    private static void awaitThatTheMigrationWaits(HostTables host) {
        Instant deadline = Instant.now().plus(Duration.ofMinutes(1));
        while (host.texts(
                        "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%CREATE INDEX%'"
                                + " AND datname = current_database()")
                .isEmpty()) {
            assertThat(Instant.now()).isBefore(deadline);
            Thread.onSpinWait();
        }
    }

    /** What takes long must not keep everybody waiting who comes later. */
    @Test
    void the_columns_are_not_waited_for_when_somebody_uses_the_table() throws SQLException {
        JdbcSchema.LiveAdoption script = JdbcSchema.liveAdoption(TableNames.standard(), Set.of("closed"));
        try (HostTables host = HostTables.on(TestDatabase.POSTGRESQL).makeTables();
                Connection writer = host.source().getConnection();
                Connection migration = host.source().getConnection()) {
            Map<String, String> columns = columns(host);
            writer.setAutoCommit(false);
            write(writer, 1);

            assertThatThrownBy(() -> runInTransaction(migration, script.inTransaction()))
                    .hasMessageContaining("lock timeout");
            migration.rollback();

            assertThat(columns(host)).isEqualTo(columns);
            writer.commit();
            runInTransaction(migration, script.inTransaction());
            run(migration, script.outsideTransaction());
            assertThat(host.verify().findings()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void making_a_schema_twice_is_an_error(TestDatabase database) {
        try (HostTables host = HostTables.on(database).create()) {
            host.sql(INSERT_WIDGET);
            assertThatThrownBy(host::create).isInstanceOf(StoreException.class);
            assertThat(host.texts("SELECT id FROM widget_configs")).containsExactly("7");
        }
    }

    /** Rule A6 needs no trigger, and a host's user may have no right to make one. */
    @ParameterizedTest
    @EnumSource(Dialect.class)
    void no_script_makes_a_trigger_a_function_or_drops_anything(Dialect dialect) {
        String script = JdbcSchema.script(dialect, TableNames.standard(), Set.of("closed"))
                .toUpperCase(Locale.ROOT);
        assertThat(script)
                .doesNotContain("TRIGGER")
                .doesNotContain("FUNCTION")
                .doesNotContain("DROP ")
                .doesNotContain("{");
    }

    @Test
    void an_unknown_database_is_refused_by_name() {
        try (HikariDataSource source = TestDatabase.H2.open()) {
            JdbcNumberStore store = JdbcNumberStore.joining(() -> calledOracle(source.getConnection()));
            assertThatThrownBy(() -> store.find(CONVERSATION))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("'Oracle'")
                    .hasMessageContaining("PostgreSQL, MariaDB, MySQL and H2");
        }
    }

    /** An H2 connection in a transaction that says it is Oracle's. */
    private static Connection calledOracle(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        DatabaseMetaData metaData = connection.getMetaData();
        Object oracle = proxy(DatabaseMetaData.class, metaData, Map.of("getDatabaseProductName", (Object) "Oracle"));
        return (Connection) proxy(Connection.class, connection, Map.of("getMetaData", oracle));
    }

    private static Object proxy(Class<?> type, Object target, Map<String, Object> answers) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
            Object answer = answers.get(method.getName());
            return answer == null ? method.invoke(target, arguments) : answer;
        });
    }

    /**
     * The scripts for the standard names are shipped, ready for Flyway. After a change of a template run this test with
     * {@code -Dnumberpool.regenerate=true}: it writes them anew.
     */
    @ParameterizedTest
    @EnumSource(Dialect.class)
    void the_jar_has_the_standard_script_of_each_database(Dialect dialect) throws IOException {
        String name = "META-INF/numberpool/" + dialect.name().toLowerCase(Locale.ROOT) + "/V1__numberpool.sql";
        String rendered = JdbcSchema.adoptionScript(dialect, TableNames.standard(), Set.of("closed"));
        if (Boolean.getBoolean("numberpool.regenerate")) {
            Path file = Path.of("src/main/resources", name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, rendered);
            return;
        }
        try (InputStream shipped = JdbcSchema.class.getResourceAsStream("/" + name)) {
            assertThat(shipped).as(name).isNotNull();
            assertThat(new String(shipped.readAllBytes(), StandardCharsets.UTF_8))
                    .as(
                            "%s is not what adoptionScript renders; mvn test -pl jdbc-store -am -Dtest=SchemaTest"
                                    + " -Dsurefire.failIfNoSpecifiedTests=false -Dnumberpool.regenerate=true writes it anew",
                            name)
                    .isEqualTo(rendered);
        }
    }

    /** The columns of the host's table of conversations with their types. */
    private static Map<String, String> columns(HostTables host) {
        Map<String, String> columns = new TreeMap<>();
        host.sql("SELECT 1");
        try (Connection connection = host.source().getConnection();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT * FROM widget_conversations WHERE 1 = 0")) {
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                columns.put(
                        rows.getMetaData().getColumnName(i).toLowerCase(Locale.ROOT),
                        rows.getMetaData().getColumnTypeName(i) + " "
                                + rows.getMetaData().isNullable(i));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return columns;
    }

    /** What the host wrote. */
    private static List<String> row(HostTables host) {
        List<String> row = new ArrayList<>();
        for (String column : List.of("id", "widget_id", "visitor_name", "status", "created_at")) {
            row.add(host.text("SELECT " + column + " FROM widget_conversations"));
        }
        return row;
    }
}
