package dev.numberpool.jdbc;

import static dev.numberpool.jdbc.HostDatabase.WIDGET;
import static dev.numberpool.jdbc.HostDatabase.conversation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.numberpool.Assignment;
import dev.numberpool.NumberPool;
import dev.numberpool.StoreException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** PostgreSQL on a small disk that is filled to the last byte, and then emptied again. */
@Tag("faults")
@DisplayName("PostgreSQL's disk is full")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DiskFullFaultTest {
    private static final int CONVERSATIONS = 20_000;
    private static final int FAILURES = 20;
    private static final Logger LOG = LoggerFactory.getLogger(DiskFullFaultTest.class);

    private final List<Assignment> answers = new ArrayList<>();
    private final List<StoreException> failures = new ArrayList<>();
    private final List<Assignment> answersAfterwards = new ArrayList<>();
    private List<String> held = List.of();
    private Path disk;
    private EmbeddedPostgres postgres;
    private int next;

    @BeforeAll
    void fillTheDiskAndEmptyItAgain() throws Exception {
        disk = mount();
        postgres = EmbeddedPostgres.builder()
                .setDataDirectory(disk.resolve("data"))
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_wal_size", "32MB")
                .setServerConfig("min_wal_size", "32MB")
                .setServerConfig("autovacuum", "off")
                .start();
        String url = postgres.getJdbcUrl("postgres", "postgres");
        try (HostDatabase host = HostDatabase.adoptedAt(TestDatabase.POSTGRESQL, url)) {
            host.setPool(5);
            host.conversations(1, CONVERSATIONS);
            NumberPool pool = host.pool().build();
            answers.add(pool.assign(WIDGET, conversation(++next)));
            Path ballast = fill();
            assignUntilItFails(pool);
            Files.delete(ballast);
            for (int i = 0; i < 20; i++) {
                answersAfterwards.add(pool.assign(WIDGET, conversation(++next)));
            }
            held = host.query("SELECT id, assigned_whatsapp_number FROM widget_conversations"
                    + " WHERE assigned_whatsapp_number IS NOT NULL ORDER BY id");
        }
    }

    private static Path mount() throws Exception {
        Path folder = Files.createTempDirectory("disk");
        Process mount = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=160m", "tmpfs", folder.toString())
                .inheritIO()
                .start();
        if (mount.waitFor() != 0) {
            Files.delete(folder);
            String why = "NO DISK: a small file system can be mounted by root only.";
            System.err.println(why);
            Assumptions.abort(why);
        }
        return folder;
    }

    private Path fill() throws IOException {
        Path ballast = disk.resolve("ballast");
        try (OutputStream file = Files.newOutputStream(ballast)) {
            byte[] block = new byte[4096];
            while (true) {
                file.write(block);
            }
        } catch (IOException e) {
            assertThat(Files.getFileStore(disk).getUsableSpace()).as("%s", e).isZero();
        }
        return ballast;
    }

    private void assignUntilItFails(NumberPool pool) {
        while (failures.size() < FAILURES && next < CONVERSATIONS / 2) {
            try {
                answers.add(pool.assign(WIDGET, conversation(++next)));
            } catch (StoreException e) {
                failures.add(e);
            }
        }
        LOG.warn("{} answers, then {}", answers.size(), failures.get(0).getMessage());
        LOG.warn(
                "{} answers, then {}",
                answers.size(),
                failures.get(0).getCause().toString());
    }

    @AfterAll
    void unmount() throws Exception {
        if (postgres != null) {
            postgres.close();
        }
        if (disk != null) {
            new ProcessBuilder("umount", disk.toString()).inheritIO().start().waitFor();
            Files.delete(disk);
        }
    }

    @Test
    @DisplayName("calls fail, and the error says what is missing and that they may be repeated when it is there")
    void callsFailClearly() {
        assertThat(failures).hasSize(FAILURES).allSatisfy(failure -> {
            assertThat(failure).hasMessageContaining("out of room");
            assertThat(failure.isTransient()).isTrue();
        });
    }

    @Test
    @DisplayName("A1: nothing that was answered is lost, and nothing else is recorded")
    void nothingThatWasAnsweredIsLost() {
        List<Assignment> all = new ArrayList<>(answers);
        all.addAll(answersAfterwards);
        assertThat(held)
                .containsExactlyElementsOf(all.stream()
                        .map(each -> each.conversation() + " " + each.number().e164())
                        .toList());
    }

    @Test
    @DisplayName("when there is room again, calls go on by themselves")
    void callsGoOnWhenThereIsRoom() {
        assertThat(answersAfterwards).hasSize(20).allMatch(Assignment::isNew);
    }
}
