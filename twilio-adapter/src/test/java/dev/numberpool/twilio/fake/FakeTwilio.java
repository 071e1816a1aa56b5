package dev.numberpool.twilio.fake;

import java.net.URI;
import java.time.Instant;
import java.util.Map;

/**
 * A Twilio account on this machine: REST API, phones and webhooks, with a memory. Everything is served from one port of
 * the loopback interface; {@link #endpoints()} says under which address each of Twilio's hosts is found there.
 *
 * <pre>{@code
 * try (FakeTwilio twilio = FakeTwilio.start()) {
 *     twilio.senders().add("+1234567890");
 *     twilio.webhooks().inbound(URI.create("http://127.0.0.1:8080/twilio/inbound"));
 *     twilio.phone("+201016666348").write("+1234567890", "Hello");
 *     twilio.webhooks().settle();
 *     …
 *     assertEquals(List.of("Hello", "How can I help?"), twilio.phone("+201016666348").texts("+1234567890"));
 * }
 * }</pre>
 *
 * <p>The rules it knows: a pair of a person's address and our number is held by one conversation that is not closed;
 * free text needs a service window, opened by what a person writes to this number; what has not arrived is told by
 * status callbacks. Time stands still until {@link FakeClock#advance}. {@link Faults} make the network fail.
 *
 * <p>It is served by the JDK's own HTTP server, and sets {@code sun.net.httpserver.nodelay} for its JVM unless that is set:
 * without it answers take 40 ms. The JDK reads it once, so where a test starts another such server first, set
 * {@code -Dsun.net.httpserver.nodelay=true} yourself.
 *
 * <p>Safe for use by many threads. Its threads are daemons and end with {@link #close()}; the one that watches the
 * sockets of outgoing webhooks is the JDK's own and ends, before JDK 21, at the next collection of garbage.
 */
public final class FakeTwilio implements AutoCloseable {
    /** The account of {@link #start()}. */
    public static final String ACCOUNT_SID = "AC00000000000000000000000000000001";

    /** The auth token of {@link #start()}. */
    public static final String AUTH_TOKEN = "token-of-the-fake-account";

    private static final Instant START = Instant.parse("2026-11-02T09:00:00Z");

    private final String authToken;
    private final World world;
    private final Accounts accounts;
    private final Parts parts;
    private final Server server;

    private FakeTwilio(String accountSid, String authToken) {
        if (!accountSid.matches("AC[0-9a-fA-F]{32}")) {
            throw new IllegalArgumentException("an account is AC and 32 hexadecimal digits");
        }
        this.authToken = authToken;
        WebhookSettings settings = new WebhookSettings(authToken);
        Courier courier = new Courier(settings);
        this.world = new World(accountSid, new FakeClock(START), courier);
        this.accounts = new Accounts(accountSid);
        accounts.accept(accountSid, authToken);
        this.parts = new Parts(world, settings, courier);
        this.server = new Server(accounts, world, parts);
    }

    /** Starts an account with the well-known {@link #ACCOUNT_SID} and {@link #AUTH_TOKEN}. */
    public static FakeTwilio start() {
        return start(ACCOUNT_SID, AUTH_TOKEN);
    }

    /**
     * Starts an account.
     *
     * @param accountSid {@code AC} and 32 hexadecimal digits
     * @param authToken the token that requests must carry and that webhooks are signed with
     */
    public static FakeTwilio start(String accountSid, String authToken) {
        return new FakeTwilio(accountSid, authToken);
    }

    /** The account's id. */
    public String accountSid() {
        return world.accountSid;
    }

    /** The auth token that the account started with. */
    public String authToken() {
        return authToken;
    }

    /** Accepts a further user with a password, such as an API key or a second auth token. */
    public FakeTwilio accept(String user, String password) {
        accounts.accept(user, password);
        return this;
    }

    /** Refuses everything that a user sends from now on: 401, code 20003. */
    public FakeTwilio refuse(String user) {
        accounts.forget(user);
        return this;
    }

    /** Where each of Twilio's hosts is, by its name: what a client must put in place of {@code https://<host>}. */
    public Map<String, URI> endpoints() {
        URI here = server.address();
        return Map.of(Hosts.API, here, Hosts.CONVERSATIONS, here, Hosts.MESSAGING, here, Hosts.MEDIA, here);
    }

    /** Its time. */
    public FakeClock clock() {
        return world.clock;
    }

    /** Our numbers. */
    public FakeSenders senders() {
        return parts.fakeSenders;
    }

    /**
     * The phone of a number or, for people who hide their number, of a username's id. It exists as soon as a test or a
     * message speaks of it.
     *
     * @param address such as {@code +201016666348} or {@code US.1A2B3C}, with or without the prefix {@code whatsapp:}
     * @throws IllegalArgumentException if it is neither
     */
    public FakePhone phone(String address) {
        return parts.fakePhones.phone(address);
    }

    /** The messages. */
    public FakeMessages messages() {
        return parts.fakeMessages;
    }

    /** The conversations. */
    public FakeConversations conversations() {
        return parts.fakeConversations;
    }

    /** What is sent to the host. */
    public FakeWebhooks webhooks() {
        return parts.fakeWebhooks;
    }

    /** What goes wrong. */
    public Faults faults() {
        return parts.faults;
    }

    /** How lists are cut. */
    public Pages pages() {
        return parts.pages;
    }

    /** What was asked. */
    public CallLog calls() {
        return parts.calls;
    }

    /** Stops answering and sending; hanging answers and held webhooks are dropped. */
    @Override
    public void close() {
        server.close();
        parts.courier.close();
    }
}
