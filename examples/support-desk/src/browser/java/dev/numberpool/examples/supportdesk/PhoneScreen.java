package dev.numberpool.examples.supportdesk;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;

/** What people look for on the screen of phones. */
record PhoneScreen(Page page) {
    /** An agent's phone. */
    Locator phone(String agent) {
        return page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName(agent + "'s phone"));
    }

    /** The chats on the website. */
    Locator website() {
        return page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Visitors"));
    }

    /** The messages in the thread that is open on a phone. */
    Locator messages(String agent) {
        return phone(agent).getByRole(AriaRole.LIST, new Locator.GetByRoleOptions().setName("Messages"));
    }

    /** A message on a phone. */
    Locator message(String agent, String text) {
        return messages(agent)
                .getByRole(AriaRole.LISTITEM)
                .filter(new Locator.FilterOptions().setHasText(text))
                .last();
    }

    /** The lines of the visitor's chat that is open. */
    Locator lines() {
        return website().getByRole(AriaRole.LIST, new Locator.GetByRoleOptions().setName("Lines of the chat"));
    }

    /** Opens the thread of an agent that is for these visitors. */
    void openThread(String agent, String visitors) {
        button(phone(agent), visitors).click();
        page.waitForURL(Pattern.compile("number="));
    }

    /** Opens a visitor's chat. */
    void openChat(String visitor) {
        website()
                .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(visitor))
                .click();
        Locator heading = website().getByRole(AriaRole.HEADING, new Locator.GetByRoleOptions().setName(visitor));
        assertThat(heading).isVisible();
    }

    /** Where somebody types on a phone. */
    Locator answer(String agent) {
        return phone(agent).getByRole(AriaRole.TEXTBOX);
    }

    /** An agent writes, and sends with Enter. */
    void answer(String agent, String text) {
        answer(agent).fill(text);
        answer(agent).press("Enter");
    }

    /** A visitor writes, and sends with Enter. */
    void write(String visitor, String text) {
        Locator field = website().getByLabel("Message of " + visitor);
        field.fill(text);
        field.press("Enter");
    }

    /** A button in a part of the page. */
    static Locator button(Locator part, String name) {
        return part.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name));
    }
}
