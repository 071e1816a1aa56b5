package dev.numberpool.examples.springboot;

import dev.numberpool.twilio.fake.FakeTwilio;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A database and a Twilio on this machine, and the properties that lead to them. */
final class LocalServices {
    static final URI PUBLIC = URI.create("https://chat.example.com");
    static final List<String> NUMBERS = List.of("+15558986359", "+15558986360");
    static final String TEMPLATE = "HX5ec3a1d0f2b94c6e8a7d1b3c5e7f9a0b";

    private final EmbeddedPostgres postgres;
    private final FakeTwilio twilio;

    private static final LocalServices THESE = start();

    private LocalServices(EmbeddedPostgres postgres, FakeTwilio twilio) {
        this.postgres = postgres;
        this.twilio = twilio;
    }

    /** Both run from the first call until the JVM ends. */
    static LocalServices get() {
        return THESE;
    }

    private static LocalServices start() {
        try {
            LocalServices services =
                    new LocalServices(EmbeddedPostgres.builder().start(), FakeTwilio.start());
            services.setUpTwilio();
            return services;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What an operator sets in Twilio's console. */
    private void setUpTwilio() {
        for (String number : NUMBERS) {
            twilio.senders().add(number).callback(PUBLIC.resolve("/twilio"));
        }
        twilio.messages().template(TEMPLATE, "{{1}} is waiting for an answer.");
    }

    FakeTwilio twilio() {
        return twilio;
    }

    EmbeddedPostgres postgres() {
        return postgres;
    }

    Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("spring.datasource.url", postgres.getJdbcUrl("postgres", "postgres"));
        properties.put("spring.datasource.username", "postgres");
        properties.put("numberpool.public-url", PUBLIC.toString());
        properties.put("numberpool.twilio.account-sid", twilio.accountSid());
        properties.put("numberpool.twilio.auth-tokens", twilio.authToken());
        properties.put("numberpool.twilio.wake-up-template", TEMPLATE);
        twilio.endpoints()
                .forEach(
                        (host, place) -> properties.put("numberpool.twilio.endpoints[" + host + "]", place.toString()));
        return properties;
    }
}
