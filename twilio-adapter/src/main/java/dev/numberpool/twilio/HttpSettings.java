package dev.numberpool.twilio;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** What a builder collects about requests, each value checked as it is set. */
final class HttpSettings {
    private Duration totalTimeout = Duration.ofSeconds(10);
    private Duration connectTimeout = Duration.ofSeconds(2);
    private int maxConcurrentRequests = 8;
    private Endpoints endpoints = new Endpoints(Map.of());

    void totalTimeout(Duration time) {
        totalTimeout = HttpOptions.positive(time);
    }

    void connectTimeout(Duration time) {
        connectTimeout = HttpOptions.positive(time);
    }

    void maxConcurrentRequests(int number) {
        if (number < 1) {
            throw new IllegalArgumentException("at least 1 request at a time, not " + number);
        }
        maxConcurrentRequests = number;
    }

    void endpoints(Map<String, URI> addresses) {
        endpoints = new Endpoints(addresses);
    }

    HttpOptions options() {
        return new HttpOptions(
                endpoints, connectTimeout, totalTimeout, maxConcurrentRequests, HttpOptions.DEFAULT_MAX_ANSWER_BYTES);
    }
}
