package dev.numberpool.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class TourTest {
    /** What the tour printed and how it ended. */
    private record Run(int status, String text) {
        List<String> lines() {
            return text.lines().toList();
        }
    }

    private static Run run(Tour.Opener postgresql, String... args) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int status = Tour.run(List.of(args), new PrintStream(bytes, true, StandardCharsets.UTF_8), postgresql);
        return new Run(status, bytes.toString(StandardCharsets.UTF_8));
    }

    @Test
    @Tag("slow")
    void tellsTheWholeStoryOnPostgresql() throws Exception {
        Run run = run(TourDatabase::postgresql);
        assertStory(run);
        assertThat(run.lines().get(0)).startsWith("numberpool, a tour on PostgreSQL ");
        assertThat(run.text()).contains("whatsapp_number_pool = '[]'::JSONB");
    }

    @Test
    void tellsTheWholeStoryOnH2() throws Exception {
        Run run = run(TourDatabase::postgresql, "--h2");
        assertStory(run);
        assertThat(run.lines().get(0)).startsWith("numberpool, a tour on H2 ");
        assertThat(run.text()).contains("so here it was run without that.");
    }

    private static void assertStory(Run run) {
        assertThat(run.status()).isZero();
        assertThat(run.text())
                .contains("JdbcSchema.verify says: the schema is usable.")
                .contains("Listener: conversation 294 shares Support Team 1 with 1 other.")
                .contains("| #297  +15558986300  source HANDOVER_DEFAULT")
                .contains("| #298  +15558986301  source CREDENTIALS")
                .contains("NoNumberAvailableException: conversation '299' of widget '7': no number available;")
                .contains("handover default: handover_whatsapp_number is not set or not usable;")
                .contains("400 calls, 200 assignments, isNew 200 times. Fullest minus emptiest number: 1.");
        assertThat(run.lines())
                .anyMatch(line -> line.matches(" *conversations +4 +4 +4"))
                .anyMatch(line ->
                        line.matches(" *#282 +Maria +Layla +\\+15558986359 +Support Team 1 +first in the pool.*"))
                .anyMatch(line -> line.matches(" *Layla's phone +Maria +Noor +Sofia"))
                .anyMatch(line -> line.matches(" *Support Team 2 +no +4 +0"))
                .anyMatch(line -> line.matches(" *again +#283 +\\+15558986360 +Support Team 2 +false"))
                .anyMatch(line -> line.matches(" *298 +Paul +\\+15558986301 +open +\\d{4}-.*"));
        assertThat(monitored(run)).hasSize(17);
        assertMessages(run);
    }

    /** What Layla's phone shows, what she writes, and who reads it, in this order. */
    private static void assertMessages(Run run) {
        assertThat(run.lines().stream().filter(line -> line.startsWith("   | ")).map(TourTest::unspaced))
                .containsSubsequence(
                        "| Support Team 1 — New chat: Maria (#282) —",
                        "| #282: Where is my parcel?",
                        "| Support Team 1 — New chat: Yara (#294) —",
                        "| #294: Can I pay later?",
                        "| Layla Yes, in two parts.",
                        "| #294 reads Yes, in two parts. (QUOTE)",
                        "| Layla It left this morning.",
                        "| nobody reads it could be for #282 or #294",
                        "| Support Team 1 Who is this for? Reply with the code alone, like #282. Your open chats:",
                        "| #282, #286, #290, #294.",
                        "| Layla #282",
                        "| #282 reads It left this morning. (RELEASED)",
                        "| Sales Team Sofia is waiting for an answer. [Open the chat]",
                        "| (toAgent said) Parked[why=SERVICE_WINDOW, until=null]",
                        "| Layla [Open the chat]",
                        "| Sales Team — New chat: Sofia (#290) —",
                        "| Do you ship to Giza?");
    }

    private static String unspaced(String line) {
        return line.strip().replaceAll(" +", " ");
    }

    private static List<String> monitored(Run run) {
        return run.lines().stream()
                .filter(line -> line.matches(" *2\\d\\d +\\w+ +\\+\\d+ +open +.*"))
                .toList();
    }

    @Test
    void saysWhyPostgresqlDoesNotStartAndHowToGoOn() throws Exception {
        Run run = run(() -> {
            throw new IOException("initdb: cannot be run as root");
        });
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.text())
                .contains("The tour could not start its embedded PostgreSQL:")
                .contains("initdb: cannot be run as root")
                .contains("-Dtour.args=--h2");
    }

    @Test
    void refusesOptionsThatItDoesNotKnow() throws Exception {
        Run run = run(TourDatabase::postgresql, "--oracle");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.text()).contains("--h2").contains("--oracle");
    }

    @Test
    void runsTheStatementsOfTheSetupGuideByteForByte() {
        String place = System.getProperty("setup.guide", "../shared/guides/setup-guide.md");
        Path guide = ProjectFiles.root().resolve(place);
        assumeTrue(Files.isReadable(guide), "the setup guide is not here; -Dsetup.guide=<file> says where it is");
        assertThat(ProjectFiles.blocks(ProjectFiles.read(guide), "sql"))
                .containsExactly(HostSql.file("guide/fill-pool.sql"), HostSql.file("guide/monitoring.sql"));
    }
}
