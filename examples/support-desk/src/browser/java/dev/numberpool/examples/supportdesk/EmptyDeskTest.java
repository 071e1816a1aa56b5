package dev.numberpool.examples.supportdesk;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("browser")
@DisplayName("A desk with nothing on it")
class EmptyDeskTest {
    @RegisterExtension
    final BrowserDesk at = BrowserDesk.empty();

    @Test
    void says_on_every_screen_what_to_do() {
        Tab tab = at.tab(Look.LIGHT);
        List<String> findings = new ArrayList<>();
        for (String screen : List.of("phones", "conversations", "pool", "health")) {
            Page page = tab.open("/" + screen);
            for (Look look : List.of(Look.NARROW, Look.LIGHT)) {
                look.apply(page);
                tab.shoot("empty-" + screen + "-" + look.file());
                findings.addAll(Findings.of("empty " + screen + ", " + look.file(), page));
            }
            Look.DARK.apply(page);
            tab.shoot("empty-" + screen + "-dark");
            findings.addAll(Findings.ofColours("empty " + screen + ", dark", page));
        }
        assertThat(findings).isEmpty();
    }

    @Test
    void becomes_one_on_which_a_visitor_is_answered() {
        Page page = at.tab(Look.LIGHT).open("/pool");
        button(page, "Create the first widget").click();
        button(page, "Add the first number").click();
        Locator entry = page.getByRole(AriaRole.GROUP, new Page.GetByRoleOptions().setName("Entry [0]"));
        entry.getByLabel("Number", new Locator.GetByLabelOptions().setExact(true))
                .fill("+15558986359");
        entry.getByLabel("Name").fill("Support Team 1");
        button(page, "Save").click();
        assertThat(page.getByText("The pool is saved.")).isVisible();

        page.navigate("/phones");
        PhoneScreen screen = new PhoneScreen(page);
        Locator agent = page.locator("#add-agent");
        agent.getByLabel("Name").fill("Layla");
        agent.getByLabel("WhatsApp number").fill("+20 101 666 6301");
        agent.getByRole(AriaRole.BUTTON).click();
        assertThat(page.getByText("Layla can answer visitors now.")).isVisible();
        screen.website().getByLabel("Name").fill("Maria");
        screen.website().getByLabel("First message").fill("Where is my parcel?");
        button(page, "Start the chat").click();
        button(page, "Ask for a human").click();
        button(page, "Open chat").click(); // Layla has never written to this number
        assertThat(screen.messages("Layla")).containsText("Where is my parcel?");
        screen.answer("Layla", "It left this morning.");
        assertThat(screen.lines()).containsText("It left this morning.");
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }
}
