package dev.numberpool.examples.supportdesk;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("browser")
@DisplayName("On a phone, 375 pixels wide")
class NarrowTest {
    @RegisterExtension
    final BrowserDesk at = BrowserDesk.demonstration();

    @ParameterizedTest
    @EnumSource(names = {"NARROW", "NARROW_DARK"})
    void agents_answer_and_visitors_read(Look look) {
        People people = new People(at.desk());
        Page page = at.tab(look).open("/phones");
        PhoneScreen screen = new PhoneScreen(page);
        screen.phone("Layla")
                .getByRole(AriaRole.LINK, named("All chats on this phone"))
                .click();
        assertFits(page);
        screen.openThread("Layla", "Maria");
        assertThat(screen.messages("Layla")).containsText("Where is my parcel?");
        assertFits(page);
        screen.answer("Layla").fill("It left this morning.");
        PhoneScreen.button(screen.phone("Layla"), "Send").click();
        assertThat(screen.message("Layla", "It left this morning.")).containsText("reached Maria");

        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Visitors' chats"))
                .click();
        assertThat(screen.phone("Layla")).not().isVisible();
        assertThat(screen.lines()).containsText("It left this morning.");
        assertFits(page);
        screen.website().getByRole(AriaRole.LINK, named("All visitors")).click();
        screen.openChat("Sofia");
        assertThat(screen.lines()).containsText("Do you ship to Lisbon?");
        PhoneScreen.button(screen.website(), "Ask for a human").click();
        assertThat(page.getByText("Sofia is with")).isVisible();
        assertFits(page);
        assertThat(people.readersOf("It left this morning.")).containsExactly("Maria");
    }

    @ParameterizedTest
    @EnumSource(names = {"NARROW", "NARROW_DARK"})
    void a_number_is_named_weighed_and_moved(Look look) {
        Page page = at.tab(look).open("/pool");
        assertFits(page);
        button(page, "Edit the pool").click();
        Locator entry = page.getByRole(AriaRole.GROUP, new Page.GetByRoleOptions().setName("Support Team 1"));
        entry.getByLabel("Name").fill("Mornings");
        entry.getByLabel("Weight").fill("2");
        button(page, "Move Support Team 1 down").click();
        assertThat(page.getByRole(AriaRole.GROUP, new Page.GetByRoleOptions().setName("Entry [1]: Support Team 1")))
                .isVisible();
        assertFits(page);
        button(page, "Save").click();
        Locator row = page.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText("Mornings"));
        assertThat(row).containsText("weight 2");
        assertFits(page);
    }

    @ParameterizedTest
    @EnumSource(names = {"NARROW", "NARROW_DARK"})
    void a_chat_is_found_explained_and_transferred(Look look) {
        Page page = at.tab(look).open("/conversations");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Maria"))
                .click();
        assertThat(page.getByText("It keeps Support Team 1")).isVisible();
        assertFits(page);
        page.getByLabel("Agent", new Page.GetByLabelOptions().setExact(true)).selectOption("+201016666303");
        button(page, "Transfer").click();
        assertThat(page.getByText("With Nadia, on Support Team 1")).isVisible();
        assertFits(page);
    }

    private static void assertFits(Page page) {
        assertThat(Findings.ofWidth(page.url(), page)).isEmpty();
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }

    private static Locator.GetByRoleOptions named(String name) {
        return new Locator.GetByRoleOptions().setName(name);
    }
}
