package dev.numberpool.jdbc;

import static dev.numberpool.jdbc.Messages.LEASE;
import static dev.numberpool.jdbc.Messages.NOW;
import static dev.numberpool.jdbc.Messages.NUMBER;
import static dev.numberpool.jdbc.Messages.OPEN;
import static dev.numberpool.jdbc.Messages.THREAD;
import static dev.numberpool.jdbc.Messages.handled;
import static dev.numberpool.jdbc.Messages.held;
import static dev.numberpool.jdbc.Messages.inbound;
import static dev.numberpool.jdbc.Messages.report;
import static dev.numberpool.jdbc.Messages.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import dev.numberpool.Handover;
import dev.numberpool.NumberPool;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.PooledNumber;
import dev.numberpool.WidgetId;
import dev.numberpool.desk.DeliveryState;
import dev.numberpool.spi.Health;
import dev.numberpool.spi.InboundLog.Claim;
import dev.numberpool.spi.MessageLog;
import dev.numberpool.spi.OutboundRecord;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables and columns may be called anything that is a plain word. */
class TableNamesTest {
    private static final PhoneNumber FIRST = PhoneNumber.of("+15558986359");
    private static final PhoneNumber SECOND = PhoneNumber.of("+15558986360");
    private static final Participant OMAR = Participant.of("+201016666348");
    private static final WidgetId WIDGET = WidgetId.of(7);
    private static final Set<String> CLOSED = Set.of("done", "resolved");

    @ParameterizedTest
    @EnumSource
    void every_table_and_column_can_be_renamed(TestDatabase database) {
        try (HikariDataSource source = database.open()) {
            assertWorks(source, renamed("", "_of_ours"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_tables_can_live_in_a_schema_of_their_own(TestDatabase database) {
        try (HikariDataSource source = database.open()) {
            // A schema of MariaDB is a database, of which there is one for all tests.
            String schema = "Support_" + source.hashCode();
            TestDatabase.sql(source, "CREATE SCHEMA " + schema);
            TableNames names = renamed(schema + ".", "_x");
            assertWorks(source, names);
            TestDatabase.sql(source, "DROP SCHEMA " + schema + (database == TestDatabase.MARIADB ? "" : " CASCADE"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void only_the_columns_can_be_renamed(TestDatabase database) {
        try (HikariDataSource source = database.open()) {
            TableNames names = TableNames.standard()
                    .rename("widget_conversations.status", "STATE")
                    .rename("widget_configs.whatsapp_number_pool", "Numbers_2");
            assertWorks(source, names);
        }
    }

    @ParameterizedTest
    @EnumSource
    void two_sets_of_names_live_in_one_schema(TestDatabase database) {
        try (HikariDataSource source = database.open()) {
            TableNames one = TableNames.standard();
            TableNames other = renamed("", "_2");
            NumberPool first = created(source, one);
            NumberPool second = created(source, other);

            Assignment inFirst = first.assign(WIDGET, ConversationId.of(1));
            assertThat(second.assignmentOf(ConversationId.of(1))).isEmpty();
            Assignment inSecond = second.assign(WIDGET, ConversationId.of(1));

            assertThat(inFirst.number()).isEqualTo(inSecond.number()).isEqualTo(FIRST);
            assertThat(JdbcSchema.verify(source, one, CLOSED).findings()).isEmpty();
            assertThat(JdbcSchema.verify(source, other, CLOSED).findings()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void two_sets_of_very_long_names_live_in_one_schema(TestDatabase database) {
        try (HikariDataSource source = database.open()) {
            String longName = "conversations_of_the_customer_support_department_";
            TableNames one = ours("_1").rename("widget_conversations", longName + "north");
            TableNames other = ours("_2").rename("widget_conversations", longName + "south");

            created(source, one);
            created(source, other);

            assertThat(JdbcSchema.verify(source, one, CLOSED).findings()).isEmpty();
            assertThat(JdbcSchema.verify(source, other, CLOSED).findings()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "x; DROP TABLE y",
                "x y",
                "x--",
                "x/**/",
                "\"x\"",
                "`x`",
                "x'",
                "1x",
                "x.y.z.w",
                ".x",
                "x.",
                "x(",
                "é",
                "x\n",
                "{widget_configs}",
                "$1",
                "x\u0000"
            })
    void a_name_that_is_no_plain_word_is_refused(String name) {
        assertThatThrownBy(() -> TableNames.standard().rename("widget_configs", name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'widget_configs'")
                .hasMessageContaining("ASCII letters, digits and underscores");
        assertThatThrownBy(() -> TableNames.standard().rename("widget_configs.id", name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'widget_configs.id'");
    }

    @Test
    void a_column_cannot_be_qualified_and_no_name_is_longer_than_a_database_takes() {
        assertThatThrownBy(() -> TableNames.standard().rename("widget_configs.id", "w.id"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TableNames.standard().rename("widget_configs", "x".repeat(64)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(TableNames.standard()
                        .rename("widget_configs", "x".repeat(63))
                        .of("widget_configs"))
                .hasSize(63);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "widgets", "WIDGET_CONFIGS", "widget_configs.name", "widget_conversations.visitor_name", "id"
            })
    void a_standard_name_that_does_not_exist_is_refused_with_those_that_do(String name) {
        assertThatThrownBy(() -> TableNames.standard().rename(name, "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + name + "'")
                .hasMessageContaining("widget_conversations.assigned_whatsapp_number");
    }

    @Test
    void renaming_leaves_the_former_names_as_they_are() {
        TableNames standard = TableNames.standard();
        standard.rename("widget_configs", "widgets");
        assertThat(standard.of("widget_configs")).isEqualTo("widget_configs");
    }

    private static void assertWorks(HikariDataSource source, TableNames names) {
        NumberPool pool = created(source, names);
        ConversationId conversation = ConversationId.of(282);

        Assignment assigned = pool.assign(Handover.of(WIDGET, conversation).withAgent(OMAR));
        assertThat(assigned.number()).isEqualTo(FIRST);
        assertThat(pool.transfer(conversation, Participant.of("+201016666349")).number())
                .isEqualTo(FIRST);
        assertThat(pool.reassign(conversation).number()).isEqualTo(SECOND);
        assertThat(pool.assignmentsOn(SECOND)).hasSize(1);
        assertThat(pool.usage(WIDGET).numbers()).hasSize(2);
        pool.quarantine(FIRST, Duration.ofHours(1), "offline");
        assertThat(pool.release(conversation)).isPresent();
        assertThat(pool.adopt(WIDGET, Set.of("handover"), any -> Optional.empty()))
                .isEmpty();
        assertThat(pool.save(pool.widget(WIDGET).withPool(List.of())).pool()).isEmpty();
        assertMessagesWork(source, names);
        TestDatabase.sql(
                source,
                "UPDATE " + names.of("widget_conversations") + " SET " + names.of("widget_conversations.status")
                        + " = 'done' WHERE " + names.of("widget_conversations.id") + " = 282");

        JdbcSchema.Report report = JdbcSchema.verify(source, names, CLOSED);
        assertThat(report.findings()).isEmpty();
        assertThat(report.statuses()).containsExactly("status 'done': 1 conversation, closed");
    }

    private static void assertMessagesWork(HikariDataSource source, TableNames names) {
        JdbcNumberStore store = JdbcNumberStore.builder(source)
                .names(names)
                .closedStatuses(CLOSED)
                .build();
        store.noteInbound(THREAD, NOW);
        store.noteWindowClosed(THREAD, NOW);
        assertThat(store.thread(NUMBER, Set.of(OMAR), NOW).lastInboundAt()).isEqualTo(NOW);
        assertThat(store.isOurs(PhoneNumber.of("+15550001111"))).isFalse();
        assertThat(store.ours()).contains(SECOND).doesNotContain(PhoneNumber.of("+15550001111"));
        assertThat(store.widgets(null, 10)).containsExactly(WIDGET);
        assertThat(store.widgets(WIDGET, 10)).isEmpty();
        store.noteHealth(FIRST, Health.Source.OPERATOR, null);

        MessageLog log = JdbcMessageLog.builder(source)
                .names(names)
                .closedStatuses(CLOSED)
                .build();
        OutboundRecord record = log.append(List.of(text("m1")), NOW, OPEN).get(0);
        log.park(report(record, DeliveryState.FAILED), null);
        OutboundRecord again = log.next(THREAD, NOW, OPEN).orElseThrow();
        assertThat(log.unsettled(NOW, NOW.plusSeconds(1), 0, 10)).containsExactly(again);
        assertThat(log.note(report(again, DeliveryState.READ))).isPresent();
        assertThat(log.unsettled(NOW, NOW.plusSeconds(1), 0, 10)).isEmpty();
        assertThat(log.comparedUntil("AC1")).isEmpty();
        log.noteCompared("AC1", NOW);
        log.noteCompared("AC1", NOW.minusSeconds(1));
        assertThat(log.comparedUntil("AC1")).contains(NOW);
        assertThat(log.learn(OMAR, Participant.of("US.1"))).isTrue();
        log.complete(log.claim("SM1", NOW, LEASE), held(inbound("SM1")), NOW);
        Claim claim = log.claim("SM2", NOW, LEASE);
        assertThat(log.takeHeld(claim, NUMBER, Set.of(OMAR), NOW, NOW)).hasSize(1);
        log.complete(claim, handled(inbound("SM2")), NOW);
        log.complete(log.claim("SM3", NOW, LEASE), held(inbound("SM3")), NOW);
        assertThat(log.quoted("SM1")).isPresent();
        assertThat(log.purge(NOW.plusSeconds(1), any -> false)).isEqualTo(4);
    }

    private static NumberPool created(HikariDataSource source, TableNames names) {
        JdbcSchema.create(source, names, CLOSED);
        TestDatabase.sql(
                source,
                "INSERT INTO " + names.of("widget_configs") + " (" + names.of("widget_configs.id") + ") VALUES (7)");
        NumberPool pool = NumberPool.builder(JdbcNumberStore.builder(source)
                        .names(names)
                        .closedStatuses(CLOSED)
                        .build())
                .build();
        pool.save(pool.widget(WIDGET).withPool(List.of(PooledNumber.of(FIRST), PooledNumber.of(SECOND))));
        return pool;
    }

    private static TableNames renamed(String schema, String suffix) {
        TableNames names = TableNames.standard();
        for (String name : TableNames.known()) {
            int dot = name.indexOf('.');
            names = names.rename(name, dot < 0 ? schema + name + suffix : "my_" + name.substring(dot + 1) + suffix);
        }
        return names;
    }

    private static TableNames ours(String suffix) {
        TableNames names = TableNames.standard().rename("widget_configs", "widget_configs" + suffix);
        for (String name : TableNames.known()) {
            names = name.startsWith("numberpool_") ? names.rename(name, name + suffix) : names;
        }
        return names;
    }
}
