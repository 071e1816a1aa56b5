package dev.numberpool.examples.supportdesk;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The browser of this machine, started once for all tests. It is not downloaded: tests use what is installed. */
final class Chromium implements AutoCloseable {
    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Path executable) {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        // What comes by itself comes after a second or two; a busy machine takes its time.
        PlaywrightAssertions.setDefaultAssertionTimeout(15_000);
        browser = playwright.chromium().launch(new BrowserType.LaunchOptions().setExecutablePath(executable));
    }

    /** Starts it, or skips the test if there is none. */
    static Chromium start() {
        Optional<Path> executable = executable();
        if (executable.isEmpty()) {
            String why = "NO BROWSER: these tests need Chromium. Name one by -Dchromium=<path> or $CHROMIUM,"
                    + " or install it (Debian: apt-get install chromium).";
            System.err.println(why);
            if (Boolean.getBoolean("browser.required")) {
                throw new IllegalStateException(why);
            }
            Assumptions.abort(why);
        }
        return new Chromium(executable.orElseThrow());
    }

    Browser browser() {
        return browser;
    }

    private static Optional<Path> executable() {
        Optional<String> named = Optional.ofNullable(System.getProperty("chromium"))
                .or(() -> Optional.ofNullable(System.getenv("CHROMIUM")))
                .filter(path -> !path.isBlank());
        if (named.isPresent()) {
            return named.map(Path::of);
        }
        Stream<Path> folders =
                Stream.of(System.getenv("PATH").split(File.pathSeparator)).map(Path::of);
        return folders.flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(folder::resolve))
                .filter(Files::isExecutable)
                .findFirst();
    }

    @Override
    public void close() {
        playwright.close();
    }
}
