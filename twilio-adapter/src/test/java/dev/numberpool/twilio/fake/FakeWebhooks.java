package dev.numberpool.twilio.fake;

import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Where the fake's webhooks go, how they come, and what came of them. They are signed, sent in order by one thread
 * (see {@link #parallel}), given 15 s (events of conversations: 5 s), and repeated once and only where the connection
 * failed, with the same {@code I-Twilio-Idempotency-Token}. Safe for use by many threads.
 */
public final class FakeWebhooks {
    private final WebhookSettings settings;
    private final Courier courier;

    FakeWebhooks(WebhookSettings settings, Courier courier) {
        this.settings = settings;
        this.courier = courier;
    }

    /** Where messages go that people write to senders without a callback URL of their own; default: nowhere. */
    public FakeWebhooks inbound(URI url) {
        settings.inbound = url;
        return this;
    }

    /**
     * Where post-event webhooks of Conversations go; default: nowhere.
     *
     * @param events the names of the events wanted, such as {@code onMessageAdded}; none means all
     */
    public FakeWebhooks conversations(URI url, String... events) {
        settings.conversationEvents = Set.of(events);
        settings.conversations = url;
        return this;
    }

    /** Whether events of conversations are sent as JSON, with {@code bodySHA256} in the URL; default: as forms. */
    public FakeWebhooks conversationsAsJson(boolean json) {
        settings.conversationsAsJson = json;
        return this;
    }

    /**
     * Says where a public address really is: webhooks to a URL below it are signed for that URL and sent to the place.
     *
     * @param publicBase such as {@code https://host.example}
     * @param place such as {@code http://127.0.0.1:8080}
     */
    public FakeWebhooks place(URI publicBase, URI place) {
        settings.place(publicBase, place);
        return this;
    }

    /** Signs with another auth token from now on, as after a rotation. */
    public FakeWebhooks signWith(String authToken) {
        settings.authToken = authToken;
        return this;
    }

    /** Adds a field to every further webhook: Twilio adds new ones without notice. */
    public FakeWebhooks alsoSend(String name, String value) {
        settings.extraField(name, value);
        return this;
    }

    /** How long the host may take to answer, for all kinds; Twilio's times are the default. */
    public FakeWebhooks timeout(Duration timeout) {
        settings.timeout = timeout;
        settings.conversationTimeout = timeout;
        return this;
    }

    /** How many webhooks may be under way at the same time; default 1, which keeps their order. */
    public FakeWebhooks parallel(int number) {
        if (number < 1) {
            throw new IllegalArgumentException("at least one webhook at a time: " + number);
        }
        courier.parallel(number);
        return this;
    }

    /** How status callbacks come from now on; none of the habits: in order, once, after the answer. */
    public FakeWebhooks statuses(StatusHabit... habits) {
        Set<StatusHabit> chosen = EnumSet.noneOf(StatusHabit.class);
        chosen.addAll(List.of(habits));
        settings.habits = chosen;
        return this;
    }

    /** Keeps all further webhooks back until {@link #release()}. */
    public void hold() {
        courier.hold();
    }

    /** Sends what was kept back; later webhooks go at once again. */
    public void release() {
        courier.release();
    }

    /**
     * Waits until every webhook that is not kept back has come to its end.
     *
     * @throws IllegalStateException if that takes more than a minute
     */
    public void settle() {
        if (!courier.settle(Duration.ofMinutes(1))) {
            throw new IllegalStateException("webhooks are still under way after a minute");
        }
    }

    /**
     * Waits until every webhook that is under way now, and is not kept back, has come to its end; those that begin meanwhile
     * do not count.
     *
     * @throws IllegalStateException if that takes more than a minute
     */
    public void settleSoFar() {
        if (!courier.settleSoFar(Duration.ofMinutes(1))) {
            throw new IllegalStateException("webhooks are still under way after a minute");
        }
    }

    /** The webhooks that have come to their end, in that order; one that went to a fallback URL stands there twice. */
    public List<SentWebhook> sent() {
        return courier.sent();
    }

    /** Forgets what was sent. */
    public void clear() {
        courier.forget();
    }
}
