package dev.numberpool.examples.supportdesk;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("browser")
@DisplayName("Editing the pool")
class PoolJourneysTest {
    @RegisterExtension
    final BrowserDesk at = BrowserDesk.demonstration();

    @Test
    void numbers_are_added_ordered_named_weighed_and_switched_off() {
        at.desk()
                .sql("UPDATE widget_configs SET whatsapp_number_pool ="
                        + " jsonb_set(whatsapp_number_pool, '{0,team}', '\"blue\"')");
        Page page = edit(at.tab(Look.LIGHT));
        button(page, "Add a number").click();
        Locator added = entry(page, "new");
        added.getByLabel("Number", new Locator.GetByLabelOptions().setExact(true))
                .fill("+15558986364");
        added.getByLabel("Name").fill("Evenings");
        added.getByLabel("Weight").fill("2");
        added.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("up"))
                .click();
        assertThat(entries(page).nth(2)).hasAccessibleName("Entry [2]: new");
        Locator first = entry(page, "Support Team 1");
        Locator down = first.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("down"));
        down.focus();
        page.keyboard().press("Enter");
        assertThat(entries(page).first()).hasAccessibleName("Entry [0]: Support Team 2");
        entry(page, "Support Team 3").getByLabel("Gets new conversations").uncheck();
        entry(page, "Support Team 2").getByLabel("Name").fill("Returns");
        button(page, "Save").click();

        assertThat(page.getByText("The pool is saved. Added to the simulated account: +15558986364."))
                .isVisible();
        Locator rows = page.getByRole(AriaRole.TABLE).first().getByRole(AriaRole.ROW);
        assertThat(rows.nth(1)).containsText("Returns");
        assertThat(rows.nth(2)).containsText("Support Team 1");
        assertThat(rows.nth(3)).containsText("Evenings");
        assertThat(rows.nth(3)).containsText("weight 2");
        assertThat(rows.nth(4)).containsText("off");
        assertThat(stored("jsonb_path_query_array(pool, '$[*].number')"))
                .isEqualTo("[\"+15558986360\", \"+15558986359\", \"+15558986364\", \"+15558986361\"]");
        assertThat(stored("jsonb_path_query_array(pool, '$[*].is_active')")).isEqualTo("[true, true, true, false]");
        assertThat(stored("pool -> 1 ->> 'team'")).as("what only others know").isEqualTo("blue");
        assertThat(stored("pool -> 1 ->> 'notes'")).isEqualTo("Primary");
        assertThat(stored("pool -> 0 ->> 'display_name'")).isEqualTo("Returns");
        assertThat(stored("(pool -> 2 ->> 'weight')::float::text")).isEqualTo("2");
    }

    @Test
    void what_cannot_be_saved_is_said_where_it_stands_and_nothing_typed_is_lost() {
        Page page = edit(at.tab(Look.LIGHT).mayAnswer(422));
        button(page, "Add a number").click();
        entry(page, "new")
                .getByLabel("Number", new Locator.GetByLabelOptions().setExact(true))
                .fill("12 34");
        entry(page, "Support Team 2").getByLabel("Weight").fill("-1");
        button(page, "Save").click();
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("Not saved. What you typed is still here.");
        assertThat(entry(page, "new").getByLabel("Number", new Locator.GetByLabelOptions().setExact(true)))
                .hasValue("12 34");
        page.getByRole(AriaRole.ALERT)
                .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("-1"))
                .click();
        Locator weight = entry(page, "Support Team 2").getByLabel("Weight");
        assertThat(weight).isFocused();
        assertThat(weight).hasValue("-1");
        assertThat(stored("jsonb_array_length(pool)::text")).isEqualTo("3");
    }

    @Test
    void two_editors_see_both_versions_and_neither_loses_anything() {
        Page mine = edit(at.tab(Look.LIGHT).mayAnswer(409));
        Page theirs = edit(at.tab(Look.LIGHT));
        entry(mine, "Support Team 1").getByLabel("Name").fill("Mornings");
        entry(theirs, "Support Team 2").getByLabel("Name").fill("Returns");
        entry(theirs, "Support Team 3").getByLabel("Weight").fill("3");
        button(theirs, "Save").click();
        assertThat(theirs.getByText("The pool is saved.")).isVisible();

        assertThat(mine.getByText("Somebody has changed this pool while you edit."))
                .isVisible();
        assertThat(entry(mine, "Support Team 1").getByLabel("Name")).hasValue("Mornings");
        button(mine, "Save").click();
        assertThat(mine.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Two versions")))
                .isVisible();
        assertThat(row(mine, "Mornings")).containsText("Support Team 1");
        assertThat(row(mine, "Returns")).containsText("Support Team 2");
        assertThat(stored("pool -> 0 ->> 'display_name'"))
                .as("nothing is stored unseen")
                .isEqualTo("Support Team 1");

        button(mine, "Repeat my changes on theirs").click();
        assertThat(entry(mine, "Support Team 1").getByLabel("Name")).hasValue("Mornings");
        assertThat(entry(mine, "Returns").getByLabel("Name")).hasValue("Returns");
        button(mine, "Save").click();
        assertThat(mine.getByText("The pool is saved.")).isVisible();
        assertThat(stored("jsonb_path_query_array(pool, '$[*].display_name')"))
                .isEqualTo("[\"Mornings\", \"Returns\", \"Support Team 3\"]");
        assertThat(stored("(pool -> 2 ->> 'weight')::float::text")).isEqualTo("3");
    }

    @Test
    void a_number_is_emptied_after_a_look_at_what_that_would_do() {
        People people = new People(at.desk());
        Page page = at.tab(Look.LIGHT).open("/pool");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Move conversations of Support Team 1"))
                .click();
        assertThat(page.getByText("1 active conversation would get another number"))
                .isVisible();
        assertThat(row(page, "Maria")).containsText("Layla");
        button(page, "Move 1 conversation").click();
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("What became of each")))
                .isVisible();
        assertThat(row(page, "Maria")).containsText("Support Team 3");
        assertThat(people.number(people.chat("Maria"))).isEqualTo("+15558986361");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Back to the pool"))
                .click();
        assertThat(row(page, "Support Team 1")).containsText("off");
    }

    private static Page edit(Tab tab) {
        Page page = tab.open("/pool");
        button(page, "Edit the pool").click();
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Edit the pool of widget 7")))
                .isVisible();
        return page;
    }

    private static Locator entries(Page page) {
        return page.getByRole(AriaRole.GROUP, new Page.GetByRoleOptions().setName("Entry ["));
    }

    private static Locator entry(Page page, String name) {
        return page.getByRole(AriaRole.GROUP, new Page.GetByRoleOptions().setName("]: " + name));
    }

    private static Locator row(Page page, String text) {
        return page.getByRole(AriaRole.ROW)
                .filter(new Locator.FilterOptions().setHasText(text))
                .first();
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }

    /** What an operator's query says of the stored pool. */
    private String stored(String what) {
        return at.desk()
                .answer("SELECT " + what + " FROM (SELECT whatsapp_number_pool AS pool FROM widget_configs) AS stored");
    }
}
