package dev.numberpool.examples.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.numberpool.NumberPool;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.WidgetId;
import dev.numberpool.jdbc.JdbcNumberStore;
import dev.numberpool.spi.Credentials;
import dev.numberpool.twilio.TwilioAccount;
import dev.numberpool.twilio.TwilioConversations;
import dev.numberpool.twilio.TwilioSenders;
import dev.numberpool.twilio.credentials.EncryptedCredentials;
import dev.numberpool.twilio.fake.FakeTwilio;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The calls that docs/twilio.md shows")
class TwilioCallsTest {
    private static final WidgetId WIDGET = WidgetId.of(7);
    private static final PhoneNumber TEAM_1 = PhoneNumber.of("+15558986359");

    private final FakeTwilio twilio = FakeTwilio.start();
    private final TestSite site = TestSite.start(twilio);
    private final TwilioAccount account = TwilioAccount.withAuthToken(twilio.accountSid(), twilio.authToken());
    private final JdbcNumberStore store = JdbcNumberStore.create(site.dataSource());
    private final TwilioSenders senders =
            TwilioSenders.builder(account).endpoints(twilio.endpoints()).build();

    @AfterEach
    void stop() {
        site.close();
        twilio.close();
    }

    @Test
    void a_poll_keeps_new_conversations_off_a_number_that_is_offline() {
        twilio.senders().add(TEAM_1.e164()).offline(63001, "the number was taken away");

        TwilioCalls.poll(store, senders);

        assertThat(store.usage(WIDGET))
                .filteredOn(facts -> facts.number().equals(TEAM_1))
                .singleElement()
                .satisfies(facts -> assertThat(facts.health()).isNotNull());
    }

    @Test
    void the_diagnosis_says_what_is_wrong_in_words() {
        twilio.senders().add(TEAM_1.e164()).offline(63001, "the number was taken away");

        assertThat(printed(() -> TwilioCalls.diagnose(store, senders))).contains("Widget 7", "SENDER_OFFLINE");
    }

    @Test
    void conversations_at_twilio_come_with_their_entry_of_the_pool() {
        TwilioConversations conversations = TwilioConversations.builder(account)
                .endpoints(twilio.endpoints())
                .build();
        String id = conversations
                .open(new SenderThread(Participant.of("+201016666348"), TEAM_1))
                .id();

        assertThat(printed(() -> TwilioCalls.list(
                        conversations, NumberPool.builder(store).build())))
                .isEqualTo(id + " Support Team 1\n");
    }

    @Test
    void what_is_in_clear_is_encrypted_where_it_stands_and_found_by_its_account() throws SQLException {
        EncryptedCredentials credentials = EncryptedCredentials.ofJson(EncryptedCredentials.newKeyset());
        run("UPDATE widget_configs SET encrypted_credentials = 'old format' WHERE id = 7");

        boolean isComplete = TwilioCalls.encrypt(
                site.dataSource(),
                credentials,
                (widget, stored) -> new Credentials(twilio.accountSid(), List.of(twilio.authToken()), null));

        assertThat(isComplete).isTrue();
        assertThat(stored()).startsWith("np1:");
        assertThat(TwilioCalls.accounts(store, credentials, TestSite.publicUrl("/")))
                .isNotNull();
    }

    private void run(String sql) throws SQLException {
        try (Connection connection = site.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String stored() throws SQLException {
        try (Connection connection = site.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT encrypted_credentials FROM widget_configs")) {
            row.next();
            return row.getString(1);
        }
    }

    private static String printed(Runnable call) {
        PrintStream console = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            call.run();
        } finally {
            System.setOut(console);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
