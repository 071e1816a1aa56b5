package dev.numberpool.examples.supportdesk;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** A session of somebody who follows links and sends forms, without a browser and so without scripts. */
public final class Visit {
    private final URI address;
    private final HttpClient client = HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();

    /** In front of the pages at this address. */
    public Visit(URI address) {
        this.address = address;
    }

    /** A page and its status. */
    public record Answer(int status, Document page) {
        /** Its text without markup. */
        public String text() {
            return page.text();
        }

        /** Where it is, after all redirects. */
        public String address() {
            return page.location();
        }
    }

    /** Opens a page. */
    public Answer open(String path) {
        return answer(HttpRequest.newBuilder(address.resolve(path)).build());
    }

    /** Sends a form as it stands on the page, with these fields changed. */
    public Answer send(Element form, Map<String, String> changes) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (Element field : form.select("input[name], select[name], textarea[name]")) {
            boolean isBox =
                    field.attr("type").equals("checkbox") || field.attr("type").equals("radio");
            if (!isBox || field.hasAttr("checked")) {
                fields.put(field.attr("name"), typed(field));
            }
        }
        fields.putAll(changes);
        return post(form.attr("action"), fields);
    }

    private static String typed(Element field) {
        return switch (field.normalName()) {
            case "textarea" -> field.wholeText();
            case "select" ->
                Stream.of("option[selected]", "option")
                        .map(field::selectFirst)
                        .flatMap(Stream::ofNullable)
                        .findFirst()
                        .map(Element::val)
                        .orElse("");
            default -> field.val();
        };
    }

    /** Sends fields; the token is theirs to bring. */
    public Answer post(String path, Map<String, String> fields) {
        String body = fields.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        return answer(HttpRequest.newBuilder(address.resolve(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private Answer answer(HttpRequest request) {
        try {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(),
                    Jsoup.parse(response.body(), response.uri().toString()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
