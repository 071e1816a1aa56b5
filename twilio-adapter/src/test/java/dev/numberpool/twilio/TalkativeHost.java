package dev.numberpool.twilio;

import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.desk.Content;
import dev.numberpool.desk.GatewayException;
import dev.numberpool.spi.OutboundMessage;
import java.net.URI;
import java.util.Map;

/** Sends and receives, and prints what a host would: run with every logger at TRACE by {@link SecrecyTest}. */
final class TalkativeHost {
    private TalkativeHost() {}

    public static void main(String[] arguments) {
        try (LocalServer server = LocalServer.start(LocalServer.accepting())) {
            TwilioMessagingGateway gateway = TwilioMessagingGateway.builder(
                            TwilioAccount.withAuthToken(Signer.SID, "token-new"))
                    .statusCallback(URI.create("https://example.com/status"))
                    .endpoints(server.endpoints())
                    .build();
            System.out.println(gateway.send(message()));
            server.then(LocalServer.answering(400, "{\"code\":21211,\"message\":\"whatsapp:+201016666348\"}"));
            sendInVain(gateway);
            server.then(LocalServer.answering(201, "the visitor's words"));
            sendInVain(gateway);
            server.then(LocalServer.hangingUp());
            sendInVain(gateway);
        }
        System.out.println(receive(Signer.form("/in", Signer.inbound())));
        System.out.println(receive(Signer.request("/in", Signer.inbound(), "wrong")));
        System.out.println("finished");
    }

    private static void sendInVain(TwilioMessagingGateway gateway) {
        try {
            gateway.send(message());
        } catch (GatewayException e) {
            e.printStackTrace();
        }
    }

    private static TwilioWebhooks.Result receive(TwilioWebhooks.Request request) {
        return TwilioWebhooks.builder(URI.create(Signer.BASE), TwilioAccount.withAuthToken(Signer.SID, "token-new"))
                .build()
                .receive(request);
    }

    private static OutboundMessage message() {
        SenderThread thread = new SenderThread(Participant.of("+201016666348"), PhoneNumber.of("+15558986359"));
        return new OutboundMessage("1", null, thread, new Content.Template("HX1", Map.of("1", "the visitor's words")));
    }
}
