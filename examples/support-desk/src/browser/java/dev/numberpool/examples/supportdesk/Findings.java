package dev.numberpool.examples.supportdesk;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What keeps somebody from using a page. */
final class Findings {
    private static final Set<String> SEVERE = Set.of("serious", "critical");

    private Findings() {}

    /** What axe calls serious or critical, and whether the page is wider than the window. */
    static List<String> of(String what, Page page) {
        List<String> findings = new ArrayList<>(ofWidth(what, page));
        findings.addAll(severe(what, new AxeBuilder(page)));
        return findings;
    }

    /** Colours that are too pale: all that another look of the same page can change. */
    static List<String> ofColours(String what, Page page) {
        return severe(what, new AxeBuilder(page).withRules(List.of("color-contrast")));
    }

    private static List<String> severe(String what, AxeBuilder axe) {
        List<String> findings = new ArrayList<>();
        for (Rule rule : axe.analyze().getViolations()) {
            if (SEVERE.contains(rule.getImpact())) {
                rule.getNodes().forEach(node -> findings.add(what + ": " + rule.getHelp() + ": " + node.getHtml()));
            }
        }
        return findings;
    }

    /** Whether the page is wider than the window, so that people have to move it sideways. */
    static List<String> ofWidth(String what, Page page) {
        boolean isTooWide = (boolean) page.evaluate("document.documentElement.scrollWidth > innerWidth");
        return isTooWide ? List.of(what + ": wider than the window") : List.of();
    }
}
