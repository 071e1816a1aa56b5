package dev.numberpool.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.numberpool.ConversationId;
import dev.numberpool.Handover;
import dev.numberpool.NumberPool;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.PooledNumber;
import dev.numberpool.Widget;
import dev.numberpool.WidgetId;
import dev.numberpool.desk.HandoverDesk;
import dev.numberpool.jdbc.JdbcMessageLog;
import dev.numberpool.jdbc.JdbcNumberStore;
import dev.numberpool.jdbc.JdbcSchema;
import dev.numberpool.memory.InMemoryMessageLog;
import dev.numberpool.memory.InMemoryNumberStore;
import dev.numberpool.memory.ScriptedGateway;
import dev.numberpool.twilio.TwilioEvent.ConversationEvent;
import dev.numberpool.twilio.TwilioEvent.InboundEvent;
import dev.numberpool.twilio.TwilioEvent.Rejected;
import dev.numberpool.twilio.TwilioEvent.Rejected.Reason;
import dev.numberpool.twilio.TwilioEvent.StatusEvent;
import dev.numberpool.twilio.TwilioEvent.UnknownEvent;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The same requests in every run; {@code -Dfuzz.seed=…} makes others. */
@DisplayName("Whatever is signed rightly is understood, ignored or rejected, and nothing that it says is told")
class SignedFuzzTest {
    private static final TwilioAccount ACCOUNT =
            TwilioAccount.withApiKey(Signer.SID, "SK1", "key", List.of("token-new", "token-old"));
    private static final WidgetId WIDGET = WidgetId.of(7);
    private static final PhoneNumber NUMBER = PhoneNumber.of("+15558986359");
    private static final long SEED = Long.getLong("fuzz.seed", 282);

    private final TwilioWebhooks webhooks =
            TwilioWebhooks.builder(URI.create(Signer.BASE), ACCOUNT).build();
    private final Set<String> kinds = new HashSet<>();

    /** An agent with a chat on the number, so that there is somebody to whom messages can be routed. */
    private static void handOver(NumberPool pool) {
        pool.assign(Handover.of(WIDGET, ConversationId.of(282)).withAgent(Participant.of("+201016666348")));
    }

    @Test
    void of_eight_thousand_requests_none_makes_us_or_the_desk_fail_or_talk() {
        InMemoryNumberStore store = new InMemoryNumberStore();
        store.put(Widget.of(WIDGET).withPool(List.of(PooledNumber.of(NUMBER))));
        NumberPool pool = NumberPool.builder(store).build();
        handOver(pool);
        HandoverDesk desk = HandoverDesk.builder(pool, store, new InMemoryMessageLog(), new ScriptedGateway())
                .build();

        receive(desk, 8_000);

        assertThat(kinds)
                .contains(
                        "InboundEvent",
                        "StatusEvent",
                        "ConversationEvent",
                        "UnknownEvent",
                        Reason.MALFORMED.name(),
                        Reason.CONTENT_TYPE.name(),
                        Reason.UNKNOWN_ACCOUNT.name(),
                        Reason.WRONG_SIGNATURE.name());
    }

    /** In memory everything can be stored. */
    @Test
    void none_makes_postgresql_refuse_a_statement() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.builder().start();
                HikariDataSource source = source(server)) {
            JdbcSchema.create(source);
            try (var connection = source.getConnection();
                    var statement = connection.createStatement()) {
                statement.execute("INSERT INTO widget_configs (id, whatsapp_number_pool)"
                        + " VALUES (7, '[{\"number\": \"+15558986359\", \"is_active\": true}]')");
            }
            JdbcNumberStore store = JdbcNumberStore.create(source);
            NumberPool pool = NumberPool.builder(store).build();
            handOver(pool);
            HandoverDesk desk = HandoverDesk.builder(pool, store, JdbcMessageLog.create(source), new ScriptedGateway())
                    .build();

            receive(desk, 2_000);

            assertThat(kinds).contains("InboundEvent", "StatusEvent");
        }
    }

    private static HikariDataSource source(EmbeddedPostgres server) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.getJdbcUrl("postgres", "postgres"));
        config.setMaximumPoolSize(3);
        return new HikariDataSource(config);
    }

    private void receive(HandoverDesk desk, int tries) {
        SignedRequests requests = new SignedRequests(new Random(SEED));
        for (int i = 0; i < tries; i++) {
            SignedRequests.Signed signed = requests.next();
            try {
                check(signed, desk);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(
                        "request " + i + " of -Dfuzz.seed=" + SEED + ", " + signed.changes() + ": " + e, e);
            }
        }
    }

    private void check(SignedRequests.Signed signed, HandoverDesk desk) {
        TwilioWebhooks.Result result = webhooks.receive(signed.request());
        TwilioEvent event = result.event();

        kinds.add(
                event instanceof Rejected rejected
                        ? rejected.reason().name()
                        : event.getClass().getSimpleName());
        assertThat(result.status()).isIn(200, 400, 403, 415);
        assertThat(result.status() == 200).isEqualTo(!(event instanceof Rejected));
        assertThat(result.toString()).doesNotContain(SignedRequests.SECRETS);
        if (signed.isUnreadable()) {
            assertThat(event).isEqualTo(new Rejected(Reason.MALFORMED));
        }
        if (signed.changes().isEmpty()) {
            assertThat(event).isInstanceOfAny(InboundEvent.class, StatusEvent.class, ConversationEvent.class);
        }
        if (event instanceof InboundEvent inbound) {
            assertThat(inbound.message().id()).matches("[^\\p{Cc}]{1,255}");
            desk.receive(
                    inbound.message(),
                    (message, outcome) -> assertThat(outcome + " " + message).doesNotContain(SignedRequests.SECRETS));
        } else if (event instanceof StatusEvent status) {
            desk.report(status.report());
        } else if (event instanceof UnknownEvent unknown) {
            assertThat(unknown.reason()).doesNotContain(SignedRequests.SECRETS);
        }
    }

    /** The seed makes the requests, and nothing else does. */
    @Test
    void the_same_seed_makes_the_same_requests() {
        SignedRequests one = new SignedRequests(new Random(SEED));
        SignedRequests two = new SignedRequests(new Random(SEED));
        for (int i = 0; i < 200; i++) {
            assertThat(new String(one.next().request().body(), StandardCharsets.ISO_8859_1))
                    .isEqualTo(new String(two.next().request().body(), StandardCharsets.ISO_8859_1));
        }
    }
}
