package dev.numberpool.examples.supportdesk;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("browser")
@DisplayName("Looking at every screen of the demonstration")
class ScreensTest {
    private static final List<String> SCREENS = List.of("phones", "conversations", "pool", "health");

    @RegisterExtension
    final BrowserDesk at = BrowserDesk.demonstration();

    @ParameterizedTest
    @EnumSource
    void everybody_can_read_it_and_it_fits(Look look) {
        Tab tab = at.tab(look);
        List<String> findings = new ArrayList<>();
        for (String screen : SCREENS) {
            tab.open("/" + screen);
            tab.shoot(screen + "-" + look.file());
            findings.addAll(findings(screen, tab.page()));
        }
        assertThat(findings).isEmpty();
    }

    private static List<String> findings(String screen, Page page) {
        List<String> findings = new ArrayList<>();
        for (Rule rule : new AxeBuilder(page).analyze().getViolations()) {
            if (Set.of("serious", "critical").contains(rule.getImpact())) {
                rule.getNodes().forEach(node -> findings.add(screen + ": " + rule.getHelp() + ": " + node.getHtml()));
            }
        }
        if ((boolean) page.evaluate("document.documentElement.scrollWidth > innerWidth")) {
            findings.add(screen + ": wider than the window");
        }
        return findings;
    }
}
