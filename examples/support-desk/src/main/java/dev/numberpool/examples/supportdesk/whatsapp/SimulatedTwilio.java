package dev.numberpool.examples.supportdesk.whatsapp;

import dev.numberpool.twilio.TwilioAccount;
import dev.numberpool.twilio.fake.FakePhone;
import dev.numberpool.twilio.fake.FakeTwilio;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/**
 * A Twilio account on this machine, with the phones of the people. Its time runs with that of the machine, and can be set
 * forward: that is how a service window is seen to close without waiting a day for it. Safe for use by many threads.
 */
public final class SimulatedTwilio implements WhatsApp {
    private static final URI PUBLIC = URI.create("https://chat.example.com");
    private static final String WAKE_UP = "HX5ec3a1d0f2b94c6e8a7d1b3c5e7f9a0b";

    /** A port on which nobody listens. */
    private static final int NOBODY = 1;

    private final FakeTwilio twilio = FakeTwilio.start();
    private final ReentrantLock ticking = new ReentrantLock();
    private Duration ahead;
    private volatile int port;

    /**
     * Starts the account.
     *
     * @param ahead by how much its time is before that of the machine
     */
    public SimulatedTwilio(Duration ahead) {
        this.ahead = ahead;
        tick();
        twilio.messages().template(WAKE_UP, "{{1}} is waiting for an answer. Tap to open the chat.");
    }

    /** Sends webhooks to this port of the machine from now on. */
    public void deliverTo(int port) {
        this.port = port;
        reachable(true);
    }

    /** Whether webhooks arrive. If not, they get lost as they do while a host is down: Twilio does not keep them. */
    public void reachable(boolean isReachable) {
        twilio.webhooks().place(PUBLIC, URI.create("http://127.0.0.1:" + (isReachable ? port : NOBODY)));
    }

    /**
     * Makes these numbers senders of the account, as an operator would in Twilio's console; those that are stay.
     *
     * @return those that were not
     */
    public List<String> own(Collection<String> numbers) {
        Set<String> owned = owned();
        List<String> added = numbers.stream()
                .distinct()
                .filter(number -> !owned.contains(number))
                .toList();
        added.forEach(number -> twilio.senders().add(number).callback(PUBLIC.resolve("/twilio")));
        return added;
    }

    /** The numbers of its senders. */
    public Set<String> owned() {
        return twilio.senders().all().stream()
                .map(sender -> sender.address().substring("whatsapp:".length()))
                .collect(Collectors.toSet());
    }

    /** The phone with this address. */
    public FakePhone phone(String address) {
        return twilio.phone(address);
    }

    /** The account, for what only a simulation can do. */
    public FakeTwilio twilio() {
        return twilio;
    }

    /** Brings its time up to that of the machine. */
    public void tick() {
        ticking.lock();
        try {
            Instant now = Instant.now().plus(ahead);
            Duration behind = Duration.between(twilio.clock().instant(), now);
            if (!behind.isNegative()) {
                twilio.clock().advance(behind);
            }
        } finally {
            ticking.unlock();
        }
    }

    /**
     * Lets time pass at once.
     *
     * @return by how much its time is now before that of the machine
     */
    public Duration pass(Duration time) {
        ticking.lock();
        try {
            ahead = ahead.plus(time);
            tick();
            return ahead;
        } finally {
            ticking.unlock();
        }
    }

    /** Forgets which calls and webhooks there were: only tests look at them, and they grow. */
    public void forgetCalls() {
        twilio.calls().clear();
        twilio.webhooks().clear();
    }

    @Override
    public TwilioAccount account() {
        return TwilioAccount.withAuthToken(twilio.accountSid(), twilio.authToken());
    }

    @Override
    public Map<String, URI> endpoints() {
        return twilio.endpoints();
    }

    @Override
    public URI publicUrl() {
        return PUBLIC;
    }

    @Override
    public Optional<String> wakeUpTemplate() {
        return Optional.of(WAKE_UP);
    }

    @Override
    public InstantSource clock() {
        return twilio.clock();
    }

    @Override
    public void close() {
        twilio.close();
    }
}
