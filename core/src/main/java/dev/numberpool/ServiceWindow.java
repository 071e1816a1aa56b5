package dev.numberpool;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** WhatsApp's customer service window: free text is delivered for 24 hours after the participant's last message. */
final class ServiceWindow {
    /** WhatsApp Business Platform, "customer service windows"; Twilio refuses later messages with error 63016. */
    private static final Duration LENGTH = Duration.ofHours(24);

    private ServiceWindow() {}

    static Candidate.Window of(@Nullable Instant lastInbound, Instant at) {
        if (lastInbound == null) {
            return Candidate.Window.UNKNOWN;
        }
        return lastInbound.plus(LENGTH).isAfter(at) ? Candidate.Window.OPEN : Candidate.Window.CLOSED;
    }
}
