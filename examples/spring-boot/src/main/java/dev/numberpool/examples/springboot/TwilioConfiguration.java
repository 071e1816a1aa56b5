package dev.numberpool.examples.springboot;

import dev.numberpool.desk.HandoverDesk;
import dev.numberpool.diagnose.HealthPoll;
import dev.numberpool.diagnose.PoolDiagnosis;
import dev.numberpool.jdbc.JdbcMessageLog;
import dev.numberpool.jdbc.JdbcNumberStore;
import dev.numberpool.twilio.TwilioAccount;
import dev.numberpool.twilio.TwilioMessagingGateway;
import dev.numberpool.twilio.TwilioReconciler;
import dev.numberpool.twilio.TwilioSenders;
import dev.numberpool.twilio.TwilioWebhooks;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.util.UriComponentsBuilder;

/** What speaks with Twilio. */
@Configuration(proxyBeanMethods = false)
class TwilioConfiguration {
    @Bean
    TwilioAccount account(NumberPoolProperties properties) {
        String sid = properties.twilio().accountSid();
        List<String> tokens = properties.twilio().authTokens();
        return new TwilioAccount(sid, sid, tokens.get(0), tokens);
    }

    @Bean
    TwilioMessagingGateway gateway(TwilioAccount account, NumberPoolProperties properties) {
        return TwilioMessagingGateway.builder(account)
                .endpoints(properties.twilio().endpoints())
                .statusCallback(webhook(properties))
                .build();
    }

    @Bean
    TwilioWebhooks webhooks(TwilioAccount account, InstantSource clock, NumberPoolProperties properties) {
        return TwilioWebhooks.builder(properties.publicUrl(), account)
                .clock(clock)
                .build();
    }

    @Bean
    TwilioReconciler reconciler(
            TwilioAccount account,
            HandoverDesk desk,
            JdbcNumberStore ownStore,
            JdbcMessageLog messageLog,
            Inbox inbox,
            InstantSource clock,
            NumberPoolProperties properties) {
        return TwilioReconciler.builder(account, desk, ownStore, messageLog)
                .around(inbox::inTransaction)
                .endpoints(properties.twilio().endpoints())
                .clock(clock)
                .build();
    }

    @Bean
    TwilioSenders senders(TwilioAccount account, NumberPoolProperties properties) {
        return TwilioSenders.builder(account)
                .endpoints(properties.twilio().endpoints())
                .build();
    }

    @Bean
    HealthPoll healthPoll(JdbcNumberStore ownStore, InstantSource clock) {
        return HealthPoll.builder(ownStore).clock(clock).build();
    }

    @Bean
    PoolDiagnosis diagnosis(
            JdbcNumberStore ownStore, TwilioSenders senders, InstantSource clock, NumberPoolProperties properties) {
        return PoolDiagnosis.builder(ownStore)
                .senders(widget -> Optional.of(senders))
                .webhookBase(webhook(properties))
                .statusCallback(webhook(properties))
                .clock(clock)
                .build();
    }

    private static URI webhook(NumberPoolProperties properties) {
        return UriComponentsBuilder.fromUri(properties.publicUrl())
                .path(TwilioController.PATH)
                .build()
                .toUri();
    }
}
