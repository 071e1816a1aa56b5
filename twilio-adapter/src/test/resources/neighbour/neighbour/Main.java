package neighbour;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.desk.Content;
import dev.numberpool.desk.GatewayException;
import dev.numberpool.spi.OutboundMessage;
import dev.numberpool.twilio.TwilioAccount;
import dev.numberpool.twilio.TwilioMessagingGateway;
import dev.numberpool.twilio.TwilioWebhooks;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A host that sends, is refused, and gets a webhook: all that the adapter and the SDK do with JSON. */
public final class Main {
    private static final String SID = "AC0123456789abcdef0123456789abcdef";
    private static final String TAKEN = "{\"sid\":\"SM1\",\"status\":\"queued\",\"future\":{\"x\":[1.5]},"
            + "\"date_created\":\"Thu, 30 Jul 2015 20:12:31 +0000\"}";

    private static final Queue<String> ANSWERS = new ArrayDeque<>(List.of(TAKEN, "{\"code\":63007,\"status\":400}"));

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] answer = ANSWERS.remove().getBytes(StandardCharsets.UTF_8);
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(ANSWERS.isEmpty() ? 400 : 201, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        try {
            talk(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
        } finally {
            server.stop(0);
        }
    }

    private static void talk(URI server) throws Exception {
        TwilioAccount account = TwilioAccount.withAuthToken(SID, "token");
        TwilioMessagingGateway gateway = TwilioMessagingGateway.builder(account)
                .endpoints(Map.of("api.twilio.com", server))
                .build();
        System.out.println("sent " + gateway.send(message()));
        try {
            gateway.send(message());
        } catch (GatewayException e) {
            System.out.println("refused " + e.kind());
        }
        System.out.println("got " + webhook(account));
        System.out.println("jackson " + new ObjectMapper().version());
        System.out.println("module " + TwilioAccount.class.getModule().getName());
    }

    private static OutboundMessage message() {
        SenderThread thread = new SenderThread(Participant.of("+201016666348"), PhoneNumber.of("+15558986359"));
        return new OutboundMessage("1", null, thread, new Content.Template("HX1", Map.of("1", "Maria")));
    }

    private static String webhook(TwilioAccount account) throws Exception {
        byte[] body = ("{\"AccountSid\":\"" + SID + "\",\"EventType\":\"onMessageAdded\",\"x\":{\"y\":[1]}}")
                .getBytes(StandardCharsets.UTF_8);
        String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec("token".getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
        String target = "/in?bodySHA256=" + digest;
        String signature = Base64.getEncoder()
                .encodeToString(mac.doFinal(("https://example.com" + target).getBytes(StandardCharsets.UTF_8)));
        return TwilioWebhooks.builder(URI.create("https://example.com"), account)
                .build()
                .receive(new TwilioWebhooks.Request(
                        "POST",
                        target,
                        Map.of("X-Twilio-Signature", List.of(signature), "Content-Type", List.of("application/json")),
                        body))
                .event()
                .toString();
    }
}
