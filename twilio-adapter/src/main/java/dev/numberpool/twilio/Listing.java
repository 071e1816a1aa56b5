package dev.numberpool.twilio;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.twilio.http.HttpMethod;
import com.twilio.http.Request;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.Domains;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a list of one of Twilio's newer APIs to its end, as JSON. The SDK's types turn every word that they do not know
 * into null, and refuse a whole page for one address that is none; its pages take a list for complete that does not say
 * where it goes on, and its iterator takes an empty page for the last.
 *
 * @param domain the API's host
 * @param path the list's path
 * @param key the name of the rows
 */
record Listing(Domains domain, String path, String key) {
    /**
     * All rows.
     *
     * @throws TwilioCallException if a page cannot be read: then there are no rows at all
     */
    List<JsonNode> read(TwilioRestClient client, Map<String, String> query) {
        Request request = new Request(HttpMethod.GET, domain.toString(), path);
        query.forEach(request::addQueryParam);
        List<JsonNode> rows = new ArrayList<>();
        Set<String> followed = new HashSet<>();
        while (true) {
            JsonNode page = page(client, request);
            page.path(key).forEach(rows::add);
            String next = next(page);
            if (next == null) {
                return rows;
            }
            if (!followed.add(next)) {
                throw TwilioCallException.uncertain("a list that goes round in circles");
            }
            request = new Request(HttpMethod.GET, next);
        }
    }

    private JsonNode page(TwilioRestClient client, Request request) {
        String content = client.request(request).getContent();
        try {
            JsonNode page = client.getObjectMapper().readTree(content);
            if (page != null && page.path(key).isArray() && page.path("meta").isObject()) {
                return page;
            }
        } catch (JsonProcessingException e) {
            // Said below: its text may repeat the answer.
        }
        throw TwilioCallException.uncertain("a list that cannot be read");
    }

    /** The address of the next page, or null if this is the last. */
    private static @Nullable String next(JsonNode page) {
        String next = page.path("meta").path("next_page_url").textValue();
        return next == null || next.isEmpty() ? null : next;
    }
}
