package dev.numberpool.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import dev.numberpool.Handover;
import dev.numberpool.NumberPool;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.PooledNumber;
import dev.numberpool.StoreException;
import dev.numberpool.UnknownConversationException;
import dev.numberpool.UnknownWidgetException;
import dev.numberpool.Usage;
import dev.numberpool.WidgetId;
import dev.numberpool.spi.NumberStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ids are what the host's columns hold, and nothing that merely looks like them. */
class IdTest {
    private static final PhoneNumber FIRST = PhoneNumber.of("+15558986359");
    private static final PhoneNumber SECOND = PhoneNumber.of("+15558986360");
    private static final Participant OMAR = Participant.of("+201016666348");
    private static final Participant LINA = Participant.of("+201016666349");
    private static final String POOL =
            "[{\"number\":\"+15558986359\",\"is_active\":true}," + "{\"number\":\"+15558986360\",\"is_active\":true}]";
    private static final Map<Ids, HostTables> HOSTS = new LinkedHashMap<>();

    /**
     * A type of id column.
     *
     * @param widgets two ids of widgets
     * @param conversations four ids of conversations, the last one the second widget's
     * @param lookalikes texts that must match none of them
     */
    private record Ids(
            TestDatabase database,
            String type,
            List<String> widgets,
            List<String> conversations,
            List<String> lookalikes) {
        @Override
        public String toString() {
            return type + " in " + database;
        }

        WidgetId widget() {
            return WidgetId.of(widgets.get(0));
        }

        ConversationId conversation(int index) {
            return ConversationId.of(conversations.get(index));
        }
    }

    static Stream<Ids> types() {
        return Stream.of(
                numbers(TestDatabase.POSTGRESQL, "BIGINT"),
                numbers(TestDatabase.POSTGRESQL, "INTEGER"),
                numbers(TestDatabase.POSTGRESQL, "SMALLINT"),
                uuids(TestDatabase.POSTGRESQL, "UUID"),
                texts(TestDatabase.POSTGRESQL, "TEXT"),
                texts(TestDatabase.POSTGRESQL, "VARCHAR(255)"),
                numbers(TestDatabase.MARIADB, "BIGINT"),
                numbers(TestDatabase.MARIADB, "INT UNSIGNED"),
                uuids(TestDatabase.MARIADB, "UUID"),
                texts(TestDatabase.MARIADB, "VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci"),
                texts(TestDatabase.MARIADB, "VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"),
                uuids(TestDatabase.MARIADB, "CHAR(36)"),
                numbers(TestDatabase.H2, "BIGINT"),
                numbers(TestDatabase.H2, "INTEGER"),
                uuids(TestDatabase.H2, "UUID"),
                texts(TestDatabase.H2, "VARCHAR(255)"),
                texts(TestDatabase.H2, "VARCHAR_IGNORECASE(255)"));
    }

    private static Ids numbers(TestDatabase database, String type) {
        return new Ids(
                database,
                type,
                List.of("7", "8"),
                List.of("282", "283", "284", "7"),
                List.of(
                        "7abc",
                        " 7",
                        "7 ",
                        "07",
                        "+7",
                        "7.0",
                        "7e0",
                        "0x7",
                        "٧",
                        "282 ",
                        "0282",
                        "282;",
                        "-7",
                        "9223372036854775808",
                        "7'; DROP TABLE widget_conversations; --",
                        "7 OR 1=1",
                        "null"));
    }

    private static Ids uuids(TestDatabase database, String type) {
        return new Ids(
                database,
                type,
                List.of("0a4f3c1e-5b6d-4e7f-8a9b-0c1d2e3f4a5b", "00000000-0000-0000-0000-000000000008"),
                List.of(
                        "11111111-aaaa-4111-8111-111111111111",
                        "22222222-aaaa-4222-8222-222222222222",
                        "33333333-aaaa-4333-8333-333333333333",
                        "0a4f3c1e-5b6d-4e7f-8a9b-0c1d2e3f4a5b"),
                List.of(
                        "0A4F3C1E-5B6D-4E7F-8A9B-0C1D2E3F4A5B",
                        "0a4f3c1e5b6d4e7f8a9b0c1d2e3f4a5b",
                        "{0a4f3c1e-5b6d-4e7f-8a9b-0c1d2e3f4a5b}",
                        "0-0-0-0-8",
                        " 11111111-aaaa-4111-8111-111111111111",
                        "11111111-AAAA-4111-8111-111111111111",
                        "11111111-aaaa-4111-8111-111111111111 ",
                        "7",
                        "'; DROP TABLE widget_conversations; --"));
    }

    private static Ids texts(TestDatabase database, String type) {
        return new Ids(
                database,
                type,
                List.of("abc", "other"),
                List.of("conv", "o'neill; -- %_ 你😀", "x".repeat(255), "abc"),
                List.of(
                        "ABC",
                        "Abc",
                        "abc ",
                        " abc",
                        "äbc",
                        "ab",
                        "%",
                        "CONV",
                        "conv ",
                        "cönv",
                        "con_",
                        "'; DROP TABLE widget_conversations; --",
                        "' OR ''='"));
    }

    @AfterAll
    static void close() {
        HOSTS.values().forEach(HostTables::close);
        HOSTS.clear();
    }

    @ParameterizedTest
    @MethodSource("types")
    void a_whole_round_trip_works(Ids ids) {
        HostTables host = filled(ids);
        NumberPool pool = host.pool();
        ConversationId conversation = ids.conversation(0);

        Assignment assigned =
                pool.assign(Handover.of(ids.widget(), conversation).withAgent(OMAR));
        assertThat(assigned.isNew()).isTrue();
        assertThat(pool.assign(ids.widget(), conversation)).isEqualTo(assigned.asNew(false));
        assertThat(pool.assignmentOf(conversation)).contains(assigned.asNew(false));
        assertThat(pool.assignmentsOn(assigned.number())).containsExactly(assigned.asNew(false));

        Assignment second =
                pool.assign(Handover.of(ids.widget(), ids.conversation(1)).withAgent(OMAR));
        assertThat(second.number()).isNotEqualTo(assigned.number());
        Assignment transferred = pool.transfer(conversation, LINA);
        assertThat(transferred.agent()).isEqualTo(LINA);
        Assignment moved = pool.reassign(conversation);
        assertThat(moved.number()).isNotEqualTo(transferred.number());
        assertThat(pool.usage(ids.widget()).numbers())
                .extracting(Usage.OfNumber::active)
                .containsExactlyInAnyOrder(0, 2);

        assertThat(pool.release(conversation)).contains(moved.asNew(false));
        assertThat(pool.assignmentOf(conversation)).isEmpty();
        assertThat(pool.drain(second.number()))
                .extracting(Assignment::conversation)
                .containsExactly(ids.conversation(1));

        host.sql("UPDATE widget_configs SET handover_whatsapp_number = '+15550001111'");
        assertThat(pool.adopt(ids.widget(), Set.of("handover"), any -> Optional.of(LINA)))
                .extracting(Assignment::conversation)
                .containsExactly(ids.conversation(2));
        assertThat(pool.save(pool.widget(ids.widget()).withPool(List.of(PooledNumber.of(FIRST))))
                        .pool())
                .extracting(PooledNumber::number)
                .containsExactly(FIRST);
    }

    @ParameterizedTest
    @MethodSource("types")
    void nothing_that_merely_looks_like_a_conversations_id_matches_it(Ids ids) {
        HostTables host = filled(ids);
        NumberPool pool = host.pool();
        NumberStore store = host.store();

        for (String text : ids.lookalikes()) {
            ConversationId id = ConversationId.of(text);
            String named = "conversation '" + text + "'";
            assertThatThrownBy(() -> pool.assign(ids.widget(), id))
                    .isInstanceOf(UnknownConversationException.class)
                    .hasMessageContaining(named);
            assertThatThrownBy(() -> pool.transfer(id, OMAR))
                    .isInstanceOf(UnknownConversationException.class)
                    .hasMessageContaining(named);
            assertThatThrownBy(() -> pool.reassign(id))
                    .isInstanceOf(UnknownConversationException.class)
                    .hasMessageContaining(named);
            assertThatThrownBy(() -> pool.release(id))
                    .isInstanceOf(UnknownConversationException.class)
                    .hasMessageContaining(named);
            assertThat(pool.assignmentOf(id)).isEmpty();
            assertThat(store.find(id)).isEmpty();
        }
        assertThat(host.texts("SELECT assigned_whatsapp_number FROM widget_conversations"))
                .hasSize(4)
                .containsOnlyNulls();
    }

    @ParameterizedTest
    @MethodSource("types")
    void nothing_that_merely_looks_like_a_widgets_id_matches_it(Ids ids) {
        HostTables host = filled(ids);
        NumberPool pool = host.pool();
        pool.assign(ids.widget(), ids.conversation(0));

        for (String text : ids.lookalikes()) {
            WidgetId id = WidgetId.of(text);
            String named = "widget '" + text + "'";
            assertThatThrownBy(() -> pool.widget(id))
                    .isInstanceOf(UnknownWidgetException.class)
                    .hasMessageContaining(named);
            assertThatThrownBy(() -> pool.usage(id))
                    .isInstanceOf(UnknownWidgetException.class)
                    .hasMessageContaining(named);
            assertThatThrownBy(() -> pool.assign(id, ids.conversation(1)))
                    .isInstanceOf(UnknownWidgetException.class)
                    .hasMessageContaining(named);
            assertThatThrownBy(() -> pool.save(
                            pool.widget(ids.widget()).withHandoverNumber(SECOND).withVersion("x")))
                    .isInstanceOf(RuntimeException.class);
            assertThat(host.store().withoutNumber(id, Set.of("handover"))).isEmpty();
        }
        assertThat(host.texts("SELECT id FROM widget_configs WHERE whatsapp_number_pool IS NOT NULL"))
                .hasSize(2);
    }

    @ParameterizedTest
    @MethodSource("types")
    void a_conversation_of_another_widget_is_refused_with_both_ids(Ids ids) {
        HostTables host = filled(ids);

        assertThatThrownBy(() -> host.pool().assign(ids.widget(), ids.conversation(3)))
                .isInstanceOf(UnknownConversationException.class)
                .hasMessageContaining("conversation '" + ids.conversation(3) + "'")
                .hasMessageContaining("'" + ids.widgets().get(0) + "'")
                .hasMessageContaining("'" + ids.widgets().get(1) + "'");
        assertThat(host.pool().assignmentOf(ids.conversation(3))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("types")
    void all_widgets_are_listed_page_by_page_in_the_order_of_the_column(Ids ids) {
        HostTables host = filled(ids);
        more(ids).forEach(id -> host.sql("INSERT INTO widget_configs (id) VALUES (" + literal(id) + ")"));
        List<String> ordered = host.texts("SELECT id FROM widget_configs ORDER BY id");
        assertThat(ordered).hasSize(2 + more(ids).size());

        for (int limit : new int[] {1, 2, 5, ordered.size(), 100}) {
            assertThat(listed(host.store(), limit)).as("%d a page", limit).isEqualTo(ordered);
        }
        assertThat(host.store().widgets(null, 3)).hasSize(3);
    }

    /** Ids of the type in an order that is not the one of their texts, or not that of every database. */
    private static List<String> more(Ids ids) {
        return switch (ids.lookalikes().get(0)) {
            case "7abc" -> List.of("9", "10", "70", "100", "1", "71", "2000");
            case "ABC" -> List.of("B", "a", "Z", "zz", "äb", "éa", "%", "_", "10", "9", "a b", "o'neill", "你😀");
            default ->
                List.of(
                        "ffffffff-0000-4000-8000-000000000000",
                        "80000000-0000-4000-8000-000000000000",
                        "7fffffff-0000-4000-8000-000000000000",
                        "00000001-ffff-1fff-8000-000000000000",
                        "00000002-0000-1000-8000-000000000001",
                        "00000002-0000-1000-ffff-000000000000");
        };
    }

    private static List<String> listed(JdbcNumberStore store, int limit) {
        List<String> listed = new ArrayList<>();
        List<WidgetId> page = store.widgets(null, limit);
        while (!page.isEmpty()) {
            page.forEach(id -> listed.add(id.value()));
            assertThat(listed).doesNotHaveDuplicates();
            page = store.widgets(page.get(page.size() - 1), limit);
        }
        return listed;
    }

    @ParameterizedTest
    @MethodSource("types")
    void a_list_goes_on_although_its_last_widget_was_deleted(Ids ids) {
        HostTables host = filled(ids);
        more(ids).forEach(id -> host.sql("INSERT INTO widget_configs (id) VALUES (" + literal(id) + ")"));
        List<WidgetId> all = host.store().widgets(null, 100);
        host.sql(
                "DELETE FROM widget_conversations",
                "DELETE FROM widget_configs WHERE id = " + literal(all.get(2).value()));

        assertThat(host.store().widgets(all.get(2), 2)).isEqualTo(all.subList(3, 5));
    }

    @ParameterizedTest
    @EnumSource
    void rows_whose_id_no_widget_can_have_are_passed_over(TestDatabase database) {
        HostTables host = filled(texts(database, "VARCHAR(300)"));
        for (String id : List.of("", "a\nb", "b\nc", "m\u0001", "x".repeat(256), "zz")) {
            host.update("INSERT INTO widget_configs (id) VALUES (?)", id);
        }
        for (int limit : new int[] {1, 2, 100}) {
            assertThat(listed(host.store(), limit)).containsExactlyInAnyOrder("abc", "other", "zz");
        }
        assertThat(host.store().widgets(null, 3)).as("a full page").hasSize(3);
    }

    @Test
    void a_number_that_no_widget_can_have_ends_the_list() {
        HostTables host = filled(numbers(TestDatabase.MARIADB, "BIGINT UNSIGNED"));
        host.sql("INSERT INTO widget_configs (id) VALUES (18446744073709551614), (18446744073709551615)");
        for (int limit : new int[] {1, 2, 3, 100}) {
            assertThat(listed(host.store(), limit)).containsExactly("7", "8");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_list_does_not_begin_after_an_id_that_the_table_cannot_have(TestDatabase database) {
        HostTables host = filled(numbers(database, "BIGINT"));
        assertThatThrownBy(() -> host.store().widgets(WidgetId.of("7abc"), 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'7abc'")
                .hasMessageContaining("a whole number");
    }

    /** The column takes 'ABC' and 'abc' for the same, so the foreign key lets it in; nobody may be counted twice. */
    @Test
    void a_reference_in_other_case_is_another_widget() {
        Ids ids = texts(TestDatabase.MARIADB, "VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci");
        HostTables host = filled(ids);
        host.update("INSERT INTO widget_conversations (id, widget_id) VALUES (?, ?)", "stray", "ABC");

        assertThatThrownBy(() -> host.pool().assign(ids.widget(), ConversationId.of("stray")))
                .isInstanceOf(UnknownConversationException.class)
                .hasMessageContaining("'ABC'")
                .hasMessageContaining("'abc'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "a\u0000b", "a\nb", "a\ud83d"})
    void an_id_that_no_column_can_hold_is_refused_at_once(String text) {
        assertThatThrownBy(() -> ConversationId.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("conversation id");
        assertThatThrownBy(() -> WidgetId.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("widget id");
    }

    @Test
    void an_id_of_300_characters_is_refused_at_once() {
        assertThatThrownBy(() -> ConversationId.of("7".repeat(300)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("300 characters; at most 255");
    }

    @ParameterizedTest
    @EnumSource
    void ids_of_an_odd_type_are_refused_with_the_column_and_its_type(TestDatabase database) {
        try (HostTables host =
                HostTables.on(database).ids("DECIMAL(20, 2)").makeTables().adopt()) {
            assertThatThrownBy(() -> host.pool().assign(WidgetId.of(7), ConversationId.of(282)))
                    .isInstanceOf(StoreException.class)
                    .message()
                    .containsIgnoringCase("the column id has the type")
                    .contains("whole numbers, UUIDs or text");
            assertThat(host.verify().findings()).singleElement().asString().contains("whole numbers, UUIDs or text");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_number_that_is_too_large_for_the_column_is_unknown(TestDatabase database) {
        Ids ids = numbers(database, database == TestDatabase.MARIADB ? "INT" : "INTEGER");
        HostTables host = filled(ids);
        List<String> large = List.of("3000000000", Long.toString(Long.MAX_VALUE), Long.toString(Long.MIN_VALUE));
        for (String text : large) {
            assertThatThrownBy(() -> host.pool().assign(ids.widget(), ConversationId.of(text)))
                    .isInstanceOf(UnknownConversationException.class)
                    .hasMessageContaining(text);
            assertThatThrownBy(() -> host.pool().widget(WidgetId.of(text)))
                    .isInstanceOf(UnknownWidgetException.class)
                    .hasMessageContaining(text);
        }
        assertThat(host.store().find(ids.conversation(0))).isPresent();
        assertThat(host.store().release(ids.conversation(0), Instant.EPOCH)).isEmpty();
    }

    /** Tables of the type, with rows that no test before has touched. */
    private static HostTables filled(Ids ids) {
        HostTables host = HOSTS.computeIfAbsent(
                ids,
                any -> HostTables.on(ids.database())
                        .ids(ids.type())
                        .makeTables()
                        .adopt());
        List<String> statements = new ArrayList<>();
        for (String table : List.of(
                "widget_conversations",
                "widget_configs",
                "numberpool_widget",
                "numberpool_number",
                "numberpool_thread")) {
            statements.add("DELETE FROM " + table);
        }
        for (String widget : ids.widgets()) {
            statements.add("INSERT INTO widget_configs (id, whatsapp_number_pool) VALUES (" + literal(widget) + ", '"
                    + POOL + "')");
        }
        for (int i = 0; i < 4; i++) {
            statements.add("INSERT INTO widget_conversations (id, widget_id, status) VALUES ("
                    + literal(ids.conversations().get(i)) + ", "
                    + literal(ids.widgets().get(i == 3 ? 1 : 0)) + ", " + (i == 2 ? "'handover'" : "NULL") + ")");
        }
        host.sql(statements.toArray(String[]::new));
        return host;
    }

    private static String literal(String id) {
        return "'" + id.replace("'", "''") + "'";
    }
}
