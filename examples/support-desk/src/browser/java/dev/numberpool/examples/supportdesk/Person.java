package dev.numberpool.examples.supportdesk;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.numberpool.examples.supportdesk.Crowd.Talk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    private final Map<String, List<Duration>> times = new LinkedHashMap<>();
    private Talk talk;
    private int clicks;

    Person(Tab tab, List<Talk> talks) {
        this.talks = talks;
        this.talk = talks.get(0);
        phones = tab.open("/phones");
        conversations = another(tab, "/conversations");
        pool = another(tab, "/pool");
        health = another(tab, "/health");
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

    private static Page another(Tab tab, String path) {
        Page page = tab.page().context().newPage();
        page.navigate(path);
        return page;
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
     * From the event of the click until what it asks for is there. The tab is in front before, as it is for a person; in
     * those behind it a browser draws once a second, which is no time of the desk's.
     */
    private void click(String screen, Page page, String target, String expected) {
        page.bringToFront();
        page.waitForTimeout(SECOND); // they look before they click
        Locator what = page.locator(target).first();
        what.waitFor();
        long begin = System.nanoTime();
        what.evaluate("element => element.click()");
        page.locator(expected).first().waitFor();
        times.computeIfAbsent(screen, none -> new ArrayList<>()).add(Duration.ofNanos(System.nanoTime() - begin));
    }

    /** Clicks on everything once, and forgets how long that took. */
    void clickOnce() {
        round.forEach(Runnable::run);
        times.clear();
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

    private static Duration percentile(List<Duration> times, int percent) {
        List<Duration> sorted = times.stream().sorted().toList();
        return sorted.get((sorted.size() * percent + 99) / 100 - 1);
    }

    @Override
    public String toString() {
        return times.entrySet().stream()
                .map(screen -> "%s: %d clicks, half within %d ms, 95 %% within %d ms, all within %d ms"
                        .formatted(
                                screen.getKey(),
                                screen.getValue().size(),
                                percentile(screen.getValue(), 50).toMillis(),
                                percentile(screen.getValue(), 95).toMillis(),
                                percentile(screen.getValue(), 100).toMillis()))
                .collect(Collectors.joining(System.lineSeparator()));
    }
}
