package dev.numberpool.examples.customstore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.numberpool.testkit.NumberFactsContract;
import dev.numberpool.testkit.NumberStoreContract;
import dev.numberpool.testkit.ThreadStoreContract;
import dev.numberpool.testkit.WidgetStoreContract;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The page about a store of one's own")
class PageTest {
    private static final Pattern NAME_OF_A_TEST = Pattern.compile("`([a-z]+(?:[A-Z][a-z]+){2,})`");
    private static final List<String> KIT = Stream.<Class<?>>of(
                    NumberStoreContract.class,
                    NumberFactsContract.class,
                    WidgetStoreContract.class,
                    ThreadStoreContract.class)
            .flatMap(contract -> Arrays.stream(contract.getDeclaredMethods()))
            .filter(method -> method.isAnnotationPresent(Test.class))
            .map(Method::getName)
            .toList();

    @Test
    void namesOnlyTestsThatTheKitHas() throws IOException {
        List<String> named = page().lines()
                .filter(line -> line.startsWith("| "))
                .flatMap(line -> NAME_OF_A_TEST.matcher(line).results().map(match -> match.group(1)))
                .toList();
        assertThat(named)
                .hasSizeGreaterThan(10)
                .allSatisfy(name -> assertThat(KIT).contains(name));
    }

    @Test
    void saysHowManyTestsTheKitHas() throws IOException {
        assertThat(page()).contains(KIT.size() + " tests. Three of them are skipped here");
    }

    private static String page() throws IOException {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("docs/custom-store.md"))) {
            folder = folder.getParent();
        }
        return Files.readString(folder.resolve("docs/custom-store.md"));
    }
}
