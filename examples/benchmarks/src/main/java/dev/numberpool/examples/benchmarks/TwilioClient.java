package dev.numberpool.examples.benchmarks;

import com.twilio.http.TwilioRestClient;
import com.twilio.rest.api.v2010.account.Message;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.desk.Content;
import dev.numberpool.spi.OutboundMessage;
import dev.numberpool.twilio.TwilioAccount;
import dev.numberpool.twilio.TwilioMessagingGateway;
import dev.numberpool.twilio.fake.FakeTwilio;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Sends a text to Twilio, or to what stands in for it. */
@FunctionalInterface
interface TwilioClient {
    /** From which number of ours. */
    String SENDER = "+15558986359";

    /** To whom. */
    String AGENT = "+201016666301";

    /** Sends once, or fails. */
    void send(String text);

    /** Ours. */
    static TwilioClient ours(URI twilio, int callers) {
        TwilioAccount account = TwilioAccount.withAuthToken(FakeTwilio.ACCOUNT_SID, FakeTwilio.AUTH_TOKEN);
        TwilioMessagingGateway gateway = TwilioMessagingGateway.builder(account)
                .endpoints(Map.of("api.twilio.com", twilio))
                .maxConcurrentRequests(callers)
                .build();
        SenderThread thread = new SenderThread(Participant.of(AGENT), PhoneNumber.of(SENDER));
        return text -> gateway.send(new OutboundMessage("m.1", null, thread, new Content.Text(text, List.of())));
    }

    /** That of the SDK. */
    static TwilioClient stock(URI twilio) {
        TwilioRestClient client = new TwilioRestClient.Builder(FakeTwilio.ACCOUNT_SID, FakeTwilio.AUTH_TOKEN)
                .accountSid(FakeTwilio.ACCOUNT_SID)
                .httpClient(new StockClient(twilio))
                .build();
        com.twilio.type.PhoneNumber to = new com.twilio.type.PhoneNumber("whatsapp:" + AGENT);
        com.twilio.type.PhoneNumber from = new com.twilio.type.PhoneNumber("whatsapp:" + SENDER);
        return text -> Message.creator(to, from, text).create(client);
    }

    /** The same form without SDK. */
    static TwilioClient bare(URI twilio) {
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        URI address = twilio.resolve("/2010-04-01/Accounts/" + FakeTwilio.ACCOUNT_SID + "/Messages.json");
        String form = "To=" + encoded("whatsapp:" + AGENT) + "&From=" + encoded("whatsapp:" + SENDER) + "&Body=";
        return text -> post(http, address, form + encoded(text));
    }

    private static void post(HttpClient http, URI address, String form) {
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        try {
            int status = status(http, request);
            Calls.require(status == 201, "answered " + status);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Once more on a new connection: the server may close a kept one just as it is used. */
    private static int status(HttpClient http, HttpRequest request) throws IOException, InterruptedException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
        } catch (IOException e) {
            return http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
