package dev.numberpool.examples.springboot;

import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;

/** Starts the application without an account at Twilio and without a database. */
final class TestSpringBootExample {
    private TestSpringBootExample() {}

    public static void main(String[] args) {
        Stream<String> local = LocalServices.get().properties().entrySet().stream()
                .map(property -> "--" + property.getKey() + "=" + property.getValue());
        SpringApplication.from(SpringBootExample::main)
                .with(LocalTwilio.class, Demo.class)
                .run(Stream.concat(local, Stream.of(args)).toArray(String[]::new));
    }
}
