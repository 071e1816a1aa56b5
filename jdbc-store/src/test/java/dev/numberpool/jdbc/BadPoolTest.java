package dev.numberpool.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import dev.numberpool.InvalidPoolException;
import dev.numberpool.NumberPool;
import dev.numberpool.PhoneNumber;
import dev.numberpool.PooledNumber;
import dev.numberpool.Widget;
import dev.numberpool.WidgetId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rule A7: one bad entry does not take the widget down, and nothing that somebody wrote is lost. */
class BadPoolTest {
    private static final PhoneNumber FIRST = PhoneNumber.of("+15558986359");
    private static final PhoneNumber SECOND = PhoneNumber.of("+15558986360");
    private static final PhoneNumber THIRD = PhoneNumber.of("+15558986361");
    private static final PhoneNumber DEFAULT = PhoneNumber.of("+15550001111");

    private static final String GOOD_BEFORE =
            "{\"number\": \"+15558986359\", \"display_name\": \"Support Team 1\", \"is_active\": true}";
    private static final String GOOD_AFTER =
            "{\"number\": \"+15558986361\", \"display_name\": \"Sales Team\", \"is_active\": true}";

    /** In which column the pool is kept. */
    private enum Column {
        POSTGRESQL_TEXT(TestDatabase.POSTGRESQL, "TEXT"),
        POSTGRESQL_JSONB(TestDatabase.POSTGRESQL, "JSONB"),
        MARIADB_TEXT(TestDatabase.MARIADB, "LONGTEXT"),
        H2_TEXT(TestDatabase.H2, "VARCHAR");

        private final TestDatabase database;
        private final String type;

        Column(TestDatabase database, String type) {
            this.database = database;
            this.type = type;
        }
    }

    /**
     * A bad entry between two good ones.
     *
     * @param finding what the problem's message says
     * @param serves whether the entry can be used all the same
     */
    private record Entry(String name, String json, String finding, boolean serves) {
        String pool() {
            return "[" + GOOD_BEFORE + ", " + json + ", " + GOOD_AFTER + "]";
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** A pool that is bad as a whole. */
    private record Whole(String name, String text, String finding) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final Map<Column, HostTables> HOSTS = new EnumMap<>(Column.class);
    private static final AtomicLong IDS = new AtomicLong();

    @AfterAll
    static void close() {
        HOSTS.values().forEach(HostTables::close);
        HOSTS.clear();
    }

    /** Threads are shared by all widgets, so a case must not find the assignments of the one before. */
    @BeforeEach
    void forgetAssignments() {
        HOSTS.values().forEach(host -> host.sql("DELETE FROM widget_conversations", "DELETE FROM numberpool_thread"));
    }

    static Stream<Arguments> badEntries() {
        return cases(entries());
    }

    static Stream<Arguments> badPools() {
        return cases(pools());
    }

    private static Stream<Arguments> cases(List<?> cases) {
        return Stream.of(Column.values())
                .flatMap(column -> cases.stream()
                        .filter(bad -> column != Column.POSTGRESQL_JSONB || isAcceptedByJsonb(bad))
                        .map(bad -> Arguments.of(column, bad)));
    }

    private static List<Entry> entries() {
        return List.of(
                new Entry("text as an entry", "\"+15558986360\"", "is a JSON string, expected a JSON object", false),
                new Entry("number as an entry", "15558986360", "is a JSON number, expected a JSON object", false),
                new Entry("boolean as an entry", "true", "is a JSON boolean, expected a JSON object", false),
                new Entry("null as an entry", "null", "is JSON null, expected a JSON object", false),
                new Entry("list as an entry", "[ 1, 2.50 ]", "is a JSON array, expected a JSON object", false),
                new Entry("empty object", "{}", "has no \"number\"", false),
                new Entry(
                        "number missing",
                        "{\"display_name\":  \"x\", \"is_active\": true}",
                        "has no \"number\"",
                        false),
                new Entry(
                        "number as JSON number",
                        "{\"number\": 15558986360, \"is_active\": true}",
                        "\"number\" is a JSON number, expected a string",
                        false),
                new Entry("number null", "{\"number\": null}", "\"number\" is JSON null, expected a string", false),
                new Entry("blank number", number("   "), "\"number\" is not a sender number", false),
                new Entry("empty number", number(""), "\"number\" is not a sender number", false),
                new Entry("number with prefix", number("whatsapp:+15558986360"), "leave out 'whatsapp:'", false),
                new Entry("number without plus", number("15558986360"), "must begin with '+'", false),
                new Entry("blanks in the number", number("+1 555 898 6360"), "leave out blanks", false),
                new Entry("dashes in the number", number("+1-555-898-6360"), "leave out blanks, dashes", false),
                new Entry("blank after the number", number("+15558986360 "), "leave out blanks", false),
                new Entry("too many digits", number("+1555898636012345"), "6 to 15 digits", false),
                new Entry("other digits", number("+١٥٥٥٨٩٨٦٣٦٠"), "6 to 15 digits", false),
                new Entry("control character in the number", number("+1555898\\u00076360"), "6 to 15 digits", false),
                new Entry("half a surrogate pair in the number", number("+155589\\ud80086360"), "6 to 15", false),
                new Entry(
                        "duplicate",
                        "{\"is_active\": true, \"number\": \"+15558986359\", \"display_name\": \"Twin\"}",
                        "+1555•••6359 stands in the pool already",
                        false),
                new Entry(
                        "is_active as text", with("\"is_active\": \"true\""), "\"is_active\" is a JSON string", false),
                new Entry("is_active as 1", with("\"is_active\": 1"), "\"is_active\" is a JSON number", false),
                new Entry("is_active missing", with("\"notes\": \"new\""), "\"is_active\" is missing", false),
                new Entry("weight 0", active("\"weight\": 0"), "\"weight\" must be a number above 0", false),
                new Entry("weight -1", active("\"weight\": -1.50"), "\"weight\" must be a number above 0", false),
                new Entry("weight as text", active("\"weight\": \"2\""), "\"weight\" must be a number above 0", false),
                new Entry("weight 1e400", active("\"weight\": 1e400"), "\"weight\" must be a number above 0", false),
                new Entry(
                        "long display_name",
                        active("\"display_name\": \"" + "x".repeat(300) + "\""),
                        "\"display_name\" cannot be used",
                        true),
                new Entry("display_name as number", active("\"display_name\": 12.0"), "\"display_name\" cannot", true),
                new Entry("display_name blank", active("\"display_name\": \" \""), "\"display_name\" cannot", true),
                new Entry(
                        "control character in display_name",
                        active("\"display_name\": \"a\\u0000b\""),
                        "\"display_name\" cannot be used",
                        true),
                new Entry(
                        "half a surrogate pair in display_name",
                        active("\"display_name\": \"\\ud800\""),
                        "\"display_name\" cannot be used",
                        true),
                new Entry("id as object", active("\"id\": {\"a\": 1}"), "\"id\" cannot be used", true),
                new Entry("notes as number", active("\"notes\": 7"), "\"notes\" is a JSON number", true),
                new Entry(
                        "leading zero",
                        "{\"number\": \"+05558986360\", \"is_active\": true}",
                        "+0555•••6360 begins with 0",
                        true));
    }

    private static List<Whole> pools() {
        String big = "[" + GOOD_BEFORE + ",{\"notes\": \"" + "x".repeat(3_000_000) + "\"}]";
        String many = IntStream.rangeClosed(0, Widget.MAX_ENTRIES)
                .mapToObj(i -> "{\"number\":\"+1" + (1_000_000 + i) + "\"}")
                .collect(Collectors.joining(",", "[", "]"));
        return List.of(
                new Whole("no JSON", "call +15558986359", "is not valid JSON"),
                new Whole("JSON cut off", "[" + GOOD_BEFORE, "is not valid JSON"),
                new Whole("comma at the end", "[" + GOOD_BEFORE + ",]", "is not valid JSON"),
                new Whole("something behind the list", "[" + GOOD_BEFORE + "] +15558986360", "is not valid JSON"),
                new Whole("two lists", "[" + GOOD_BEFORE + "] []", "is not valid JSON"),
                new Whole("raw control character", "[{\"number\": \"+1555898\u00076359\"}]", "is not valid JSON"),
                new Whole("an object", GOOD_BEFORE, "is no JSON array but a JSON object"),
                new Whole("a string", "\"+15558986359\"", "is no JSON array but a JSON string"),
                new Whole("a number", "15558986359", "is no JSON array but a JSON number"),
                new Whole("a boolean", "true", "is no JSON array but a JSON boolean"),
                new Whole("10 001 entries", many, "has 10001 entries; at most 10000"),
                new Whole("3 MB", big, "characters; at most 2000000"),
                new Whole("100 000 levels", "[".repeat(100_000) + "]".repeat(100_000), "is nested too deeply"),
                new Whole(
                        "an entry of 100 000 levels",
                        "[" + GOOD_BEFORE + ", {\"number\": \"+15558986360\", \"x\": " + "[".repeat(100_000)
                                + "]".repeat(100_000) + "}]",
                        "is nested too deeply"));
    }

    private static String number(String number) {
        return "{\"number\": \"" + number + "\", \"is_active\": true}";
    }

    private static String with(String property) {
        return "{\"number\": \"+15558986360\",   " + property + "}";
    }

    private static String active(String property) {
        return with("\"is_active\": true, " + property);
    }

    /** jsonb refuses what is no JSON, characters that it cannot keep, and very deep nesting. */
    private static boolean isAcceptedByJsonb(Object bad) {
        if (bad instanceof Entry entry) {
            return !entry.json().contains("\\ud800") && !entry.json().contains("\\u0000");
        }
        Whole whole = (Whole) bad;
        return whole.finding().contains("no JSON array") || whole.finding().contains("at most");
    }

    @ParameterizedTest(name = "{1} in {0}")
    @MethodSource("badEntries")
    void one_bad_entry_is_reported_with_its_index_and_the_others_serve(Column column, Entry bad) {
        HostTables host = host(column);
        WidgetId id = insert(host, column, bad.pool(), DEFAULT);

        Widget widget = host.pool().widget(id);

        assertThat(widget.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.index()).isEqualTo(1);
            assertThat(problem.message()).contains(bad.finding());
        });
        assertNoFullNumber(widget.problems());
        Set<PhoneNumber> serving = new TreeSet<>(Comparator.comparing(PhoneNumber::e164));
        int expected = bad.serves() ? 3 : 2;
        for (int i = 0; i < expected; i++) {
            Assignment assignment = host.pool().assign(id, conversation(host, id));
            assertThat(assignment.source()).isEqualTo(Assignment.Source.POOL);
            serving.add(assignment.number());
        }
        assertThat(serving).hasSize(expected).contains(FIRST, THIRD);
    }

    @ParameterizedTest(name = "{1} in {0}")
    @MethodSource("badEntries")
    void an_edit_of_another_entry_leaves_the_bad_one_as_it_was(Column column, Entry bad) {
        HostTables host = host(column);
        WidgetId id = insert(host, column, bad.pool(), DEFAULT);
        WidgetId other = insert(host, column, bad.pool(), DEFAULT);
        String before = stored(host, id);
        Widget read = host.pool().widget(id);

        Widget saved = host.pool().save(renamed(read, THIRD, "Sales"));

        assertThat(saved.problems()).isEqualTo(read.problems());
        assertThat(saved.unreadable().keySet()).isEqualTo(read.unreadable().keySet());
        assertThat(nameOf(saved, THIRD)).isEqualTo("Sales");
        assertThat(stored(host, other)).isEqualTo(before);
        if (column == Column.POSTGRESQL_JSONB) {
            String entry = "SELECT whatsapp_number_pool->1 FROM widget_configs WHERE id = ?";
            assertThat(host.text(entry, number(id))).isEqualTo(host.text(entry, number(other)));
        } else {
            String after = stored(host, id);
            assertThat(after).contains(bad.json());
            assertThat(after.indexOf(bad.json()))
                    .isGreaterThan(after.indexOf(FIRST.e164()))
                    .isLessThan(after.indexOf(THIRD.e164()));
            assertThat(after).contains(GOOD_BEFORE);
        }
    }

    @ParameterizedTest(name = "{1} in {0}")
    @MethodSource("badPools")
    void a_pool_that_is_no_list_is_reported_and_the_chain_serves(Column column, Whole bad) {
        HostTables host = host(column);
        WidgetId id = insert(host, column, bad.text(), DEFAULT);

        Widget widget = host.pool().widget(id);

        assertThat(widget.pool()).isEmpty();
        assertThat(widget.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.index()).isEqualTo(Widget.WHOLE);
            assertThat(problem.message()).contains("whatsapp_number_pool").contains(bad.finding());
        });
        assertNoFullNumber(widget.problems().stream()
                .map(p -> new Widget.Problem(p.index(), p.message().replaceAll("\\d+ characters|at most \\d+", "")))
                .toList());
        Assignment assignment = host.pool().assign(id, conversation(host, id));
        assertThat(assignment.number()).isEqualTo(DEFAULT);
        assertThat(assignment.source()).isEqualTo(Assignment.Source.HANDOVER_DEFAULT);
    }

    @ParameterizedTest(name = "{1} in {0}")
    @MethodSource("badPools")
    void a_pool_that_is_no_list_is_only_replaced_when_it_is_dropped_by_name(Column column, Whole bad) {
        HostTables host = host(column);
        NumberPool pool = host.pool();
        WidgetId id = insert(host, column, bad.text(), DEFAULT);
        String before = stored(host, id);

        Widget renumbered = pool.save(pool.widget(id).withHandoverNumber(SECOND));
        assertThat(stored(host, id)).isEqualTo(before);
        assertThat(renumbered.handoverNumber()).isEqualTo(SECOND);

        Widget filled = renumbered.withPool(List.of(PooledNumber.of(FIRST)));
        InvalidPoolException refused = catchThrowableOfType(InvalidPoolException.class, () -> pool.save(filled));
        assertThat(refused.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.index()).isEqualTo(Widget.WHOLE);
            assertThat(problem.message()).contains("withoutEntry");
        });
        assertThat(stored(host, id)).isEqualTo(before);

        Widget mended = pool.save(filled.withoutEntry(Widget.WHOLE));
        assertThat(mended.problems()).isEmpty();
        assertThat(mended.pool()).containsExactly(PooledNumber.of(FIRST));
    }

    static Stream<Arguments> emptyPools() {
        return Stream.of(Column.values())
                .flatMap(column -> Stream.of(null, "", "  \n ", "null", "[]", " [ ] ")
                        .filter(text -> column != Column.POSTGRESQL_JSONB || text == null || !text.isBlank())
                        .map(text -> Arguments.of(column, text)));
    }

    @ParameterizedTest(name = "''{1}'' in {0}")
    @MethodSource("emptyPools")
    void no_pool_is_no_finding_and_can_be_filled(Column column, String text) {
        HostTables host = host(column);
        NumberPool pool = host.pool();
        WidgetId id = insert(host, column, text, DEFAULT);
        String before = stored(host, id);

        Widget empty = pool.widget(id);
        assertThat(empty.pool()).isEmpty();
        assertThat(empty.problems()).isEmpty();
        assertThat(pool.assign(id, conversation(host, id)).source()).isEqualTo(Assignment.Source.HANDOVER_DEFAULT);

        Widget renumbered = pool.save(empty.withHandoverNumber(SECOND));
        assertThat(stored(host, id)).isEqualTo(before);
        Widget filled = pool.save(renumbered.withPool(List.of(PooledNumber.of(FIRST))));
        assertThat(filled.pool()).containsExactly(PooledNumber.of(FIRST));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("columns")
    void a_wrong_edit_is_refused_with_its_index_and_nothing_is_stored(Column column) {
        HostTables host = host(column);
        NumberPool pool = host.pool();
        Entry bad = entries().get(0);
        WidgetId id = insert(host, column, bad.pool(), DEFAULT);
        String before = stored(host, id);
        Widget read = pool.widget(id);

        List<PooledNumber> twice = new ArrayList<>(read.pool());
        twice.add(PooledNumber.of(FIRST));
        InvalidPoolException duplicate =
                catchThrowableOfType(InvalidPoolException.class, () -> pool.save(read.withPool(twice)));
        assertThat(duplicate.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.index()).isEqualTo(2);
            assertThat(problem.message()).contains("+1555•••6359").contains("index 0");
        });
        assertThat(duplicate).hasMessageContaining("widget '" + id + "'").hasMessageNotContaining(FIRST.e164());

        List<PooledNumber> many = IntStream.range(0, Widget.MAX_ENTRIES)
                .mapToObj(i -> PooledNumber.of(PhoneNumber.of("+1" + (1_000_000 + i))))
                .toList();
        InvalidPoolException tooMany =
                catchThrowableOfType(InvalidPoolException.class, () -> pool.save(read.withPool(many)));
        assertThat(tooMany.problems()).extracting(Widget.Problem::index).containsExactly(Widget.WHOLE);

        List<PooledNumber> wordy = List.of(PooledNumber.of(FIRST).withNotes("x".repeat(Widget.MAX_POOL_LENGTH)));
        InvalidPoolException tooLong =
                catchThrowableOfType(InvalidPoolException.class, () -> pool.save(read.withPool(wordy)));
        assertThat(tooLong.problems()).extracting(Widget.Problem::index).containsExactly(Widget.WHOLE);

        assertThat(stored(host, id)).isEqualTo(before);
        assertThat(pool.widget(id)).isEqualTo(read);
    }

    static Stream<Column> columns() {
        return Stream.of(Column.values());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("columns")
    void an_id_may_be_a_whole_number(Column column) {
        HostTables host = host(column);
        WidgetId id = insert(host, column, "[" + active("\"id\": 17") + "]", DEFAULT);

        Widget widget = host.pool().widget(id);

        assertThat(widget.problems()).isEmpty();
        assertThat(widget.pool()).extracting(PooledNumber::id).containsExactly("17");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("columns")
    void several_bad_entries_are_all_reported_in_order(Column column) {
        HostTables host = host(column);
        String text = "[1, " + GOOD_BEFORE + ", {}, " + with("\"is_active\": \"yes\", \"weight\": -2") + ", \"x\"]";
        WidgetId id = insert(host, column, text, DEFAULT);

        Widget widget = host.pool().widget(id);

        assertThat(widget.problems()).extracting(Widget.Problem::index).containsExactly(0, 2, 3, 3, 4);
        assertThat(widget.unreadable().keySet()).containsExactly(0, 2, 4);
        assertThat(widget.pool()).extracting(PooledNumber::number).containsExactly(FIRST, SECOND);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("columns")
    void an_unusable_default_number_is_reported_and_kept(Column column) {
        HostTables host = host(column);
        NumberPool pool = host.pool();
        WidgetId id = insert(host, column, "[" + GOOD_BEFORE + "]", null);
        host.update(
                "UPDATE widget_configs SET handover_whatsapp_number = ? WHERE id = ?",
                "whatsapp:+15550001111",
                number(id));

        Widget widget = pool.widget(id);
        assertThat(widget.handoverNumber()).isNull();
        assertThat(widget.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.index()).isEqualTo(Widget.WHOLE);
            assertThat(problem.message()).contains("handover_whatsapp_number").contains("leave out 'whatsapp:'");
        });
        assertNoFullNumber(widget.problems());

        pool.save(renamed(widget, FIRST, "One"));
        assertThat(host.text("SELECT handover_whatsapp_number FROM widget_configs WHERE id = ?", number(id)))
                .isEqualTo("whatsapp:+15550001111");
    }

    @Test
    void jsonb_itself_refuses_what_is_no_json() {
        HostTables host = host(Column.POSTGRESQL_JSONB);
        for (Whole bad : pools()) {
            if (bad.finding().contains("is not valid JSON")) {
                assertThat(catchThrowableOfType(
                                IllegalStateException.class,
                                () -> insert(host, Column.POSTGRESQL_JSONB, bad.text(), DEFAULT)))
                        .as(bad.name())
                        .isNotNull();
            }
        }
    }

    private static HostTables host(Column column) {
        return HOSTS.computeIfAbsent(
                column,
                any -> HostTables.on(column.database)
                        .pools(column.type)
                        .makeTables()
                        .adopt());
    }

    private static WidgetId insert(HostTables host, Column column, String pool, PhoneNumber handoverNumber) {
        long id = IDS.incrementAndGet();
        String value = column == Column.POSTGRESQL_JSONB ? "CAST(? AS JSONB)" : "?";
        host.update(
                "INSERT INTO widget_configs (id, whatsapp_number_pool, handover_whatsapp_number) VALUES (?, " + value
                        + ", ?)",
                id,
                pool,
                handoverNumber == null ? null : handoverNumber.e164());
        return WidgetId.of(id);
    }

    private static ConversationId conversation(HostTables host, WidgetId widget) {
        long id = IDS.incrementAndGet();
        host.update("INSERT INTO widget_conversations (id, widget_id) VALUES (?, ?)", id, number(widget));
        return ConversationId.of(id);
    }

    private static long number(WidgetId id) {
        return Long.parseLong(id.value());
    }

    private static String stored(HostTables host, WidgetId id) {
        return host.text("SELECT whatsapp_number_pool FROM widget_configs WHERE id = ?", number(id));
    }

    private static Widget renamed(Widget widget, PhoneNumber number, String name) {
        return widget.withPool(widget.pool().stream()
                .map(entry -> entry.number().equals(number) ? entry.withDisplayName(name) : entry)
                .toList());
    }

    private static String nameOf(Widget widget, PhoneNumber number) {
        return widget.pool().stream()
                .filter(entry -> entry.number().equals(number))
                .findFirst()
                .orElseThrow()
                .displayName();
    }

    private static void assertNoFullNumber(List<Widget.Problem> problems) {
        // The example in the message is nobody's number.
        assertThat(problems)
                .allSatisfy(problem -> assertThat(problem.toString()
                                .replace("like +15558986359", "")
                                .replace("like \"+15558986359\"", ""))
                        .doesNotContainPattern("[\\p{Nd}]{7}"));
    }
}
