package dev.numberpool.examples.supportdesk.whatsapp;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A Twilio account, from the environment.
 *
 * @param accountSid {@code AC…}
 * @param authToken its auth token
 * @param publicUrl the address under which Twilio reaches the webhook port
 * @param wakeUpTemplate the approved template that asks an agent to open the chat, {@code HX…}, or null
 */
public record TwilioSettings(
        String accountSid,
        String authToken,
        URI publicUrl,
        @Nullable String wakeUpTemplate) {
    /** The account that the environment names, or null if it names none. */
    public static @Nullable TwilioSettings of(Map<String, String> environment) {
        String accountSid = environment.get("TWILIO_ACCOUNT_SID");
        if (accountSid == null) {
            return null;
        }
        return new TwilioSettings(
                accountSid,
                needed(environment, "TWILIO_AUTH_TOKEN"),
                URI.create(needed(environment, "PUBLIC_URL")),
                environment.get("WAKE_UP_TEMPLATE"));
    }

    private static String needed(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name))
                .orElseThrow(() -> new IllegalArgumentException("TWILIO_ACCOUNT_SID is set, but " + name + " is not"));
    }

    /** The account's id; no token. */
    @Override
    public String toString() {
        return "TwilioSettings[" + accountSid + ", " + publicUrl + "]";
    }
}
