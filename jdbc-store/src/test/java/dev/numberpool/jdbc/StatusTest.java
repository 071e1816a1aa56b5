package dev.numberpool.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.numberpool.ConversationClosedException;
import dev.numberpool.ConversationId;
import dev.numberpool.NumberPool;
import dev.numberpool.Usage;
import dev.numberpool.WidgetId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The host's status decides what is active: exactly the configured words close, everything else is open. */
class StatusTest {
    private static final WidgetId WIDGET = WidgetId.of(7);
    private static final String POOL =
            "'[{\"number\":\"+15558986359\",\"is_active\":true},{\"number\":\"+15558986360\",\"is_active\":true}]'";
    private static final String WORDS = "('open', 'Closed', 'closed', 'resolved', 'done by bot')";
    private static final Map<Type, HostTables> HOSTS = new LinkedHashMap<>();

    /**
     * A type of status column.
     *
     * @param isFree whether any text can be written into it
     * @param isPadded whether it takes 'closed' and 'closed ' for the same text
     */
    private record Type(TestDatabase database, String sql, boolean isFree, boolean isPadded) {
        @Override
        public String toString() {
            return sql + " in " + database;
        }
    }

    static Stream<Type> types() {
        return Stream.of(
                new Type(TestDatabase.POSTGRESQL, "TEXT", true, false),
                new Type(TestDatabase.POSTGRESQL, "VARCHAR(64)", true, false),
                new Type(TestDatabase.POSTGRESQL, "CHAR(16)", true, true),
                new Type(TestDatabase.POSTGRESQL, "chat_status", false, false),
                new Type(TestDatabase.MARIADB, "VARCHAR(64)", true, false),
                new Type(TestDatabase.MARIADB, "VARCHAR(64) COLLATE utf8mb4_general_ci", true, false),
                new Type(
                        TestDatabase.MARIADB,
                        "VARCHAR(64) CHARACTER SET latin1 COLLATE latin1_swedish_ci",
                        true,
                        false),
                new Type(TestDatabase.MARIADB, "CHAR(16)", true, true),
                new Type(TestDatabase.MARIADB, "ENUM " + WORDS + " COLLATE utf8mb4_bin", false, false),
                new Type(TestDatabase.H2, "VARCHAR(64)", true, false),
                new Type(TestDatabase.H2, "VARCHAR_IGNORECASE(64)", true, false));
    }

    static Stream<Type> freeTypes() {
        return types().filter(Type::isFree);
    }

    @AfterAll
    static void close() {
        HOSTS.values().forEach(HostTables::close);
        HOSTS.clear();
    }

    @ParameterizedTest
    @MethodSource("types")
    void each_configured_status_closes_and_no_status_is_open(Type type) {
        HostTables host = filled(type);
        NumberPool pool = host.pool();
        insert(host, 1, null);
        insert(host, 2, "open");
        insert(host, 3, "closed");
        insert(host, 4, "resolved");
        insert(host, 5, "done by bot");
        insert(host, 6, "Closed");

        assertThat(pool.assign(WIDGET, ConversationId.of(1)).isNew()).isTrue();
        assertThat(pool.assign(WIDGET, ConversationId.of(2)).isNew()).isTrue();
        assertThat(pool.assign(WIDGET, ConversationId.of(6)).isNew()).isTrue();
        for (long closed = 3; closed <= 5; closed++) {
            ConversationId id = ConversationId.of(closed);
            assertThatThrownBy(() -> pool.assign(WIDGET, id))
                    .isInstanceOf(ConversationClosedException.class)
                    .hasMessageContaining("'" + id + "'");
        }
        assertThat(active(pool)).isEqualTo(3);
    }

    /** Rule A6. */
    @ParameterizedTest
    @MethodSource("types")
    void closing_and_opening_by_sql_counts_at_once(Type type) {
        HostTables host = filled(type);
        NumberPool pool = host.pool();
        ConversationId id = ConversationId.of(1);
        insert(host, 1, "open");
        pool.assign(WIDGET, id);

        for (String closed : List.of("closed", "resolved", "done by bot")) {
            set(host, 1, closed);
            assertThat(pool.assignmentOf(id)).isEmpty();
            assertThat(active(pool)).isZero();
            set(host, 1, null);
            assertThat(pool.assignmentOf(id)).isPresent();
            assertThat(active(pool)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("freeTypes")
    void a_status_that_is_written_in_another_way_is_open_and_reported(Type type) {
        HostTables host = filled(type);
        NumberPool pool = host.pool();
        List<String> others = List.of("Closed", "CLOSED", " closed", "closed.", "clos", "done  by bot", "waiting");
        long id = 0;
        for (String other : others) {
            insert(host, ++id, other);
            assertThat(pool.assign(WIDGET, ConversationId.of(id)).isNew())
                    .as(other)
                    .isTrue();
        }
        if (!type.isPadded()) {
            insert(host, ++id, "closed ");
            assertThat(pool.assign(WIDGET, ConversationId.of(id)).isNew()).isTrue();
        }
        assertThat(active(pool)).isEqualTo((int) id);

        List<String> report = host.verify().statuses();
        assertThat(report).contains("status 'waiting': 1 conversation, open");
        assertThat(report)
                .contains("status 'Closed': 1 conversation, open (written unlike the closed status: check)")
                .contains("status 'CLOSED': 1 conversation, open (written unlike the closed status: check)")
                .contains("status ' closed': 1 conversation, open (written unlike the closed status: check)");
        assertThat(report).hasSize((int) id);
    }

    @ParameterizedTest
    @MethodSource("types")
    void verify_tells_how_each_status_counts(Type type) {
        HostTables host = filled(type);
        insert(host, 1, null);
        insert(host, 2, "closed");
        insert(host, 3, "closed");
        insert(host, 4, "closed");
        insert(host, 5, "open");
        insert(host, 6, "open");

        JdbcSchema.Report report = host.verify();

        assertThat(report.findings()).isEmpty();
        assertThat(report.statuses())
                .containsExactly(
                        "status 'closed': 3 conversations, closed",
                        "status 'open': 2 conversations, open",
                        "status NULL: 1 conversation, open");
        assertThat(report.toString()).startsWith("the schema is usable\nstatus 'closed'");
    }

    /** Rule A6: the operator may also take the number away, or write nonsense into it. */
    @ParameterizedTest
    @EnumSource
    void a_closed_conversation_without_a_usable_number_does_not_stop_its_widget(TestDatabase database) {
        HostTables host = filled(new Type(database, "VARCHAR(64)", true, false));
        NumberPool pool = host.pool();
        for (String number : new String[] {null, "", "  "}) {
            insert(host, 1, "open");
            pool.assign(WIDGET, ConversationId.of(1));
            host.update("UPDATE widget_conversations SET assigned_whatsapp_number = ?, status = 'closed'", number);

            insert(host, 2, "open");
            assertThat(pool.assign(WIDGET, ConversationId.of(2)).isNew())
                    .as("'%s'", number)
                    .isTrue();
            host.sql("DELETE FROM widget_conversations");
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_open_conversation_whose_number_was_blanked_has_none(TestDatabase database) {
        HostTables host = filled(new Type(database, "VARCHAR(64)", true, false));
        NumberPool pool = host.pool();
        insert(host, 1, "open");
        pool.assign(WIDGET, ConversationId.of(1));
        host.sql("UPDATE widget_conversations SET assigned_whatsapp_number = ''");

        assertThat(pool.assignmentOf(ConversationId.of(1))).isEmpty();
        assertThat(active(pool)).isZero();
        assertThat(pool.assign(WIDGET, ConversationId.of(1)).isNew()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                " closed",
                "closed ",
                "x'; DROP TABLE widget_configs; --",
                "clo'sed",
                "a,b",
                "a\nb",
                "é",
                "a\"b",
                "{active}",
                "a\\b",
                "a\u0000"
            })
    void an_odd_closed_status_is_refused_as_configuration(String status) {
        assertThatThrownBy(() -> JdbcSchema.script(Dialect.H2, TableNames.standard(), Set.of(status)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("closed status");
        assertThatThrownBy(() -> JdbcNumberStore.joiningBuilder(() -> {
                            throw new AssertionError("no I/O");
                        })
                        .closedStatuses(Set.of("closed", status)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void no_closed_status_at_all_is_refused() {
        assertThatThrownBy(() -> JdbcSchema.script(Dialect.H2, TableNames.standard(), Set.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least one closed status");
        assertThatThrownBy(() -> JdbcSchema.script(Dialect.H2, TableNames.standard(), Set.of("x".repeat(65))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static int active(NumberPool pool) {
        return pool.usage(WIDGET).numbers().stream()
                .mapToInt(Usage.OfNumber::active)
                .sum();
    }

    private static void insert(HostTables host, long id, String status) {
        host.update("INSERT INTO widget_conversations (id, widget_id) VALUES (?, 7)", id);
        set(host, id, status);
    }

    private static void set(HostTables host, long id, String status) {
        String literal = status == null ? "NULL" : "'" + status + "'";
        host.update("UPDATE widget_conversations SET status = " + literal + " WHERE id = ?", id);
    }

    private static HostTables filled(Type type) {
        HostTables host = HOSTS.computeIfAbsent(type, StatusTest::make);
        host.sql("DELETE FROM widget_conversations", "DELETE FROM numberpool_thread");
        return host;
    }

    private static HostTables make(Type type) {
        HostTables host = HostTables.on(type.database()).statuses(type.sql());
        if (type.database() == TestDatabase.POSTGRESQL) {
            host.sql("CREATE TYPE chat_status AS ENUM " + WORDS);
        }
        host.closed("closed", "resolved", "done by bot").makeTables().adopt();
        host.sql("INSERT INTO widget_configs (id, whatsapp_number_pool) VALUES (7, " + POOL + ")");
        return host;
    }
}
