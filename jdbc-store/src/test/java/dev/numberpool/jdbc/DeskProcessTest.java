package dev.numberpool.jdbc;

import static dev.numberpool.jdbc.HostDatabase.WIDGET;
import static dev.numberpool.jdbc.HostDatabase.conversation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.numberpool.Handover;
import dev.numberpool.NumberPool;
import dev.numberpool.desk.InboundOutcome;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** D8: each message is handled once, whatever is delivered how often, wherever, and whoever is killed meanwhile. */
class DeskProcessTest {
    private static final Logger LOG = LoggerFactory.getLogger(DeskProcessTest.class);
    private static final int EACH = 500;

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    @DisplayName("D8: a thousand deliveries of one message in two processes at once run the handler once")
    void aThousandDeliveriesAtOnceRunTheHandlerOnce(TestDatabase database) throws Exception {
        try (HostDatabase host = host(database)) {
            List<Process> processes =
                    List.of(DeskWorker.start(host.url(), "same", EACH), DeskWorker.start(host.url(), "same", EACH));
            for (Process process : processes) {
                DeskWorker.awaitReady(process);
            }
            for (Process process : processes) {
                DeskWorker.go(process);
            }
            List<String> outcomes = new ArrayList<>();
            for (Process process : processes) {
                process.inputReader(StandardCharsets.UTF_8).lines().forEach(outcomes::add);
                assertThat(process.waitFor()).isZero();
            }

            assertThat(host.query("SELECT message_id FROM host_inbox")).containsExactly("m1");
            assertThat(outcomes).hasSize(2 * EACH).containsOnlyOnce("Routed");
            assertThat(outcomes).filteredOn("Duplicate"::equals).hasSize(2 * EACH - 1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    @DisplayName("D8: a message whose process died is handled again after the lease, and not before")
    void aMessageWhoseProcessDiedIsHandledAgainAfterTheLease(TestDatabase database) throws Exception {
        try (HostDatabase host = host(database)) {
            Process dying = DeskWorker.start(host.url(), "die", 0);
            DeskWorker.awaitReady(dying);
            DeskWorker.go(dying);
            assertThat(dying.waitFor()).isEqualTo(9);
            InstantSource early = () -> Instant.now().minusSeconds(3600);
            InstantSource late = () -> Instant.now().plus(DeskWorker.LEASE);
            try (DeskWorker before = new DeskWorker(host.url(), early);
                    DeskWorker after = new DeskWorker(host.url(), late)) {
                assertThat(before.receive("m1", (message, outcome) -> before.inbox(message.id())))
                        .isEqualTo(new InboundOutcome.Duplicate(false));
                assertThat(after.receive("m1", (message, outcome) -> after.inbox(message.id())))
                        .isInstanceOf(InboundOutcome.Routed.class);
                assertThat(after.receive("m1", (message, outcome) -> after.inbox(message.id())))
                        .isEqualTo(new InboundOutcome.Duplicate(true));
            }
            assertThat(host.query("SELECT message_id FROM host_inbox")).containsExactly("m1");
        }
    }

    @Test
    @DisplayName("D8: completed in the host's transaction, each message is handled exactly once under kill -9: 4 kills")
    void exactlyOnceUnderAFewKills() throws Exception {
        exactlyOnceUnder(4);
    }

    @Test
    @Tag("slow")
    @DisplayName(
            "D8: completed in the host's transaction, each message is handled exactly once under kill -9: 50 kills")
    void exactlyOnceUnderFiftyKills() throws Exception {
        exactlyOnceUnder(50);
    }

    private static void exactlyOnceUnder(int kills) throws Exception {
        Random random = new Random(kills);
        try (HostDatabase host = host(TestDatabase.POSTGRESQL)) {
            host.sql("CREATE SEQUENCE host_messages MINVALUE 0");
            Process steady = endless(host);
            for (int kill = 0; kill < kills; kill++) {
                Process process = endless(host);
                process.waitFor(50 + random.nextInt(400), TimeUnit.MILLISECONDS);
                // Now one, now the other: both are in the middle of something.
                Process victim = random.nextBoolean() ? process : steady;
                steady = victim == process ? steady : process;
                assertThat(victim.isAlive()).as("it did not die by itself").isTrue();
                victim.destroyForcibly().waitFor();
            }
            steady.destroyForcibly().waitFor();
            int last = Integer.parseInt(
                    host.query("SELECT last_value / 3 FROM host_messages").get(0));

            handleTheRest(host, last);

            List<String> inbox = host.query("SELECT message_id FROM host_inbox");
            assertThat(inbox).as("handled once each").hasSize(last + 1).doesNotHaveDuplicates();
            LOG.warn("{} messages handled exactly once under {} kills", inbox.size(), kills);
        }
    }

    private static Process endless(HostDatabase host) throws Exception {
        Process process = DeskWorker.start(host.url(), "endless", 0);
        DeskWorker.awaitReady(process);
        DeskWorker.go(process);
        return process;
    }

    /** What the killed left unfinished is delivered again, after their leases. */
    private static void handleTheRest(HostDatabase host, int last) throws Exception {
        InstantSource late = () -> Instant.now().plusSeconds(60);
        try (DeskWorker worker = new DeskWorker(host.url(), late)) {
            for (int i = 0; i <= last; i++) {
                InboundOutcome outcome = worker.receiveInTransaction("m" + i);
                assertThat(outcome).isNotEqualTo(new InboundOutcome.Duplicate(false));
            }
        }
    }

    private static HostDatabase host(TestDatabase database) {
        HostDatabase host = HostDatabase.adopted(database);
        host.setPool(1);
        host.conversations(1, 1);
        host.sql("CREATE TABLE host_inbox (message_id VARCHAR(64))");
        NumberPool.builder(JdbcNumberStore.create(host.dataSource()))
                .build()
                .assign(Handover.of(WIDGET, conversation(1)).withAgent(DeskWorker.AGENT));
        return host;
    }
}
