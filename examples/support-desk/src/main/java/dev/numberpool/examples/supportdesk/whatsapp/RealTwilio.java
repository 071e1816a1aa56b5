package dev.numberpool.examples.supportdesk.whatsapp;

import dev.numberpool.twilio.TwilioAccount;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * Twilio itself, with the account from the environment.
 *
 * @param settings the account
 */
public record RealTwilio(TwilioSettings settings) implements WhatsApp {
    @Override
    public TwilioAccount account() {
        return TwilioAccount.withAuthToken(settings.accountSid(), settings.authToken());
    }

    @Override
    public Map<String, URI> endpoints() {
        return Map.of();
    }

    @Override
    public URI publicUrl() {
        return settings.publicUrl();
    }

    @Override
    public Optional<String> wakeUpTemplate() {
        return Optional.ofNullable(settings.wakeUpTemplate());
    }

    @Override
    public InstantSource clock() {
        return InstantSource.system();
    }

    @Override
    public void close() {
        // Nothing is open between two calls.
    }
}
