package dev.numberpool.twilio;

import com.fasterxml.jackson.databind.JsonNode;
import com.twilio.base.Page;
import com.twilio.http.HttpMethod;
import com.twilio.http.Request;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.Domains;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads a list of one of Twilio's newer APIs to its end, as JSON: the SDK's types know a fixed set of words and turn every
 * other into null, and one address that is none makes them refuse the whole page. Its pages are followed here and not by
 * its iterator, which takes an empty page for the last.
 *
 * @param domain the API's host
 * @param path the list's path
 * @param key the name of the rows
 */
record Listing(Domains domain, String path, String key) {
    /** More than any account has; a server that never comes to an end must not keep the caller. */
    private static final int MOST_PAGES = 1_000;

    /**
     * All rows.
     *
     * @throws TwilioCallException if a page cannot be read: then there are no rows at all
     */
    List<JsonNode> read(TwilioRestClient client, Map<String, String> query) {
        Request first = new Request(HttpMethod.GET, domain.toString(), path);
        query.forEach(first::addQueryParam);
        List<JsonNode> rows = new ArrayList<>();
        Page<JsonNode> page = page(client, first);
        rows.addAll(page.getRecords());
        for (int pages = 1; page.hasNextPage(); pages++) {
            if (pages == MOST_PAGES) {
                throw TwilioCallException.uncertain("a list of more than " + MOST_PAGES + " pages");
            }
            page = page(client, new Request(HttpMethod.GET, page.getNextPageUrl(domain.toString())));
            rows.addAll(page.getRecords());
        }
        return rows;
    }

    private Page<JsonNode> page(TwilioRestClient client, Request request) {
        String content = client.request(request).getContent();
        try {
            return Page.fromJson(key, content, JsonNode.class, client.getObjectMapper());
        } catch (RuntimeException e) {
            // Its text may repeat the answer.
            throw TwilioCallException.uncertain(
                    "a list that cannot be read: " + e.getClass().getSimpleName());
        }
    }
}
