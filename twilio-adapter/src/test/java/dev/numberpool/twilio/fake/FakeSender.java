package dev.numberpool.twilio.fake;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One of our numbers on WhatsApp. New ones are {@code ONLINE}, of {@code HIGH} quality, and without webhooks of their
 * own. Safe for use by many threads.
 */
public final class FakeSender {
    private final World world;
    private final String sid;
    private final String address;
    private final Map<String, @Nullable String> webhook = new LinkedHashMap<>();
    private final Map<String, @Nullable String> profile = new LinkedHashMap<>();
    private final List<Map.Entry<String, String>> offlineReasons = new ArrayList<>();
    private final Deque<Instant> recent = new ArrayDeque<>();
    private String status = "ONLINE";
    private @Nullable String quality = "HIGH";
    private @Nullable String limit = "10K Customers/24hr";
    private int throughput = Integer.MAX_VALUE;
    private Duration period = Duration.ofSeconds(1);

    FakeSender(World world, String sid, String address) {
        this.world = world;
        this.sid = sid;
        this.address = address;
    }

    /** Its id, {@code XE…}. */
    public String sid() {
        return sid;
    }

    /** Its address with the prefix {@code whatsapp:}. */
    public String address() {
        return address;
    }

    /**
     * Twilio's word for its state; all but {@code ONLINE} and {@code ONLINE:UPDATING} refuse to send with 63007. Reasons of
     * being offline are forgotten.
     */
    public FakeSender status(String newStatus) {
        return set(() -> {
            status = newStatus;
            offlineReasons.clear();
        });
    }

    /** Its quality rating, such as {@code LOW}, or null for unknown. */
    public FakeSender quality(@Nullable String rating) {
        return set(() -> quality = rating);
    }

    /** Its messaging limit, such as {@code 250 Customers/24hr}, or null for unknown. */
    public FakeSender limit(@Nullable String messagingLimit) {
        return set(() -> limit = messagingLimit);
    }

    /** Takes it offline for a reason. */
    public FakeSender offline(int code, String message) {
        return set(() -> {
            status = "OFFLINE";
            offlineReasons.add(Map.entry(Integer.toString(code), message));
        });
    }

    /** Where messages to this number go. */
    public FakeSender callback(URI url) {
        return set(() -> webhook.put("callback_url", url.toString()));
    }

    /** Where messages go that the callback URL did not accept. */
    public FakeSender fallback(URI url) {
        return set(() -> webhook.put("fallback_url", url.toString()));
    }

    /** Where statuses of messages go that name no other place. */
    public FakeSender statusCallback(URI url) {
        return set(() -> webhook.put("status_callback_url", url.toString()));
    }

    /** Lets so many messages pass in a period of the fake's time; what comes sooner ends as undelivered, 63018. */
    public FakeSender throughput(int messages, Duration in) {
        return set(() -> {
            throughput = messages;
            period = in;
        });
    }

    boolean isUsable() {
        return status.startsWith("ONLINE");
    }

    boolean isThrottled(Instant now) {
        while (!recent.isEmpty() && !recent.peek().isAfter(now.minus(period))) {
            recent.remove();
        }
        if (recent.size() >= throughput) {
            return true;
        }
        if (throughput < Integer.MAX_VALUE) {
            recent.add(now);
        }
        return false;
    }

    @Nullable
    String callback() {
        return webhook.get("callback_url");
    }

    @Nullable
    String fallback() {
        return webhook.get("fallback_url");
    }

    @Nullable
    String statusCallback() {
        return webhook.get("status_callback_url");
    }

    Map<String, @Nullable String> webhook() {
        return webhook;
    }

    Map<String, @Nullable String> profile() {
        return profile;
    }

    List<Map.Entry<String, String>> offlineReasons() {
        return offlineReasons;
    }

    String status() {
        return status;
    }

    @Nullable
    String quality() {
        return quality;
    }

    @Nullable
    String limit() {
        return limit;
    }

    private FakeSender set(Runnable change) {
        world.run(change);
        return this;
    }
}
