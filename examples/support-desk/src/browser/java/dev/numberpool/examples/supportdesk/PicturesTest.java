package dev.numberpool.examples.supportdesk;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import dev.numberpool.examples.supportdesk.site.Chat;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The pictures in {@code docs/images}: the same people, on the same morning, whenever they are taken. */
@Tag("browser")
@DisplayName("The pictures for the README")
class PicturesTest {
    private static final Instant MONDAY = Instant.parse("2030-03-04T09:12:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @RegisterExtension
    final BrowserDesk at = BrowserDesk.empty();

    private TestDesk desk;
    private People people;

    @BeforeEach
    void a_team_on_a_monday_morning() {
        desk = at.desk();
        people = new People(desk);
        desk.jobs().close(); // nothing moves but by the test
        pass(Duration.between(desk.twilio().clock().instant(), MONDAY));
        new Demonstration(desk.jdbi(), desk.site(), desk.handovers(), desk.twilio()).prepare();
        pass(MINUTE);
    }

    @Test
    void phones() {
        Chat amira = shareLayla();
        people.quote("Layla", people.chat("Maria"), "Tomorrow, by noon.");
        pass(MINUTE);
        people.write("Layla", amira, "It left this morning.");
        Page page = open("/phones?agent=201016666301&chat=" + amira.id(), 924);
        assertThat(page.getByText("For whom is it?")).isVisible();
        shoot(page, "phones");
    }

    @Test
    void conversations() {
        shareLayla();
        Chat jonas = people.begin("Jonas", "Hello, is anybody there?");
        pass(MINUTE);
        desk.handovers().write(jonas, "My order 4711 came without the charger.");
        pass(MINUTE);
        Page page = open("/conversations/" + jonas.id(), 940);
        assertThat(page.getByRole(AriaRole.HEADING, named("Which number, and why")))
                .isVisible();
        shoot(page, "conversations");
    }

    @Test
    void pool() {
        desk.sql("UPDATE widget_configs SET whatsapp_number_pool = jsonb_set(jsonb_set(whatsapp_number_pool,"
                + " '{0,weight}', '2'), '{1,notes}', '\"Returns\"')");
        List<String> visitors = List.of("Amira", "Jonas", "Leila", "Pedro", "Hana", "Emil", "Nour", "Clara", "Ivan");
        List<String> agents = List.of("Layla", "Omar", "Nadia");
        for (int i = 0; i < visitors.size(); i++) {
            pass(MINUTE.multipliedBy(1 + i * 5 % 4));
            people.handOver(people.begin(visitors.get(i), "Hello"), agents.get(i % agents.size()));
            pass(MINUTE.multipliedBy(2 + i * 3 % 5));
            if (i == 2 || i == 5) {
                people.end(people.chat(visitors.get(i - 1)));
                pass(MINUTE.multipliedBy(2));
                people.end(people.chat(visitors.get(i - 2)));
            }
        }
        pass(MINUTE.multipliedBy(2));
        Page page = open("/pool?span=1h", 905);
        assertThat(page.getByRole(AriaRole.HEADING, named("Use over time"))).isVisible();
        shoot(page, "pool");
    }

    @Test
    void health() {
        people.write("Layla", shareLayla(), "It left this morning.");
        Page page = open("/health", 840);
        page.getByRole(AriaRole.BUTTON, named("Check now")).click();
        assertThat(page.getByText("2 things to look at")).isVisible();
        assertThat(page.getByText("2 of 5 conversations share a chat")).isVisible();
        page.navigate("/health"); // without the notice of what was done
        shoot(page, "health");
    }

    private Chat shareLayla() {
        people.write("Layla", people.chat("Maria"), "Good morning Maria! Let me look.");
        pass(MINUTE.multipliedBy(3));
        Chat amira = people.shareLayla();
        desk.handovers().write(people.chat("Maria"), "When will it come?");
        pass(MINUTE);
        return amira;
    }

    /** In steps as small as those of the chart. */
    private void pass(Duration time) {
        Duration left = time;
        while (left.compareTo(MINUTE) >= 0 && left.compareTo(MINUTE.multipliedBy(10)) < 0) {
            desk.twilio().pass(MINUTE);
            desk.jobs().now("usage");
            left = left.minus(MINUTE);
        }
        desk.twilio().pass(left);
    }

    private Page open(String path, int height) {
        return at.tab(Look.LIGHT.options().setViewportSize(1280, height)).open(path);
    }

    private static GetByRoleOptions named(String name) {
        return new GetByRoleOptions().setName(name);
    }

    private static void shoot(Page page, String name) {
        Path file = Path.of("target", "screenshots", "readme-" + name + ".png");
        page.screenshot(new Page.ScreenshotOptions().setPath(file));
    }
}
