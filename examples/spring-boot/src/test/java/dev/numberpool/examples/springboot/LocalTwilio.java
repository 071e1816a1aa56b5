package dev.numberpool.examples.springboot;

import dev.numberpool.twilio.fake.FakeClock;
import java.net.URI;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.context.event.EventListener;

/** Lets the local Twilio's webhooks arrive here, and its time be ours. */
@TestConfiguration(proxyBeanMethods = false)
class LocalTwilio {
    @Bean
    @Primary
    FakeClock twiliosClock() {
        return LocalServices.get().twilio().clock();
    }

    @EventListener
    void place(WebServerInitializedEvent started) {
        URI here = URI.create("http://127.0.0.1:" + started.getWebServer().getPort());
        LocalServices.get().twilio().webhooks().place(LocalServices.PUBLIC, here);
    }
}
