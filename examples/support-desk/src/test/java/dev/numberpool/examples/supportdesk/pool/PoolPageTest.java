package dev.numberpool.examples.supportdesk.pool;

import static dev.numberpool.examples.supportdesk.pool.PoolPages.FIRST;
import static dev.numberpool.examples.supportdesk.pool.PoolPages.SECOND;
import static dev.numberpool.examples.supportdesk.pool.PoolPages.THIRD;
import static dev.numberpool.examples.supportdesk.pool.PoolPages.entry;
import static dev.numberpool.examples.supportdesk.pool.PoolPages.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.numberpool.PhoneNumber;
import dev.numberpool.examples.supportdesk.TestDesk;
import dev.numberpool.examples.supportdesk.Visit.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The page of a pool")
class PoolPageTest {
    private static final TestDesk DESK = TestDesk.empty();
    private static final String LAYLA = "+201016666301";

    @AfterAll
    static void close() {
        DESK.close();
    }

    @Test
    void shows_each_number_with_its_use_as_it_moves() {
        String first = "+15558986481";
        String second = "+15558986482";
        PoolPages pool = PoolPages.of(DESK, "[" + entry(first, "One") + ", " + entry(second, "Two") + "]");
        assertThat(pool.read().text()).contains("No conversation is active.");

        PhoneNumber number = pool.handOver("Maria", LAYLA);

        Answer page = pool.read();
        assertThat(number.e164()).isEqualTo(first);
        assertThat(row(page, first)).contains("One", first, "on", "1", "just now");
        assertThat(row(page, second)).contains("Two", "0", "never");
        assertThat(page.text()).contains("1 conversation is active. Each number in service carries 0 to 1.");
    }

    @Test
    void tells_shared_threads_cooling_down_and_health() {
        PoolPages pool = PoolPages.of(DESK, "[" + entry(FIRST, "One") + "]");
        pool.handOver("Maria", LAYLA);
        pool.handOver("Youssef", LAYLA);

        assertThat(row(pool.read(), FIRST)).contains("1 thread");

        DESK.handovers()
                .pool()
                .assignmentsOn(PhoneNumber.of(FIRST))
                .forEach(assignment -> DESK.handovers().pool().release(assignment.conversation()));
        DESK.handovers().pool().quarantine(PhoneNumber.of(FIRST), Duration.ofMinutes(90), "no <answer>");

        assertThat(row(pool.read(), FIRST)).contains("cooling down", "out of service", "no <answer>", "for 1 h more");
        DESK.handovers().pool().quarantine(PhoneNumber.of(FIRST), Duration.ZERO, "");
    }

    @Test
    void shows_numbers_in_use_that_left_the_pool_with_what_to_do() {
        PoolPages pool = PoolPages.of(DESK, "[" + entry("+15558986451", "Old") + "]");
        pool.handOver("Maria", LAYLA);

        pool.store("[" + entry("+15558986452", "New") + "]");

        Answer page = pool.read();
        assertThat(text(page, "left-15558986451"))
                .contains("+15558986451", "1 active", "Move conversations", "Put back");
        Answer draft = pool.send(page, "/pool/edit", Map.of("number", "+15558986451"));
        assertThat(PoolPages.value(draft, "number-n0")).isEqualTo("+15558986451");
    }

    @Test
    void shows_problems_of_what_is_stored_with_index_and_value_at_the_entry() {
        PoolPages pool = PoolPages.of(DESK, """
                [%s, {"number": "0555"}, "what?", {"number": "%s", "is_active": "yes"},
                 {"number": "%s", "is_active": true, "weight": "heavy"}, %s]""".formatted(entry(FIRST, "One"), SECOND, THIRD, entry(FIRST, "Twice")));

        Answer page = pool.read();

        assertThat(text(page, "raw-1"))
                .contains("Entry [1]", "\"number\" is", "{\"number\": \"0555\"}", "kept as it is");
        assertThat(text(page, "raw-2")).contains("Entry [2]", "a JSON string", "\"what?\"");
        assertThat(row(page, SECOND)).contains("Entry [3]", "\"is_active\"", "\"yes\"", "off");
        assertThat(row(page, THIRD)).contains("Entry [4]", "\"weight\"", "\"heavy\"");
        assertThat(text(page, "raw-5")).contains("Entry [5]", "stands in the pool already", "Twice");
        assertThat(row(page, FIRST)).doesNotContain("Entry [");
    }

    @Test
    void shows_a_pool_that_is_no_list_and_a_default_number_that_is_none() {
        PoolPages pool = PoolPages.of(DESK, "{\"numbers\": [\"<b>1</b>\"]}");
        pool.defaultNumber("0800 <i>");

        Answer page = pool.read();

        assertThat(page.text()).contains("is no JSON array", "{\"numbers\": [\"<b>1</b>\"]}", "0800 <i>");
        assertThat(page.page().select("b, i")).isEmpty();
    }

    @Test
    void shows_what_an_operator_has_changed_by_sql() {
        PoolPages pool = PoolPages.ofThree(DESK);
        assertThat(pool.read().text()).doesNotContain("Renamed");

        pool.store("[" + entry(THIRD, "Renamed") + "]");

        assertThat(pool.read().text()).contains("Renamed").doesNotContain(FIRST);
    }

    @Test
    void prints_hostile_names_and_notes_as_text() {
        List<String> hostile = List.of(
                "<script>alert(1)</script>",
                "\"><img src=x onerror=alert(1)>",
                "' onfocus='x",
                "\u202Eevil\u2066",
                "${7*7}");
        for (String name : hostile) {
            String escaped = name.replace("\"", "\\\"");
            PoolPages pool =
                    PoolPages.of(DESK, """
                    [{"number": "%s", "display_name": "%s", "id": "%s", "is_active": true, "notes": "%s", "%s": 1}]""".formatted(FIRST, escaped, escaped, escaped + "x".repeat(10_000), escaped));

            for (Answer page : List.of(
                    pool.read(), pool.edit(), pool.open("/pool/drain", FIRST), pool.open("/pool/quarantine", FIRST))) {
                assertThat(page.status()).isEqualTo(200);
                assertThat(page.page().select("main script, main img, main [onerror], main [onfocus]"))
                        .isEmpty();
                assertThat(page.page()
                                .outputSettings(page.page().outputSettings().prettyPrint(false))
                                .wholeText())
                        .contains(name);
            }
        }
    }

    @Test
    void stays_usable_with_200_numbers() {
        PoolPages pool = PoolPages.of(
                DESK,
                IntStream.range(0, 200)
                        .mapToObj(index -> entry("+1555899" + (1000 + index), "Line " + index))
                        .collect(Collectors.joining(", ", "[", "]")));

        assertThat(pool.read().page().select("tbody tr[id^=number-]")).hasSize(200);
        assertThat(pool.open(pool.path() + "&find=LINE+17").page().select("tbody tr[id^=number-]"))
                .hasSize(11);

        Answer moved = pool.press(pool.edit(), "apply", Map.of("place.e15558991199", "1"));
        pool.press(moved, "save", Map.of("name.e15558991000", "Not first any more"));

        assertThat(pool.stored("whatsapp_number_pool -> 0 ->> 'number'")).isEqualTo("+15558991199");
        assertThat(pool.stored("whatsapp_number_pool -> 1 ->> 'display_name'")).isEqualTo("Not first any more");
        assertThat(pool.stored("jsonb_array_length(whatsapp_number_pool)")).isEqualTo("200");
    }

    @Test
    void offers_to_add_numbers_to_the_simulated_account_that_came_by_sql() {
        PoolPages pool = PoolPages.of(DESK, "[" + entry("+15558986471", "By SQL") + "]");
        Answer page = pool.read();
        assertThat(row(page, "+15558986471")).contains("no sender of the account");

        Answer added = pool.send(page, "/pool/senders", Map.of());

        assertThat(added.text()).contains("Added to the simulated account: +15558986471.");
        assertThat(DESK.twilio().owned()).contains("+15558986471");
        assertThat(row(added, "+15558986471")).doesNotContain("no sender");
    }

    @Test
    void says_so_if_there_is_no_such_widget() {
        for (String widget : List.of("99999", "none", "7abc", "%3Cscript%3E", "")) {
            Answer page = PoolPages.ofThree(DESK).open("/pool?widget=" + widget);
            assertThat(page.status()).as(widget).isEqualTo(404);
        }
    }

    private static String row(Answer page, String number) {
        Element row = page.page().getElementById("number-" + number.substring(1));
        return row == null ? "no row of " + number : row.text();
    }
}
