package dev.numberpool.examples.supportdesk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;

/** Visitors and agents who write, with the forms of the phones' screen. They do not look at the pages that follow. */
final class Crowd {
    private final URI desk;
    private final String token;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .cookieHandler(new CookieManager())
            .build();

    Crowd(URI desk) {
        this.desk = desk;
        this.token = Jsoup.parse(
                        ask(HttpRequest.newBuilder(desk.resolve("/phones")).build())
                                .body())
                .select("input[name=csrf]")
                .val();
    }

    /** A visitor's chat with its agent, and what both have written, in the order in which it was sent. */
    static final class Talk {
        private final String visitor;
        private final String agent;
        private final List<String> ofVisitor = new ArrayList<>();
        private final List<String> ofAgent = new ArrayList<>();
        private String chat = "";
        private String number = "";

        private Talk(String visitor, String agent) {
            this.visitor = visitor;
            this.agent = agent;
        }

        String visitor() {
            return visitor;
        }

        /** Digits of the agent's phone. */
        String agent() {
            return agent;
        }

        long chat() {
            return Long.parseLong(chat);
        }

        /** Digits of the number that the chat got. */
        String number() {
            return number;
        }

        List<String> ofVisitor() {
            return ofVisitor;
        }

        List<String> ofAgent() {
            return ofAgent;
        }
    }

    /** A visitor writes, asks for a human and gets this agent, who says something, too. */
    Talk begin(String visitor, String agentDigits) {
        Talk talk = new Talk(visitor, agentDigits);
        talk.ofVisitor.add("Hello, this is " + visitor);
        talk.chat = parameter(send("visitor", Map.of("name", visitor, "text", talk.ofVisitor.get(0))), "chat");
        talk.number = parameter(send("hand-over", Map.of("chat", talk.chat, "to", agentDigits)), "number");
        answer(talk, "How can I help, " + visitor + "?");
        return talk;
    }

    /** The visitor writes. */
    void write(Talk talk, String text) {
        talk.ofVisitor.add(text);
        send("write", Map.of("chat", talk.chat, "text", text));
    }

    /** The agent answers. */
    void answer(Talk talk, String text) {
        talk.ofAgent.add(text);
        send("answer", Map.of("agent", talk.agent, "number", talk.number, "text", text));
    }

    private URI send(String form, Map<String, String> fields) {
        Map<String, String> all = new TreeMap<>(fields);
        all.put("csrf", token);
        String body = all.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpResponse<String> answer = ask(HttpRequest.newBuilder(desk.resolve("/phones/" + form))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
        assertThat(answer.statusCode())
                .as(() -> Jsoup.parse(answer.body()).text())
                .isEqualTo(303);
        return URI.create(answer.headers().firstValue("Location").orElseThrow());
    }

    private static String parameter(URI address, String name) {
        Matcher matcher = Pattern.compile("[?&]" + name + "=(\\d+)").matcher(address.toString());
        assertThat(matcher.find()).as(address.toString()).isTrue();
        return matcher.group(1);
    }

    private HttpResponse<String> ask(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
