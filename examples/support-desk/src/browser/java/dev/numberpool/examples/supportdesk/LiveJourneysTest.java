package dev.numberpool.examples.supportdesk;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("browser")
@DisplayName("A page that is open while others do something")
class LiveJourneysTest {
    @RegisterExtension
    final BrowserDesk at = BrowserDesk.demonstration();

    private People people;

    @BeforeEach
    void others() {
        people = new People(at.desk());
    }

    @Test
    void shows_how_the_use_of_numbers_moves() {
        Page pool = at.tab(Look.LIGHT).open("/pool");
        Locator row = pool.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText("Support Team 1"));
        assertThat(pool.getByText("3 conversations are active. Each number in service carries 1."))
                .isVisible();
        mark(pool);

        Page other =
                at.tab(Look.LIGHT).open("/phones?chat=" + people.chat("Sofia").id());
        PhoneScreen.button(new PhoneScreen(other).website(), "Ask for a human").click();
        assertThat(other.getByRole(AriaRole.STATUS)).containsText("Sofia is with Nadia now, on Support Team 1.");

        assertThat(pool.getByText("4 conversations are active.")).isVisible();
        assertThat(row.getByRole(AriaRole.CELL).nth(2)).hasText("2");
        assertNotLoadedAnew(pool);
    }

    @Test
    void lets_a_thread_appear_on_the_agents_phone() {
        Page page = at.tab(Look.LIGHT).open("/phones?agent=" + people.digits("Nadia"));
        PhoneScreen screen = new PhoneScreen(page);
        mark(page);
        people.handOver(people.chat("Sofia"), "Nadia");
        Locator thread = PhoneScreen.button(screen.phone("Nadia"), "Sofia");
        assertThat(thread).containsText("1 unread");
        assertNotLoadedAnew(page);
        thread.click();
        assertThat(screen.messages("Nadia")).containsText("Do you ship to Lisbon?");
    }

    @Test
    void keeps_what_somebody_is_typing_with_the_cursor_in_it() {
        Page page = at.tab(Look.LIGHT).open("/phones?agent=" + people.digits("Layla"));
        PhoneScreen screen = new PhoneScreen(page);
        screen.openThread("Layla", "Maria");
        Locator visitor = screen.website().getByLabel("Message of Maria");
        visitor.fill("I am still");
        screen.answer("Layla").pressSequentially("It left yesterday.");
        page.keyboard().press("Home");

        at.desk().handovers().write(people.chat("Maria"), "Anybody?");
        people.handOver(people.chat("Sofia"), "Layla");
        assertThat(screen.messages("Layla")).containsText("Anybody?");
        assertThat(PhoneScreen.button(screen.phone("Layla"), "Sofia")).isVisible();
        assertThat(visitor).hasValue("I am still");
        assertThat(screen.answer("Layla")).isFocused();
        page.keyboard().type("Yes. ");
        assertThat(screen.answer("Layla")).hasValue("Yes. It left yesterday.");
        page.keyboard().press("Enter");
        assertThat(screen.message("Layla", "Yes. It left yesterday.")).containsText("reached Maria");
        assertThat(screen.answer("Layla")).hasValue("");
        assertThat(visitor).hasValue("I am still");
    }

    @Test
    void keeps_what_an_editor_of_the_pool_has_typed_and_ticked() {
        Page page = at.tab(Look.LIGHT).open("/pool");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Edit the pool"))
                .click();
        Locator entry = page.getByRole(AriaRole.GROUP, new Page.GetByRoleOptions().setName("Support Team 1"));
        entry.getByLabel("Name").fill("Mornings");
        entry.getByLabel("Gets new conversations").uncheck();
        entry.getByText("Notes and id").click();
        people.handOver(people.chat("Sofia"), "Nadia");
        assertThat(entry).containsText("2 active");
        assertThat(entry.getByLabel("Name")).hasValue("Mornings");
        assertThat(entry.getByLabel("Gets new conversations")).not().isChecked();
        assertThat(entry.getByLabel("Notes")).isVisible();
    }

    @Test
    void lets_go_of_its_connection_while_nobody_sees_it_and_shows_what_it_has_missed_when_somebody_does() {
        String path = "/phones?agent=" + people.digits("Nadia");
        Tab tab = at.tab(Look.LIGHT);
        Page first = tab.open(path);
        IntStream.range(0, 7).forEach(i -> tab.openBehind(path));
        Page hidden = tab.openBehind(path); // the ninth; a browser has six connections for a server
        assertThat(new PhoneScreen(hidden).phone("Nadia")).isVisible();
        Until.isTrue(
                Duration.ofSeconds(15), () -> at.desk().application().live().pages() == 1);
        mark(hidden);

        people.handOver(people.chat("Sofia"), "Nadia");
        Locator thread = PhoneScreen.button(new PhoneScreen(hidden).phone("Nadia"), "Sofia");
        assertThat(PhoneScreen.button(new PhoneScreen(first).phone("Nadia"), "Sofia"))
                .isVisible();
        assertThat(thread).isHidden();

        Tab.bringToFront(hidden);
        assertThat(thread).isVisible();
        Until.isTrue(
                Duration.ofSeconds(15), () -> at.desk().application().live().pages() == 2);
        assertNotLoadedAnew(hidden);
    }

    private static void mark(Page page) {
        page.evaluate("document.documentElement.openedOnce = true");
    }

    private static void assertNotLoadedAnew(Page page) {
        assertThat(page.evaluate("document.documentElement.openedOnce")).isEqualTo(true);
    }
}
