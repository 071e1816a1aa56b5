package dev.numberpool.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Callers of two processes share four connections, and each of their transactions may have another one. */
@Tag("faults")
@DisplayName("PgBouncer in transaction mode")
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PgBouncerFaultTest {
    private static final int PROCESSES = 2;
    private static final int CALLERS = PROCESSES * Storm.THREADS;
    private static final Pattern SERVER = Pattern.compile("//[^:/]+:(\\d+)/([^?]+)");

    @Test
    @DisplayName("A4: behind PgBouncer a storm of assigns from two processes is balanced within one")
    void aStormIsBalancedWithinOne() throws Exception {
        int each = 50;
        try (HostDatabase host = host();
                PgBouncer bouncer = PgBouncer.start(port(host))) {
            host.setPool(5);
            host.conversations(1, CALLERS * each);

            List<String> lines = Storm.processes(PROCESSES, bouncer.url(name(host)), "own", each);

            assertThat(lines)
                    .hasSize(CALLERS * each)
                    .containsExactlyInAnyOrderElementsOf(
                            host.query("SELECT id, assigned_whatsapp_number, 'true' FROM widget_conversations"));
            assertThat(host.spread()).isZero();
            assertConnectionsWereShared(host);
        }
    }

    @Test
    @DisplayName("A4: behind PgBouncer a conversation called by sixteen threads of two processes is new exactly once")
    void aConversationCalledByAllIsNewOnce() throws Exception {
        int conversations = 50;
        try (HostDatabase host = host();
                PgBouncer bouncer = PgBouncer.start(port(host))) {
            host.setPool(3);
            host.conversations(1, conversations);

            List<String> lines = Storm.processes(PROCESSES, bouncer.url(name(host)), "same", conversations);

            assertThat(lines).hasSize(CALLERS * conversations);
            assertThat(lines.stream().filter(line -> line.endsWith(" true")))
                    .hasSize(conversations)
                    .doesNotHaveDuplicates();
            assertConnectionsWereShared(host);
        }
    }

    @Test
    @DisplayName("A4: behind PgBouncer a replay of mixed calls and edits makes the same choices")
    void aReplayMakesTheSameChoices() throws Exception {
        try (HostDatabase host = host();
                PgBouncer bouncer = PgBouncer.start(port(host))) {
            host.setPool(5);
            host.conversations(1, 60);
            host.sql("INSERT INTO numberpool_widget (widget_id, sequence) VALUES ('7', 0)");
            Recording recording = Recording.install(host);

            List<String> lines = Storm.processes(PROCESSES, bouncer.url(name(host)), "mixed", 60);

            assertThat(lines).hasSize(CALLERS).allMatch(line -> line.startsWith("done "));
            assertThat(recording.replay()).as("choices that were replayed").isGreaterThan(100);
            assertConnectionsWereShared(host);
        }
    }

    private static HostDatabase host() {
        HostDatabase host = HostDatabase.adopted(TestDatabase.POSTGRESQL);
        host.sql("DROP ROLE IF EXISTS " + PgBouncer.USER, "CREATE ROLE " + PgBouncer.USER + " SUPERUSER LOGIN");
        return host;
    }

    /** The storm did go through it, on a few connections. */
    private static void assertConnectionsWereShared(HostDatabase host) {
        List<String> seen = host.query("SELECT pid FROM pg_stat_activity WHERE usename = '" + PgBouncer.USER
                + "' AND datname = current_database()");
        assertThat(seen).hasSizeBetween(2, PgBouncer.CONNECTIONS);
    }

    private static int port(HostDatabase host) {
        return Integer.parseInt(server(host).group(1));
    }

    private static String name(HostDatabase host) {
        return server(host).group(2);
    }

    private static Matcher server(HostDatabase host) {
        Matcher matcher = SERVER.matcher(host.url());
        assertThat(matcher.find()).isTrue();
        return matcher;
    }
}
