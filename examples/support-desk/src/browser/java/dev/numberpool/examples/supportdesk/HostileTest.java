package dev.numberpool.examples.supportdesk;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.numberpool.examples.supportdesk.site.Agent;
import dev.numberpool.examples.supportdesk.site.Chat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Besides what is asserted here, a dialog, an error in the console or a picture that is asked for fails every test. */
@Tag("browser")
@DisplayName("Names and texts that want to be more than text")
class HostileTest {
    private static final String NAME = "<img src=x onerror=alert(1)>";
    private static final String TEXT =
            "</script><script>document.title = 'taken'</script>\"'><svg onload=alert(2)> ${7*7}";
    private static final String TURNED = "\u202Egnp.elif and \u2066no end";
    private static final String LONG = "Donaudampfschifffahrt".repeat(20);

    @RegisterExtension
    final BrowserDesk at = BrowserDesk.demonstration();

    private People people;
    private Chat hostile;

    @BeforeEach
    void people_with_such_names() {
        people = new People(at.desk());
        at.desk().site().employ(new Agent("+201016666309", NAME));
        at.desk()
                .jdbi()
                .useHandle(handle -> handle.execute(
                        "UPDATE widget_configs SET whatsapp_number_pool = jsonb_set(jsonb_set(whatsapp_number_pool,"
                                + " '{0,display_name}', to_jsonb(?::text)), '{1,notes}', to_jsonb(?::text))"
                                + " || jsonb_build_array(?::text)",
                        TEXT,
                        LONG,
                        NAME + LONG));
        hostile = people.handOver(people.begin(NAME, TEXT), NAME);
        at.desk().handovers().write(hostile, LONG);
        at.desk().handovers().write(hostile, TURNED);
        people.write(NAME, hostile, TEXT);
        people.begin(LONG.substring(0, 100), LONG);
        people.begin(TURNED, TURNED);
    }

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "NARROW"})
    void are_shown_literally_on_every_screen_and_do_nothing(Look look) {
        Page page = at.tab(look).page();
        PhoneScreen screen = new PhoneScreen(page);
        page.navigate("/phones?agent=" + people.digits(NAME) + "&chat=" + hostile.id());
        assertThat(screen.messages(NAME)).containsText(TEXT);
        assertThat(screen.messages(NAME)).containsText(TURNED);
        assertThat(screen.messages(NAME)).containsText("New chat: " + NAME);
        assertHarmless(page);
        page.navigate("/phones?pane=visitors&agent=" + people.digits(NAME) + "&chat=" + hostile.id());
        assertThat(screen.website()).containsText(NAME);
        assertHarmless(page);
        page.navigate("/conversations");
        assertThat(page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(NAME)))
                .isVisible();
        assertHarmless(page);
        page.navigate("/conversations?group=customer");
        assertHarmless(page);
        page.navigate("/conversations/" + hostile.id());
        Locator lines = page.getByRole(AriaRole.LIST, new Page.GetByRoleOptions().setName("Lines of the chat"));
        assertThat(lines).containsText(TEXT);
        assertThat(lines).containsText(LONG);
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(NAME)))
                .isVisible();
        assertHarmless(page);
        for (String path : List.of("/pool", "/health", "/pool/drain?widget=7&number=%2B15558986359")) {
            page.navigate(path);
            assertThat(page.getByRole(AriaRole.MAIN)).containsText(path.startsWith("/pool") ? TEXT : NAME);
            assertHarmless(page);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "NARROW"})
    void can_be_edited_and_come_back_as_they_were(Look look) {
        Page page = at.tab(look).mayAnswer(422).open("/pool");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Edit the pool"))
                .click();
        Locator entry = page.getByRole(AriaRole.GROUP, new Page.GetByRoleOptions().setName("Entry [0]"));
        assertThat(entry.getByLabel("Name")).hasValue(TEXT);
        entry.getByLabel("Name").fill(NAME + LONG);
        entry.getByLabel("Weight").fill(TEXT);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Save"))
                .click();
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("Not saved.");
        assertThat(entry.getByLabel("Name")).hasValue(NAME + LONG);
        assertThat(entry.getByLabel("Weight")).hasValue(TEXT);
        assertHarmless(page);
    }

    private static void assertHarmless(Page page) {
        assertThat(page.title()).endsWith("– Support desk");
        assertThat(page.locator("main img, main svg[onload], main script")).hasCount(0);
        assertThat(Findings.ofWidth(page.url(), page)).isEmpty();
    }
}
