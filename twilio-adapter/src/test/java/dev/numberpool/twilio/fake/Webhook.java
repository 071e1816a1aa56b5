package dev.numberpool.twilio.fake;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A webhook that is on its way: for the messaging product with a second address, or for Conversations. */
record Webhook(String url, @Nullable String fallbackUrl, Map<String, String> form, Kind kind) {
    enum Kind {
        MESSAGE,
        STATUS,
        CONVERSATION
    }
}
