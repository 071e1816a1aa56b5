package dev.numberpool.examples.supportdesk;

import com.microsoft.playwright.JSHandle;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.numberpool.examples.supportdesk.Crowd.Talk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Somebody who has all screens open in one browser, clicks about every second, and knows how long each click took. */
final class Person {
    private static final int SECOND = 1_000;

    private final Page phones;
    private final Page conversations;
    private final Page pool;
    private final Page health;
    private final List<Talk> talks;
    private final List<Runnable> round = new ArrayList<>();
    private final Map<String, List<Click>> clicked = new LinkedHashMap<>();
    private Talk talk;
    private int clicks;

    Person(Tab tab, List<Talk> talks) {
        this.talks = talks;
        this.talk = talks.get(0);
        phones = tab.open("/phones");
        conversations = tab.openBehind("/conversations");
        pool = tab.openBehind("/pool");
        health = tab.openBehind("/health");
        round.add(() -> click("phones", phones, "#person-" + talk.agent() + " a", chosen("#person-" + talk.agent())));
        round.add(() -> click("conversations", conversations, chip(), chosen(chip())));
        round.add(() -> click("pool", pool, "text='10 minutes'", "a[aria-current]:has-text('10 minutes')"));
        round.add(() -> click("health", health, "text='Check now'", ".notice:has-text('Checked')"));
        round.add(() -> click("phones", phones, "#thread-" + thread() + " button", "#open-" + thread()));
        round.add(() -> click("conversations", conversations, "#chat-" + talk.chat() + " a", "h1:has-text('#')"));
        round.add(() -> click("pool", pool, "#number-" + talk.number() + " a:has-text('Move')", "h1:has-text('Move')"));
        round.add(() -> click("health", health, "nav.tabs a[href='/pool']", "h1:has-text('Pool')"));
        round.add(() -> click("phones", phones, "#visitor-" + newest().chat() + " a", "#chat-" + newest().chat()));
        round.add(() -> click("conversations", conversations, ".conv-back a", "h1:has-text('Conversations')"));
        round.add(() -> click("pool", pool, "nav.tabs a[href='/pool']", "h1:has-text('Pool')"));
        round.add(() -> click("health", health, "nav.tabs a[href='/health']", "h1:has-text('Health')"));
    }

    private static String chosen(String link) {
        return link.endsWith("]") ? link + "[aria-current]" : link + " a[aria-current]";
    }

    private String chip() {
        return "a.conv-chip[href*='" + talk.number() + "']";
    }

    private String thread() {
        return talk.agent() + "-" + talk.number();
    }

    /** One of the visitors whom the list shows. */
    private Talk newest() {
        return talks.stream()
                .sorted((one, other) -> Long.compare(other.chat(), one.chat()))
                .skip(clicks % 50)
                .findFirst()
                .orElseThrow();
    }

    /**
     * One click.
     *
     * @param took from the event until what it asks for is on the page
     * @param answered how much of it passed until the desk had answered
     */
    private record Click(Duration took, Duration answered) {}

    private void click(String screen, Page page, String target, String expected) {
        Tab.bringToFront(page);
        page.waitForTimeout(SECOND); // they look before they click
        Locator what = page.locator(target).first();
        what.waitFor();
        long begin = System.nanoTime();
        Object clickedAt = what.evaluate("element => { performance.clearResourceTimings();"
                + " const now = performance.now(); element.click(); return now; }");
        page.locator(expected).first().waitFor();
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        clicked.computeIfAbsent(screen, none -> new ArrayList<>()).add(new Click(took, answered(page, clickedAt)));
    }

    /** By the browser's own clock, for the first that was fetched since. It may come later than what the browser kept. */
    private static Duration answered(Page page, Object since) {
        JSHandle fetched = page.waitForFunction(
                "since => performance.getEntriesByType('resource')"
                        + ".find(each => each.initiatorType === 'fetch' && each.startTime >= since)",
                since);
        Number millis = (Number) fetched.evaluate("(fetched, since) => fetched.responseEnd - since", since);
        return Duration.ofMillis(millis.longValue());
    }

    /** Clicks on everything once, and forgets how long that took. */
    void clickOnce() {
        round.forEach(Runnable::run);
        clicked.clear();
    }

    void clickFor(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            if (clicks % round.size() == 0) {
                talk = talks.get(clicks % talks.size());
            }
            round.get(clicks % round.size()).run();
            clicks++;
        }
    }

    List<Page> pages() {
        return List.of(phones, conversations, pool, health);
    }

    private static Duration percentile(List<Click> clicks, Function<Click, Duration> time, int percent) {
        List<Duration> sorted = clicks.stream().map(time).sorted().toList();
        return sorted.get((sorted.size() * percent + 99) / 100 - 1);
    }

    @Override
    public String toString() {
        return clicked.entrySet().stream()
                .map(screen -> "%s: %d clicks, shown %s, of which answered %s"
                        .formatted(
                                screen.getKey(),
                                screen.getValue().size(),
                                within(screen.getValue(), Click::took),
                                within(screen.getValue(), Click::answered)))
                .collect(Collectors.joining(System.lineSeparator()));
    }

    private static String within(List<Click> clicks, Function<Click, Duration> time) {
        return "half within %d ms, 95 %% within %d ms"
                .formatted(
                        percentile(clicks, time, 50).toMillis(),
                        percentile(clicks, time, 95).toMillis());
    }
}
