package dev.numberpool.twilio;

import dev.numberpool.WidgetId;
import dev.numberpool.spi.Credentials;
import dev.numberpool.twilio.credentials.EncryptedCredentials;
import java.net.URI;
import java.util.List;
import java.util.logging.ConsoleHandler;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Uses encrypted credentials, good and bad, and prints whatever it gets: run with every logger at its finest by
 * {@link CredentialsProcessTest}. The keyset and a value come from the environment.
 */
final class TalkativeCredentials {
    static final WidgetId WIDGET = WidgetId.of(7);

    private TalkativeCredentials() {}

    public static void main(String[] arguments) {
        ConsoleHandler console = new ConsoleHandler();
        console.setLevel(Level.ALL);
        Logger.getLogger("").addHandler(console);
        Logger.getLogger("").setLevel(Level.ALL);
        Logger.getLogger("talk").finest("the platform's loggers talk");

        String keyset = System.getenv("NUMBERPOOL_KEYSET");
        String stored = System.getenv("NUMBERPOOL_STORED");
        EncryptedCredentials encrypted = EncryptedCredentials.ofEnvironment("NUMBERPOOL_KEYSET");
        Credentials read = encrypted.read(WIDGET, stored);
        System.out.println(encrypted + " " + read + " " + TwilioAccount.of(read));
        System.out.println(EncryptedCredentials.ofJson(EncryptedCredentials.withNewKey(keyset)));

        inVain(() -> EncryptedCredentials.ofJson(keyset.substring(0, keyset.length() - 9)));
        inVain(() -> EncryptedCredentials.ofJson(keyset.replace("AesGcmKey", "AesSivKey")));
        inVain(() -> EncryptedCredentials.ofEnvironment("NUMBERPOOL_STORED"));
        inVain(() -> encrypted.encrypt(WIDGET, new Credentials("AC", List.of("token-new"), null)));
        for (String bad : List.of(
                "AC token-new",
                stored.substring(4),
                stored.replace("np1", "np9"),
                stored.substring(0, stored.length() - 5),
                stored + "=",
                stored + "AAAA")) {
            inVain(() -> encrypted.read(WIDGET, bad));
        }
        inVain(() -> encrypted.reencrypted(WidgetId.of(8), stored));
        inVain(() ->
                EncryptedCredentials.ofJson(EncryptedCredentials.newKeyset()).read(WIDGET, stored));
        serve(encrypted, new WidgetColumns().set(WIDGET, stored).set(WidgetId.of(8), stored));
        System.out.println("finished");
    }

    private static void serve(EncryptedCredentials encrypted, WidgetColumns columns) {
        TwilioAccounts accounts = TwilioAccounts.builder(columns, encrypted).build();
        System.out.println(accounts + " " + accounts.ofWidget(WIDGET) + " " + accounts.ofSid(Signer.SID));
        inVain(() -> accounts.ofWidget(WidgetId.of(8)));
        System.out.println(TwilioWebhooks.builder(URI.create(Signer.BASE), accounts::ofSid, accounts::mayHave)
                .build()
                .receive(Signer.form("/in", Signer.inbound()))
                .status());
        columns.away(true);
        inVain(() -> accounts.ofWidget(WIDGET));
    }

    private static void inVain(Runnable work) {
        try {
            work.run();
            System.out.println("this should not have worked");
        } catch (RuntimeException e) {
            e.printStackTrace();
        }
    }
}
