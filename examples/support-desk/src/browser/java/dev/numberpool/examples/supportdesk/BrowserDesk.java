package dev.numberpool.examples.supportdesk;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.PlaywrightException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * A running desk for each test, and people in front of it. After the test every tab must be without complaints; one that
 * failed leaves a picture of each tab.
 */
final class BrowserDesk implements BeforeEachCallback, AfterEachCallback {
    private final Supplier<TestDesk> start;
    private final List<Tab> tabs = new ArrayList<>();
    private @Nullable Chromium chromium;
    private @Nullable TestDesk desk;

    private BrowserDesk(Supplier<TestDesk> start) {
        this.start = start;
    }

    /** With the visitors and agents of the demonstration. */
    static BrowserDesk demonstration() {
        return new BrowserDesk(TestDesk::demonstration);
    }

    /** With nothing at all. */
    static BrowserDesk empty() {
        return new BrowserDesk(TestDesk::empty);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        chromium = context.getRoot()
                .getStore(Namespace.create(Chromium.class))
                .computeIfAbsent(Chromium.class, type -> Chromium.start(), Chromium.class);
        desk = start.get();
    }

    /** The desk. */
    TestDesk desk() {
        return desk;
    }

    /** Somebody in front of it, with cookies of their own. */
    Tab tab(Look look) {
        return tab(look.options());
    }

    /** The same with a particular browser. */
    Tab tab(Browser.NewContextOptions options) {
        Tab tab = new Tab(chromium.browser(), desk.application().address(), options);
        tabs.add(tab);
        return tab;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        try {
            if (context.getExecutionException().isPresent()) {
                picture(context);
            }
            assertThat(tabs)
                    .flatExtracting(Tab::complaints)
                    .as("complaints of the browser")
                    .isEmpty();
        } finally {
            tabs.forEach(Tab::close);
            tabs.clear();
            if (desk != null) {
                desk.close();
            }
        }
    }

    private void picture(ExtensionContext context) {
        String test = context.getRequiredTestClass().getSimpleName() + "-"
                + context.getRequiredTestMethod().getName();
        for (int i = 0; i < tabs.size(); i++) {
            try {
                tabs.get(i).shoot("failed-" + test + "-" + i);
            } catch (PlaywrightException e) {
                System.err.println("no picture of " + test + ": " + e.getMessage());
            }
        }
    }
}
