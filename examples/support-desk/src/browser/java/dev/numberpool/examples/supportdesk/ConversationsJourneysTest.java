package dev.numberpool.examples.supportdesk;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.SelectOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("browser")
@DisplayName("Leading a team on the screen of conversations")
class ConversationsJourneysTest {
    @RegisterExtension
    final BrowserDesk at = BrowserDesk.demonstration();

    private People people;
    private Page page;

    @BeforeEach
    void somebody_in_front_of_the_desk() {
        people = new People(at.desk());
        page = at.tab(Look.LIGHT).open("/conversations");
    }

    @Test
    void who_waits_is_handed_over_after_reading_which_number_it_would_be_and_why() {
        link("Waiting").click();
        assertThat(page.getByText("1 chat", new Page.GetByTextOptions().setExact(true)))
                .isVisible();
        link("Sofia").click();
        assertThat(heading("Sofia")).isVisible();
        link("Layla").click();
        assertThat(page.locator("#conv-reason"))
                .containsText("If it were handed over now, it would get Support Team 3");
        Locator chosen = page.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText("chosen"));
        assertThat(chosen).containsText("Support Team 3");
        assertThat(chosen.getByRole(AriaRole.CELL).first()).hasText("0");

        button("Hand over to Layla").click();
        assertThat(page.getByText("With Layla, on Support Team 3")).isVisible();
        assertThat(page.locator("#conv-reason")).containsText("It keeps Support Team 3");
        assertThat(people.number(people.chat("Sofia"))).isEqualTo("+15558986361");
        assertThat(screenOf("Layla", "+15558986361")).last().asString().contains("Do you ship to Lisbon?");
    }

    @Test
    void another_agent_takes_a_chat_over_and_reads_what_was_so_far() {
        link("Maria").click();
        assertThat(heading("Maria")).isVisible();
        page.getByLabel("Agent", new Page.GetByLabelOptions().setExact(true)).selectOption("+201016666302");
        button("Transfer").click();
        assertThat(page.getByRole(AriaRole.STATUS)).containsText("Omar has the chat now, after Layla.");
        assertThat(page.getByText("With Omar, on Support Team 1")).isVisible();

        PhoneScreen phones = new PhoneScreen(page);
        page.navigate("/phones?agent=" + people.digits("Omar"));
        phones.openThread("Omar", "Maria");
        assertThat(phones.messages("Omar")).containsText("So far:");
        assertThat(phones.messages("Omar")).containsText("visitor: Where is my parcel?");
        phones.answer("Omar", "At the door.");
        assertThat(phones.message("Omar", "At the door.")).containsText("reached Maria");
        assertThat(people.readersOf("At the door.")).containsExactly("Maria");
    }

    @Test
    void a_chat_gets_another_number_and_goes_on_there() {
        link("Maria").click();
        assertThat(page.getByText("As things are, it would be Support Team 3")).isVisible();
        button("Reassign").click();
        assertThat(page.getByRole(AriaRole.STATUS)).containsText("The chat moved from Support Team 1");
        assertThat(page.getByText("With Layla, on Support Team 3")).isVisible();
        people.write("Layla", people.chat("Maria"), "Still me.");
        assertThat(page.getByRole(AriaRole.LIST, new Page.GetByRoleOptions().setName("Lines of the chat")))
                .containsText("Still me.");
        assertThat(people.readersOf("Still me.")).containsExactly("Maria");
    }

    @Test
    void a_chat_is_closed_found_again_and_opened() {
        link("Daniel").click();
        button("Close the chat").click();
        assertThat(page.getByRole(AriaRole.STATUS)).containsText("The chat is closed. Omar was told");
        assertThat(page.getByText("The chat is closed: it gets no number until it is opened again."))
                .isVisible();
        link("All conversations").click();
        assertThat(link("Daniel")).not().isVisible();
        link("Closed").click();
        link("Daniel").click();
        button("Open it again").click();
        assertThat(page.getByText("Waiting for an agent: it has no number yet."))
                .isVisible();
    }

    @Test
    void chats_are_found_by_number_agent_customer_and_code() {
        link("Support Team 2").click();
        assertThat(link("Youssef")).isVisible();
        assertThat(link("Maria")).not().isVisible();
        link("All numbers").click();
        assertThat(link("Maria")).isVisible();
        page.getByLabel("Agent").selectOption(new SelectOption().setLabel("Omar"));
        button("Show").click();
        assertThat(link("Daniel")).isVisible();
        assertThat(link("Youssef")).not().isVisible();
        page.navigate("/conversations");
        page.getByLabel("Name of the visitor").fill("#282");
        page.keyboard().press("Enter");
        assertThat(link("Maria")).isVisible();
        assertThat(link("Youssef")).not().isVisible();
        link("Group by customer").click();
        assertThat(heading("Maria")).isVisible();
    }

    private List<String> screenOf(String agent, String number) {
        return at.desk().twilio().phone("+" + people.digits(agent)).texts(number);
    }

    private Locator link(String name) {
        return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name));
    }

    private Locator button(String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }

    private Locator heading(String name) {
        return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(name))
                .first();
    }
}
