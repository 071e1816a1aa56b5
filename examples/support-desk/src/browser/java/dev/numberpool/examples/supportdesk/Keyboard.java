package dev.numberpool.examples.supportdesk;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;

/** Somebody with a keyboard and no mouse, who looks where the focus is. */
record Keyboard(Page page) {
    private static final int MOST_STOPS = 150;

    /** What has the focus, in words; empty if nothing has it. */
    private static final String STOP = """
            () => {
              const at = document.activeElement;
              if (!at || at === document.body) return "";
              const name = at.getAttribute("aria-label") || at.labels?.[0]?.textContent || at.textContent || at.name || "";
              return at.tagName.toLowerCase() + (at.id ? "#" + at.id : "") + " " + name.trim().replace(/\\s+/g, " ").slice(0, 60);
            }""";

    /** Why it cannot be seen there; empty if it can. */
    private static final String INVISIBLE = """
            () => {
              const at = document.activeElement;
              const style = getComputedStyle(at);
              const box = at.getBoundingClientRect();
              if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) return "has no outline";
              if (style.outlineColor === "rgba(0, 0, 0, 0)") return "has a transparent outline";
              if (box.width < 2 || box.height < 2) return "has no size";
              const isOutside = box.right <= 0 || box.bottom <= 0 || box.left >= innerWidth || box.top >= innerHeight;
              return isOutside ? "is outside of the window" : "";
            }""";

    /** Goes on with the tabulator until this has the focus; all that gets it on the way must be seen to have it. */
    Keyboard to(Locator goal) {
        List<String> stops = new ArrayList<>();
        while (!isAt(goal)) {
            page.keyboard().press("Tab");
            stops.add(stop());
            assertThat(stops).as("the way to " + goal).hasSizeLessThan(MOST_STOPS);
            assertVisible();
        }
        return this;
    }

    /** Presses a key, such as {@code Enter} or {@code Space}. */
    Keyboard press(String key) {
        page.keyboard().press(key);
        return this;
    }

    /** Types a text. */
    Keyboard type(String text) {
        page.keyboard().type(text);
        return this;
    }

    /** Goes once around the page, and says where it came by. */
    List<String> around() {
        List<String> stops = new ArrayList<>();
        page.keyboard().press("Tab");
        String first = stop();
        do {
            stops.add(stop());
            assertThat(stops).as("the way around").hasSizeLessThan(MOST_STOPS);
            if (!stop().isEmpty()) {
                assertVisible();
            }
            page.keyboard().press("Tab");
        } while (!stop().equals(first));
        return stops;
    }

    private boolean isAt(Locator goal) {
        return (boolean) goal.evaluate("goal => goal === document.activeElement");
    }

    private String stop() {
        return (String) page.evaluate(STOP);
    }

    private void assertVisible() {
        if (!stop().isEmpty()) {
            assertThat((String) page.evaluate(INVISIBLE))
                    .as("the focus on " + stop())
                    .isEmpty();
        }
    }
}
