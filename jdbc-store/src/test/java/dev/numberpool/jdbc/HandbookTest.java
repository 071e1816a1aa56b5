package dev.numberpool.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.numberpool.ConversationId;
import dev.numberpool.Handover;
import dev.numberpool.NumberPool;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.WidgetId;
import dev.numberpool.desk.Failure;
import dev.numberpool.desk.HandoverDesk;
import dev.numberpool.desk.Message;
import dev.numberpool.memory.ScriptedGateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What docs/operations.md says of databases other than PostgreSQL. */
@DisplayName("docs/operations.md, on every database")
class HandbookTest {
    private static final WidgetId WIDGET = WidgetId.of(7);
    private static final PhoneNumber NUMBER = PhoneNumber.of("+15558986359");
    private static final Participant LAYLA = Participant.of("+201016666301");

    /** The statements of the section, in the order of the page. */
    private static List<String> statements(TestDatabase database) throws IOException {
        String page = Files.readString(Path.of("..", "docs", "operations.md"));
        String section = page.split("\n## What to watch\n", 2)[1].split("\n## ", 2)[0];
        String now = database == TestDatabase.MARIADB ? "UTC_TIMESTAMP(6)" : "now()";
        return Pattern.compile("^```sql\\R(.*?);\\R```", Pattern.MULTILINE | Pattern.DOTALL)
                .matcher(section)
                .results()
                .map(block -> block.group(1).replace("now()", now))
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void what_to_watch_is_seen_with_the_same_statements(TestDatabase database) throws IOException {
        // MariaDB's now() is the session's, and no zone stands in a DATETIME.
        String session = database == TestDatabase.MARIADB ? "&sessionVariables=time_zone='+05:00'" : "";
        try (HostTables host =
                HostTables.on(database, database.newUrl() + session).create()) {
            host.sql("INSERT INTO widget_configs (id, whatsapp_number_pool)"
                    + " VALUES (7, '[{\"number\":\"+15558986359\",\"is_active\":true}]')");
            haveADayOfTrouble(host);

            List<List<String>> seen = statements(database).stream()
                    .map(statement -> host.texts(statement))
                    .toList();

            assertThat(seen.get(0)).as("shared chats").containsExactly(LAYLA.address());
            assertThat(seen.get(1)).as("messages that have not gone out").containsExactly("PARKED");
            assertThat(seen.get(2)).as("whom they wait for").containsExactly(LAYLA.address());
            assertThat(seen.get(3)).as("what did not arrive today").containsExactly("CONTENT");
            assertThat(seen.get(4)).as("claims whose lease is over").containsExactly("IN-old");
            assertThat(seen.get(5)).as("numbers out of service").containsExactly(NUMBER.e164());
            assertThat(seen).hasSize(6);
        }
    }

    /** What is old enough to be shown, and what is not. */
    private static void haveADayOfTrouble(HostTables host) {
        Instant[] now = {Instant.now()};
        NumberPool pool = NumberPool.builder(host.store()).clock(() -> now[0]).build();
        JdbcMessageLog log = JdbcMessageLog.create(host.source());
        ScriptedGateway provider = new ScriptedGateway();
        HandoverDesk desk = HandoverDesk.builder(pool, host.store(), log, provider)
                .clock(() -> now[0])
                .build();
        for (long id = 1; id <= 2; id++) {
            pool.assign(Handover.of(WIDGET, ConversationId.of(id)).withAgent(LAYLA));
        }
        now[0] = now[0].minus(Duration.ofHours(24)).minusSeconds(60);
        provider.fail(Failure.Kind.TEMPLATE);
        desk.toAgent(ConversationId.of(1), Message.of("m0", "Of yesterday."));
        log.claim("IN-old", now[0], Duration.ofMinutes(2));
        now[0] = now[0].plus(Duration.ofHours(24)).plusSeconds(60);
        log.claim("IN-new", now[0], Duration.ofMinutes(2));
        provider.fail(Failure.Kind.CONTENT);
        desk.toAgent(ConversationId.of(1), Message.of("m1", "Where is my parcel?"));
        provider.fail(Failure.Kind.WINDOW_CLOSED);
        desk.toAgent(ConversationId.of(1), Message.of("m2", "Are you there?"));
        pool.quarantine(NUMBER, Duration.ofMinutes(10), "offline at the provider");
    }
}
