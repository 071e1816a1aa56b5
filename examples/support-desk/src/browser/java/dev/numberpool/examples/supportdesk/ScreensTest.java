package dev.numberpool.examples.supportdesk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
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
            findings.addAll(Findings.of(screen, tab.page()));
        }
        assertThat(findings).isEmpty();
    }
}
