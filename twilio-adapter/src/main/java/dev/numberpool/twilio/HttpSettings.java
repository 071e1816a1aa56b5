package dev.numberpool.twilio;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** What a builder collects about requests, each value checked as it is set. */
final class HttpSettings {
    /** A page of 100 rows has about 200 kB. */
    static final int MAX_ANSWER_BYTES = 4 * 1024 * 1024;

    private Duration totalTimeout;
    private Duration connectTimeout = Duration.ofSeconds(2);
    private int maxConcurrentRequests;
    private Endpoints endpoints = new Endpoints(Map.of());

    HttpSettings(Duration totalTimeout, int maxConcurrentRequests) {
        this.totalTimeout = totalTimeout;
        this.maxConcurrentRequests = maxConcurrentRequests;
    }

    void totalTimeout(Duration time) {
        totalTimeout = positive(time);
    }

    void connectTimeout(Duration time) {
        connectTimeout = positive(time);
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
        return options(MAX_ANSWER_BYTES);
    }

    /** The options for answers up to this length. */
    HttpOptions options(int maxAnswerBytes) {
        return new HttpOptions(endpoints, connectTimeout, totalTimeout, maxConcurrentRequests, maxAnswerBytes);
    }

    private static Duration positive(Duration time) {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("a time-out must be longer than nothing, not " + time);
        }
        return time;
    }
}
