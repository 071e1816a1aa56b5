package dev.numberpool.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.numberpool.NumberPool;
import dev.numberpool.PhoneNumber;
import dev.numberpool.PoolConflictException;
import dev.numberpool.PooledNumber;
import dev.numberpool.Widget;
import dev.numberpool.WidgetId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rule A8: what an editor does not know survives, and of two editors the later one is told. */
class PoolEditTest {
    private static final PhoneNumber FIRST = PhoneNumber.of("+15558986359");
    private static final PhoneNumber SECOND = PhoneNumber.of("+15558986360");
    private static final PhoneNumber THIRD = PhoneNumber.of("+15558986361");

    /** Everything that JSON can say, in properties that numberpool does not know, in an order of its own. */
    private static final String RICH = "{ \"region\" : {\"code\": \"EU\", \"cities\": [\"Zürich\", null, {\"a\":[ ]}]},"
            + " \"number\": \"+15558986359\", \"price\": 1.00, \"limit\": 1e5, \"account\": 123456789012345678901234567890,"
            + " \"ratio\": -0.10, \"label\": \"\\u00e9 \\u4f60 \\ud83d\\ude00 \\\"q\\\" \\\\ \\/ \\n\", \"emoji\": \"😀\","
            + " \"nothing\": null, \"is_active\": true, \"flags\": [true, false], \"weight\": 2.0, \"empty\": \"\" }";

    private static final String PLAIN = "{\"number\": \"+15558986360\",\"display_name\":\"Team 2\",\"is_active\":true}";

    /** The database's own column for JSON or text. */
    private static final Map<TestDatabase, String> TYPES =
            Map.of(TestDatabase.POSTGRESQL, "JSONB", TestDatabase.MARIADB, "JSON", TestDatabase.H2, "VARCHAR");

    private static final JsonMapper JSON = new JsonMapper();
    private static final Map<TestDatabase, HostTables> HOSTS = new EnumMap<>(TestDatabase.class);
    private static final AtomicLong IDS = new AtomicLong();

    @AfterAll
    static void close() {
        HOSTS.values().forEach(HostTables::close);
        HOSTS.clear();
    }

    @ParameterizedTest
    @EnumSource
    void an_edit_of_one_entry_leaves_the_others_as_they_were(TestDatabase database) {
        HostTables host = host(database);
        WidgetId id = insert(host, "[ " + RICH + ",\n " + PLAIN + " ]");
        JsonNode before = entry(host, id, 0);

        host.pool().save(edit(host.pool().widget(id), SECOND, entry -> entry.withNotes("night shift")));

        assertThat(entry(host, id, 0)).isEqualTo(before);
        assertThat(entry(host, id, 1).path("notes").textValue()).isEqualTo("night shift");
        if (database != TestDatabase.POSTGRESQL) {
            assertThat(stored(host, id)).contains(RICH);
        }
    }

    @ParameterizedTest
    @EnumSource
    void unknown_properties_survive_an_edit_of_their_own_entry(TestDatabase database) {
        HostTables host = host(database);
        WidgetId id = insert(host, "[" + RICH + "," + PLAIN + "]");
        JsonNode before = entry(host, id, 0);
        Widget read = host.pool().widget(id);
        assertThat(read.problems()).isEmpty();
        assertThat(read.pool().get(0).properties())
                .containsOnlyKeys(
                        "region", "price", "limit", "account", "ratio", "label", "emoji", "nothing", "flags", "empty");

        Widget saved = host.pool()
                .save(edit(read, FIRST, entry -> entry.withActive(false).withDisplayName("Team 1")));

        JsonNode after = entry(host, id, 0);
        assertThat(after.path("is_active").booleanValue()).isFalse();
        assertThat(after.path("display_name").textValue()).isEqualTo("Team 1");
        for (String name : List.of(
                "number", "weight", "region", "price", "limit", "account", "ratio", "label", "emoji", "nothing",
                "flags", "empty")) {
            assertThat(after.get(name)).as(name).isEqualTo(before.get(name));
        }
        assertThat(saved.pool().get(0).properties()).containsEntry("price", "1.00");
        assertThat(saved.pool().get(0).properties()).containsEntry("account", "123456789012345678901234567890");
    }

    @ParameterizedTest
    @EnumSource
    void an_edit_keeps_what_could_not_be_used_in_the_same_entry(TestDatabase database) {
        HostTables host = host(database);
        String longName = "x".repeat(300);
        WidgetId id = insert(
                host,
                "[{\"number\": \"+15558986359\", \"display_name\": \"" + longName
                        + "\", \"notes\": 7, \"is_active\": true}]");

        host.pool().save(edit(host.pool().widget(id), FIRST, entry -> entry.withActive(false)));

        JsonNode after = entry(host, id, 0);
        assertThat(after.path("is_active").booleanValue()).isFalse();
        assertThat(after.path("display_name").textValue()).isEqualTo(longName);
        assertThat(after.path("notes").intValue()).isEqualTo(7);
    }

    @ParameterizedTest
    @EnumSource
    void a_saved_edit_reads_back_as_it_was_edited(TestDatabase database) {
        HostTables host = host(database);
        WidgetId id = insert(
                host,
                "[{\"number\": \"+15558986359\", \"is_active\": \"true\", \"weight\": \"2\", \"notes\": 7, \"id\": 4},"
                        + PLAIN + "]");
        Map<String, String> properties = new HashMap<>();
        properties.put("half", "\"\\ud83d\"");
        properties.put("deep", "{\"a\":[1.0,{}]}");
        PooledNumber added = new PooledNumber(THIRD, "sales", "Sales \"1\" 你 😀", false, 0.5, "a\nb", properties);
        if (database != TestDatabase.H2) {
            // JSON columns refuse half a surrogate pair.
            added = new PooledNumber(THIRD, "sales", "Sales \"1\" 你 😀", false, 0.5, "a\nb", Map.of("deep", "{}"));
        }
        Widget read = host.pool().widget(id);
        List<PooledNumber> wanted = new ArrayList<>();
        wanted.add(read.pool().get(0).withActive(true).withWeight(3));
        wanted.add(read.pool().get(1).withNotes("x").withDisplayName(SECOND.e164()));
        wanted.add(added);

        Widget saved = host.pool().save(read.withPool(wanted));

        assertThat(saved.pool())
                .usingRecursiveComparison()
                .ignoringFields("properties")
                .isEqualTo(wanted);
        assertThat(saved.pool().get(2).properties().keySet())
                .isEqualTo(added.properties().keySet());
        assertThat(host.pool().widget(id)).isEqualTo(saved);
        if (database == TestDatabase.H2) {
            assertThat(stored(host, id)).contains("\"\\ud83d\"");
        }
    }

    @ParameterizedTest
    @EnumSource
    void switching_an_entry_on_heals_a_weight_that_kept_it_off(TestDatabase database) {
        HostTables host = host(database);
        WidgetId id = insert(host, "[{\"number\": \"+15558986359\", \"is_active\": true, \"weight\": \"2\"}]");

        Widget saved = host.pool().save(edit(host.pool().widget(id), FIRST, entry -> entry.withActive(true)));

        assertThat(saved.pool().get(0).active()).isTrue();
        assertThat(saved.problems()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void the_order_is_the_editors(TestDatabase database) {
        HostTables host = host(database);
        WidgetId id = insert(host, "[" + RICH + ", 7, " + PLAIN + "]");
        Widget read = host.pool().widget(id);
        List<PooledNumber> turned = new ArrayList<>(read.pool());
        Collections.reverse(turned);
        turned.add(PooledNumber.of(THIRD));

        Widget saved = host.pool().save(read.withPool(turned));

        assertThat(saved.pool()).extracting(PooledNumber::number).containsExactly(SECOND, FIRST, THIRD);
        assertThat(saved.unreadable()).containsEntry(1, "7").hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void of_two_editors_the_second_is_told_of_both_versions(TestDatabase database) {
        HostTables host = host(database);
        NumberPool pool = host.pool();
        WidgetId id = insert(host, "[" + RICH + "," + PLAIN + "]");
        Widget one = edit(pool.widget(id), FIRST, entry -> entry.withActive(false));
        Widget two = edit(pool.widget(id), SECOND, entry -> entry.withDisplayName("Night"));

        Widget saved = pool.save(one);
        PoolConflictException conflict = catchThrowableOfType(PoolConflictException.class, () -> pool.save(two));

        assertThat(conflict.stored()).isEqualTo(saved);
        assertThat(conflict.attempted()).isEqualTo(two);
        assertThat(conflict)
                .hasMessageContaining("widget '" + id + "'")
                .hasMessageContaining(saved.version())
                .hasMessageContaining(two.version());
        assertThat(pool.widget(id)).isEqualTo(saved);
    }

    @ParameterizedTest
    @EnumSource
    void an_operators_sql_between_reading_and_saving_is_a_conflict(TestDatabase database) {
        HostTables host = host(database);
        NumberPool pool = host.pool();
        WidgetId id = insert(host, "[" + PLAIN + "]");
        Widget edited = edit(pool.widget(id), SECOND, entry -> entry.withActive(false));
        host.update("UPDATE widget_configs SET handover_whatsapp_number = '+15550001111' WHERE id = ?", number(id));

        PoolConflictException conflict = catchThrowableOfType(PoolConflictException.class, () -> pool.save(edited));

        assertThat(conflict.stored().handoverNumber()).isEqualTo(PhoneNumber.of("+15550001111"));
        assertThat(pool.widget(id).pool().get(0).active()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void versions_are_equal_if_and_only_if_the_same_is_stored(TestDatabase database) {
        HostTables host = host(database);
        List<String> texts = new ArrayList<>(List.of("null", "[]", "[" + PLAIN + "]", "[" + RICH + "]"));
        texts.add(null);
        Map<String, String> stateByVersion = new HashMap<>();
        for (String text : texts) {
            for (String number : new String[] {null, "+15550001111", "null", ""}) {
                WidgetId id = insert(host, text);
                host.update("UPDATE widget_configs SET handover_whatsapp_number = ? WHERE id = ?", number, number(id));
                Widget widget = host.pool().widget(id);
                String state = text + " and " + number;
                assertThat(stateByVersion.put(widget.version(), state)).isNull();
                assertThat(host.pool().widget(id).version()).isEqualTo(widget.version());
                WidgetId twin = insert(host, text);
                host.update(
                        "UPDATE widget_configs SET handover_whatsapp_number = ? WHERE id = ?", number, number(twin));
                assertThat(host.pool().widget(twin).version()).isEqualTo(widget.version());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void saving_without_a_change_stores_nothing(TestDatabase database) {
        HostTables host = host(database);
        WidgetId id = insert(host, "[ " + RICH + " ]");
        String before = stored(host, id);
        Widget read = host.pool().widget(id);

        assertThat(host.pool().save(read)).isEqualTo(read);

        assertThat(stored(host, id)).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void the_default_number_can_be_edited_alone(TestDatabase database) {
        HostTables host = host(database);
        NumberPool pool = host.pool();
        WidgetId id = insert(host, "[  " + RICH + " ,{}\n]");
        String before = stored(host, id);

        Widget set = pool.save(pool.widget(id).withHandoverNumber(THIRD));
        assertThat(set.handoverNumber()).isEqualTo(THIRD);
        assertThat(stored(host, id)).isEqualTo(before);

        Widget removed = pool.save(set.withHandoverNumber(null));
        assertThat(removed.handoverNumber()).isNull();
        assertThat(host.text("SELECT handover_whatsapp_number FROM widget_configs WHERE id = ?", number(id)))
                .isNull();
        assertThat(stored(host, id)).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void credentials_are_never_changed(TestDatabase database) {
        HostTables host = host(database);
        NumberPool pool = host.pool();
        WidgetId id = insert(host, "[" + PLAIN + "]");
        host.update("UPDATE widget_configs SET encrypted_credentials = 'v1:abc' WHERE id = ?", number(id));
        Widget read = pool.widget(id);
        assertThat(read.credentials()).isEqualTo("v1:abc");

        Widget saved = pool.save(edit(read.withCredentials("stolen"), SECOND, entry -> entry.withActive(false)));

        assertThat(saved.credentials()).isEqualTo("v1:abc");
        assertThat(host.text("SELECT encrypted_credentials FROM widget_configs WHERE id = ?", number(id)))
                .isEqualTo("v1:abc");
    }

    @ParameterizedTest
    @EnumSource
    void an_unreadable_entry_is_dropped_by_name_only(TestDatabase database) {
        HostTables host = host(database);
        NumberPool pool = host.pool();
        WidgetId id = insert(host, "[7, " + PLAIN + ", {\"number\": \"12\"}]");

        Widget without = pool.save(pool.widget(id).withPool(List.of()));
        assertThat(without.pool()).isEmpty();
        assertThat(without.unreadable().values()).hasSize(2);

        Widget dropped = pool.save(without.withoutEntry(without.unreadable().firstKey()));
        assertThat(dropped.unreadable()).hasSize(1);
        assertThat(JSON.valueToTree(dropped.unreadable().values().iterator().next())
                        .textValue())
                .contains("12");
        assertThat(pool.save(dropped.withoutEntry(0)).unreadable()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void a_number_that_was_read_as_a_duplicate_does_not_come_back_as_another(TestDatabase database) {
        HostTables host = host(database);
        NumberPool pool = host.pool();
        WidgetId id = insert(host, "[" + PLAIN + ", {\"number\": \"+15558986360\", \"is_active\": false}]");
        Widget read = pool.widget(id);

        Widget saved = pool.save(edit(read, SECOND, entry -> entry.withDisplayName("Renamed")));

        assertThat(saved.pool()).singleElement().satisfies(entry -> {
            assertThat(entry.displayName()).isEqualTo("Renamed");
            assertThat(entry.active()).isTrue();
        });
        assertThat(saved.unreadable().keySet()).containsExactly(1);
    }

    @ParameterizedTest
    @EnumSource
    void a_full_pool_can_be_edited(TestDatabase database) {
        HostTables host = host(database);
        NumberPool pool = host.pool();
        List<PooledNumber> full = new ArrayList<>();
        for (int i = 0; i < Widget.MAX_ENTRIES; i++) {
            full.add(PooledNumber.of(PhoneNumber.of("+1" + (5_550_000 + i))));
        }
        WidgetId id = insert(host, null);
        Widget filled = pool.save(pool.widget(id).withPool(full));
        assertThat(filled.pool()).isEqualTo(full);

        Widget edited = pool.save(edit(filled, full.get(9_999).number(), entry -> entry.withActive(false)));

        assertThat(edited.pool().get(9_999).active()).isFalse();
        assertThat(edited.pool().subList(0, 9_999)).isEqualTo(full.subList(0, 9_999));
    }

    @Test
    void a_json_column_of_h2_is_read_and_written_as_json() {
        try (HostTables host =
                HostTables.on(TestDatabase.H2).pools("JSON").makeTables().adopt()) {
            host.update(
                    "INSERT INTO widget_configs (id, whatsapp_number_pool) VALUES (7, ? FORMAT JSON)",
                    "[" + PLAIN + "]");
            NumberPool pool = host.pool();
            Widget read = pool.widget(WidgetId.of(7));
            assertThat(read.problems()).isEmpty();

            Widget saved = pool.save(edit(read, SECOND, entry -> entry.withNotes("night shift")));

            assertThat(saved.problems()).isEmpty();
            assertThat(saved.pool()).extracting(PooledNumber::notes).containsExactly("night shift");
        }
    }

    private static HostTables host(TestDatabase database) {
        return HOSTS.computeIfAbsent(
                database,
                any -> HostTables.on(database)
                        .pools(TYPES.get(database))
                        .makeTables()
                        .adopt());
    }

    private static WidgetId insert(HostTables host, String pool) {
        long id = IDS.incrementAndGet();
        String value = host.kind() == TestDatabase.POSTGRESQL ? "CAST(? AS JSONB)" : "?";
        host.update("INSERT INTO widget_configs (id, whatsapp_number_pool) VALUES (?, " + value + ")", id, pool);
        return WidgetId.of(id);
    }

    private static long number(WidgetId id) {
        return Long.parseLong(id.value());
    }

    private static String stored(HostTables host, WidgetId id) {
        return host.text("SELECT whatsapp_number_pool FROM widget_configs WHERE id = ?", number(id));
    }

    /** The entry as any other program would read it; numbers keep their digits. */
    private static JsonNode entry(HostTables host, WidgetId id, int index) {
        try {
            return JSON.reader()
                    .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .readTree(stored(host, id))
                    .get(index);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Widget edit(Widget widget, PhoneNumber number, UnaryOperator<PooledNumber> change) {
        return widget.withPool(widget.pool().stream()
                .map(entry -> entry.number().equals(number) ? change.apply(entry) : entry)
                .toList());
    }
}
