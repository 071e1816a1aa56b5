package dev.numberpool.twilio;

import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.WidgetId;
import dev.numberpool.desk.Content;
import dev.numberpool.spi.Credentials;
import dev.numberpool.spi.CredentialsReader;
import dev.numberpool.spi.OutboundMessage;
import java.io.File;
import java.net.URI;
import java.util.List;

/** A host that decrypts for itself: run without Tink on its class path by {@link CredentialsProcessTest}. */
final class HostWithoutTink {
    private HostWithoutTink() {}

    public static void main(String[] arguments) throws Exception {
        System.out.println("Tink is there: " + isThere("com.google.crypto.tink.Aead"));
        System.out.println("Gson is there: " + isThere("com.google.gson.Gson"));
        System.out.println("protobuf is there: " + isThere("com.google.protobuf.Message"));
        System.out.println("loaded " + loadEverything());
        WidgetId widget = WidgetId.of(7);
        WidgetColumns columns = new WidgetColumns().set(widget, "anything");
        CredentialsReader own = (id, stored) -> new Credentials(Signer.SID, List.of("token-new"), null);
        TwilioAccounts accounts = TwilioAccounts.builder(columns, own).build();
        try (LocalServer server = LocalServer.start(LocalServer.accepting())) {
            SenderThread thread = new SenderThread(Participant.of("+201016666348"), PhoneNumber.of("+15558986359"));
            String id = TwilioMessagingGateway.builder(accounts::ofWidget)
                    .endpoints(server.endpoints())
                    .build()
                    .send(new OutboundMessage("1", widget, thread, new Content.Text("hi", List.of())));
            System.out.println("sent " + id);
        }
        System.out.println("received "
                + TwilioWebhooks.builder(URI.create(Signer.BASE), accounts::ofSid, accounts::mayHave)
                        .build()
                        .receive(Signer.form("/in", Signer.inbound()))
                        .status());
    }

    private static boolean isThere(String type) {
        try {
            Class.forName(type);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** Initialises every class of the adapter but those of encrypted credentials. */
    private static int loadEverything() throws Exception {
        URI classes = TwilioAccounts.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI();
        File[] files = new File(new File(classes), "dev/numberpool/twilio")
                .listFiles((folder, name) -> name.endsWith(".class") && !name.equals("package-info.class"));
        if (files == null) {
            throw new IllegalStateException("the classes are not in a folder");
        }
        for (File file : files) {
            Class.forName("dev.numberpool.twilio." + file.getName().replaceFirst("\\.class$", ""));
        }
        return files.length;
    }
}
