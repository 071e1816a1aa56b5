package dev.numberpool.twilio.fake;

import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Where webhooks go, and how; changed by tests while others read. */
final class WebhookSettings {
    volatile String authToken;
    volatile @Nullable URI inbound;
    volatile @Nullable URI conversations;
    volatile Set<String> conversationEvents = Set.of();
    volatile boolean conversationsAsJson;
    volatile Duration timeout = Duration.ofSeconds(15);
    volatile Duration conversationTimeout = Duration.ofSeconds(5);
    volatile Set<StatusHabit> habits = EnumSet.noneOf(StatusHabit.class);
    private volatile Map<String, String> extraFields = Map.of();
    private final Map<String, URI> places = new ConcurrentHashMap<>();

    WebhookSettings(String authToken) {
        this.authToken = authToken;
    }

    void place(URI publicBase, URI actual) {
        places.put(withoutSlash(publicBase), actual);
    }

    void extraField(String name, String value) {
        Map<String, String> fields = new LinkedHashMap<>(extraFields);
        fields.put(name, value);
        extraFields = fields;
    }

    Map<String, String> complete(Map<String, String> form) {
        Map<String, String> all = new LinkedHashMap<>(form);
        all.putAll(extraFields);
        return all;
    }

    Duration timeout(Webhook.Kind kind) {
        return kind == Webhook.Kind.CONVERSATION ? conversationTimeout : timeout;
    }

    /** Where a public URL really leads. */
    URI actual(String publicUrl) {
        for (Map.Entry<String, URI> place : places.entrySet()) {
            if (publicUrl.startsWith(place.getKey())) {
                return URI.create(withoutSlash(place.getValue())
                        + publicUrl.substring(place.getKey().length()));
            }
        }
        return URI.create(publicUrl);
    }

    private static String withoutSlash(URI uri) {
        String text = uri.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }
}
