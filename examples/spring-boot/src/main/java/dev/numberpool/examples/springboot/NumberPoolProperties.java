package dev.numberpool.examples.springboot;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What the application has to be told.
 *
 * @param publicUrl where Twilio reaches the application, as in Twilio's console, without the path /twilio
 * @param connections connections for transactions of numberpool's own, beside those of spring.datasource
 * @param twilio the account at Twilio
 * @param jobs how often jobs run; each may run on every node
 */
@Validated
@ConfigurationProperties("numberpool")
record NumberPoolProperties(
        @NotNull URI publicUrl,
        @DefaultValue("10") @Min(2) int connections,
        @NotNull @Valid Twilio twilio,
        @DefaultValue @Valid Jobs jobs) {

    /**
     * The account at Twilio.
     *
     * @param accountSid the account's SID
     * @param authTokens the account's auth token; two while it is being changed, the one to call with first
     * @param wakeUpTemplate SID of the approved template with one variable that asks agents to open a chat
     * @param endpoints what stands in for Twilio, by host (api.twilio.com): a fake for tests
     */
    record Twilio(
            @NotBlank String accountSid,
            @NotEmpty List<@NotBlank String> authTokens,
            @NotBlank String wakeUpTemplate,
            @DefaultValue Map<String, URI> endpoints) {

        /** No token: Spring prints properties. */
        @Override
        public String toString() {
            return "Twilio[" + authTokens.size() + " auth tokens, wakeUpTemplate=" + wakeUpTemplate + "]";
        }
    }

    /**
     * How often jobs run.
     *
     * @param send sends what visitors wrote just before a process died
     * @param flush sends what had to wait, for example for the agent to write
     * @param reconcile receives what came through no webhook, and settles what is unknown
     * @param pollHealth asks Twilio which numbers are online
     * @param diagnose looks for what is wrong; the health endpoint shows what it found
     * @param releaseIdle releases conversations that nobody closes
     * @param purge deletes old messages of conversations that have ended
     * @param idleAfter after what time without a word from the agent a conversation counts as idle
     * @param keepMessages how long the desk remembers messages of conversations that have ended, at least 7 days
     */
    record Jobs(
            @DefaultValue("10s") @NotNull Duration send,
            @DefaultValue("5s") @NotNull Duration flush,
            @DefaultValue("5m") @NotNull Duration reconcile,
            @DefaultValue("5m") @NotNull Duration pollHealth,
            @DefaultValue("15m") @NotNull Duration diagnose,
            @DefaultValue("1h") @NotNull Duration releaseIdle,
            @DefaultValue("1d") @NotNull Duration purge,
            @DefaultValue("24h") @NotNull Duration idleAfter,
            @DefaultValue("30d") @NotNull Duration keepMessages) {}
}
