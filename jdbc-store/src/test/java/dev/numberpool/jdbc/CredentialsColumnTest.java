package dev.numberpool.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.zaxxer.hikari.HikariDataSource;
import dev.numberpool.StoreException;
import dev.numberpool.WidgetId;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

@DisplayName("The column of credentials is rewritten in place, by whoever, and however often somebody is killed")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CredentialsColumnTest {
    private static final Logger LOG = LoggerFactory.getLogger(CredentialsColumnTest.class);
    private static final String SEALED = "SELECT encrypted_credentials FROM widget_configs ORDER BY id";

    static Stream<Arguments> idTypes() {
        IntFunction<Object> number = i -> (long) i - 3;
        IntFunction<Object> positive = Integer::valueOf;
        IntFunction<Object> uuid = i -> new UUID(i * 0x9e3779b97f4a7c15L, ~i);
        IntFunction<Object> uuidText = i -> uuid.apply(i).toString();
        IntFunction<Object> text = CredentialsColumnTest::oddText;
        return Stream.of(
                Arguments.of(TestDatabase.POSTGRESQL, "BIGINT", number),
                Arguments.of(TestDatabase.POSTGRESQL, "SMALLINT", number),
                Arguments.of(TestDatabase.POSTGRESQL, "UUID", uuid),
                Arguments.of(TestDatabase.POSTGRESQL, "TEXT", text),
                Arguments.of(TestDatabase.MARIADB, "BIGINT", number),
                Arguments.of(TestDatabase.MARIADB, "INT UNSIGNED", positive),
                Arguments.of(TestDatabase.MARIADB, "UUID", uuidText),
                Arguments.of(TestDatabase.MARIADB, "CHAR(36)", uuidText),
                Arguments.of(
                        TestDatabase.MARIADB, "VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci", text),
                Arguments.of(TestDatabase.H2, "BIGINT", number),
                Arguments.of(TestDatabase.H2, "UUID", uuid),
                Arguments.of(TestDatabase.H2, "VARCHAR(64)", text),
                Arguments.of(TestDatabase.H2, "VARCHAR_IGNORECASE(64)", text));
    }

    /** Ids that sort differently in every collation. */
    private static Object oddText(int i) {
        String[] shapes = {"b%d", "A %d", "_%d", "é%d", "ß-%d", "%d", "Z%dz", "ａ%d", "🙂%d", "%%%d"};
        return shapes[i % shapes.length].formatted(i);
    }

    @ParameterizedTest
    @MethodSource("idTypes")
    void every_widget_is_rewritten_once_page_by_page_whatever_its_id_is(
            TestDatabase kind, String type, IntFunction<Object> ids) {
        try (HostTables host = HostTables.on(kind).ids(type).makeTables()) {
            fill(host, 23, ids);

            CredentialsColumn.Report report = column(host, 4).rewrite(ColumnWorker::sealed);

            assertThat(report).isEqualTo(new CredentialsColumn.Report(23, 0, List.of(), List.of()));
            assertThat(report.isComplete()).isTrue();
            assertSealed(host, 23);
            assertThat(column(host, 4).rewrite(ColumnWorker::sealed))
                    .isEqualTo(new CredentialsColumn.Report(0, 23, List.of(), List.of()));
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void what_is_empty_stays_empty_and_other_columns_stay_as_they_are(TestDatabase kind) {
        try (HostTables host = HostTables.on(kind).makeTables()) {
            host.sql(
                    "INSERT INTO widget_configs (id) VALUES (1)",
                    "INSERT INTO widget_configs (id, encrypted_credentials) VALUES (2, '')",
                    "INSERT INTO widget_configs (id, encrypted_credentials) VALUES (3, '  ')",
                    "INSERT INTO widget_configs VALUES (4, '[ ]', '+1555', 'secret')");

            assertThat(column(host, 2).rewrite(ColumnWorker::sealed))
                    .isEqualTo(new CredentialsColumn.Report(1, 0, List.of(), List.of()));

            assertThat(host.texts(SEALED)).containsExactly(null, "", "  ", "sealed:4:secret");
            assertThat(host.text("SELECT whatsapp_number_pool FROM widget_configs WHERE id = 4"))
                    .isEqualTo("[ ]");
            assertThat(host.text("SELECT handover_whatsapp_number FROM widget_configs WHERE id = 4"))
                    .isEqualTo("+1555");
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void it_needs_neither_our_tables_nor_our_names(TestDatabase kind) {
        try (HostTables host = HostTables.on(kind)) {
            host.sql(
                    "CREATE TABLE bots (bot BIGINT PRIMARY KEY, pool VARCHAR(9), secret VARCHAR(99))",
                    "CREATE TABLE widget_conversations (id BIGINT PRIMARY KEY, widget_id BIGINT)",
                    "INSERT INTO bots VALUES (1, NULL, 'secret')");
            TableNames names = TableNames.standard()
                    .rename("widget_configs", "bots")
                    .rename("widget_configs.id", "bot")
                    .rename("widget_configs.whatsapp_number_pool", "pool")
                    .rename("widget_configs.encrypted_credentials", "secret");

            CredentialsColumn.of(host.source(), names).rewrite(ColumnWorker::sealed);

            assertThat(host.text("SELECT secret FROM bots")).isEqualTo("sealed:1:secret");
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void a_widget_that_cannot_be_changed_is_reported_without_its_value_and_the_others_go_on(TestDatabase kind) {
        try (HostTables host = filled(kind, 5)) {
            CredentialsColumn.Report report = column(host, 2).rewrite((widget, stored) -> switch (widget.value()) {
                case "1" -> throw new IllegalStateException("cannot decrypt " + stored);
                case "2" -> throw new StoreException("the key is away");
                case "3" -> " ";
                case "4" -> null;
                default -> ColumnWorker.sealed(widget, stored);
            });

            assertThat(report.rewritten()).isEqualTo(1);
            assertThat(report.failed())
                    .containsExactly(
                            new CredentialsColumn.Failed("1", "IllegalStateException"),
                            new CredentialsColumn.Failed("2", "the key is away"),
                            new CredentialsColumn.Failed("3", "the new value is blank"),
                            new CredentialsColumn.Failed("4", "NullPointerException"));
            assertThat(report.isComplete()).isFalse();
            assertThat(report.toString()).doesNotContain("plain");
            assertThat(host.texts(SEALED))
                    .containsExactly("sealed:0:plain 0", "plain 1", "plain 2", "plain 3", "plain 4");
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void an_error_in_the_middle_keeps_what_was_done_and_the_next_run_does_the_rest(TestDatabase kind) {
        try (HostTables host = filled(kind, 30)) {
            AtomicInteger calls = new AtomicInteger();

            Throwable thrown = catchThrowable(() -> column(host, 7).rewrite((widget, stored) -> {
                if (calls.incrementAndGet() == 17) {
                    throw new OutOfMemoryError("planted");
                }
                return ColumnWorker.sealed(widget, stored);
            }));

            assertThat(thrown).isInstanceOf(OutOfMemoryError.class);
            assertThat(host.texts(SEALED))
                    .filteredOn(text -> text.startsWith("sealed"))
                    .hasSize(16);
            assertThat(column(host, 7).rewrite(ColumnWorker::sealed))
                    .isEqualTo(new CredentialsColumn.Report(14, 16, List.of(), List.of()));
            assertSealed(host, 30);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void killed_at_any_point_and_run_again_nothing_is_lost_and_nothing_encrypted_twice(TestDatabase kind)
            throws Exception {
        long seed = new Random().nextLong();
        LOG.warn("seed {}", seed);
        Random random = new Random(seed);
        String url = kind.newUrl();
        try (HostTables host = HostTables.on(kind, url).makeTables()) {
            fill(host, 500, i -> (long) i);
            int killedAfter = 0;
            for (int kill = 0; kill < 2; kill++) {
                Process process = ColumnWorker.start(url);
                killedAfter += 1 + random.nextInt(200);
                // It calls the function for all of them, in order, also for those that are right already.
                readLines(process, killedAfter);
                assertThat(process.isAlive()).as("it did not finish first").isTrue();
                process.destroyForcibly().waitFor();
            }
            List<String> left = host.texts(SEALED);
            assertThat(left).filteredOn(text -> text.startsWith("sealed")).hasSizeGreaterThanOrEqualTo(killedAfter - 1);
            assertThat(left).as("something is left to do").anyMatch(text -> text.startsWith("plain"));

            CredentialsColumn.Report report = column(host, 200).rewrite(ColumnWorker::sealed);

            assertThat(report.isComplete()).isTrue();
            assertThat(report.rewritten() + report.unchanged()).isEqualTo(500);
            assertSealed(host, 500);
            LOG.warn("killed twice on {}: {} were done, {} were left", kind, report.unchanged(), report.rewritten());
        }
    }

    private static void readLines(Process process, int lines) throws Exception {
        BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
        for (int i = 0; i < lines; i++) {
            assertThat(reader.readLine()).isNotNull();
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void an_edit_between_reading_and_writing_is_not_lost_but_rewritten_too(TestDatabase kind) {
        try (HostTables host = filled(kind, 3)) {
            AtomicInteger calls = new AtomicInteger();

            CredentialsColumn.Report report = column(host, 9).rewrite((widget, stored) -> {
                if (widget.value().equals("1") && calls.incrementAndGet() == 1) {
                    host.update("UPDATE widget_configs SET encrypted_credentials = 'PLAIN 1' WHERE id = 1");
                }
                return ColumnWorker.sealed(widget, stored);
            });

            assertThat(report).isEqualTo(new CredentialsColumn.Report(3, 0, List.of(), List.of()));
            assertThat(host.texts(SEALED)).containsExactly("sealed:0:plain 0", "sealed:1:PLAIN 1", "sealed:2:plain 2");
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void a_column_that_always_changes_is_left_to_those_who_change_it(TestDatabase kind) {
        try (HostTables host = filled(kind, 3)) {
            AtomicInteger edits = new AtomicInteger();

            CredentialsColumn.Report report = column(host, 9).rewrite((widget, stored) -> {
                if (widget.value().equals("1")) {
                    host.update(
                            "UPDATE widget_configs SET encrypted_credentials = ? WHERE id = 1",
                            "edit " + edits.incrementAndGet());
                }
                return ColumnWorker.sealed(widget, stored);
            });

            assertThat(report).isEqualTo(new CredentialsColumn.Report(2, 0, List.of(), List.of(WidgetId.of(1))));
            assertThat(report.isComplete()).isFalse();
            assertThat(host.texts(SEALED)).containsExactly("sealed:0:plain 0", "edit 3", "sealed:2:plain 2");
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void a_widget_that_loses_its_credentials_meanwhile_gets_none(TestDatabase kind) {
        try (HostTables host = filled(kind, 3)) {
            CredentialsColumn.Report report = column(host, 9).rewrite((widget, stored) -> {
                switch (widget.value()) {
                    case "0" -> host.update("DELETE FROM widget_configs WHERE id = 0");
                    case "1" -> host.update("UPDATE widget_configs SET encrypted_credentials = NULL WHERE id = 1");
                    default -> {}
                }
                return ColumnWorker.sealed(widget, stored);
            });

            assertThat(report).isEqualTo(new CredentialsColumn.Report(1, 0, List.of(), List.of()));
            assertThat(host.texts(SEALED)).containsExactly(null, "sealed:2:plain 2");
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void two_at_once_and_a_host_that_edits_leave_every_value_right(TestDatabase kind) throws Exception {
        long seed = new Random().nextLong();
        LOG.warn("seed {}", seed);
        Random random = new Random(seed);
        try (HostTables host = filled(kind, 120)) {
            ExecutorService threads = Executors.newFixedThreadPool(3);
            List<Future<CredentialsColumn.Report>> reports = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                reports.add(threads.submit(() -> column(host, 10).rewrite(ColumnWorker::sealed)));
            }
            Future<?> edits = threads.submit(() -> random.ints(60, 0, 120)
                    .forEach(id -> host.update(
                            "UPDATE widget_configs SET encrypted_credentials = ? WHERE id = ?", "plain " + id, id)));
            threads.shutdown();
            edits.get();
            for (Future<CredentialsColumn.Report> report : reports) {
                assertThat(report.get().failed()).isEmpty();
            }

            assertThat(column(host, 10).rewrite(ColumnWorker::sealed).isComplete())
                    .isTrue();

            assertSealed(host, 120);
        }
    }

    /** To collations that fold, 'plain' and 'PLAIN' are the same; to a cipher they are not. */
    @Test
    void an_edit_that_changes_only_the_case_is_an_edit_where_the_collation_does_not_see_it() {
        for (Map.Entry<TestDatabase, String> column : Map.of(
                        TestDatabase.MARIADB,
                        "VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci",
                        TestDatabase.H2,
                        "VARCHAR_IGNORECASE(200)")
                .entrySet()) {
            try (HostTables host = filled(column.getKey(), 1)) {
                host.sql(alter(column.getKey(), column.getValue()));

                column(host, 9).rewrite((widget, stored) -> {
                    host.update("UPDATE widget_configs SET encrypted_credentials = 'PLAIN 0 '");
                    return ColumnWorker.sealed(widget, stored);
                });

                assertThat(host.texts(SEALED)).containsExactly("sealed:0:PLAIN 0 ");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void a_column_that_is_too_short_keeps_what_it_had_and_the_report_says_so(TestDatabase kind) {
        try (HostTables host = filled(kind, 2)) {
            host.sql(alter(kind, "VARCHAR(10)"));

            CredentialsColumn.Report report = column(host, 9).rewrite(ColumnWorker::sealed);

            assertThat(report.rewritten()).isZero();
            assertThat(report.failed())
                    .extracting(CredentialsColumn.Failed::widget)
                    .containsExactly("0", "1");
            assertThat(report.failed())
                    .allSatisfy(failed ->
                            assertThat(failed.reason()).contains("22001").doesNotContain("plain"));
            assertThat(host.texts(SEALED)).containsExactly("plain 0", "plain 1");
        }
    }

    /** A server that is not strict stores the first ten characters and says that all is well. */
    @Test
    void a_value_that_the_database_cuts_off_silently_is_taken_back() {
        String url = TestDatabase.MARIADB.newUrl();
        try (HostTables host = HostTables.on(TestDatabase.MARIADB, url).makeTables();
                HikariDataSource lax =
                        TestDatabase.pool(url + "&jdbcCompliantTruncation=false&sessionVariables=sql_mode=''")) {
            fill(host, 2, i -> (long) i);
            host.sql(alter(TestDatabase.MARIADB, "VARCHAR(10)"));

            CredentialsColumn.Report report =
                    CredentialsColumn.of(lax, TableNames.standard()).rewrite(ColumnWorker::sealed);

            assertThat(report.failed())
                    .extracting(CredentialsColumn.Failed::reason)
                    .containsOnly("the column did not keep the whole value: make it a longer text");
            assertThat(host.texts(SEALED)).containsExactly("plain 0", "plain 1");
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void a_column_of_bytes_is_refused(TestDatabase kind) {
        String bytes = kind == TestDatabase.POSTGRESQL ? "BYTEA" : "VARBINARY(200)";
        try (HostTables host = HostTables.on(kind).makeTables()) {
            host.sql(
                    "ALTER TABLE widget_configs DROP COLUMN encrypted_credentials",
                    "ALTER TABLE widget_configs ADD COLUMN encrypted_credentials " + bytes);

            assertThatThrownBy(() -> column(host, 9).rewrite(ColumnWorker::sealed))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("not text");
        }
    }

    /** Waits for the lock's time-out of 5 seconds. */
    @Tag("slow")
    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "H2"})
    void a_row_that_somebody_keeps_locked_is_contested_and_the_others_go_on(TestDatabase kind) throws SQLException {
        try (HostTables host = filled(kind, 3);
                Connection holder = host.source().getConnection();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.executeUpdate("UPDATE widget_configs SET handover_whatsapp_number = NULL WHERE id = 1");

            CredentialsColumn.Report report = column(host, 9).rewrite(ColumnWorker::sealed);

            assertThat(report).isEqualTo(new CredentialsColumn.Report(2, 0, List.of(), List.of(WidgetId.of(1))));
            holder.rollback();
        }
    }

    @Test
    void a_database_that_is_gone_is_an_exception_that_can_be_met_by_running_again() {
        HostTables host = filled(TestDatabase.H2, 3);

        assertThatThrownBy(() -> column(host, 1).rewrite((widget, stored) -> {
                    if (widget.value().equals("1")) {
                        host.close();
                    }
                    return ColumnWorker.sealed(widget, stored);
                }))
                .isInstanceOf(StoreException.class)
                .hasMessageNotContaining("plain");
    }

    private static CredentialsColumn column(HostTables host, int page) {
        return CredentialsColumn.of(host.source(), TableNames.standard(), page);
    }

    private static HostTables filled(TestDatabase kind, int widgets) {
        HostTables host = HostTables.on(kind).makeTables();
        fill(host, widgets, i -> (long) i);
        return host;
    }

    private static void fill(HostTables host, int widgets, IntFunction<Object> ids) {
        try (Connection connection = host.source().getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "INSERT INTO widget_configs (id, encrypted_credentials) VALUES (?, ?)")) {
            for (int i = 0; i < widgets; i++) {
                statement.setObject(1, ids.apply(i));
                statement.setString(2, "plain " + i);
                statement.addBatch();
            }
            statement.executeBatch();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Every value is sealed once, for its own widget. */
    private static void assertSealed(HostTables host, int widgets) {
        List<String> rows = host.texts("SELECT CONCAT(id, '=', encrypted_credentials) FROM widget_configs");
        assertThat(rows).hasSize(widgets).allSatisfy(row -> {
            String id = row.substring(0, row.indexOf('='));
            assertThat(row).startsWith(id + "=sealed:" + id + ":plain ");
        });
        assertThat(rows.stream().map(row -> row.substring(row.lastIndexOf(' ') + 1)))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, widgets).mapToObj(String::valueOf).toList());
    }

    private static String alter(TestDatabase kind, String type) {
        return switch (kind) {
            case POSTGRESQL -> "ALTER TABLE widget_configs ALTER COLUMN encrypted_credentials TYPE " + type;
            case MARIADB -> "ALTER TABLE widget_configs MODIFY encrypted_credentials " + type;
            case H2 -> "ALTER TABLE widget_configs ALTER COLUMN encrypted_credentials " + type;
        };
    }
}
