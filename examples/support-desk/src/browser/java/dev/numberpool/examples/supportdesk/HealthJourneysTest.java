package dev.numberpool.examples.supportdesk;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("browser")
@DisplayName("Breaking things on the screen of health, and mending them")
class HealthJourneysTest {
    @RegisterExtension
    final BrowserDesk at = BrowserDesk.demonstration();

    private People people;
    private Page page;

    @BeforeEach
    void all_is_well() {
        people = new People(at.desk());
        page = at.tab(Look.LIGHT).open("/health");
        button("Check now").click();
        assertThat(page.getByRole(AriaRole.STATUS)).containsText("Checked.");
        assertThat(page.getByText("All is well")).isVisible();
    }

    @Test
    void a_number_that_goes_offline_is_found_and_avoided_until_it_is_back() {
        page.getByLabel("Take a number offline").first().selectOption("+15558986361");
        breakIt("Take a number offline");
        button("Check now").click();
        Locator diagnosis = part("Diagnosis");
        assertThat(diagnosis).containsText("+15558986361 is offline at the provider");
        assertThat(diagnosis).containsText("Mend what the provider names as the reason.");
        people.handOver(people.chat("Sofia"), "Layla");
        assertThat(people.number(people.chat("Sofia"))).isNotEqualTo("+15558986361");

        button("Mend").click();
        assertThat(page.getByRole(AriaRole.STATUS)).containsText("It is whole again.");
        button("Check now").click();
        assertThat(diagnosis).not().containsText("offline");
    }

    @Test
    void what_agents_wrote_while_webhooks_got_lost_is_brought_by_the_reconciliation() {
        breakIt("Lose webhooks");
        people.write("Layla", people.chat("Maria"), "It left this morning.");
        assertThat(people.readersOf("It left this morning.")).isEmpty();
        button("Mend").click();
        assertThat(page.getByRole(AriaRole.STATUS)).containsText("It is whole again.");
        button("Reconcile now").click();
        assertThat(page.getByRole(AriaRole.STATUS)).containsText("Compared with Twilio.");
        assertThat(part("Reconciliation")).containsText("1");
        assertThat(people.readersOf("It left this morning.")).containsExactly("Maria");
    }

    @Test
    void a_message_that_cannot_arrive_is_shown_with_what_to_do() {
        page.getByLabel("Let an agent block a number").first().selectOption("+201016666301 +15558986359");
        breakIt("Let an agent block a number");
        at.desk().handovers().write(people.chat("Maria"), "Hello?");
        Locator messages = part("Messages");
        assertThat(messages).containsText("Maria");
        assertThat(messages).containsText("Hello?");
        assertThat(messages).not().containsText("Every message has arrived");
        assertThat(page.getByText("One thing to look at")).isVisible();
    }

    private void breakIt(String what) {
        button(what).click();
        assertThat(page.getByRole(AriaRole.STATUS)).containsText("It is broken.");
    }

    private Locator part(String name) {
        return page.getByRole(
                AriaRole.REGION, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private Locator button(String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }
}
