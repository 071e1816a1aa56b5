package dev.numberpool.examples.supportdesk;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("browser")
@DisplayName("With the keyboard alone")
class KeyboardTest {
    @RegisterExtension
    final BrowserDesk at = BrowserDesk.demonstration();

    private People people;
    private Page page;
    private PhoneScreen phones;
    private Keyboard keyboard;

    @BeforeEach
    void somebody_without_a_mouse() {
        people = new People(at.desk());
        page = at.tab(Look.LIGHT).page();
        phones = new PhoneScreen(page);
        keyboard = new Keyboard(page);
    }

    @Test
    void every_page_can_be_gone_around_and_shows_where_the_focus_is() {
        for (String path : List.of("/phones", "/conversations", "/conversations/282", "/pool", "/health")) {
            page.navigate(path);
            List<String> stops = keyboard.around();
            assertThat(stops).as(path).hasSizeGreaterThan(8);
            assertThat(stops.get(0)).as(path).contains("Skip to the content");
        }
    }

    @Test
    void the_first_stop_leads_past_the_head_of_the_page() {
        page.navigate("/pool");
        keyboard.to(link("Skip to the content")).press("Enter");
        assertThat(page.getByRole(AriaRole.MAIN)).isFocused();
        keyboard.press("Tab");
        assertThat(button("Add a widget")).isFocused();
    }

    @Test
    void an_agent_opens_a_thread_and_answers() {
        page.navigate("/phones?agent=" + people.digits("Layla"));
        keyboard.to(PhoneScreen.button(phones.phone("Layla"), "Maria")).press("Enter");
        assertThat(phones.messages("Layla")).containsText("Where is my parcel?");
        keyboard.to(phones.answer("Layla")).type("It left").press("Shift+Enter");
        keyboard.type("this morning.").press("Enter");
        assertThat(phones.message("Layla", "this morning.")).containsText("reached Maria");
        assertThat(people.readersOf("It left\nthis morning.")).containsExactly("Maria");
        assertThat(phones.answer("Layla")).isFocused();
    }

    @Test
    void an_agent_replies_to_a_message() {
        people.shareLayla();
        page.navigate("/phones?agent=" + people.digits("Layla"));
        phones.openThread("Layla", "Maria, Amira");
        Locator reply = phones.message("Layla", "#286:").getByRole(AriaRole.LINK, named("Reply"));
        keyboard.to(reply).press("Enter");
        assertThat(phones.answer("Layla")).isFocused();
        keyboard.type("Yes.").press("Enter");
        assertThat(phones.message("Layla", "Yes.")).containsText("reached Amira");
        assertThat(people.readersOf("Yes.")).containsExactly("Amira");
    }

    @Test
    void a_visitor_begins_a_chat_and_asks_for_a_human() {
        page.navigate("/phones");
        keyboard.to(page.locator("summary").filter(new Locator.FilterOptions().setHasText("New visitor")))
                .press("Enter");
        keyboard.to(phones.website().getByLabel("Name")).type("Amira");
        keyboard.to(phones.website().getByLabel("First message")).type("Hello");
        keyboard.to(button("Start the chat")).press("Space");
        assertThat(page.getByText("Amira has written")).isVisible();
        keyboard.to(phones.website().getByLabel("Agent")).press("ArrowDown");
        keyboard.to(button("Ask for a human")).press("Enter");
        assertThat(phones.messages("Layla")).containsText("New chat: Amira");
    }

    @Test
    void a_chat_is_handed_over_and_transferred() {
        page.navigate("/conversations");
        keyboard.to(link("Sofia")).press("Enter");
        keyboard.to(link("Omar")).press("Enter");
        keyboard.to(button("Hand over to Omar")).press("Enter");
        assertThat(page.getByText("With Omar, on")).isVisible();
        keyboard.to(page.getByLabel("Agent", new Page.GetByLabelOptions().setExact(true)))
                .type("Nadia");
        keyboard.to(button("Transfer")).press("Space");
        assertThat(page.getByText("With Nadia, on")).isVisible();
    }

    @Test
    void numbers_are_ordered_and_the_focus_stays_on_the_button() {
        page.navigate("/pool");
        keyboard.to(button("Edit the pool")).press("Enter");
        Locator down = button("Move Support Team 1 down");
        keyboard.to(down).press("Enter");
        Locator entries = page.getByRole(AriaRole.GROUP, new Page.GetByRoleOptions().setName("Entry ["));
        assertThat(entries.nth(1)).hasAccessibleName("Entry [1]: Support Team 1");
        assertThat(down).isFocused();
        keyboard.press("Tab");
        keyboard.to(button("Add a number")).press("Enter");
        assertThat(entries).hasCount(4);
        keyboard.to(button("Throw away")).press("Enter");
        assertThat(page.getByText("Your edit is thrown away.")).isVisible();
    }

    @Test
    void something_is_broken_found_and_mended() {
        page.navigate("/health");
        keyboard.to(button("Let Twilio open conversations")).press("Enter");
        assertThat(page.getByText("It is broken.")).isVisible();
        keyboard.to(button("Check now")).press("Space");
        assertThat(page.getByText("makes the provider open a conversation")).isVisible();
        keyboard.to(button("Mend")).press("Enter");
        assertThat(page.getByText("It is whole again.")).isVisible();
    }

    @Test
    void a_page_that_refreshes_itself_leaves_the_focus_where_it_is() {
        page.navigate("/phones?agent=" + people.digits("Layla"));
        Locator thread = PhoneScreen.button(phones.phone("Layla"), "Maria");
        keyboard.to(thread);
        people.handOver(people.chat("Sofia"), "Layla");
        assertThat(PhoneScreen.button(phones.phone("Layla"), "Sofia")).isVisible();
        assertThat(thread).isFocused();

        page.navigate("/conversations");
        keyboard.to(link("Daniel"));
        people.begin("Amira", "Hello");
        assertThat(link("Amira")).isVisible();
        assertThat(link("Daniel")).isFocused();
    }

    private Locator link(String name) {
        return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name));
    }

    private Locator button(String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }

    private static Locator.GetByRoleOptions named(String name) {
        return new Locator.GetByRoleOptions().setName(name);
    }
}
