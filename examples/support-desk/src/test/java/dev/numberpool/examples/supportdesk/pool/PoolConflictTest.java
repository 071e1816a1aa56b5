package dev.numberpool.examples.supportdesk.pool;

import static dev.numberpool.examples.supportdesk.pool.PoolEditorTest.address;
import static dev.numberpool.examples.supportdesk.pool.PoolEditorTest.order;
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
import java.util.Map;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Two editors of a pool")
class PoolConflictTest {
    private static final TestDesk DESK = TestDesk.empty();

    @AfterAll
    static void close() {
        DESK.close();
    }

    @Test
    void are_told_while_they_edit_and_what_is_typed_stays() {
        PoolPages mine = PoolPages.ofThree(DESK);
        Answer draft = mine.press(mine.edit(), "apply", Map.of(field("name", FIRST), "Mine"));
        assertThat(draft.page().getElementById("outdated")).isNull();

        PoolPages theirs = mine.colleague();
        theirs.press(theirs.edit(), "save", Map.of(field("name", SECOND), "Theirs"));

        Answer refreshed = mine.open(address(mine, draft));
        assertThat(text(refreshed, "outdated")).contains("Somebody has changed this pool while you edit.");
        assertThat(value(refreshed, "name-" + key(FIRST))).isEqualTo("Mine");
        assertThat(value(refreshed, "name-" + key(SECOND))).isEqualTo("Two");
        assertThat(mine.press(refreshed, "compare").text()).contains("Two versions");
    }

    @Test
    void see_both_versions_side_by_side_with_whose_change_is_which() {
        Answer conflict = conflict(PoolPages.ofThree(DESK));

        assertThat(conflict.status()).isEqualTo(409);
        assertThat(conflict.text()).contains("Nothing of yours is stored, and nothing of it is lost.");
        assertThat(cells(conflict, "Mine 1 " + FIRST, "name")).isEqualTo("name changed by both | Mine 1 | Theirs 1");
        assertThat(cells(conflict, "Two " + SECOND, "weight")).isEqualTo("weight changed by them | 1 | 4");
        assertThat(cells(conflict, "Three " + THIRD, "notes")).isEqualTo("notes changed by you | <b>mine</b> | none");
        assertThat(part(conflict, "+15558986404 only in mine").text()).contains("not there");
        assertThat(conflict.page().select("main mark b")).isEmpty();
        assertThat(conflict.page().select("mark").size()).isGreaterThan(5);
    }

    @Test
    void repeat_one_s_changes_on_the_other_s_and_lose_nothing() {
        PoolPages mine = PoolPages.ofThree(DESK);

        Answer merged = mine.press(conflict(mine), "merge");

        assertThat(value(merged, "name-" + key(FIRST))).isEqualTo("Mine 1");
        assertThat(text(merged, "entry-" + key(FIRST))).contains("Stored: Theirs 1");
        assertThat(value(merged, "weight-" + key(SECOND))).isEqualTo("4");
        assertThat(value(merged, "notes-" + key(THIRD))).isEqualTo("<b>mine</b>");
        assertThat(value(merged, "number-n0")).isEqualTo("+15558986404");
        assertThat(mine.stored()).doesNotContain("Mine");

        Answer saved = mine.press(merged, "save");
        assertThat(saved.text()).contains("The pool is saved.");
        assertThat(order(mine)).containsExactly(FIRST, SECOND, THIRD, "+15558986404");
        assertThat(mine.stored("whatsapp_number_pool -> 1 -> 'weight'")).isEqualTo("4");
        assertThat(mine.stored("whatsapp_number_pool -> 1 -> 'colour'")).isEqualTo("\"red\"");
    }

    @Test
    void save_mine_instead() {
        PoolPages mine = PoolPages.ofThree(DESK);

        Answer saved = mine.press(conflict(mine), "mine");

        assertThat(saved.text()).contains("The pool is saved.");
        assertThat(mine.stored()).contains("Mine 1", "<b>mine</b>").doesNotContain("Theirs", "red");
    }

    @Test
    void take_theirs() {
        PoolPages mine = PoolPages.ofThree(DESK);
        Answer conflict = conflict(mine);
        String theirs = mine.stored();

        mine.press(conflict, "theirs");

        assertThat(mine.stored()).isEqualTo(theirs);
        assertThat(mine.read().text()).contains("Theirs 1").doesNotContain("is not saved");
    }

    @Test
    void are_stopped_again_if_a_third_one_saves_while_they_decide() {
        PoolPages mine = PoolPages.ofThree(DESK);
        Answer conflict = conflict(mine);
        mine.store("[" + entry(FIRST, "Third editor") + "]");

        Answer again = mine.press(conflict, "mine");

        assertThat(again.status()).isEqualTo(409);
        assertThat(again.text()).contains("Third editor");
        assertThat(mine.stored()).contains("Third editor");
    }

    @Test
    void hear_of_entries_that_one_took_out_and_the_other_changed() {
        PoolPages mine = PoolPages.ofThree(DESK);
        Answer draft = mine.press(mine.edit(), "remove:" + key(SECOND), Map.of(field("name", FIRST), "Mine"));
        mine.store("[" + entry(SECOND, "Two, changed") + ", " + entry(THIRD, "Three") + "]");

        Answer merged = mine.press(mine.press(draft, "save"), "merge");

        assertThat(text(merged, "entry-" + key(FIRST))).contains("They have taken this entry out; you had changed it.");
        assertThat(value(merged, "name-" + key(FIRST))).isEqualTo("Mine");
        assertThat(text(merged, "entry-" + key(SECOND))).contains("You took this entry out, and they have changed it");
        assertThat(value(merged, "name-" + key(SECOND))).isEqualTo("Two, changed");
    }

    @Test
    void are_stopped_on_a_page_that_was_made_from_an_older_version_of_the_draft() {
        PoolPages mine = PoolPages.ofThree(DESK);
        Answer old = mine.edit();
        mine.store("[" + entry(FIRST, "Theirs") + "]");
        mine.press(mine.press(old, "compare"), "merge");

        Answer refused = mine.press(old, "save", Map.of(field("name", SECOND), "From the old page"));

        assertThat(refused.status()).isEqualTo(409);
        assertThat(mine.stored()).doesNotContain("old page");
    }

    /** I change name, notes and number; they change name, weight and a property that the desk does not know. */
    private static Answer conflict(PoolPages mine) {
        Answer draft = mine.press(mine.edit(), "add");
        mine.store("[" + entry(FIRST, "Theirs 1") + ", {\"number\": \"" + SECOND
                + "\", \"display_name\": \"Two\", \"is_active\": true, \"weight\": 4, \"colour\": \"red\"}, "
                + entry(THIRD, "Three") + "]");
        return mine.press(
                draft,
                "save",
                Map.of(
                        field("name", FIRST),
                        "Mine 1",
                        field("notes", THIRD),
                        "<b>mine</b>",
                        "number.n0",
                        "+15558986404"));
    }

    private static Element part(Answer conflict, String title) {
        return conflict.page().select(".pool-part").stream()
                .filter(part -> part.select("h3").text().equals(title))
                .findFirst()
                .orElseThrow(() -> new AssertionError(title + " is not in " + conflict.text()));
    }

    private static String cells(Answer conflict, String title, String label) {
        return part(conflict, title).select("tbody tr").stream()
                .filter(row -> row.text().startsWith(label))
                .map(row -> String.join(" | ", row.children().eachText()))
                .findFirst()
                .orElseThrow();
    }
}
