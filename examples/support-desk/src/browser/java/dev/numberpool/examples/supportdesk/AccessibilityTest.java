package dev.numberpool.examples.supportdesk;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.numberpool.examples.supportdesk.site.Chat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("browser")
@DisplayName("Pages with much on them, behind the screens, or refused")
class AccessibilityTest {
    @RegisterExtension
    final BrowserDesk at = BrowserDesk.demonstration();

    private final List<String> findings = new ArrayList<>();
    private People people;
    private Tab tab;
    private Page page;

    @BeforeEach
    void somebody() {
        people = new People(at.desk());
        tab = at.tab(Look.LIGHT).mayAnswer(404, 409, 422);
        page = tab.page();
    }

    @Test
    void phones_with_held_answers_quotes_and_closed_windows_can_be_read_by_everybody() {
        Chat amira = people.shareLayla();
        people.write("Layla", amira, "It left this morning.");
        String path = "/phones?agent=" + people.digits("Layla") + "&number="
                + people.number(amira).substring(1);
        page.navigate(path);
        assertThat(page.getByText("For whom is it?")).isVisible();
        look("phones-held");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Reply"))
                .first()
                .click();
        assertThat(page.getByText("Do not reply to this message")).isAttached();
        look("phones-quoting");
        page.getByText("Add an agent").click();
        page.getByLabel("WhatsApp number").fill("1");
        page.locator("#add-agent").getByLabel("Name").fill("Hana");
        page.locator("#add-agent").getByRole(AriaRole.BUTTON).click();
        assertThat(page.getByRole(AriaRole.ALERT)).isVisible();
        look("phones-refused");
        page.navigate(path);
        button("Let 25 hours pass").click();
        assertThat(page.getByText("Window closed.")).isVisible();
        at.desk().handovers().write(amira, "Still there?");
        assertThat(page.getByText("1 message waits")).isVisible();
        look("phones-closed");
        assertThat(findings).isEmpty();
    }

    @Test
    void conversations_that_wait_go_on_or_have_ended_can_be_read_by_everybody() {
        people.end(people.chat("Daniel"));
        visit("/conversations?q=nobody", "conversations-none");
        visit("/conversations?group=customer", "conversations-customers");
        visit("/conversations/284", "chat-waiting");
        visit("/conversations/282", "chat-with-agent");
        visit("/conversations/285", "chat-closed");
        visit("/conversations/999", "chat-not-there");
        visit("/nothing", "page-not-there");
        assertThat(findings).isEmpty();
    }

    @Test
    void the_pool_with_problems_and_its_pages_can_be_read_by_everybody() {
        at.desk()
                .sql("UPDATE widget_configs SET whatsapp_number_pool = (whatsapp_number_pool - 1) || '[\"nonsense\","
                        + " {\"number\": \"+15558986365\", \"display_name\": \"Nights\", \"is_active\": \"yes\"}]'");
        visit("/pool", "pool-problems");
        visit("/pool/drain?widget=7&number=%2B15558986359", "pool-drain");
        visit("/pool/quarantine?widget=7&number=%2B15558986359", "pool-quarantine");
        visit("/pool?widget=99", "pool-not-there");
        page.navigate("/pool");
        button("Edit the pool").click();
        look("pool-editor");
        entry("Support Team 1").getByLabel("Weight").fill("-1");
        button("Save").click();
        assertThat(page.getByText("Not saved.")).isVisible();
        look("pool-refused");
        entry("Support Team 1").getByLabel("Weight").fill("2");
        at.desk()
                .sql("UPDATE widget_configs SET whatsapp_number_pool ="
                        + " jsonb_set(whatsapp_number_pool, '{0,weight}', '3')");
        button("Save").click();
        assertThat(page.getByText("Which one counts?")).isVisible();
        look("pool-conflict");
        assertThat(findings).isEmpty();
    }

    @Test
    void health_with_findings_failures_and_broken_things_can_be_read_by_everybody() {
        people.write("Layla", people.shareLayla(), "It left this morning.");
        page.navigate("/health");
        page.getByLabel("Take a number offline").first().selectOption("+15558986361");
        button("Take a number offline").click();
        button("Let Twilio open conversations").click();
        button("Check now").click();
        assertThat(page.getByText("+15558986361 is offline at the provider")).isVisible();
        at.desk().twilio().pass(Duration.ofHours(25));
        at.desk().handovers().write(people.chat("Maria"), "Still there?");
        assertThat(page.getByText("behind a closed window")).isVisible();
        look("health-findings");
        assertThat(findings).isEmpty();
    }

    private void visit(String path, String name) {
        page.navigate(path);
        look(name);
    }

    /** Looks at the open page by day, by night and on a phone. */
    private void look(String name) {
        for (Look look : List.of(Look.NARROW, Look.LIGHT)) {
            look.apply(page);
            tab.shoot(name + "-" + look.file());
            findings.addAll(Findings.of(name + ", " + look.file(), page));
        }
        Look.DARK.apply(page);
        tab.shoot(name + "-dark");
        findings.addAll(Findings.ofColours(name + ", dark", page));
        Look.LIGHT.apply(page);
    }

    private Locator entry(String name) {
        return page.getByRole(AriaRole.GROUP, new Page.GetByRoleOptions().setName(name));
    }

    private Locator button(String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }
}
