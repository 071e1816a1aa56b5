package dev.numberpool.examples.benchmarks;

import dev.numberpool.twilio.fake.FakeMessage;
import dev.numberpool.twilio.fake.FakeTwilio;
import dev.numberpool.twilio.fake.Fault;
import java.net.URI;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Sends messages while Twilio has trouble, and counts at Twilio what came of it. */
final class Mishaps {
    private static final String SENDING = "*/Messages.json";

    private Mishaps() {}

    /**
     * What came of it.
     *
     * @param messages how many were to be sent, each once
     * @param requests how many requests Twilio got
     * @param repeated how many of the messages Twilio has more than once
     * @param once how many it has once
     * @param errors for how many the client reported an error
     */
    record Count(int messages, int requests, int repeated, int once, int errors) {
        int missing() {
            return messages - repeated - once;
        }
    }

    /** Every n-th request suffers the fault. */
    static Count count(int messages, int nth, Fault fault, Function<URI, TwilioClient> clients) {
        try (FakeTwilio twilio = FakeTwilio.start()) {
            twilio.senders().add(TwilioClient.SENDER);
            twilio.phone(TwilioClient.AGENT).write(TwilioClient.SENDER, "Good morning");
            twilio.faults().every(nth, "POST", SENDING, fault);
            TwilioClient client = clients.apply(twilio.endpoints().get("api.twilio.com"));
            int errors = 0;
            for (int i = 0; i < messages; i++) {
                errors += isSent(client, "message " + i) ? 0 : 1;
            }
            return count(twilio, messages, errors);
        }
    }

    private static boolean isSent(TwilioClient client, String text) {
        try {
            client.send(text);
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    private static Count count(FakeTwilio twilio, int messages, int errors) {
        Map<String, Long> copies = twilio.messages().sent().stream()
                .collect(Collectors.groupingBy(FakeMessage::body, Collectors.counting()));
        int once = (int) copies.values().stream().filter(number -> number == 1).count();
        return new Count(messages, twilio.calls().count("POST", SENDING), copies.size() - once, once, errors);
    }
}
