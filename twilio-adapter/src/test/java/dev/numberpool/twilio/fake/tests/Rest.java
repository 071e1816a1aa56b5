package dev.numberpool.twilio.fake.tests;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.numberpool.twilio.fake.FakeTwilio;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.StringJoiner;

/** Plain HTTP to the fake, without the SDK in between. */
final class Rest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final FakeTwilio twilio;

    Rest(FakeTwilio twilio) {
        this.twilio = twilio;
    }

    HttpResponse<String> get(String pathOrUrl) {
        return send(request(pathOrUrl).GET());
    }

    HttpResponse<String> delete(String path) {
        return send(request(path).DELETE());
    }

    /** Posts pairs of names and values. */
    HttpResponse<String> post(String path, String... form) {
        return send(request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form(form))));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    HttpResponse<String> message(String from, String to, String body) {
        return post(messages(), "From", "whatsapp:" + from, "To", "whatsapp:" + to, "Body", body);
    }

    String messages() {
        return account() + "/Messages.json";
    }

    String account() {
        return "/2010-04-01/Accounts/" + twilio.accountSid();
    }

    HttpRequest.Builder request(String pathOrUrl) {
        String user = twilio.accountSid() + ":" + twilio.authToken();
        String basic = Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
        return anonymous(pathOrUrl).header("Authorization", "Basic " + basic);
    }

    HttpRequest.Builder anonymous(String pathOrUrl) {
        String path = pathOrUrl.replaceFirst("^https://[^/]+", "");
        return HttpRequest.newBuilder(URI.create(twilio.endpoints().get("api.twilio.com") + path));
    }

    static JsonNode json(HttpResponse<String> response) {
        return json(response.body());
    }

    static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static int code(HttpResponse<String> response) {
        return json(response).path("code").asInt();
    }

    static String form(String... pairs) {
        StringJoiner form = new StringJoiner("&");
        for (int i = 0; i < pairs.length; i += 2) {
            form.add(encoded(pairs[i]) + "=" + encoded(pairs[i + 1]));
        }
        return form.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
