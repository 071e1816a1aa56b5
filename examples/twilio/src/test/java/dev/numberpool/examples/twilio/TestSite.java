package dev.numberpool.examples.twilio;

import dev.numberpool.ConversationId;
import dev.numberpool.desk.DeskListener;
import dev.numberpool.desk.Failure;
import dev.numberpool.desk.InboundMessage;
import dev.numberpool.desk.InboundOutcome;
import dev.numberpool.jdbc.JdbcSchema;
import dev.numberpool.twilio.TwilioAccount;
import dev.numberpool.twilio.TwilioMessagingGateway;
import dev.numberpool.twilio.TwilioReconciler;
import dev.numberpool.twilio.TwilioWebhooks;
import dev.numberpool.twilio.fake.FakeTwilio;
import io.javalin.Javalin;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;

/** The host with a database, a web server and a Twilio, all of them on this machine. */
final class TestSite implements AutoCloseable {
    private static final URI PUBLIC = URI.create("https://chat.example.com");
    private static final String TEMPLATE = "HX5ec3a1d0f2b94c6e8a7d1b3c5e7f9a0b";
    private static final String POOL = """
            [{"number": "+15558986359", "display_name": "Support Team 1", "is_active": true},
             {"number": "+15558986360", "display_name": "Support Team 2", "is_active": true}]""";

    private final JdbcConnectionPool dataSource;
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final List<InboundOutcome> kept = new CopyOnWriteArrayList<>();
    private final TwilioHost host;
    private final Javalin server;

    private TestSite(FakeTwilio twilio) throws SQLException {
        dataSource = database();
        host = new TwilioHost(dataSource, client(twilio), new Told(), new VisitorChat(), twilio.clock());
        server = HttpEndpoint.of(host).start("127.0.0.1", 0);
        setUp(twilio);
    }

    static TestSite start(FakeTwilio twilio) {
        try {
            return new TestSite(twilio);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As in {@link TwilioHost.Twilio#of}, but for where Twilio is. */
    private static TwilioHost.Twilio client(FakeTwilio twilio) {
        TwilioAccount account = TwilioAccount.withAuthToken(twilio.accountSid(), twilio.authToken());
        return new TwilioHost.Twilio(
                TwilioMessagingGateway.builder(account)
                        .endpoints(twilio.endpoints())
                        .statusCallback(PUBLIC.resolve("/twilio"))
                        .build(),
                TwilioWebhooks.builder(PUBLIC, account).clock(twilio.clock()).build());
    }

    /** What an operator sets in Twilio's console. */
    private void setUp(FakeTwilio twilio) {
        twilio.webhooks().place(PUBLIC, URI.create("http://127.0.0.1:" + server.port()));
        for (String number : List.of("+15558986359", "+15558986360")) {
            twilio.senders().add(number).callback(PUBLIC.resolve("/twilio"));
        }
        twilio.messages().template(TEMPLATE, "{{1}} is waiting for an answer.");
    }

    private static JdbcConnectionPool database() throws SQLException {
        JdbcConnectionPool pool =
                JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "", "");
        JdbcSchema.create(pool);
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE visitor_reads (conversation VARCHAR, text VARCHAR, at IDENTITY)");
            statement.execute("INSERT INTO widget_configs (id, whatsapp_number_pool) VALUES (7, '" + POOL + "')");
        }
        return pool;
    }

    TwilioReconciler reconciler(FakeTwilio twilio) {
        return host.reconciler(TwilioAccount.withAuthToken(twilio.accountSid(), twilio.authToken()))
                .endpoints(twilio.endpoints())
                .clock(twilio.clock())
                .build();
    }

    /** Nobody answers at the public address any more. */
    void goDown(FakeTwilio twilio) {
        server.stop();
        twilio.webhooks().timeout(Duration.ofSeconds(1));
    }

    TwilioHost host() {
        return host;
    }

    DataSource dataSource() {
        return dataSource;
    }

    /** What the listener has heard. */
    List<String> told() {
        return told;
    }

    /** The outcomes of messages that no visitor got. */
    List<InboundOutcome> kept() {
        return kept;
    }

    List<String> visitorReads(ConversationId conversation) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT text FROM visitor_reads WHERE conversation = ? ORDER BY at")) {
            select.setString(1, conversation.value());
            List<String> texts = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    texts.add(rows.getString(1));
                }
            }
            return texts;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where a path of the public address really is. */
    URI local(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    static URI publicUrl(String path) {
        return PUBLIC.resolve(path);
    }

    static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> URLEncoder.encode(field.getKey(), StandardCharsets.UTF_8) + "="
                        + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    @Override
    public void close() {
        server.stop();
        dataSource.dispose();
    }

    private final class Told implements DeskListener {
        @Override
        public void accepted(ConversationId conversation, String messageId) {
            told.add(conversation + " " + messageId + " accepted");
        }

        @Override
        public void delivered(ConversationId conversation, String messageId) {
            told.add(conversation + " " + messageId + " delivered");
        }

        @Override
        public void unknown(ConversationId conversation, String messageId) {
            told.add(conversation + " " + messageId + " unknown");
        }

        @Override
        public void failed(ConversationId conversation, String messageId, Failure failure) {
            told.add(conversation + " " + messageId + " " + failure.kind());
        }
    }

    private final class VisitorChat implements TwilioHost.Chat {
        @Override
        public void show(Connection connection, ConversationId conversation, String text) {
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO visitor_reads (conversation, text) VALUES (?, ?)")) {
                insert.setString(1, conversation.value());
                insert.setString(2, text);
                insert.executeUpdate();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void keep(Connection connection, InboundMessage message, InboundOutcome outcome) {
            kept.add(outcome);
        }
    }
}
