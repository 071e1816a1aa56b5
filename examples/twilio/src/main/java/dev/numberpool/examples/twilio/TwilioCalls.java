package dev.numberpool.examples.twilio;

import dev.numberpool.NumberPool;
import dev.numberpool.PooledNumber;
import dev.numberpool.WidgetId;
import dev.numberpool.diagnose.HealthPoll;
import dev.numberpool.diagnose.PoolDiagnosis;
import dev.numberpool.jdbc.CredentialsColumn;
import dev.numberpool.jdbc.JdbcNumberStore;
import dev.numberpool.jdbc.TableNames;
import dev.numberpool.spi.ConversationQuery;
import dev.numberpool.spi.CredentialsReader;
import dev.numberpool.spi.ProviderConversation;
import dev.numberpool.twilio.TwilioAccounts;
import dev.numberpool.twilio.TwilioConversations;
import dev.numberpool.twilio.TwilioMessagingGateway;
import dev.numberpool.twilio.TwilioSenders;
import dev.numberpool.twilio.TwilioWebhooks;
import dev.numberpool.twilio.credentials.EncryptedCredentials;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** The calls that docs/twilio.md shows. */
final class TwilioCalls {
    private TwilioCalls() {}

    /** Every few minutes. */
    static void poll(JdbcNumberStore store, TwilioSenders senders) {
        HealthPoll poll = HealthPoll.builder(store).build();
        poll.poll(List.of(senders)).forEach(finding -> System.err.println(finding));
    }

    /** After every change. */
    static void diagnose(JdbcNumberStore store, TwilioSenders senders) {
        PoolDiagnosis diagnosis = PoolDiagnosis.builder(store)
                .senders(widget -> Optional.of(senders))
                .webhookBase(URI.create("https://chat.example.com/twilio"))
                .build();
        System.out.println(diagnosis.diagnose().report());
    }

    /** Each widget with its own account. */
    static TwilioHost.Twilio accounts(JdbcNumberStore store, CredentialsReader credentials, URI publicBaseUrl) {
        TwilioAccounts accounts = TwilioAccounts.builder(store, credentials).build();
        TwilioMessagingGateway gateway =
                TwilioMessagingGateway.builder(accounts::ofWidget).build();
        TwilioWebhooks webhooks = TwilioWebhooks.builder(publicBaseUrl, accounts::ofSid, accounts::mayHave)
                .build();
        return new TwilioHost.Twilio(gateway, webhooks);
    }

    /** Encrypts what is in clear, and encrypts anew what has an old key. */
    static boolean encrypt(DataSource dataSource, EncryptedCredentials credentials, CredentialsReader plain) {
        CredentialsColumn.Report report = CredentialsColumn.of(dataSource, TableNames.standard())
                .rewrite((widget, stored) -> EncryptedCredentials.isEncrypted(stored)
                        ? credentials.reencrypted(widget, stored)
                        : credentials.encrypt(widget, plain.read(widget, stored)));
        return report.isComplete(); // else failed() and contested() say which widgets are left
    }

    /** Twilio's own conversations with their pool entries. */
    static void list(TwilioConversations conversations, NumberPool numberPool) {
        List<PooledNumber> pool = numberPool.widget(WidgetId.of(7)).pool();
        try (Stream<ProviderConversation> all = conversations.conversations(ConversationQuery.all())) {
            all.forEach(conversation -> conversation
                    .entryIn(pool)
                    .ifPresent(entry -> System.out.println(conversation.id() + " " + entry.displayName())));
        }
    }
}
