package dev.numberpool.examples.supportdesk;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.numberpool.examples.supportdesk.PhoneScreen.button;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.SelectOption;
import dev.numberpool.examples.supportdesk.site.Chat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("browser")
@DisplayName("Being visitor and agent on the screen of phones")
class PhonesJourneysTest {
    @RegisterExtension
    final BrowserDesk at = BrowserDesk.demonstration();

    private People people;
    private Tab tab;
    private Page page;
    private PhoneScreen screen;

    @BeforeEach
    void somebody_in_front_of_the_desk() {
        people = new People(at.desk());
        tab = at.tab(Look.LIGHT);
        page = tab.open("/");
        screen = new PhoneScreen(page);
    }

    @Test
    void a_new_visitor_asks_for_a_human_and_reads_the_answer() {
        assertThat(heading("Phones")).isVisible();
        screen.website().getByText("New visitor").click();
        screen.website().getByLabel("Name").fill("Amira");
        screen.website().getByLabel("First message").fill("Has my order left yet?");
        button(screen.website(), "Start the chat").click();
        assertThat(page.getByText("Amira has written, and has no human yet. Ask for one."))
                .isVisible();

        screen.website().getByLabel("Agent").selectOption(new SelectOption().setLabel("Nadia (free)"));
        button(screen.website(), "Ask for a human").click();
        assertThat(screen.messages("Nadia")).containsText("New chat: Amira (#286)");
        assertThat(screen.messages("Nadia")).containsText("Has my order left yet?");

        screen.answer("Nadia", "Yes, this morning.");
        assertThat(screen.lines()).containsText("Yes, this morning.");
        assertThat(screen.message("Nadia", "Yes, this morning.")).containsText("reached Amira");
        assertThat(people.readersOf("Yes, this morning.")).containsExactly("Amira");

        screen.write("Amira", "Thank you!");
        assertThat(screen.messages("Nadia")).containsText("Thank you!");
    }

    @Test
    void an_answer_that_quotes_reaches_whom_it_quotes() {
        Chat amira = shareAThread();
        screen.message("Layla", "#" + amira.id() + ":")
                .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("Reply"))
                .click();
        assertThat(screen.phone("Layla").getByRole(AriaRole.LINK, named("Do not reply to this message")))
                .isVisible();
        assertThat(screen.answer("Layla")).isFocused();
        screen.answer("Layla", "Yes, at nine.");
        assertThat(screen.message("Layla", "Yes, at nine.")).containsText("reached Amira");
        screen.openChat("Amira");
        assertThat(screen.lines()).containsText("Yes, at nine.");
        assertThat(people.readersOf("Yes, at nine.")).containsExactly("Amira");
    }

    @Test
    void an_answer_with_a_code_reaches_whom_it_names_without_the_code() {
        shareAThread();
        Chat maria = people.chat("Maria");
        screen.answer("Layla", "#" + maria.id() + ": It comes tomorrow.");
        assertThat(screen.message("Layla", "It comes tomorrow.")).containsText("reached Maria");
        screen.openChat("Maria");
        assertThat(screen.lines()).containsText("It comes tomorrow.");
        assertThat(screen.lines()).not().containsText("#" + maria.id());
        assertThat(people.readersOf("It comes tomorrow.")).containsExactly("Maria");
    }

    @Test
    void an_answer_that_could_be_for_two_waits_until_a_button_says_for_whom() {
        Chat amira = shareAThread();
        screen.answer("Layla", "It left this morning.");
        Locator held = screen.message("Layla", "It left this morning.");
        assertThat(held).containsText("held, nobody has got it");
        assertThat(screen.messages("Layla")).containsText("Who is this for?");
        assertThat(page.getByText("This answer could be for Maria or Amira")).isVisible();
        assertThat(people.readersOf("It left this morning.")).isEmpty();

        button(held, "#" + amira.id()).click();
        assertThat(held).containsText("reached Amira");
        assertThat(held.getByText("For whom is it?")).not().isVisible();
        screen.openChat("Amira");
        assertThat(screen.lines()).containsText("It left this morning.");
        assertThat(people.readersOf("It left this morning.")).containsExactly("Amira");
    }

    @Test
    void several_held_answers_follow_in_order_when_the_code_is_typed() {
        shareAThread();
        screen.answer("Layla", "It left this morning.");
        assertThat(screen.message("Layla", "It left this morning.")).containsText("held");
        screen.answer("Layla", "You get a mail.");
        assertThat(screen.message("Layla", "You get a mail.")).containsText("held");
        screen.answer("Layla", "#" + people.chat("Maria").id());
        assertThat(screen.message("Layla", "You get a mail.")).containsText("reached Maria");
        screen.openChat("Maria");
        Locator lines = screen.lines().getByRole(AriaRole.LISTITEM);
        assertThat(lines.nth(1)).containsText("It left this morning.");
        assertThat(lines.nth(2)).containsText("You get a mail.");
        assertThat(people.readersOf("It left this morning.")).containsExactly("Maria");
        assertThat(people.readersOf("You get a mail.")).containsExactly("Maria");
    }

    @Test
    void what_waits_for_a_closed_window_arrives_in_order_when_the_button_is_tapped() {
        screen.openThread("Layla", "Maria");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Let 25 hours pass"))
                .click();
        assertThat(screen.phone("Layla").getByText("Window closed.")).isVisible();
        screen.write("Maria", "Are you there?");
        assertThat(screen.messages("Layla")).containsText("Maria is waiting for an answer.");
        assertThat(screen.messages("Layla")).containsText("1 message waits for an answer here");
        assertThat(screen.lines()).containsText("waiting: the agent was asked to open the chat");
        screen.write("Maria", "I am in no hurry.");
        assertThat(screen.messages("Layla")).containsText("2 messages wait for an answer here");

        button(screen.messages("Layla"), "Open chat").click();
        assertThat(page.getByText("The chat is open for 24 hours. What waited has followed."))
                .isVisible();
        assertThat(screen.messages("Layla")).not().containsText("Not on the phone yet");
        Locator messages = screen.messages("Layla").getByRole(AriaRole.LISTITEM);
        assertThat(messages.nth(-2)).containsText("Are you there?");
        assertThat(messages.last()).containsText("I am in no hurry.");
        assertThat(screen.lines()).not().containsText("waiting");
        assertThat(people.readersOf("Open chat"))
                .as("the tap is for no visitor")
                .isEmpty();
    }

    @Test
    void what_is_refused_is_said_and_what_was_typed_stays() {
        tab.mayAnswer(422);
        page.getByText("Add an agent").click();
        page.getByLabel("WhatsApp number").fill("12345");
        page.getByLabel("Name").first().fill("Hana");
        button(page.locator("#add-agent"), "Add").click();
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("must begin with + and the country's code");
        assertThat(page.getByLabel("WhatsApp number")).hasValue("12345");
    }

    /** Maria and Amira share a thread of Layla's, which is open. */
    private Chat shareAThread() {
        Chat amira = people.shareLayla();
        page.navigate("/phones?agent=" + people.digits("Layla"));
        screen.openThread("Layla", "Maria, Amira");
        assertThat(screen.messages("Layla")).containsText("#" + amira.id() + ":");
        return amira;
    }

    private Locator heading(String name) {
        return page.getByRole(
                AriaRole.HEADING, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator.GetByRoleOptions named(String name) {
        return new Locator.GetByRoleOptions().setName(name);
    }
}
