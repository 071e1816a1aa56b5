package dev.numberpool.examples.supportdesk.pool;

import static dev.numberpool.examples.supportdesk.pool.PoolPages.FIRST;
import static dev.numberpool.examples.supportdesk.pool.PoolPages.SECOND;
import static dev.numberpool.examples.supportdesk.pool.PoolPages.THIRD;
import static dev.numberpool.examples.supportdesk.pool.PoolPages.entry;
import static dev.numberpool.examples.supportdesk.pool.PoolPages.field;
import static dev.numberpool.examples.supportdesk.pool.PoolPages.key;
import static dev.numberpool.examples.supportdesk.pool.PoolPages.text;
import static dev.numberpool.examples.supportdesk.pool.PoolPages.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.numberpool.examples.supportdesk.TestDesk;
import dev.numberpool.examples.supportdesk.Visit.Answer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Editing a pool")
class PoolEditorTest {
    private static final TestDesk DESK = TestDesk.empty();
    private static final String LAYLA = "+201016666301";

    @AfterAll
    static void close() {
        DESK.close();
    }

    @Test
    void names_weighs_notes_and_calls_entries_and_sets_the_default_number() {
        PoolPages pool = PoolPages.ofThree(DESK);

        Answer saved = pool.press(
                pool.edit(),
                "save",
                Map.of(
                        field("name", FIRST),
                        "Support & sales",
                        field("weight", FIRST),
                        "2,5",
                        field("notes", FIRST),
                        "Two\r\nlines",
                        field("id", FIRST),
                        "line-1",
                        "defaultNumber",
                        "+15558986499"));

        assertThat(saved.status()).isEqualTo(200);
        assertThat(saved.text()).contains("The pool is saved.", "Support & sales", "weight 2.5", "Two lines", "line-1");
        assertThat(pool.stored("whatsapp_number_pool -> 0"))
                .isEqualTo("{\"id\": \"line-1\", \"notes\": \"Two\\nlines\", \"number\": \"" + FIRST
                        + "\", \"weight\": 2.5, \"is_active\": true, \"display_name\": \"Support & sales\"}");
        assertThat(pool.stored("handover_whatsapp_number")).isEqualTo("+15558986499");
        assertThat(DESK.twilio().owned()).contains(FIRST, "+15558986499");
    }

    @Test
    void switches_on_and_off() {
        PoolPages pool = PoolPages.ofThree(DESK);

        Answer saved = pool.sendWithout(pool.edit(), "/pool/draft", field("active", SECOND));

        assertThat(saved.text()).contains("2 of 3 may be given to new conversations");
        assertThat(pool.stored("whatsapp_number_pool -> 1 -> 'is_active'")).isEqualTo("false");
        pool.press(pool.edit(), "save", Map.of(field("active", SECOND), "on"));
        assertThat(pool.stored("whatsapp_number_pool -> 1 -> 'is_active'")).isEqualTo("true");
    }

    @Test
    void orders_by_buttons_and_by_place_and_keeps_what_is_typed_meanwhile() {
        PoolPages pool = PoolPages.ofThree(DESK);
        Answer draft = pool.press(pool.edit(), "up:" + key(THIRD), Map.of(field("name", FIRST), "Typed"));
        assertThat(value(draft, "name-" + key(FIRST))).isEqualTo("Typed");
        draft = pool.press(draft, "down:" + key(FIRST));
        draft = pool.press(draft, "apply", Map.of("place." + key(SECOND), "1"));

        pool.press(draft, "save");

        assertThat(order(pool)).containsExactly(SECOND, THIRD, FIRST);
        assertThat(pool.stored("whatsapp_number_pool -> 2 ->> 'display_name'")).isEqualTo("Typed");
    }

    @Test
    void adds_a_number_and_takes_one_out_but_not_before_it_is_saved() {
        PoolPages pool = PoolPages.ofThree(DESK);
        Answer draft = pool.press(pool.edit(), "add");
        draft = pool.press(draft, "remove:" + key(SECOND), Map.of("number.n0", "+15558986404", "name.n0", "Four"));
        assertThat(text(draft, "entry-" + key(SECOND))).contains("taken out of the pool when you save");
        assertThat(order(pool)).containsExactly(FIRST, SECOND, THIRD);

        Answer saved = pool.press(draft, "save");

        assertThat(saved.text()).contains("Added to the simulated account", "+15558986404");
        assertThat(order(pool)).containsExactly(FIRST, THIRD, "+15558986404");
    }

    @Test
    void keeps_an_entry_after_all_and_drops_a_new_one_at_once() {
        PoolPages pool = PoolPages.ofThree(DESK);
        String before = pool.stored();
        Answer draft = pool.press(pool.edit(), "remove:" + key(FIRST));
        draft = pool.press(draft, "keep:" + key(FIRST));
        draft = pool.press(draft, "add");
        draft = pool.press(draft, "remove:n0");

        Answer saved = pool.press(draft, "save");

        assertThat(saved.text()).contains("Nothing was changed.");
        assertThat(pool.stored()).isEqualTo(before);
    }

    @Test
    void keeps_unknown_properties_order_and_what_cannot_be_read() {
        PoolPages pool = PoolPages.of(DESK, """
                [{"number": "%s", "is_active": true, "region": {"code": "EU", "n": 1.50}, "tags": ["a", null]},
                 "what?",
                 {"number": "%s", "is_active": true, "owner": 12345678901234567890, "notes": 5}]""".formatted(FIRST, SECOND));

        Answer draft = pool.press(pool.edit(), "up:" + key(SECOND));
        pool.press(draft, "save", Map.of(field("name", SECOND), "Named", field("weight", FIRST), "3"));

        assertThat(pool.stored())
                .isEqualTo("[{\"notes\": 5, \"owner\": 12345678901234567890, \"number\": \"" + SECOND
                        + "\", \"is_active\": true, \"display_name\": \"Named\"}, \"what?\", {\"tags\": [\"a\", null], "
                        + "\"number\": \"" + FIRST
                        + "\", \"region\": {\"n\": 1.50, \"code\": \"EU\"}, \"weight\": 3.0, "
                        + "\"is_active\": true}]");
    }

    @Test
    void throws_away_what_cannot_be_read_only_when_told_to() {
        PoolPages pool = PoolPages.of(DESK, "[\"what?\", " + entry(FIRST, "One") + "]");
        Answer draft = pool.press(pool.edit(), "drop:0");
        assertThat(text(draft, "raw-0")).contains("it is thrown away when you save");
        assertThat(text(pool.press(draft, "undrop:0"), "raw-0")).contains("is kept as it is");

        pool.press(pool.press(draft, "drop:0"), "save");

        assertThat(order(pool)).containsExactly(FIRST);
    }

    @Test
    void does_not_replace_a_pool_that_is_no_list_unless_told_to() {
        PoolPages pool = PoolPages.of(DESK, "{\"oops\": 1}");
        Answer draft = pool.press(pool.edit(), "add");

        Answer refused = pool.press(draft, "save", Map.of("number.n0", FIRST));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(text(refused, "complaints")).contains("What is stored is no list");
        assertThat(pool.stored()).isEqualTo("{\"oops\": 1}");
        pool.press(pool.press(refused, "drop:-1"), "save");
        assertThat(order(pool)).containsExactly(FIRST);
    }

    @Test
    void refuses_wrong_values_at_their_fields_with_index_and_value_and_keeps_what_was_typed() {
        PoolPages pool = PoolPages.ofThree(DESK);
        String before = pool.stored();
        String longName = "\"><img src=x onerror=alert(1)>" + "x".repeat(10_000);
        Answer draft = pool.press(pool.edit(), "add");

        Answer refused = pool.press(
                draft,
                "save",
                Map.of(
                        "number.n0",
                        "+12<b>",
                        "notes.n0",
                        "<script>",
                        field("weight", FIRST),
                        "heavy",
                        field("name", SECOND),
                        longName,
                        field("id", THIRD),
                        "a\u0001b",
                        "defaultNumber",
                        "sales"));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(text(refused, "complaints"))
                .contains("Entry [0] “heavy”: The weight is a number above 0")
                .contains("Entry [1]", "At most 255 characters are possible; these are 10030.")
                .contains("Entry [2]", "cannot be stored")
                .contains("Entry [3] “+12<b>”: This is no number")
                .contains("The pool “sales”: This is no number");
        assertThat(value(refused, "number-n0")).isEqualTo("+12<b>");
        assertThat(value(refused, "notes-n0").strip()).isEqualTo("<script>");
        assertThat(value(refused, "weight-" + key(FIRST))).isEqualTo("heavy");
        assertThat(value(refused, "name-" + key(SECOND))).isEqualTo(longName);
        assertThat(value(refused, "defaultNumber")).isEqualTo("sales");
        assertThat(refused.page().getElementById("weight-" + key(FIRST)).attr("aria-invalid"))
                .isEqualTo("true");
        assertThat(pool.stored()).isEqualTo(before);
        // What a live refresh fetches is the same.
        Answer refreshed = pool.open(address(pool, refused));
        assertThat(text(refreshed, "complaints")).isEqualTo(text(refused, "complaints"));
        assertThat(value(refreshed, "name-" + key(SECOND))).isEqualTo(longName);
    }

    @Test
    void refuses_weights_that_are_none() {
        PoolPages pool = PoolPages.ofThree(DESK);
        Answer draft = pool.edit();
        for (String weight : List.of("0", "-1", "", "NaN", "Infinity", "1e999", "0x1p3", "1d", "٣", "0.0")) {
            Answer refused = pool.press(draft, "save", Map.of(field("weight", FIRST), weight));
            assertThat(refused.status()).as(weight).isEqualTo(422);
            assertThat(value(refused, "weight-" + key(FIRST))).isEqualTo(weight);
        }
    }

    @Test
    void refuses_a_number_that_stands_in_the_pool_already_at_its_entry() {
        PoolPages pool = PoolPages.ofThree(DESK);
        Answer draft = pool.press(pool.edit(), "add");

        Answer refused = pool.press(draft, "save", Map.of("number.n0", SECOND, "name.n0", "Again"));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(text(refused, "complaints")).contains("Entry [3] “" + SECOND + "”", "stands at index 1 already");
        assertThat(value(refused, "name-n0")).isEqualTo("Again");
    }

    @Test
    void keeps_hostile_names_and_notes_exactly() {
        PoolPages pool = PoolPages.ofThree(DESK);
        String name = "</textarea><script>alert('\u202E\")</script>";
        String notes = "\n\n" + name + "&amp;\n" + "n".repeat(10_000);

        pool.press(pool.edit(), "save", Map.of(field("name", FIRST), name, field("notes", FIRST), notes));
        Answer again = pool.edit();
        pool.press(again, "save", Map.of(field("name", SECOND), "other"));

        assertThat(pool.stored("whatsapp_number_pool -> 0 ->> 'display_name'")).isEqualTo(name);
        assertThat(pool.stored("whatsapp_number_pool -> 0 ->> 'notes'")).isEqualTo(notes);
    }

    @Test
    void shows_the_use_of_numbers_while_they_are_edited() {
        PoolPages pool = PoolPages.of(DESK, "[" + entry("+15558986431", "One") + "]");
        Answer draft = pool.edit();
        assertThat(text(draft, "entry-e15558986431")).contains("0 active");

        pool.handOver("Maria", LAYLA);

        Answer refreshed = pool.open(address(pool, draft));
        assertThat(text(refreshed, "entry-e15558986431")).contains("1 active");
    }

    @Test
    void keeps_an_edit_that_is_not_saved_until_its_editor_comes_back() {
        PoolPages pool = PoolPages.ofThree(DESK);
        Answer draft = pool.press(pool.edit(), "apply", Map.of(field("name", FIRST), "Half done"));

        Answer page = pool.read();
        assertThat(page.text()).contains("An edit that you began", "is not saved");
        assertThat(pool.colleague().read().text()).doesNotContain("is not saved");
        Answer back = pool.open(address(pool, draft));
        assertThat(value(back, "name-" + key(FIRST))).isEqualTo("Half done");

        pool.press(back, "discard");
        assertThat(pool.read().text()).doesNotContain("is not saved");
    }

    @Test
    void refuses_a_form_without_the_token() {
        PoolPages pool = PoolPages.ofThree(DESK);
        Answer refused = pool.press(pool.edit(), "save", Map.of("csrf", "none", field("name", FIRST), "x"));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(pool.stored()).doesNotContain("\"x\"");
    }

    static String address(PoolPages pool, Answer draft) {
        return pool.path() + "&draft="
                + PoolPages.form(draft, "/pool/draft")
                        .select("input[name=draft]")
                        .val();
    }

    static List<String> order(PoolPages pool) {
        String numbers = pool.stored("SELECT string_agg(coalesce(entry ->> 'number', '?'), ' ' ORDER BY place)"
                + " FROM jsonb_array_elements(whatsapp_number_pool) WITH ORDINALITY AS all_of (entry, place)");
        return numbers == null ? List.of() : List.of(numbers.split(" "));
    }
}
