package dev.numberpool;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** WhatsApp's customer service window of a thread: 24 hours from the participant's last message. */
public enum ServiceWindow {
    /** The participant wrote less than 24 hours ago: free text is delivered. */
    OPEN,
    /** The participant's last message is older: only an approved template is delivered. */
    CLOSED,
    /** No message is on record. */
    UNKNOWN;

    /**
     * How long it is open: 24 hours. WhatsApp Business Platform, "customer service windows"; Twilio refuses later
     * messages with error 63016.
     */
    public static final Duration LENGTH = Duration.ofHours(24);

    /** The window at a time, as far as it follows from the participant's last message on the thread. */
    public static ServiceWindow of(@Nullable Instant lastInbound, Instant at) {
        if (lastInbound == null) {
            return UNKNOWN;
        }
        return lastInbound.plus(LENGTH).isAfter(at) ? OPEN : CLOSED;
    }

    /**
     * The window at a time. A refusal counts until the participant writes again; otherwise the participant's last
     * message decides.
     *
     * @param lastInbound when the participant last wrote on the thread, or null
     * @param lastRefused when free text was last refused on it, or null
     */
    public static ServiceWindow of(@Nullable Instant lastInbound, @Nullable Instant lastRefused, Instant at) {
        boolean isRefused = lastRefused != null && (lastInbound == null || !lastInbound.isAfter(lastRefused));
        return isRefused ? CLOSED : of(lastInbound, at);
    }
}
