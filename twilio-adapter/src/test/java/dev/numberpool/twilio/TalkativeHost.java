package dev.numberpool.twilio;

import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.desk.Content;
import dev.numberpool.desk.GatewayException;
import dev.numberpool.spi.ConversationQuery;
import dev.numberpool.spi.OutboundMessage;
import dev.numberpool.spi.ProviderConversation;
import dev.numberpool.twilio.fake.FakeTwilio;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** Sends, receives and converses, and prints what a host would: run with every logger at TRACE by {@link SecrecyTest}. */
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
        try (FakeTwilio twilio = FakeTwilio.start(Signer.SID, "token-new")) {
            converse(twilio);
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

    private static void converse(FakeTwilio twilio) {
        twilio.senders().add("+15558986359");
        TwilioConversations conversations = TwilioConversations.builder(
                        TwilioAccount.withAuthToken(Signer.SID, "token-new"))
                .endpoints(Map.of("conversations.twilio.com", twilio.endpoints().get("conversations.twilio.com")))
                .build();
        ProviderConversation opened = conversations.open(message().thread());
        System.out.println(opened);
        conversations
                .conversations(ConversationQuery.of(message().thread().participant()))
                .forEach(System.out::println);
        conversations.conversations(ConversationQuery.all()).forEach(System.out::println);
        Content.Text text = new Content.Text("the visitor's words", List.of());
        conversations.reply(opened.id(), message().thread(), "agent-1", text);
        conversations.close(opened.id());
        try {
            conversations.reply(opened.id(), message().thread(), "agent-1", text);
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
