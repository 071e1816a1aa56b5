package dev.numberpool.examples.supportdesk;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Response;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A person with a browser of their own in front of the desk. It notes what no page may do: write errors or warnings to the
 * console, fail, open a dialog, ask another host, or get an answer that is an error, unless the test expects it.
 */
final class Tab implements AutoCloseable {
    /** A browser without a screen calls all its tabs visible. So tests say which ones are behind others. */
    private static final String VISIBILITY = "Object.defineProperty(document, 'visibilityState',"
            + " { get: () => window.isBehind ? 'hidden' : 'visible' })";

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private final BrowserContext context;
    private final Page page;
    private final String address;
    private final Set<Integer> expected = new HashSet<>();
    private final List<String> complaints = new ArrayList<>();

    Tab(Browser browser, URI address, Browser.NewContextOptions options) {
        this.address = address.toString();
        this.context = browser.newContext(options.setBaseURL(this.address));
        context.setDefaultTimeout(TimeUnit.SECONDS.toMillis(15));
        context.onConsoleMessage(this::judge);
        context.onDialog(dialog -> {
            complaints.add("dialog: " + dialog.message());
            dialog.dismiss();
        });
        context.onWebError(error -> complaints.add("uncaught: " + error.error()));
        context.onRequest(this::judge);
        context.onResponse(this::judge);
        context.addInitScript(VISIBILITY);
        this.page = context.newPage();
    }

    /** The page, for what the tests click and read. */
    Page page() {
        return page;
    }

    /** Opens a page of the desk, and waits until its scripts run and its events arrive. */
    Page open(String path) {
        page.navigate(path);
        return page;
    }

    /** The same in another tab of this browser, which nobody sees until it is brought to the front. */
    Page openBehind(String path) {
        Page behind = context.newPage();
        behind.addInitScript("window.isBehind = true");
        behind.navigate(path);
        return behind;
    }

    /** The tab that is seen from now on. */
    static void bringToFront(Page front) {
        front.bringToFront();
        for (Page each : front.context().pages()) {
            each.evaluate(
                    "isBehind => { window.isBehind = isBehind;"
                            + " document.dispatchEvent(new Event('visibilitychange', { bubbles: true })); }",
                    each != front);
        }
    }

    /** Answers with these statuses are no complaint from now on. */
    Tab mayAnswer(Integer... statuses) {
        expected.addAll(List.of(statuses));
        return this;
    }

    /** What the page did that it may not do. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** Takes a picture: {@code target/screenshots/NAME.png}. */
    void shoot(String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(SCREENSHOTS.resolve(name + ".png"))
                .setFullPage(true));
    }

    private void judge(ConsoleMessage message) {
        boolean isBad = Set.of("error", "warning", "assert").contains(message.type());
        // The browser repeats every answer that is an error in its console.
        boolean isExpected = expected.stream()
                .anyMatch(status -> message.text().contains("the server responded with a status of " + status));
        if (isBad && !isExpected) {
            complaints.add("console " + message.type() + ": " + message.text() + " at " + message.location());
        }
    }

    private void judge(Request request) {
        boolean isOurs = request.url().startsWith(address) || request.url().startsWith("data:");
        if (!isOurs) {
            complaints.add("asked another host: " + request.url());
        }
    }

    private void judge(Response response) {
        if (response.status() >= 400 && !expected.contains(response.status())) {
            complaints.add(response.request().method() + " " + response.url() + " answered " + response.status());
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
