package dev.numberpool.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.numberpool.Assignment;
import dev.numberpool.Assignment.Source;
import dev.numberpool.ConversationId;
import dev.numberpool.Handover;
import dev.numberpool.NumberPool;
import dev.numberpool.NumberPoolListener;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.UnknownWidgetException;
import dev.numberpool.Widget;
import dev.numberpool.WidgetId;
import dev.numberpool.jdbc.JdbcNumberStore;
import dev.numberpool.jdbc.JdbcSchema;
import dev.numberpool.jdbc.TableNames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The Java that the README shows does what the README says. */
class ExamplesTest {
    private static final String POOL = "'[{\"number\": \"+15558986359\", \"display_name\": \"Support Team 1\","
            + " \"is_active\": true}, {\"number\": \"+15558986360\", \"is_active\": true, \"colour\": \"red\"}]'";

    private final TourDatabase database = TourDatabase.h2();
    private final HostSql sql = new HostSql(database.dataSource());

    @AfterEach
    void stop() throws IOException {
        database.close();
    }

    private NumberPool pool() {
        return NumberPool.builder(JdbcNumberStore.create(database.dataSource())).build();
    }

    private void createSchema() throws SQLException {
        JdbcSchema.create(database.dataSource());
        sql.run("INSERT INTO widget_configs (id, whatsapp_number_pool) VALUES (7, " + POOL + ")");
    }

    /** What the call prints. */
    private static List<String> printed(Callable<?> call) throws Exception {
        PrintStream console = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            call.call();
        } finally {
            System.setOut(console);
        }
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void quickstartPrintsWhatItsCommentsSay() throws Exception {
        List<String> lines = printed(() -> {
            Quickstart.main(new String[0]);
            return true;
        });
        assertThat(lines).containsExactly("+15558986359", "Support Team 1", "POOL");
    }

    @Test
    void theHostsChangeAndTheAssignmentAreKeptTogether() throws SQLException {
        createSchema();
        sql.insertVisitor(282, "Maria");
        new InsideYourTransaction(database.dataSource()).handOver(WidgetId.of(7), ConversationId.of(282));
        assertThat(status()).isEqualTo("with agent");
        assertThat(pool().assignmentOf(ConversationId.of(282))).isPresent();
    }

    @Test
    void theHostsChangeAndTheAssignmentAreLostTogether() throws SQLException {
        createSchema();
        sql.insertVisitor(282, "Maria");
        InsideYourTransaction host = new InsideYourTransaction(database.dataSource());
        assertThatThrownBy(() -> host.handOver(WidgetId.of(8), ConversationId.of(282)))
                .isInstanceOf(UnknownWidgetException.class);
        assertThat(status()).isEqualTo("open");
    }

    private String status() throws SQLException {
        return sql.query("SELECT status FROM widget_conversations WHERE id = 282")
                .rows()
                .get(0)
                .get(0);
    }

    @Test
    void theOptionsOfTheReadmeFitTogether() throws SQLException {
        TableNames names = TableNames.standard().rename("widget_conversations.status", "state");
        JdbcSchema.create(database.dataSource(), names, Set.of("closed", "resolved"));
        sql.run("INSERT INTO widget_configs (id, whatsapp_number_pool) VALUES (7, " + POOL + ")");
        NumberPool pool = HostCalls.withOptions(
                database.dataSource(),
                (widget, stored) -> {
                    throw new IllegalStateException("not reached: the pool has numbers");
                },
                new NumberPoolListener() {});
        pool.assign(WidgetId.of(7), ConversationId.of(1));
        sql.run("UPDATE widget_conversations SET state = 'resolved'");
        assertThat(pool.assignmentOf(ConversationId.of(1))).isEmpty();
    }

    @Test
    void aHostsOwnStrategyAndChainAreUsed() throws SQLException {
        createSchema();
        NumberPool pool = NumberPool.builder(JdbcNumberStore.create(database.dataSource()))
                .strategy(HostCalls.ownStrategy())
                .fallback(HostCalls.ownChain(PhoneNumber.of("+15558986399")))
                .build();
        Assignment byName = pool.assign(WidgetId.of(7), ConversationId.of(1));
        assertThat(byName.number()).hasToString("+15558986360");
        sql.run("UPDATE widget_configs SET whatsapp_number_pool = '[]'");
        Assignment byChain = pool.assign(WidgetId.of(7), ConversationId.of(2));
        assertThat(byChain.source()).isEqualTo(Source.HOST);
        assertThat(byChain.number()).hasToString("+15558986399");
    }

    @Test
    void idleConversationsAreReleasedUnlessTheAgentWrote() throws SQLException {
        createSchema();
        JdbcNumberStore store = JdbcNumberStore.create(database.dataSource());
        NumberPool twoDaysAgo = NumberPool.builder(store)
                .clock(() -> Instant.now().minus(Duration.ofDays(2)))
                .build();
        Participant agent = Participant.of("+201016666301");
        for (int id = 1; id <= 2; id++) {
            twoDaysAgo.assign(Handover.of(WidgetId.of(7), ConversationId.of(id)).withAgent(agent));
        }
        Assignment first = twoDaysAgo.assignmentOf(ConversationId.of(1)).orElseThrow();
        HostCalls.agentWrote(store, agent.address(), first.number().e164(), Instant.now());
        assertThat(HostCalls.hourly(pool()))
                .extracting(Assignment::conversation)
                .containsExactly(ConversationId.of(2));
    }

    @Test
    void adoptionWritesTheDefaultNumberAndTheAgentIntoOpenConversations() throws SQLException {
        createSchema();
        sql.run("UPDATE widget_configs SET whatsapp_number_pool = NULL, handover_whatsapp_number = '+15558986300'");
        sql.insertVisitor(1, "Maria");
        sql.insertVisitor(2, "Tom");
        sql.run("UPDATE widget_conversations SET status = 'with agent' WHERE id = 1");
        Participant layla = Participant.of("+201016666301");
        List<Assignment> adopted = Adoption.adopt(pool(), conversation -> Optional.of(layla));
        assertThat(adopted).extracting(Assignment::conversation).containsExactly(ConversationId.of(1));
        assertThat(adopted).extracting(Assignment::source).containsExactly(Source.HANDOVER_DEFAULT);
        assertThat(adopted).extracting(Assignment::agent).containsExactly(layla);
    }

    @Test
    void anEditedPoolKeepsWhatTheEditorDoesNotKnow() throws SQLException {
        createSchema();
        Widget saved = HostCalls.addNumber(pool(), PhoneNumber.of("+15558986361"));
        assertThat(saved.pool()).hasSize(3);
        assertThat(saved.pool().get(1).properties()).containsEntry("colour", "\"red\"");
    }

    @Test
    void theCallsForTroubleshootingAnswer() throws Exception {
        createSchema();
        pool().assign(WidgetId.of(7), ConversationId.of(1));
        List<String> lines = printed(() -> {
            HostCalls.find(database.dataSource(), pool(), ConversationId.of(1));
            return true;
        });
        assertThat(lines).startsWith("the schema is usable", "status NULL: 1 conversation, open", "[]");
        assertThat(lines.get(3)).contains("number=+1555•••6359, source=POOL");
    }

    @Test
    void theScriptForPostgresqlIsText() {
        assertThat(HostCalls.script()).startsWith("ALTER TABLE widget_conversations");
    }
}
